"""The interview, and what one may say about a task. Forms clean; the plan acts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

from minim.playbook import rollout_steps
from minim.rollout.answers import CHOICES, Answers
from minim.rollout.pack.words import ROLES
from minim.rollout.plans import LONGEST_TITLE
from minim.timetable import regions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.db.models import QuerySet

    from minim.people.models import Person
    from minim.programs.models import Program

LONG_AGO, FAR_AHEAD = timedelta(days=3 * 365), timedelta(days=3 * 365)
ANSWERS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "meets": (
        ("remote", "By video"),
        ("in-person", "In person"),
        ("mixed", "Some groups one way, some the other"),
    ),
    "cadence": (("weekly", "Every week"), ("biweekly", "Every two weeks")),
    "trust": (
        ("high", "Yes, people say what they think"),
        ("middling", "It depends on who is listening"),
        ("low", "No, people are careful"),
    ),
    "competition": (
        ("low", "Hardly, they help each other"),
        ("middling", "Sometimes"),
        ("high", "Often: for people, budget or praise"),
    ),
    "tried": (
        ("never", "No, this is new"),
        ("worked", "Yes, and it worked"),
        ("faded", "Yes, and it faded away"),
        ("failed", "Yes, and it went wrong"),
    ),
    "sponsor": (
        ("ceo", "The head of the company"),
        ("head", "The head of the part that begins"),
        ("people", "PeopleOps"),
        ("nobody", "Nobody yet"),
    ),
    "stage": (
        ("before-fit", "Still looking for its market"),
        ("growing", "Growing"),
        ("settled", "Settled"),
    ),
    "organizer": (
        ("trusted", "Yes"),
        ("unsure", "I am not sure"),
        ("nobody", "There is nobody yet"),
    ),
}
ASKED = {
    "meets": "How will groups meet?",
    "cadence": "How often?",
    "trust": "Do managers say openly what is hard?",
    "competition": "Do they compete with each other?",
    "tried": "Has something like it been tried here?",
    "sponsor": "Who in leadership wants it?",
    "stage": "Where does the company stand?",
    "organizer": "Is there somebody managers trust who will run it?",
}
USUAL = {
    "meets": "mixed",
    "cadence": "weekly",
    "trust": "middling",
    "competition": "middling",
    "tried": "never",
    "sponsor": "head",
    "stage": "growing",
    "organizer": "trusted",
}


class InterviewForm(forms.Form):
    """Every question is answered already, by what minim knows or by what is usual."""

    managers = forms.IntegerField(
        label="How many managers?", min_value=1, max_value=100_000, help_text="Everybody who leads somebody."
    )
    levels = forms.IntegerField(
        label="On how many levels?",
        min_value=1,
        max_value=20,
        initial=2,
        help_text="1 when nobody leads other managers.",
    )
    sites = forms.IntegerField(
        label="At how many places?", min_value=1, max_value=10_000, initial=1, help_text="Towns, not floors."
    )
    zones = forms.IntegerField(
        label="In how many time zones?",
        min_value=1,
        max_value=40,
        initial=1,
        help_text="Of those who take part.",
    )
    start_on = forms.DateField(
        label="When do you begin?",
        help_text="The first day of preparing. Groups first meet some weeks later.",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    country = forms.ChoiceField(label="Whose public holidays shall we leave out?", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = str(self.data.get("country") or self.initial.get("country") or "").partition("-")[0]
        self.fields["country"].choices = [("", "None"), *_countries(chosen)]  # type: ignore[attr-defined]
        for name, choices in ANSWERS.items():
            self.fields[name] = forms.ChoiceField(
                label=ASKED[name],
                choices=choices,
                initial=USUAL[name],
                widget=forms.RadioSelect(attrs={"class": "inline"}),
            )

    def clean_start_on(self) -> date:
        day: date = self.cleaned_data["start_on"]
        return _near(day)

    def answers(self) -> Answers:
        """What was said, in the planner's words. Call it on a valid form."""
        chosen = {name: kind(self.cleaned_data[name]) for name, kind in CHOICES.items()}
        return Answers(**self.cleaned_data | chosen)


class AttachForm(forms.Form):
    """To which program a plan belongs."""

    program: forms.ModelChoiceField[Program] = forms.ModelChoiceField(queryset=None, empty_label=None)

    def __init__(self, *args: Any, programs: QuerySet[Program], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["program"].queryset = programs  # type: ignore[attr-defined]


class OwnTaskForm(forms.Form):
    """A task that a company adds itself."""

    title = forms.CharField(label="What is there to do?", max_length=LONGEST_TITLE)
    step = forms.TypedChoiceField(label="Which step is it part of?", coerce=int)
    owner = forms.ChoiceField(
        label="Who does it?", choices=[(str(role), name) for role, name in ROLES.items()]
    )
    due_on = forms.DateField(
        label="By when?", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = [(step.number, step.title) for step in rollout_steps()]  # type: ignore[attr-defined]

    def clean_due_on(self) -> date:
        return _near(self.cleaned_data["due_on"])


class DecisionForm(forms.Form):
    """What was decided, and who sees to it by when."""

    title = forms.CharField(label="What will be different?", max_length=LONGEST_TITLE)
    owner = forms.ChoiceField(
        label="Who sees to it?",
        choices=[(str(role), name) for role, name in ROLES.items()],
        initial="organizer",
    )
    due_on = forms.DateField(
        label="By when?", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def clean_due_on(self) -> date:
        return _near(self.cleaned_data["due_on"])


class DayForm(forms.Form):
    """By when a task is to be done."""

    due_on = forms.DateField(
        label="By when?", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def clean_due_on(self) -> date:
        return _near(self.cleaned_data["due_on"])


class GiveForm(forms.Form):
    """Whose a task is."""

    person: forms.ModelChoiceField[Person] = forms.ModelChoiceField(queryset=None, required=False)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


def _countries(chosen: str) -> list[tuple[str, str]]:
    """All of them, and the regions of the one that was chosen."""
    return [(code, name) for code, name in regions() if "-" not in code or code.startswith(f"{chosen}-")]


def _near(day: date) -> date:
    """Nobody plans for a time that is years away; a slip of the finger does."""
    today = timezone.localdate()
    if not today - LONG_AGO <= day <= today + FAR_AHEAD:
        raise forms.ValidationError("Please choose a day within three years of today.")
    return day
