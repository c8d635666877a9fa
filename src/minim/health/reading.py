"""Facts of groups, read from the rooms below: as many questions to the database for one group as for three thousand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, fields
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils import timezone

from minim.groups.models import Group, Role, Seat
from minim.health.facts import FIRST_MEETINGS, Facts, Held, Polled, Said
from minim.health.signals import Thresholds
from minim.meetings.models import Afterword, Attendance, Meeting
from minim.people.models import Person
from minim.pulse.reading import histories

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from django.db.models import QuerySet

    from minim.pulse.reading import History

LOOKED_BACK = timedelta(weeks=60)
LATELY = timedelta(weeks=12)
"""So far back it is looked at who came, to know whether somebody has stopped; before that only how many."""
MOST_MEETINGS = 26
EVERY_MEETING = LOOKED_BACK.days
MISSED_IN_A_ROW = 3
TIME_TO_NOTE = timedelta(days=2)


@dataclass(slots=True)
class _Sat:
    """One person's time in a group."""

    person: int
    role: str
    taken_on: date
    left_on: date | None

    def is_expected(self, day: date) -> bool:
        return self.taken_on <= day and (self.left_on is None or self.left_on > day)


@dataclass(slots=True)
class _Met:
    """What was planned for a day, and how many came: nobody, where nobody noted it or it was called off."""

    meeting: int
    on: date
    called_off: bool
    is_holiday: bool
    came: int
    there: set[int] = field(default_factory=set)


def facts_of(groups: QuerySet[Group], meetings: int = MOST_MEETINGS) -> list[Facts]:
    """Of these groups as they are today, in their order, with so many of their last meetings."""
    rows = list(groups.values_list("pk", "name", "program_id", "opened_on", "closed_on"))
    keys = [pk for pk, *_ in rows]
    seats, met, numbers = _seats(groups), _met(groups), _numbers(groups)
    told = histories(keys)
    with_time = set(_with_time(groups))
    breaching = set(Group.objects.breaching().filter(pk__in=groups.values("pk")).values_list("pk", flat=True))
    leaders, said = _leaders(groups), _said(groups)
    return [
        _facts(
            Facts(pk, name, program, opened_on, 0, is_breaching=pk in breaching, has_time=pk in with_time),
            seats[pk],
            met[pk],
            numbers.get(pk, 0),
            told[pk],
            leaders,
            tuple(said[pk]),
            meetings,
            is_closed=closed_on is not None,
        )
        for pk, name, program, opened_on, closed_on in rows
    ]


def _facts(
    about: Facts,
    seats: list[_Sat],
    met: list[_Met],
    number: int,
    told: History,
    leaders: Mapping[int, tuple[str, bool]],
    said: tuple[Said, ...],
    meetings: int,
    *,
    is_closed: bool,
) -> Facts:
    now = [sat for sat in seats if sat.left_on is None]
    leads = next((sat for sat in (seats[::-1] if is_closed else now) if sat.role == Role.FACILITATOR), None)
    name, is_trained = leaders.get(leads.person, ("", True)) if leads else ("", True)
    held = [one for one in met if one.came][-meetings:]
    first = number - len(held) + 1
    return Facts(
        group=about.group,
        name=about.name,
        program=about.program,
        opened_on=about.opened_on,
        size=len(now),
        facilitator=leads.person if leads else None,
        facilitator_name=name,
        led_since=leads.taken_on if leads else None,
        is_trained=is_trained,
        is_breaching=about.is_breaching,
        has_time=about.has_time,
        held=tuple(
            Held(one.on, first + at, one.came, sum(sat.is_expected(one.on) for sat in seats))
            for at, one in enumerate(held)
        ),
        cancelled=tuple(one.on for one in met if one.called_off and not one.is_holiday),
        unnoted=_unnoted(met),
        polled=tuple(Polled(timezone.localdate(one.round.closed_at), one.overall) for one in told.rounds),
        said=said,
        stopped=_stopped(held, now),
    )


def _stopped(held: list[_Met], now: Iterable[_Sat]) -> int:
    """How many of today's members were awaited at the last three meetings, and came to none."""
    lately = held[-MISSED_IN_A_ROW:]
    if len(held) < FIRST_MEETINGS or not all(one.there for one in lately):
        return 0
    there = set().union(*(one.there for one in lately))
    return sum(sat.is_expected(lately[0].on) and sat.person not in there for sat in now)


