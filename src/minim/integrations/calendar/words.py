"""Makes foreign words safe for one property of a calendar: nothing in them can begin another line or parameter."""

from __future__ import annotations

import re
import unicodedata

_BREAKS = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Marks that turn the reading direction of what follows, also of words that are not theirs; and the byte order mark."""

_ADDRESS = re.compile(r"[^\s<>\"\\]+@[^\s<>\"\\]+")
_LINK = re.compile(r"https?://[^\s<>\"\\^`{|}]+")


class Unwritable(ValueError):
    """Something a calendar cannot carry; the message says what."""


def paragraphs(text: str) -> str:
    """Text of several lines, without control characters."""
    return "\n".join(line(part) for part in _BREAKS.split(text)).strip()


def line(text: str) -> str:
    """Text of one line, with single blanks and without control characters."""
    return " ".join("".join(_seen(character) for character in text).split())


def name(text: str) -> str:
    """A name fit for a parameter, which knows no escape that every client reads for a double quote or a caret."""
    return line(text).replace('"', "'").replace("^", "'")


def mailto(email: str) -> str:
    """The address as a calendar names it. Raises Unwritable for what is none."""
    if not _ADDRESS.fullmatch(email) or line(email) != email:
        raise Unwritable(f"“{line(email)[:60]}” is no e-mail address a calendar can carry.")
    return f"mailto:{email}"


def link(url: str) -> str:
    """A web address. Raises Unwritable for anything else."""
    if not _LINK.fullmatch(url) or line(url) != url:
        raise Unwritable(f"“{line(url)[:60]}” is no web address a calendar can carry.")
    return url


def _seen(character: str) -> str:
    if character in _TURNS:
        return ""
    return " " if unicodedata.category(character) in {"Cc", "Cs"} else character
