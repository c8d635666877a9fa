"""Makes the report of a program for a quarter from what stands in the rooms below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from minim.groups.models import Group, Seat
from minim.health.reading import facts_of
from minim.health.report import Quarter, Report, Told, attendance, change, meetings, rescued
from minim.programs.models import Enrolment
from minim.pulse.bands import level_between
from minim.pulse.models import Round, Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minim.programs.models import Program

MOST_THEMES = 8


def report_of(program: Program, quarter: Quarter) -> Report:
    today = timezone.localdate()
    seen = Group.objects.filter(program=program, opened_on__lte=quarter.last)
    then = facts_of(seen.exclude(closed_on__lt=quarter.before.first))
    there = seen.exclude(closed_on__lte=min(quarter.last, today))
    end = min(quarter.last, today)
    seats = Seat.objects.filter(program=program, taken_on__lte=end).exclude(left_on__lte=end)
    themes = Theme.objects.of(program).filter(told_on__range=(quarter.first, quarter.last))
    return Report(
        program=program.name,
        quarter=quarter,
        is_over=quarter.last < today,
        take_part=Enrolment.objects.taking_part().filter(program=program).count(),
        seated=seats.values("person").distinct().count(),
        groups=there.count(),
        meetings=meetings(then, quarter),
        attendance=attendance(then, quarter),
        change=change(then, quarter),
        rescued=rescued([one for one in then if one.opened_on <= quarter.last], quarter, today),
        value=tuple(_value(program, quarter)),
        themes=tuple(themes.order_by("words").values_list("words", flat=True)[:MOST_THEMES]),
    )


def quarters(program: Program) -> list[Quarter]:
    """Those in which this program had groups, the newest first, two years at most."""
    first = (
        Group.objects.filter(program=program)
        .order_by("opened_on")
        .values_list("opened_on", flat=True)
        .first()
    )
    now = Quarter.of(timezone.localdate())
    found = [now]
    while first and found[-1].first > first and len(found) < 8:
        found.append(found[-1].before)
    return found


def _value(program: Program, quarter: Quarter) -> Iterator[Told]:
    """What the last poll that was closed in this quarter told of all groups together."""
    closed = Round.objects.polls().closed().filter(program=program)
    last = closed.filter(closed_at__date__range=(quarter.first, quarter.last)).order_by("number").last()
    if last is None:
        return
    for slug, words in last.questions:
        yield Told(words, level_between(*(last.totals.get(slug) or (None, None))))
