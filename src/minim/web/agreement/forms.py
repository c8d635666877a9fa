"""The words of an agreement, as somebody writes them."""

from __future__ import annotations

from typing import Any

from django import forms

from minim.meetings.agreement import LONGEST, AgreementRefused, tidy


class WordsForm(forms.Form):
    """`read` is the mark of the version somebody began with."""

    words = forms.CharField(
        label="Our words",
        strip=False,
        help_text="A line that begins with ## is a heading, one that begins with - a point in a list.",
        widget=forms.Textarea(attrs={"rows": 22, "class": "long", "spellcheck": "true"}),
        error_messages={"required": "An agreement needs words. A single sentence is enough."},
    )
    read = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["words"].widget.attrs["data-longest"] = LONGEST

    def clean_words(self) -> str:
        try:
            return tidy(self.cleaned_data["words"])
        except AgreementRefused as error:
            raise forms.ValidationError(str(error)) from error
