"""Letters: what is written in letters/<kind>.md, or in the words an Organizer chose, filled with one person's facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from minim.notices.filling import Words
from minim.notices.kinds import kind_of
from minim.playbook import letters_to_many

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from minim.people.models import Person

OURS = Path(__file__).parent / "templates" / "letters"


@dataclass(frozen=True)
class Letter:
    """One letter to be written. `facts` are the words its kind needs (see `kinds`).

    It leaves at `due_at`, later when its reader sleeps or wants a digest, and not at all after `useless_after`.
    `calendar` is an Event as plain data, for the reader's calendar. `words` are this letter's own, in place of
    those of its kind.
    """

    kind: str
    to: Person
    facts: Mapping[str, Any] = field(default_factory=dict)
    calendar: Mapping[str, Any] | None = None
    due_at: datetime | None = None
    useless_after: datetime | None = None
    words: Words | None = None

    def written(self, words: Words | None = None) -> tuple[str, str]:
        """Subject and body, the body in Markdown: in these words, else in ours. Raises UnknownKind."""
        kind = kind_of(self.kind)
        facts = {**self.facts, "name": self.to.name, "base_url": settings.BASE_URL}
        return (self.words or words or our_words(kind.name)).filled(kind, facts)


@cache
def our_words(kind: str) -> Words:
    """The words that come with minim. A file's first line is the subject. Raises UnknownKind."""
    if to_many := letters_to_many().get(kind):
        return Words(to_many.subject, to_many.body)
    subject, _, body = (OURS / f"{kind_of(kind).name}.md").read_text(encoding="utf-8").partition("\n")
    return Words(subject, body.strip())
