"""Words of a letter, checked as they are typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms

from minim.notices.checking import LONGEST_BODY, LONGEST_SUBJECT, check

if TYPE_CHECKING:
    from minim.notices.kinds import Kind
    from minim.notices.models import Wording

ABOUT_SUBJECT = re.compile(r"(?:The|A|A letter needs a) subject\b")
LINE = re.compile(r"^The text, line (\d+),")
ROOM = 2
"""As many times the longest length may arrive: what is too long is told, and not lost."""


class WordsForm(forms.Form):
    """`seen` is the mark of the words they began with: whoever saves over somebody's newer words is told first."""

    subject = forms.CharField(
        label="Subject",
        required=False,
        max_length=ROOM * LONGEST_SUBJECT,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "true"}),
    )
    body = forms.CharField(
        label="Text",
        required=False,
        strip=False,
        max_length=ROOM * LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "true"}),
    )
    leads = forms.BooleanField(label="as the Facilitator reads it", required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, kind: Kind, data: Any = None, *, wording: Wording | None = None, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.kind, self.wording = kind, wording

    @property
    def mark(self) -> str:
        """Which words stand now."""
        return self.wording.changed_at.isoformat() if self.wording else ""

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if {"subject", "body"} <= cleaned.keys():
            for problem in check(cleaned["subject"], cleaned["body"], self.kind):
                self.add_error("subject" if ABOUT_SUBJECT.match(problem) else "body", problem)
        return cleaned

    def is_outrun(self) -> bool:
        """Whether somebody else has changed the words while these were written."""
        return bool(self.cleaned_data.get("seen", "") != self.mark)

    def text_problems(self) -> list[tuple[int, str]]:
        """Each with its line, 0 when it is about the whole."""
        problems = [str(problem) for problem in self.errors.get("body", [])]
        found = [(LINE.match(problem), problem) for problem in problems]
        return [(int(line[1]) if line else 0, problem) for line, problem in found]
