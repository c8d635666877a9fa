"""Puts words of people into letters without letting them become Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    from collections.abc import Iterable

register = template.Library()

MEANS_SOMETHING = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&:])")


@register.filter
def words(value: object) -> str:
    """One line in which no character has a meaning of its own."""
    return MEANS_SOMETHING.sub(r"\\\1", " ".join(str(value).split()))


@register.filter
def listed(values: Iterable[object]) -> str:
    """Names as one says them: Ana, Bo and Cy."""
    said = [words(value) for value in values]
    if len(said) < 2:
        return "".join(said)
    return f"{', '.join(said[:-1])} and {said[-1]}"
