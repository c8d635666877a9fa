"""Words for help and for oneself: cleaned here, kept by the models."""

from __future__ import annotations

from django import forms

from minim.groups.help import LONGEST
from minim.groups.notes import LONGEST as LONGEST_NOTE


class AnswerForm(forms.Form):
    """What an Organizer writes."""

    text = forms.CharField(
        label="Your words",
        max_length=LONGEST,
        help_text="Do not ask what was said, or who said it. What do they need, and by when?",
        widget=forms.Textarea(attrs={"rows": 6, "class": "help-words"}),
        error_messages={"required": "An answer needs words. One sentence is enough."},
    )


class AskForm(forms.Form):
    """What a Facilitator writes, once they have looked at it with the eyes of the group."""

    text = forms.CharField(
        label="Your words",
        max_length=LONGEST,
        help_text="What do you see from outside, what have you tried, and what do you need?",
        widget=forms.Textarea(attrs={"rows": 8, "class": "help-words"}),
        error_messages={"required": "Say in a sentence what would help you."},
    )
    nobody_told = forms.BooleanField(
        label="I have read it again. Nothing that was said is in it, and nobody would know themselves in it.",
        error_messages={"required": "Please read it once more with the eyes of your group, and tick this."},
    )


class NoteForm(forms.Form):
    text = forms.CharField(
        label="A new note",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "There is nothing in this note yet."},
    )
