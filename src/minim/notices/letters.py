"""Letters: what is written in letters/<kind>.md, filled with the facts of one person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minim.people.models import Person


@dataclass(frozen=True)
class Letter:
    """One letter to be written. `facts` are the words its template needs."""

    kind: str
    to: Person
    facts: Mapping[str, Any] = field(default_factory=dict)

    def written(self) -> tuple[str, str]:
        """Subject and body, the body in Markdown. The template's first line is the subject."""
        facts = {"to": self.to, "base_url": settings.BASE_URL, **self.facts}
        template: Any = get_template(f"letters/{self.kind}.md")
        text: str = template.template.render(Context(facts, autoescape=False))
        subject, _, body = text.partition("\n")
        return " ".join(subject.split()), body.strip()
