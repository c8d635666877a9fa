"""What an Organizer says when asking for groups."""

from __future__ import annotations

from django import forms
from django.utils.html import format_html

CARE = (
    (2, "Quick", "Two seconds: good enough to look at."),
    (10, "Careful", "Ten seconds: right for most programs."),
    (60, "Thorough", "A minute: for large programs, or before you publish."),
)
USUAL_CARE = 10


class AskForm(forms.Form):
    """A name, how long to think, and for those who want the very same plan again, a seed."""

    name = forms.CharField(max_length=120, label="What shall we call this draft?")
    seconds = forms.TypedChoiceField(
        label="How long may we think?",
        help_text="Longer means fewer compromises. With cohorts, this is the time for each of them.",
        choices=[
            (seconds, format_html("{}<small>{}</small>", word, sentence)) for seconds, word, sentence in CARE
        ],
        coerce=int,
        initial=USUAL_CARE,
        widget=forms.RadioSelect(attrs={"class": "cards"}),
    )
    seed = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=2**31 - 1,
        help_text="The same seed, people and wishes give the same groups. Leave it alone unless you want that.",
    )


class RelaxForm(forms.Form):
    """Which relaxation of a clash was chosen: in which cohort, and which one of those offered."""

    cohort = forms.IntegerField(required=False)
    number = forms.IntegerField(min_value=0)


class VersionForm(forms.Form):
    """Which version of a draft somebody looked at when they acted."""

    version = forms.IntegerField(min_value=0)


class RenameForm(forms.Form):
    name = forms.CharField(max_length=120)
