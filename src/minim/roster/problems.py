"""What is wrong with a roster, said so that one can put it right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from minim.roster.limits import MAX_PROBLEMS

Severity = Literal["error", "warning"]


class SheetError(ValueError):
    """The file cannot be used at all; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class RosterProblem:
    """One thing to put right (error) or to know (warning), at a place in the sheet."""

    line: int | None
    column: str | None
    severity: Severity
    message: str


class Problems:
    """Collects problems: all are counted, the first MAX_PROBLEMS of each severity are kept."""

    def __init__(self) -> None:
        self.counts: Counter[Severity] = Counter()
        self._kept: list[RosterProblem] = []

    def error(self, line: int | None, column: str | None, message: str | Callable[[], str]) -> None:
        self._add(line, column, "error", message)

    def warn(self, line: int | None, column: str | None, message: str | Callable[[], str]) -> None:
        self._add(line, column, "warning", message)

    def kept(self) -> tuple[RosterProblem, ...]:
        """Errors first, then warnings, each in the order of lines."""
        return tuple(sorted(self._kept, key=lambda problem: (problem.severity, problem.line or 0)))

    def _add(
        self, line: int | None, column: str | None, severity: Severity, message: str | Callable[[], str]
    ) -> None:
        self.counts[severity] += 1
        if self.counts[severity] <= MAX_PROBLEMS:
            words = message if isinstance(message, str) else message()
            self._kept.append(RosterProblem(line, column, severity, words))


def shorten(value: str, longest: int = 40) -> str:
    """A value as it may be quoted in a message."""
    return value if len(value) <= longest else value[: longest - 1] + "…"
