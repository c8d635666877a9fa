"""Finding words in guides: which guide, under which heading, in which words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minim.playbook import guides
from minim.web.guides.shelves import LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from minim.playbook import Guide, GuideRole, GuideSection

LONGEST = 100
PLACES = 3
"""So many places of one guide are shown."""
BEFORE, AROUND = 70, 230
"""Characters before the first hit, and altogether."""


@dataclass(frozen=True)
class Part:
    text: str
    is_hit: bool


@dataclass(frozen=True)
class Place:
    """One paragraph, in parts; the hit is in it or in the heading above it."""

    section: GuideSection
    title: tuple[Part, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Found:
    guide: Guide
    label: str
    title: tuple[Part, ...]
    places: tuple[Place, ...]
    more: int


def search(q: str, roles: Sequence[GuideRole]) -> list[Found]:
    """Guides with words that begin like each of these: those of the first role first, and there the fullest first."""
    words = re.findall(r"\w+", _straight(q))
    if not words:
        return []
    found = [one for guide in guides().values() if (one := _found(guide, words))]
    return sorted(found, key=lambda one: (roles.index(one.guide.role), -len(one.places) - one.more))


def _found(guide: Guide, words: list[str]) -> Found | None:
    whole = _straight(" ".join((guide.title, guide.summary, *_texts(guide))))
    if not all(_pattern([word]).search(whole) for word in words):
        return None
    hits = [(section, block) for section in guide.sections for block in _hits(section, words)]
    hits.sort(key=lambda hit: -_counted(hit[1], words))
    places = tuple(_place(section, block, words) for section, block in hits[:PLACES])
    return Found(guide, LABELS[guide.role], _parts(guide.title, words), places, len(hits) - len(places))


def _place(section: GuideSection, block: str, words: list[str]) -> Place:
    return Place(section, _parts(section.title, words), _parts(_excerpt(block, words), words))


def _hits(section: GuideSection, words: list[str]) -> list[str]:
    """Paragraphs with a hit; the first one, when only the heading above them has it."""
    blocks = [block for block in section.blocks if _pattern(words).search(_straight(block))]
    if not blocks and _pattern(words).search(_straight(section.title)):
        return [section.blocks[0]]
    return blocks


def _texts(guide: Guide) -> Iterator[str]:
    for section in guide.sections:
        yield from (section.title, *section.blocks)


def _counted(block: str, words: list[str]) -> int:
    """How many of the words stand in this paragraph."""
    return sum(bool(_pattern([word]).search(_straight(block))) for word in words)


def _excerpt(block: str, words: list[str]) -> str:
    """The part of a paragraph around its first hit, cut between words."""
    if len(block) <= AROUND:
        return block
    hit = _pattern(words).search(_straight(block))
    begin = max(0, (hit.start() if hit else 0) - BEFORE)
    begin = block.rfind(" ", 0, begin) + 1 if begin else 0
    end = begin + AROUND
    cut = block[begin:end] if end >= len(block) else block[begin:end].rsplit(" ", 1)[0] + " …"
    return f"… {cut}" if begin else cut


def _parts(text: str, words: list[str]) -> tuple[Part, ...]:
    parts, at = list[Part](), 0
    for hit in _pattern(words).finditer(_straight(text)):
        parts += [Part(text[at : hit.start()], False), Part(text[hit.start() : hit.end()], True)]
        at = hit.end()
    return tuple(part for part in (*parts, Part(text[at:], False)) if part.text)


def _pattern(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\w*", re.IGNORECASE)


def _straight(text: str) -> str:
    """The same length, with apostrophes as keyboards have them."""
    return text.replace("’", "'")
