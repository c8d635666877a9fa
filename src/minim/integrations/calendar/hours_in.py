"""Working hours that stand in a calendar: as VAVAILABILITY (RFC 7953), or as entries that repeat and are called so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from minim.integrations.calendar.ics import CalendarUnreadable, Component, Line, Patience, read_calendars
from minim.integrations.calendar.places import GREENWICH, Place, Places
from minim.integrations.calendar.recurring import Rule, read_rule
from minim.integrations.calendar.values import Stamp, length, stamp, words
from minim.timetable.hours import DAY, HoursError, Span, WorkingHours

NAMES = frozenset(
    {
        "working hours", "work hours", "working time", "business hours", "arbeitszeit", "arbeitszeiten",
        "heures de travail", "horaires de travail", "horario laboral", "horario de trabajo", "orario di lavoro",
        "horário de trabalho", "werktijden", "arbetstid", "godziny pracy",
    }
)  # fmt: skip
"""What people call the entries that show when they work."""

EVERY_DAY = tuple(range(7))


def hours_in(data: bytes, *, zone: str = "") -> WorkingHours | None:
    """The hours of a week in the owner's zone; None when the calendar says nothing about them.

    Times are taken as the wall clock shows them; those in UTC are moved to `zone` or the calendar's own. Hours that
    once ended count only when there are none without an end. Raises CalendarUnreadable.
    """
    patience, now = Patience(), datetime.now(UTC)
    found: list[tuple[Rule, tuple[int, ...], int, int]] = []
    for calendar in read_calendars(data, patience):
        places = Places(calendar, zone, now, now, patience)
        for part in _parts(calendar):
            patience.ask(part.number)
            hours = _hours_of(part, places)
            if hours:
                found.append(hours)
    if not found:
        return None
    lasting = [hours for hours in found if hours[0].endless] or found
    return WorkingHours.of(_spans(lasting))


def shows_hours(event: Component) -> bool:
    """Whether an entry only shows when its owner works; it keeps nobody from coming."""
    return words(event.text("SUMMARY")).strip().casefold() in NAMES


def _parts(calendar: Component) -> list[Component]:
    told = [
        part
        for around in calendar.inner
        if around.name == "VAVAILABILITY"
        for part in around.inner
        if part.name == "AVAILABLE"
    ]
    return told or [part for part in calendar.inner if part.name == "VEVENT" and shows_hours(part)]


def _hours_of(part: Component, places: Places) -> tuple[Rule, tuple[int, ...], int, int] | None:
    """The rule, its weekdays, and from which minute for how many; None for what is no weekly rhythm."""
    starts, repeats = part.first("DTSTART"), part.first("RRULE")
    if starts is None or repeats is None:
        return None
    first = stamp(starts.value, starts.number)
    begin = _wall(starts, first, places)
    rule = read_rule(repeats, lambda written: stamp(written, repeats.number).local)
    days = _weekdays(rule, first.local, begin)
    if first.all_day or not days:
        return None
    minutes = _minutes(part, begin, places)
    if not 0 < minutes <= DAY:
        raise CalendarUnreadable(
            "These working hours end before they start, or last longer than a day. Correct their end.",
            starts.number,
        )
    return rule, days, begin.hour * 60 + begin.minute, minutes


def _wall(line: Line, named: Stamp, places: Places) -> datetime:
    """What the owner's clock shows."""
    place: Place = GREENWICH if named.utc else places.of(line)
    return places.home.local(place.instant(named.local)) if named.utc else named.local


def _weekdays(rule: Rule, written: datetime, wall: datetime) -> tuple[int, ...]:
    if rule.interval != 1 or rule.frequency not in ("WEEKLY", "DAILY"):
        return ()
    if not rule.days.weekdays:
        return EVERY_DAY if rule.frequency == "DAILY" else (wall.weekday(),)
    # A rule counts its weekdays where its first time is written, in UTC perhaps a day off.
    moved = (wall.date() - written.date()).days
    return tuple((day + moved) % 7 for _, day in rule.days.weekdays)


def _minutes(part: Component, begin: datetime, places: Places) -> int:
    ends, lasts = part.first("DTEND"), part.first("DURATION")
    if ends:
        size = _wall(ends, stamp(ends.value, ends.number), places) - begin
    else:
        size = length(lasts).roughly if lasts else timedelta(0)
    return int(size.total_seconds()) // 60


def _spans(found: list[tuple[Rule, tuple[int, ...], int, int]]) -> dict[int, list[Span]]:
    """By weekday; what runs over midnight belongs to two days."""
    spans: dict[int, list[Span]] = {}
    for _, days, start, minutes in found:
        for day in days:
            end = start + minutes
            try:
                spans.setdefault(day, []).append(Span(start, min(end, DAY)))
                if end > DAY:
                    spans.setdefault((day + 1) % 7, []).append(Span(0, end - DAY))
            except HoursError as error:
                raise CalendarUnreadable(str(error)) from error
    return spans
