"""What people type into the pages about people."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

from minim.roster.limits import MAX_BYTES
from minim.web.parts.widgets import FileDrop

if TYPE_CHECKING:
    from datetime import date

MEGABYTES = MAX_BYTES // 1_000_000
LONGEST_ABSENCE = timedelta(days=3 * 366)


class FindForm(forms.Form):
    """Which people to list. Whatever cannot be understood lists everybody."""

    q = forms.CharField(required=False, strip=True, max_length=200)
    show = forms.ChoiceField(
        required=False,
        choices=[
            ("", "Everybody here"),
            ("managers", "People with reports"),
            ("away", "Away"),
            ("opted-out", "Opted out"),
            ("outside", "Outside managers"),
            ("left", "People who left"),
        ],
    )

    def sought(self) -> tuple[str, str]:
        """The words to look for, and which kind of people."""
        self.is_valid()
        return self.cleaned_data.get("q", ""), self.cleaned_data.get("show", "")


class LookForm(forms.Form):
    """Where to look in the tree: at some words, below somebody, or from the top."""

    q = forms.CharField(required=False, strip=True, max_length=200)
    under = forms.IntegerField(required=False, min_value=1)

    def looked_for(self) -> tuple[str, int | None]:
        self.is_valid()
        return self.cleaned_data.get("q", ""), self.cleaned_data.get("under")


class BringForm(forms.Form):
    """A roster, as a file or pasted."""

    file = forms.FileField(
        label="A file from your HR system",
        required=False,
        allow_empty_file=True,
        widget=FileDrop(
            note=f"CSV or Excel (.xlsx), up to {MEGABYTES} MB", attrs={"accept": ".csv,.tsv,.txt,.xlsx"}
        ),
    )
    text = forms.CharField(
        label="Or paste the rows",
        required=False,
        strip=False,
        help_text="Copy the cells in your spreadsheet, with the column names on top, and paste them here.",
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].validators.clear()  # the reader names the line of an empty byte; Django would not

    def clean(self) -> dict[str, Any]:
        file, text = self.cleaned_data.get("file"), self.cleaned_data.get("text", "")
        if file and text.strip():
            raise forms.ValidationError(
                "Here are a file and pasted rows. Bring one of them, so that we know which."
            )
        if file is None and not text.strip():
            raise forms.ValidationError("Choose a file first, or paste the rows.")
        return self.cleaned_data

    def roster(self) -> tuple[bytes, str]:
        """The content and the name of the file; pasted rows have no name."""
        file = self.cleaned_data["file"]
        if file is not None:
            return file.read(), file.name
        return self.cleaned_data["text"].encode(errors="replace"), ""


class ApplyForm(forms.Form):
    """Agreement to what the preview showed."""

    seen = forms.CharField(max_length=64)
    missing = forms.ChoiceField(
        required=False, choices=[("keep", "Leave them as they are"), ("left", "They have left")]
    )


class StatusForm(forms.Form):
    """A person's standing in the program."""

    status = forms.ChoiceField(choices=[("active", "Here"), ("away", "Away"), ("opted-out", "Opted out")])
    until = forms.DateField(
        label="Last day away", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        today = timezone.localdate()
        if until and not today <= until <= today + LONGEST_ABSENCE:
            raise forms.ValidationError("Choose a day from today on, within the next three years.")
        return until

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("status") == "away" and not self.cleaned_data.get("until"):
            self.errors.setdefault(
                "until", self.error_class(["Say until when, so that they are back by themselves."])
            )
        return self.cleaned_data