def _unnoted(met: list[_Met]) -> int:
    """Of so many planned meetings in a row, up to two days ago, nobody noted who came."""
    until, count = timezone.localdate() - TIME_TO_NOTE, 0
    for one in reversed(met):
        if one.came:
            break
        count += not one.called_off and one.on <= until
    return count


def _seats(groups: QuerySet[Group]) -> Mapping[int, list[_Sat]]:
    found: dict[int, list[_Sat]] = defaultdict(list)
    rows = Seat.objects.filter(group__in=groups.values("pk")).order_by("pk")
    for group, person, role, taken_on, left_on in rows.values_list(
        "group_id", "person_id", "role", "taken_on", "left_on"
    ):
        found[group].append(_Sat(person, role, taken_on, left_on))
    return found


def _met(groups: QuerySet[Group]) -> Mapping[int, list[_Met]]:
    """Meetings of the last months that are over, the oldest first."""
    now = timezone.now()
    past = Meeting.objects.filter(
        series__group__in=groups.values("pk"), starts_at__gt=now - LOOKED_BACK, starts_at__lte=now
    )
    counted = past.annotate(came=Count("attendances")).order_by("starts_at", "pk")
    rows = counted.values_list(
        "pk", "series__group_id", "starts_at", "minutes", "closed_at", "skipped", "holiday", "came"
    )
    found: dict[int, list[_Met]] = defaultdict(list)
    by_key: dict[int, _Met] = {}
    for pk, group, starts_at, minutes, closed_at, skipped, holiday, came in rows:
        if _is_over(starts_at, minutes, closed_at, now):
            day = timezone.localdate(min(starts_at, closed_at or starts_at))
            found[group].append(by_key.setdefault(pk, _Met(pk, day, skipped, bool(holiday), came)))
    lately = Attendance.objects.filter(meeting__in=past.filter(starts_at__gt=now - LATELY).values("pk"))
    for meeting, person in lately.values_list("meeting_id", "person_id"):
        if meeting in by_key:
            by_key[meeting].there.add(person)
    return found


def _is_over(starts_at: datetime, minutes: int, closed_at: datetime | None, now: datetime) -> bool:
    return closed_at is not None or starts_at + timedelta(minutes=minutes) <= now


def _numbers(groups: QuerySet[Group]) -> dict[int, int]:
    """How many meetings each group has had to which anybody came."""
    now = timezone.now()
    over = Q(starts_at__lte=now) & (Q(closed_at__isnull=False) | Q(starts_at__lte=now - timedelta(hours=3)))
    held = Meeting.objects.planned().filter(over, series__group__in=groups.values("pk"))
    counted = held.values("series__group_id").annotate(count=Count("attendances__meeting", distinct=True))
    return dict(counted.order_by().values_list("series__group_id", "count"))


def _said(groups: QuerySet[Group]) -> Mapping[int, list[Said]]:
    """What Facilitators said of their meetings, for as long as an Organizer may let it count."""
    found: dict[int, list[Said]] = defaultdict(list)
    longest = next(one.metadata["high"] for one in fields(Thresholds) if one.name == "days_of_a_word")
    for told in Afterword.objects.lately(groups, timezone.localdate() - timedelta(days=longest)):
        found[told.group].append(Said(told.on, told.word))
    return found


def _with_time(groups: QuerySet[Group]) -> Iterable[int]:
    """Groups that know when they meet next."""
    coming = Meeting.objects.planned().filter(starts_at__gt=timezone.now(), series__ended_on=None)
    return (
        coming.filter(series__group__in=groups.values("pk"))
        .order_by()
        .values_list("series__group_id", flat=True)
        .distinct()
    )


def _leaders(groups: QuerySet[Group]) -> dict[int, tuple[str, bool]]:
    leading = Seat.objects.filter(group__in=groups.values("pk"), role=Role.FACILITATOR)
    people = Person.objects.filter(pk__in=leading.values("person"))
    return {pk: (name, trained) for pk, name, trained in people.values_list("pk", "name", "trained")}
