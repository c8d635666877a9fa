"""Cells as values: days, numbers, shares, yes and no, status. Each reader raises ValueError with the way out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

YES = frozenset(
    {
        "yes",
        "y",
        "true",
        "1",
        "x",
        "✓",
        "ja",
        "j",
        "oui",
        "o",
        "si",
        "sí",
        "s",
        "wahr",
        "vrai",
        "verdadero",
        "done",
    }
)
NO = frozenset({"no", "n", "false", "0", "nein", "non", "falsch", "faux", "falso", "not yet"})
NOTHING = frozenset({"-", "–", "—", "n/a", "#n/a", "null", "none", "(blank)", "(none)", "."})
STATUS = {
    "active": {"active", "employed", "aktiv", "actif", "active employee", "activo", "working", "onboarding", "a"},
    "away": {"away", "on leave", "leave", "leave of absence", "parental leave", "abwesend", "elternzeit", "absent",
             "en congé", "ausente", "de baja", "sabbatical", "inactive - on leave"},
    "left": {"left", "terminated", "inactive", "former", "resigned", "ausgeschieden", "inaktiv", "parti", "sorti",
             "inactif", "inactivo", "baja", "t"},
    "opted-out": {"opted out", "opted-out", "opt out", "opt-out"},
}  # fmt: skip
STATUS_BY_WORD = {word: status for status, words in STATUS.items() for word in words}
DAY_FORMATS = ("%d-%b-%Y", "%d %b %Y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y", "%b %d %Y", "%d-%b-%y", "%Y%m%d")
ISO_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
PARTS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[T ].*)?")
WORDED_DAY = re.compile(r"\d{1,2}[ -][^\W\d]{3,9}\.?[ -]\d{2,4}|[^\W\d]{3,9} \d{1,2},? \d{4}|\d{8}")
FIRST_YEAR, LAST_YEAR = 1940, 2100


def days_come_first(values: Iterable[str], *, otherwise: bool) -> tuple[bool, bool]:
    """Whether 03/04/2025 means 3 April in this column, and whether the column itself says so."""
    first_over_twelve = second_over_twelve = 0
    for value in values:
        parts = PARTS.fullmatch(value)
        if parts is None or parts[2] == ".":
            continue
        first_over_twelve += int(parts[1]) > 12
        second_over_twelve += int(parts[3]) > 12
    if first_over_twelve == second_over_twelve:
        return otherwise, False
    return first_over_twelve > second_over_twelve, True


def read_day(written: str, *, day_first: bool = True) -> date:
    iso, parts = ISO_DAY.fullmatch(written), PARTS.fullmatch(written)
    if iso:
        found = _day(int(iso[1]), int(iso[2]), int(iso[3]))
    elif parts:
        first, second = int(parts[1]), int(parts[3])
        swapped = not day_first and parts[2] != "."
        found = _day(int(parts[4]), *((first, second) if swapped else (second, first)))
    else:
        found = _worded_day(written)
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError("is not a day we know. Write it like 2024-05-31")
    return found


def read_number(written: str, *, lowest: float, highest: float) -> float:
    """A number, with a decimal point or comma; a unit behind it ("4 years") is fine."""
    found = re.fullmatch(r"(-?\d+(?:[.,]\d+)?)\s*(?:years?|yrs?|jahre?|ans?|años?|y)?", written.casefold())
    if found is None:
        raise ValueError(f"is not a number. Write it like {lowest + 4.5:g}")
    number = float(found[1].replace(",", "."))
    if not lowest <= number <= highest:
        raise ValueError(f"should lie between {lowest:g} and {highest:g}")
    return number


def read_share(written: str) -> float:
    """A share between 0 and 1: 0.8, 80 % and 80 mean the same."""
    found = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(%?)", written)
    if found is None:
        raise ValueError("is not a share. Write it like 0.8 or 80 %")
    number = float(found[1].replace(",", "."))
    share = number / 100 if found[2] or number > 1 else number
    if share > 1:
        raise ValueError("is more than 100 %. Write it like 0.8 or 80 %")
    return share


def read_level(written: str) -> int:
    """The number in “5”, “L5”, “M 3” or “Level 4”."""
    found = re.fullmatch(r"[^\W\d]{0,12}[\s\-_.]*(-?\d{1,3})", written)
    if found is None:
        raise ValueError("has no number in it. Write levels like 3 or L3")
    return int(found[1])


def read_yes(written: str) -> bool:
    word = written.casefold()
    if word in YES or word in NO:
        return word in YES
    raise ValueError("is neither yes nor no. Write yes or no")


def read_status(written: str) -> str:
    found = STATUS_BY_WORD.get(written.casefold())
    if found is None:
        raise ValueError("is not a status we know. Write active, away, left or opted out")
    return found


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _worded_day(written: str) -> date | None:
    if not WORDED_DAY.fullmatch(written):
        return None
    for pattern in DAY_FORMATS:
        try:
            return datetime.strptime(written, pattern).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None
