"""Numbers and lists as one says them aloud."""

from __future__ import annotations

from collections.abc import Sequence

NAMED = 4
"""How many words of a long list are said."""
SAID = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def number(amount: float) -> str:
    """Say an amount: "two", "31", "1,204", "2.5"."""
    if amount == int(amount):
        return SAID[int(amount)] if 0 <= amount < len(SAID) else f"{int(amount):,}"
    return f"{amount:,.1f}"


def counted(amount: float, one: str, many: str) -> str:
    """Say an amount of something: "one pair", "12,000 pairs"."""
    return f"{number(amount)} {one if amount == 1 else many}"


def listed(words: Sequence[str], last: str = "and", most: int = NAMED) -> str:
    """Say a list; of a long one the first few, and how many others there are."""
    if len(words) > most:
        words = [*words[: most - 1], f"{len(words) - most + 1:,} others"]
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def opened(sentence: str) -> str:
    """Return a sentence that begins with a capital letter."""
    return sentence[:1].upper() + sentence[1:]


def percent(share: float) -> str:
    """Say a share of 1 without ever rounding it up to certainty: "94 %", "more than 99 %"."""
    return "more than 99 %" if 0.995 <= share < 1 else f"{100 * share:.0f} %"
