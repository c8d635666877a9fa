"""Letters to many, for the moments at which a program turns to people. Markdown below its front matter, in letters/.

What stands in double braces is filled in for each reader; a pack on paper shows it in brackets.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "letters"
FENCE = "+++\n"
ORDER = (
    "announcement",
    "invitation",
    "invitation-to-lead",
    "kick-off",
    "before-the-first-meeting",
    "retrospective",
    "thanks",
)
"""In the order in which they are sent."""
EITHER = re.compile(
    r"{% if ([a-z_]+) %}((?:(?!{% (?:if|else|endif)).)*)"
    r"(?:{% else %}((?:(?!{% (?:if|else|endif)).)*))?{% endif %}",
    re.DOTALL,
)
"""The innermost of what is said in one of two ways."""
LEADS = "is_facilitator"
FACT = re.compile(r"{{ ([a-z_]+) }}")
LINK = re.compile(r"\[([^\]]+)\]\([^)]*\{\{[^)]*\)")


@dataclass(frozen=True, slots=True)
class LetterToMany:
    """`audience` says in words to whom it goes and `moment` when; `body` is Markdown with facts in double braces."""

    slug: str
    title: str
    audience: str
    moment: str
    subject: str
    body: str

    @property
    def on_paper(self) -> str:
        """The body for somebody who fills it in by hand: facts in brackets, in the words for most readers."""
        text, before = self.body, ""
        while text != before:
            before, text = text, EITHER.sub(_for_most, text)
        text = LINK.sub(lambda found: f"[{found[1]}]", text)
        return FACT.sub(lambda found: f"[{found[1].replace('_', ' ')}]", text)


@cache
def letters_to_many() -> Mapping[str, LetterToMany]:
    """Every letter by its slug, in the order in which they are sent."""
    return {slug: _read(slug) for slug in ORDER}


def _read(slug: str) -> LetterToMany:
    _, head, body = (FOLDER / f"{slug}.md").read_text("utf-8").split(FENCE, 2)
    said = tomllib.loads(head)
    return LetterToMany(slug, said["title"], said["audience"], said["moment"], said["subject"], body.strip())


def _for_most(found: re.Match[str]) -> str:
    """Most readers have every fact, and do not lead a group."""
    return found[3] or "" if found[1] == LEADS else found[2]
