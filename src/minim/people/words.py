"""Words as one looks for them: without case and accents, on every database alike."""

from __future__ import annotations

import unicodedata

SOUGHT = ("name", "title", "department", "team", "location", "email", "employee_id")
STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})


def fold(text: str) -> str:
    """“Ángela Ødegård” reads “angela odegard”."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).translate(STROKES)


def words_of(person: object) -> str:
    """Everything a person is found by. It begins with the name, so that it also sorts by name."""
    return fold(" ".join(filter(None, (getattr(person, field) for field in SOUGHT))))
