"""What somebody will do, and who was there: cleaned here, kept by the models."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms

from minim.meetings.actions import LONGEST_ACTION, ActionRefused, earliest_day, tidy
from minim.meetings.afterword import Mood

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from minim.people.models import Person

FURTHEST = timedelta(days=366)


class ActionForm(forms.Form):
    """Something to do, who does it, and perhaps by when. `due_before` is the day an item has already."""

    text = forms.CharField(
        label="What will be done?",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "short"}),
        error_messages={"required": "Say in a few words what will be done."},
    )
    owner = forms.TypedChoiceField(label="Who does it?")
    due_on = forms.DateField(
        label="By when?",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Please write the day like 2027-02-28."},
    )

    def __init__(
        self, *args: Any, names: Mapping[Person, str], due_before: date | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.due_before = due_before
        people = {str(person.pk): person for person in names}
        owner = self.fields["owner"]
        assert isinstance(owner, forms.TypedChoiceField)
        owner.coerce = people.__getitem__
        owner.choices = [(str(person.pk), name) for person, name in names.items()]
        self.fields["text"].widget.attrs["data-longest"] = LONGEST_ACTION

    def clean_text(self) -> str:
        try:
            return tidy(self.cleaned_data["text"])
        except ActionRefused as error:
            raise forms.ValidationError(str(error)) from error

    def clean_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["due_on"]
        if day is None or day == self.due_before:
            return day
        if day < earliest_day():
            raise forms.ValidationError("This day is already over. Please choose today or a later one.")
        if day > earliest_day() + FURTHEST:
            raise forms.ValidationError("That is more than a year away. Please choose a day that is nearer.")
        return day


class ThereForm(forms.Form):
    """Who was there. `seen` names who was noted when the page was made; whoever came in since then stays noted."""

    there = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    seen = forms.CharField(required=False, max_length=2_000, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, people: Mapping[Person, str], noted: Iterable[int]) -> None:
        self.people, self.noted = {str(person.pk): person for person in people}, set(noted)
        shown = [str(key) for key in sorted(self.noted)]
        super().__init__(data, initial={"there": shown, "seen": " ".join(shown)})
        field = self.fields["there"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(person.pk), name) for person, name in people.items()]

    def clean_there(self) -> list[Person]:
        return [self.people[key] for key in self.cleaned_data["there"]]

    @property
    def came_since(self) -> list[Person]:
        """Whoever was noted while somebody was still ticking."""
        seen = self.cleaned_data["seen"].split()
        return [self.people[str(key)] for key in self.noted if str(key) not in seen]


class AfterwordForm(forms.Form):
    """One tap: how the meeting was."""

    word = forms.ChoiceField(choices=Mood)
