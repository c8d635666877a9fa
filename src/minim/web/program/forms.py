"""What an Organizer may choose about a program. Forms clean; saving is the program's own story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from minim.assignments.sizes import bounds
from minim.assignments.wishes import IMPORTANCE, WISHES, importance, weights
from minim.people.models import Person
from minim.programs.models import Cohort, Program, WhoTakesPart
from minim.programs.overrides import LONGEST_REASON
from minim.web.parts.widgets import Slider

if TYPE_CHECKING:
    from django.db.models import QuerySet

    ProgramModelForm = forms.ModelForm[Program]
    CohortModelForm = forms.ModelForm[Cohort]
    PersonModelForm = forms.ModelForm[Person]
else:  # at run time Django's forms take no type
    ProgramModelForm = CohortModelForm = PersonModelForm = forms.ModelForm

BY_SIZE = "size"
BY_ATTENDANCE = "attendance"
PERCENT = 100


class RuleForm(ProgramModelForm):
    """The rule, with what it needs: words for titles, bounds for levels."""

    class Meta:
        model = Program
        fields: tuple[str, ...] = ("who", "title_words", "lowest_level", "highest_level")
        labels = {
            "who": "Who takes part",
            "title_words": "Words in the title",
            "lowest_level": "From level",
            "highest_level": "To level",
        }
        help_texts = {"title_words": "Separated by commas; whole words, such as: manager, team lead, head"}
        widgets = {"who": forms.RadioSelect(attrs={"class": "cards"})}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        who, lowest, highest = (cleaned.get(name) for name in ("who", "lowest_level", "highest_level"))
        if who == WhoTakesPart.TITLES and not (cleaned.get("title_words") or "").strip(" ,"):
            self.add_error("title_words", "Which words should a title hold?")
        if who == WhoTakesPart.LEVELS and lowest is None and highest is None:
            self.add_error("lowest_level", "Which levels? One end is enough.")
        if lowest is not None and highest is not None and lowest > highest:
            self.add_error("highest_level", "The second level should not be below the first.")
        return cleaned


class NewProgramForm(RuleForm):
    class Meta(RuleForm.Meta):
        fields = ("name", *RuleForm.Meta.fields)
        labels = {**RuleForm.Meta.labels, "name": "What is it called?"}


class NameForm(ProgramModelForm):
    class Meta:
        model = Program
        fields = ("name",)


class CohortForm(CohortModelForm):
    departments = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, help_text="None ticked means all of them."
    )
    percent = forms.IntegerField(
        required=False, min_value=20, max_value=PERCENT, label="Expected attendance, in percent"
    )

    class Meta:
        model = Cohort
        fields = ("name", "lowest_level", "highest_level", "departments", "smallest_group", "largest_group")
        labels = {
            "lowest_level": "From level",
            "highest_level": "To level",
            "smallest_group": "Smallest group",
            "largest_group": "Largest group",
        }

    def __init__(self, *args: Any, departments: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted({*departments, *self.instance.departments})
        self.fields["departments"].choices = [(name, name) for name in known]  # type: ignore[attr-defined]
        if self.instance.expected_attendance is not None:
            self.fields["percent"].initial = round(self.instance.expected_attendance * PERCENT)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Cohort.objects.filter(program=self.instance.program_id).exclude(pk=self.instance.pk)
        if others.filter(name=name).exists():
            raise forms.ValidationError("There is a cohort of this name already.")
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if _upside_down(cleaned.get("lowest_level"), cleaned.get("highest_level")):
            self.add_error("highest_level", "The second level should not be below the first.")
        smallest, largest = cleaned.get("smallest_group"), cleaned.get("largest_group")
        if (smallest is None) != (largest is None):
            self.add_error("largest_group", "Please give both sizes, or none.")
        elif _upside_down(smallest, largest):
            self.add_error("largest_group", "The largest group should not be smaller than the smallest.")
        percent = cleaned.get("percent")
        self.instance.expected_attendance = percent / PERCENT if percent else None
        return cleaned


class RhythmForm(ProgramModelForm):
    by = forms.ChoiceField(
        label="How large should groups be?",
        choices=[
            (BY_SIZE, "I say how many people"),
            (BY_ATTENDANCE, "Large enough for how many usually come"),
        ],
        widget=forms.RadioSelect(attrs={"class": "cards"}),
    )
    percent = forms.IntegerField(
        label="Of ten people asked, how many usually come? In percent",
        min_value=40,
        max_value=PERCENT,
        step_size=5,
        required=False,
        widget=Slider(low="four in ten", high="everybody"),
    )

    class Meta:
        model = Program
        fields = ("cadence", "meeting_minutes", "smallest_group", "largest_group", "level_band")
        labels = {
            "cadence": "How often do groups meet?",
            "meeting_minutes": "How long is a meeting, in minutes?",
            "smallest_group": "At least",
            "largest_group": "At most",
            "level_band": "How many levels apart may people in a group be?",
        }
        help_texts = {
            "level_band": "1 means neighbors only: people speak most freely among equals.",
            "meeting_minutes": "Between 30 and 180; an hour suits most groups.",
        }
        widgets = {"cadence": forms.RadioSelect(attrs={"class": "inline"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        expected = self.instance.expected_attendance
        self.fields["by"].initial = BY_SIZE if expected is None else BY_ATTENDANCE
        self.fields["percent"].initial = round((expected or 0.7) * PERCENT)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        by_attendance = cleaned.get("by") == BY_ATTENDANCE
        if by_attendance and not cleaned.get("percent"):
            self.add_error("percent", "How many usually come?")
        expected = (cleaned.get("percent") or 0) / PERCENT if by_attendance else None
        self.instance.expected_attendance = expected or None
        smallest, largest = cleaned.get("smallest_group"), cleaned.get("largest_group")
        if smallest and largest and not self.errors:
            self._try(smallest, largest, expected)
        return cleaned

    def _try(self, smallest: int, largest: int, expected: float | None) -> None:
        try:
            bounds(smallest, largest, expected)
        except ValueError as error:
            self.add_error("largest_group" if expected is None else "percent", str(error))


class FacilitatorRuleForm(ProgramModelForm):
    anyone_may_facilitate = forms.TypedChoiceField(
        label="Who may facilitate?",
        choices=[
            ("yes", "Anyone who takes part"),
            ("no", "Only people who are willing and trained"),
        ],
        coerce=lambda choice: choice == "yes",
        widget=forms.RadioSelect(attrs={"class": "cards"}),
    )

    class Meta:
        model = Program
        fields = ("anyone_may_facilitate",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["anyone_may_facilitate"] = "yes" if self.instance.anyone_may_facilitate else "no"


class FacilitatorForm(PersonModelForm):
    class Meta:
        model = Person
        fields = ("willing", "trained")


class LetLeadForm(forms.Form):
    """Why somebody may lead without training; every Organizer of the program reads it."""

    why = forms.CharField(
        label="Why?",
        max_length=LONGEST_REASON,
        help_text="A sentence. It stays on record with your name, for the Organizers of this program.",
        error_messages={"required": "Please say why. It stays on record."},
    )


class ApartForm(forms.Form):
    """Two people of the company; `first` and `second` are chosen from what a search found."""

    first = forms.ModelChoiceField(
        Person.objects.none(), error_messages={"required": "Choose the first person."}
    )
    second = forms.ModelChoiceField(
        Person.objects.none(), error_messages={"required": "Choose the second person."}
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("first") and cleaned.get("first") == cleaned.get("second"):
            raise forms.ValidationError("Please choose two different people.")
        return cleaned


class WordSlider(Slider):
    """A slider whose places are words."""

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__(low=words[0], high=words[-1], attrs={"data-words": "|".join(words)})
        self.words = words

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        at = int(value) if str(value).isdigit() and int(value) < len(self.words) else 0
        context["widget"]["attrs"]["aria-valuetext"] = self.words[at]
        context["widget"]["word"] = self.words[at]
        return context


class WishesForm(forms.Form):
    """One slider per wish, each in words."""

    def __init__(self, *args: Any, chosen: dict[str, float], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, wish in WISHES.items():
            self.fields[name] = forms.IntegerField(
                label=wish.sentence,
                min_value=0,
                max_value=len(IMPORTANCE) - 1,
                initial=importance(name, chosen),
                widget=WordSlider(IMPORTANCE),
            )

    @property
    def weights(self) -> dict[str, float]:
        return weights(self.cleaned_data)


def _upside_down(low: int | None, high: int | None) -> bool:
    return low is not None and high is not None and low > high
