"""Guides: short texts for whoever organizes, facilitates or takes part. Markdown below its front matter, in guides/."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from markdown_it.token import Token

FOLDER = Path(__file__).parent / "guides"
FENCE = "+++\n"
WORDS_A_MINUTE = 200
ORDER = (
    "choosing-facilitators",
    "forming-groups",
    "watching-health",
    "dissolving-a-group",
    "managers-of-managers",
    "reporting-upward",
    "first-meeting",
    "second-meeting",
    "third-meeting",
    "from-venting-to-solving",
    "empathy",
    "quiet-and-loud",
    "showing-off",
    "keeping-confidence",
    "asking-for-help",
    "dropping-the-structure",
    "bringing-a-problem",
    "being-a-sounding-board",
    "what-stays-here",
)
"""In this order one would read them; the guides of one role stand together."""
MOMENTS = (
    *("facilitators", "program", "draft", "health", "group-of-mine", "cohorts", "themes"),
    *("before-first", "before-second", "before-third", "after-third", "venting-at-home", "help"),
    *("agreement-to-lead", "agreement", "before-first-as-member", "formats"),
)
"""Places on pages where a guide is of use. A moment may also be an aid's slug or the use of a question."""


class Role(StrEnum):
    """Whom a guide is for."""

    ORGANIZER = "organizer"
    FACILITATOR = "facilitator"
    PARTICIPANT = "participant"


@dataclass(frozen=True, slots=True)
class Section:
    """What stands below one heading, as plain text; `slug` and `title` are empty for what stands before the first."""

    slug: str
    title: str
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """One text. `body` is Markdown; its links name a page by what it is, such as `guide:empathy` or `minim:home`."""

    slug: str
    title: str
    role: Role
    summary: str
    moments: tuple[str, ...]
    see_also: tuple[str, ...]
    body: str
    sections: tuple[Section, ...]

    @property
    def words(self) -> int:
        """How many words there are to read, headings among them."""
        texts = (text for section in self.sections for text in (section.title, *section.blocks))
        return sum(len(text.split()) for text in texts)

    @property
    def minutes(self) -> int:
        """Whole minutes that somebody needs who reads carefully, rounded up."""
        return -(-self.words // WORDS_A_MINUTE)


@cache
def guides() -> Mapping[str, Guide]:
    """Every guide by its slug, in the order in which they are read."""
    return {slug: _read(slug) for slug in ORDER}


@cache
def guide_for(moment: str) -> Guide:
    """The guide that belongs to this moment. Raises LookupError when there is none."""
    for guide in guides().values():
        if moment in guide.moments:
            return guide
    raise LookupError(f"No guide belongs to “{moment}”.")


def guide_after(guide: Guide) -> Guide | None:
    """The one to read next, for the same people; None after the last."""
    own = [other for other in guides().values() if other.role == guide.role]
    return next((other for before, other in pairwise(own) if before == guide), None)


def heading_slug(title: str) -> str:
    """How a heading is called in an address."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))


def _read(slug: str) -> Guide:
    _, head, body = (FOLDER / f"{slug}.md").read_text("utf-8").split(FENCE, 2)
    said = tomllib.loads(head)
    return Guide(
        slug=slug,
        title=said["title"],
        role=Role(said["for"]),
        summary=said["summary"],
        moments=tuple(said["moments"]),
        see_also=tuple(said["see_also"]),
        body=body.strip(),
        sections=tuple(_sections(body)),
    )


def _sections(body: str) -> Iterator[Section]:
    title, blocks, is_heading = "", list[str](), False
    for token in MarkdownIt("commonmark", {"html": False}).parse(body):
        if token.type == "heading_open" and token.tag == "h2":
            if blocks:
                yield Section(heading_slug(title), title, tuple(blocks))
            blocks, is_heading = [], True
        elif token.type == "inline":
            if is_heading:
                title = _plain(token)
            else:
                blocks.append(_plain(token))
            is_heading = False
    yield Section(heading_slug(title), title, tuple(blocks))


def _plain(token: Token) -> str:
    return "".join(child.content or " " * (child.type == "softbreak") for child in token.children or ())
