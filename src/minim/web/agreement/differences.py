"""What changed from one text to the next, line by line and within a line word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

SAME, ADDED, REMOVED, CHANGED = "same", "added", "removed", "changed"
HEADING = "#"


@dataclass(frozen=True, slots=True)
class Part:
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """`kind` is "same", "added", "removed" or "changed"; each part is the same, added or removed."""

    kind: str
    parts: tuple[Part, ...]
    is_heading: bool = False


def difference(before: str, after: str) -> list[Line]:
    """Every line of both texts that says something, in reading order."""
    old, new = _lines(before), _lines(after)
    found: list[Line] = []
    for what, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        if what == "equal":
            found += [_whole(SAME, line) for line in old[i:j]]
        else:
            found += _replaced(old[i:j], new[k:m])
    return found


def told(lines: list[Line]) -> str:
    """ "2 lines changed, 1 added", or "nothing changed"."""
    counts = [(sum(line.kind == kind for line in lines), kind) for kind in (CHANGED, ADDED, REMOVED)]
    said = [f"{count} {kind}" for count, kind in counts if count]
    if not said:
        return "nothing changed"
    first, _, rest = said[0].partition(" ")
    return ", ".join([f"{first} {'line' if first == '1' else 'lines'} {rest}", *said[1:]])


def _replaced(old: list[str], new: list[str]) -> list[Line]:
    found: list[Line] = []
    for was, now in zip_longest(old, new):
        if was is None:
            found.append(_whole(ADDED, now))
        elif now is None:
            found.append(_whole(REMOVED, was))
        else:
            found += _reworded(was, now)
    return found


def _reworded(was: str, now: str) -> list[Line]:
    """One line with its changed words, or two when they have little in common."""
    old, new = _words(was), _words(now)
    matcher = SequenceMatcher(None, old, new)
    if matcher.ratio() < 0.5:
        return [_whole(REMOVED, was), _whole(ADDED, now)]
    parts: list[Part] = []
    for what, i, j, k, m in matcher.get_opcodes():
        if what == "equal":
            parts.append(_part(SAME, old[i:j]))
            continue
        parts += [_part(REMOVED, old[i:j])] * (j > i) + [_part(ADDED, new[k:m])] * (m > k)
    return [Line(CHANGED, tuple(parts), is_heading=now.startswith(HEADING))]


def _whole(kind: str, line: str) -> Line:
    return Line(kind, (_part(kind, [line]),), is_heading=line.startswith(HEADING))


def _part(kind: str, words: list[str]) -> Part:
    """The words as one reads them: a heading and what is stressed without their marks, a point with a dot."""
    said = "".join(words).replace("**", "")
    return Part(kind, re.sub(r"^[-*] ", "• ", re.sub(r"^#+ ", "", said)))


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _words(line: str) -> list[str]:
    return re.findall(r"\s+|\S+", line)
