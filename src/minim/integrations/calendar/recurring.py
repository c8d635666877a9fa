"""Repeats a wall-clock time by an RRULE (RFC 5545, 3.3.10), only where we look and never for longer than we may.

A rule selects days of a period (a year, a month, a week, a day) and times of these days. Without a COUNT we begin at
the period where we look, so that an entry from 1604 costs nothing; with one we must count from its first day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from minim.integrations.calendar.days import Days, days_in_month
from minim.integrations.calendar.ics import CalendarUnreadable, Line, Patience

MOST_STEPS = 200_000
"""Days and times that one rule may look at: a daily rule that counts from 1604 looks at 154,000."""

_NUMBER = re.compile(r"\s*[+-]?[0-9]{1,5}\s*")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SECONDS = {"HOURLY": 3600, "MINUTELY": 60, "SECONDLY": 1}
_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", *_SECONDS)
_BOUNDS = {
    "BYMONTH": (1, 12), "BYWEEKNO": (-53, 53), "BYYEARDAY": (-366, 366), "BYMONTHDAY": (-31, 31), "BYHOUR": (0, 23),
    "BYMINUTE": (0, 59), "BYSECOND": (0, 60), "BYSETPOS": (-366, 366),
}  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """An RRULE as it is written, with what the first time adds to it (`started`)."""

    frequency: str
    line: int
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    days: Days = field(default_factory=Days)
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()

    @property
    def endless(self) -> bool:
        return self.count is None and self.until is None

    def times(
        self, first: datetime, after: datetime, before: datetime, patience: Patience
    ) -> Iterator[datetime]:
        """The times from `after` up to `before`, in order. Raises CalendarUnreadable when that takes too much."""
        last = min(before, self.until + timedelta(microseconds=1)) if self.until else before
        yielded = 0
        for moment in _Walk(self, first, after, last, patience).moments():
            if moment >= last or (self.count is not None and yielded >= self.count):
                return
            if moment >= first:
                yielded += 1
                if moment >= after:
                    yield moment


def read_rule(line: Line, until: Callable[[str], datetime]) -> Rule:
    """Read an RRULE; `until` turns an UNTIL into the wall clock of the entry. Raises CalendarUnreadable."""
    parts = dict(part.upper().split("=", 1) for part in line.value.split(";") if "=" in part)
    frequency = parts.get("FREQ", "").strip()
    if frequency not in _FREQUENCIES:
        raise _unreadable(line, "does not say how often")
    lists = {key: _numbers(line, parts.get(key, ""), *bounds) for key, bounds in _BOUNDS.items()}
    return Rule(
        frequency,
        line.number,
        interval=_positive(line, parts.get("INTERVAL", "1")),
        count=_positive(line, parts["COUNT"]) if "COUNT" in parts else None,
        until=until(parts["UNTIL"]) if parts.get("UNTIL") else None,
        days=Days(
            months=lists["BYMONTH"],
            weeks=lists["BYWEEKNO"],
            year_days=lists["BYYEARDAY"],
            month_days=lists["BYMONTHDAY"],
            weekdays=_weekdays(line, parts.get("BYDAY", "")),
            week_begins=_weekdays(line, parts.get("WKST") or "MO")[0][1],
            nth_of_month=frequency == "MONTHLY" or (frequency == "YEARLY" and bool(lists["BYMONTH"])),
            heed_nth=frequency in ("YEARLY", "MONTHLY"),
        ),
        hours=lists["BYHOUR"],
        minutes=lists["BYMINUTE"],
        seconds=tuple(sorted({min(second, 59) for second in lists["BYSECOND"]})),
        positions=lists["BYSETPOS"],
    )


class _Walk:
    """One way through the periods of a rule."""

    def __init__(
        self, rule: Rule, first: datetime, after: datetime, last: datetime, patience: Patience
    ) -> None:
        self.rule, self.first, self.last, self.patience = rule, first, last, patience
        self.begin = first if rule.count is not None else max(first, after)
        self.days = rule.days.started(rule.frequency, first.date())
        self.steps = 0

    def moments(self) -> Iterator[datetime]:
        periods = self._instants() if self.rule.frequency in _SECONDS else self._whole_days()
        for period in periods:
            if not self.rule.positions:
                yield from period
                continue
            found = list(period)
            places = {at - 1 if at > 0 else len(found) + at for at in self.rule.positions}
            yield from (found[place] for place in sorted(places) if 0 <= place < len(found))

    def _whole_days(self) -> Iterator[Iterator[datetime]]:
        for days in self._periods():
            self._step()
            yield (moment for day in self._chosen(days) for moment in self._on(day))

    def _periods(self) -> Iterator[Iterator[date]]:
        """The days of one period after another, up to the last."""
        first, begin, last, every = self.first.date(), self.begin.date(), self.last.date(), self.rule.interval
        if self.rule.frequency == "YEARLY":
            for year in _every(first.year, begin.year, last.year, every):
                yield _days_of_year(year, self.days.months)
        elif self.rule.frequency == "MONTHLY":
            for month in _every(_month(first), _month(begin), _month(last), every):
                yield _days_of_month(*divmod(month, 12))
        else:
            weekly = self.rule.frequency == "WEEKLY"
            size = 7 if weekly else 1
            back = (first.weekday() - self.days.week_begins) % 7 if weekly else 0
            start = first.toordinal() - back
            # The week in which we begin to look may itself have begun before.
            for day in _every(start, begin.toordinal() - size + 1, last.toordinal(), every * size):
                yield (date.fromordinal(day + ahead) for ahead in range(size))

    def _chosen(self, days: Iterator[date]) -> Iterator[date]:
        for day in days:
            self._step()
            if self.days.hold(day):
                yield day

    def _on(self, day: date) -> Iterator[datetime]:
        for hour in self.rule.hours or (self.first.hour,):
            yield from self._in_hour(datetime(day.year, day.month, day.day, hour))  # noqa: DTZ001  a wall clock

    def _in_hour(self, hour: datetime) -> Iterator[datetime]:
        for minute in self.rule.minutes or (self.first.minute,):
            yield from self._in_minute(hour.replace(minute=minute))

    def _in_minute(self, minute: datetime) -> Iterator[datetime]:
        for second in self.rule.seconds or (self.first.second,):
            self._step()
            yield minute.replace(second=second)

    def _instants(self) -> Iterator[Iterator[datetime]]:
        """For what repeats within a day: one hour, minute or second after another."""
        size = _SECONDS[self.rule.frequency]
        floor = self.first.replace(second=0) if size >= 60 else self.first
        floor = floor.replace(minute=0) if size >= 3600 else floor
        reach = int((self.last - floor).total_seconds())
        skip = int((self.begin - floor).total_seconds()) - size + 1
        for seconds in _every(0, skip, reach, self.rule.interval * size):
            self._step()
            moment = floor + timedelta(seconds=seconds)
            if self.days.hold(moment.date()) and self._is_wanted(moment, size):
                yield self._within(moment, size)

    def _within(self, moment: datetime, size: int) -> Iterator[datetime]:
        if size == 3600:
            return self._in_hour(moment)
        return self._in_minute(moment) if size == 60 else iter((moment,))

    def _is_wanted(self, moment: datetime, size: int) -> bool:
        rule = self.rule
        return (
            (not rule.hours or moment.hour in rule.hours)
            and (not rule.minutes or size > 60 or moment.minute in rule.minutes)
            and (not rule.seconds or size > 1 or moment.second in rule.seconds)
        )

    def _step(self) -> None:
        self.steps += 1
        self.patience.ask(self.rule.line)
        if self.steps > MOST_STEPS:
            raise CalendarUnreadable(
                "This entry repeats more often than we can follow. Let it repeat by days or weeks, or give it an end.",
                self.rule.line,
            )


def _every(first: int, begin: int, last: int, interval: int) -> Iterator[int]:
    """first, first + interval, … from `begin` through `last`."""
    skipped = max(0, -(-(begin - first) // interval))
    return iter(range(first + skipped * interval, last + 1, interval))


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _days_of_year(year: int, months: tuple[int, ...]) -> Iterator[date]:
    for month in months or range(1, 13):
        yield from _days_of_month(year, month - 1)


def _days_of_month(year: int, month: int) -> Iterator[date]:
    return (date(year, month + 1, day) for day in range(1, days_in_month(year, month + 1) + 1))


def _numbers(line: Line, written: str, least: int, most: int) -> tuple[int, ...]:
    found = set()
    for part in written.split(",") if written else ():
        if not _NUMBER.fullmatch(part) or not least <= int(part) <= most:
            raise _unreadable(line, f"has “{part[:20]}” in it, which is nothing one can count by")
        found.add(int(part))
    return tuple(sorted(found))


def _positive(line: Line, written: str) -> int:
    if not (written.isascii() and written.isdigit() and len(written) < 16 and int(written)):
        raise _unreadable(line, f"has “{written[:20]}” in it, which is no number of times")
    return int(written)


def _weekdays(line: Line, written: str) -> tuple[tuple[int, int], ...]:
    """BYDAY as pairs of which one (0 for each) and weekday: "MO,-1FR" is ((0, 0), (-1, 4))."""
    found = set()
    for part in written.split(",") if written else ():
        day = part.strip()
        if day[-2:] not in _WEEKDAYS:
            raise _unreadable(line, f"has “{part[:20]}” in it, which is no weekday")
        nth = _numbers(line, day[:-2], -53, 53)
        found.add((nth[0] if nth else 0, _WEEKDAYS.index(day[-2:])))
    return tuple(sorted(found))


def _unreadable(line: Line, what: str) -> CalendarUnreadable:
    return CalendarUnreadable(
        f"This entry repeats, but its rule {what}. Set the repetition anew, or remove the entry.", line.number
    )
