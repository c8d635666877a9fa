"""What an Organizer may choose about polls. The form cleans; the plan itself refuses what would break a promise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from minim.playbook import pulse_questions
from minim.pulse.models import Plan

if TYPE_CHECKING:
    PlanModelForm = forms.ModelForm[Plan]
else:  # at run time Django's forms take no type
    PlanModelForm = forms.ModelForm

MOST = 30


class PlanForm(PlanModelForm):
    questions = forms.MultipleChoiceField(
        label="What is asked",
        widget=forms.CheckboxSelectMultiple,
        help_text="Each on five steps, from “not at all” to “very much so”.",
        error_messages={"required": "Please keep one question at least. To ask nothing, turn polls off."},
    )
    floor = forms.IntegerField(
        label="How many must answer before anything is told of a group",
        max_value=MOST,
        error_messages={"max_value": f"With more than {MOST} no group would ever be told of."},
    )

    class Meta:
        model = Plan
        fields = ("is_on", "weeks_between", "days_open", "questions", "asks_topics", "floor")
        labels = {
            "is_on": "Polls are on",
            "weeks_between": "Weeks between two polls",
            "days_open": "Days a poll is open",
            "asks_topics": "Also ask what would help most",
        }
        help_texts = {
            "weeks_between": "The first three follow the first three meetings; this counts afterwards.",
            "days_open": "Enough that everybody comes by once.",
            "asks_topics": "Eight ready topics. Told for the whole program, never for a group.",
        }
        widgets = {"is_on": forms.CheckboxInput(attrs={"class": "switch"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lowest = self.instance.floor
        self.fields["questions"].choices = [(one.slug, one.words) for one in pulse_questions()]  # type: ignore[attr-defined]
        self.fields["floor"].help_text = (
            f"It is {self.lowest} now. It can be raised, for polls to come, and never be lowered again: people answer "
            "because they can rely on it."
        )
        self.fields["floor"].widget.attrs |= {"min": self.lowest, "max": MOST}

    def clean_floor(self) -> int:
        floor: int = self.cleaned_data["floor"]
        if floor < self.lowest:
            raise forms.ValidationError(
                f"It is {self.lowest} now, and it can only be raised. Nobody could rely on a number that may fall."
            )
        return floor
