"""Describes a time zone to calendars (VTIMEZONE), true for every meeting of a series.

Outlook and Exchange read one STANDARD and one DAYLIGHT part, each with a yearly rule that names one weekday of a month
([MS-OXCICAL] 2.1.3.1.1.19). Where such a pair tells the truth about the series, it is what they get. Zones with other
rules (the Saturday before the last Sunday, Ramadan) get what RFC 5545 has for them: rules with ranges, or single dates.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from minim.integrations.calendar.changes import Change, changes, rule_of, standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from icalendar import vRecur

    from minim.integrations.calendar.changes import Yearly

    Part = TimezoneStandard | TimezoneDaylight

DAYS = timedelta(days=2)
YEAR = timedelta(days=366)
FORESIGHT = 30 * YEAR
"""How far a description reaches for a series without an end, and how long a rule has to hold to be preferred."""

PAIR = 2


def zone_of(zone: str, first: date, last: date | None) -> Timezone:
    """The zone, true from `first` to `last`; None: as far as today's laws tell. Unchanging zones have one offset."""
    start = datetime.combine(first, time.min, UTC) - DAYS
    end = datetime.combine(last, time.max, UTC) + DAYS if last else start + FORESIGHT
    component = Timezone()
    component.add("TZID", zone)
    for part in _parts(zone, start, max(start, end)):
        component.add_component(part)
    return component


def _parts(zone: str, start: datetime, end: datetime) -> Iterator[Part]:
    """Of all that is true for the meetings, what Outlook can read; of that, what stays true the longest."""
    long, short = max(end, start + FORESIGHT), max(end, start + YEAR)
    for until, ranges in ((long, False), (short, False), (long, True)):
        found = changes(zone, start, until)
        if pair := _pair(found, start, until, ranges=ranges):
            for change, rule in pair:
                yield _part(change, found, rule.wall(start.year - 1), rrule=rule.rrule)
            return
    if changes(zone, start, end):
        yield from _dated(zone, start, end)
    else:
        only = standing(zone, start, start - YEAR)
        yield _part(only, [], only.wall)


def _pair(
    found: Sequence[Change], start: datetime, end: datetime, *, ranges: bool
) -> list[tuple[Change, Yearly]] | None:
    """A rule for each of two alternating changes; None when two rules do not tell exactly what is found."""
    kinds: dict[tuple[timedelta, timedelta], list[Change]] = {}
    for change in found:
        kinds.setdefault((change.before, change.after), []).append(change)
    pair = [(like[0], rule) for like in kinds.values() if (rule := rule_of(like, ranges=ranges))]
    if not len(pair) == len(kinds) == PAIR:
        return None
    told = [
        at
        for change, rule in pair
        for year in range(start.year, end.year + 1)
        if start < (at := (rule.wall(year) - change.before).replace(tzinfo=UTC)) <= end
    ]
    return pair if sorted(told) == [change.at for change in found] else None


def _dated(zone: str, start: datetime, end: datetime) -> Iterator[Part]:
    """The changes by their dates, beginning with the one that was in force at the start."""
    earlier = changes(zone, start - 2 * YEAR, start)[-1:] or (standing(zone, start, start - YEAR),)
    found = earlier + changes(zone, start, end)
    kinds: dict[tuple[timedelta, timedelta, str], list[Change]] = {}
    for change in found:
        kinds.setdefault((change.before, change.after, change.name), []).append(change)
    for first, *others in kinds.values():
        yield _part(first, found, first.wall, rdate=[change.wall for change in others])


def _part(
    change: Change,
    found: Sequence[Change],
    wall: datetime,
    *,
    rrule: vRecur | None = None,
    rdate: Sequence[datetime] = (),
) -> Part:
    """Where a clock goes to and fro, DAYLIGHT is the later one, also in countries that name it the other way."""
    offsets = {offset for each in found for offset in (each.before, each.after)}
    summer = change.after == max(offsets) if len(offsets) == PAIR else change.summer
    part = TimezoneDaylight() if summer else TimezoneStandard()
    part.add("DTSTART", wall)
    part.add("TZOFFSETFROM", change.before)
    part.add("TZOFFSETTO", change.after)
    part.add("TZNAME", change.name)
    if rrule:
        part.add("RRULE", rrule)
    if rdate:
        part.add("RDATE", list(rdate))
    return part
