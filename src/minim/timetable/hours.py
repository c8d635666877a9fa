"""Working hours of one person: spans of minutes on each weekday, in their own zone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

DAY = 24 * 60
"""Minutes of a day."""

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NEVER = "none"
"""How hours without a single span are written."""


class HoursError(ValueError):
    """Working hours that cannot be; the message says why and how to write them."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Minutes since midnight, from `start` up to `end`: 540–1020 is 9:00 to 17:00. A day ends at 1440."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= DAY:
            raise HoursError(f"{clock(self.start)} to {clock(self.end)} is no time within one day.")

    def __str__(self) -> str:
        return f"{clock(self.start)}-{clock(self.end)}"


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Spans of the seven weekdays, Monday first; on each day in order, neither touching nor overlapping.

    `str` writes them so that `parse_hours` reads the same hours again: "Mon-Thu 09:00-12:00, 13:00-17:00".
    """

    days: tuple[tuple[Span, ...], ...]

    def __post_init__(self) -> None:
        if len(self.days) != len(DAY_NAMES):
            raise HoursError("A week has seven days.")
        object.__setattr__(self, "days", tuple(_merged(spans) for spans in self.days))

    @classmethod
    def of(cls, days: Mapping[int, Iterable[Span]]) -> WorkingHours:
        """Hours from weekday (0 is Monday) → spans; days that are not named are free."""
        return cls(tuple(tuple(days.get(day, ())) for day in range(len(DAY_NAMES))))

    @property
    def minutes(self) -> int:
        """Minutes of work in a week."""
        return sum(span.end - span.start for spans in self.days for span in spans)

    def __str__(self) -> str:
        parts, day = [], 0
        while day < len(self.days):
            last = day
            while last + 1 < len(self.days) and self.days[last + 1] == self.days[day]:
                last += 1
            if self.days[day]:
                days = DAY_NAMES[day] if last == day else f"{DAY_NAMES[day]}-{DAY_NAMES[last]}"
                parts.append(f"{days} {', '.join(map(str, self.days[day]))}")
            day = last + 1
        return "; ".join(parts) or NEVER


def clock(minute: int) -> str:
    """Minutes since midnight as a clock shows them: 570 is 09:30."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


DEFAULT_HOURS = WorkingHours.of({day: [Span(8 * 60, 18 * 60)] for day in range(5)})
"""When we take people to be reachable as long as nobody told us: Monday to Friday, 8:00 to 18:00 in their own zone."""
