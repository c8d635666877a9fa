"""Opens rounds of the Pulse when they are due, closes them when their time is over, and empties what stays behind.

A round asks all groups of a program at once, and groups do not meet on the same day. So the rounds "after meetings 1, 2
and 3" begin when three quarters of the groups have met so often, or two weeks after the first one has: whoever is late
answers about what there was. After those, some weeks lie between two rounds.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from minim.groups.models import Group
from minim.lib.scrubbing import scrub_closed
from minim.meetings.models import Meeting, Series
from minim.programs.models import Program
from minim.pulse.models import Issued, Part, Plan, Round, Sheet
from minim.pulse.results import close
from minim.pulse.rounds import Asks
from minim.rollout.models import Retrospective

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

LONGEST_WAIT = timedelta(days=14)
TABLES = (Sheet, Part, Issued, Round)


def close_overdue() -> None:
    """Each round in one transaction; then let the database forget what it counted."""
    for ended in Round.objects.overdue():
        close(ended.pk)
    scrub_closed(Round.objects.to_erase(), TABLES)


def open_due() -> None:
    for program in Program.objects.filter(groups__closed_on=None).distinct():
        groups = list(Group.objects.open().filter(program=program).order_by("pk"))
        met = held_by(groups)
        after = due_after(program, met)
        if after is not None:
            Round.objects.begin(
                program, [one for one in groups if met.get(one.pk)], after_meeting=after or None
            )


def open_retrospectives() -> None:
    """Ask in those that an Organizer wants. While a poll is open they wait for its end."""
    for wanted in Retrospective.objects.waiting().select_related("plan__program"):
        program = wanted.plan.program
        if program is None or Round.objects.filter(program=program, closed_at=None).exists():
            continue
        groups = Group.objects.open().filter(program=program).order_by("pk")
        begun = Round.objects.begin(program, list(groups), asks=Asks.RETROSPECTIVE)
        if begun:
            wanted.opened(begun.number)


def due_after(program: Program, met: dict[int, list[datetime]]) -> int | None:
    """Whether a round is due: after which meeting, 0 for one of those that come every few weeks, None when it is not.

    `met` says of every group that has a time when it has met.
    """
    last = Round.objects.polls().filter(program=program).last()
    coming = Plan.objects.of(program).coming(last)
    if coming is None or not any(met.values()) or Round.objects.open().filter(program=program).exists():
        return None
    if coming.opens_at:
        return 0 if timezone.now() >= coming.opens_at else None
    number = coming.after_meeting or 0
    return number if _most_have_met(met.values(), number, last.opens_at if last else None) else None


def held_by(groups: Iterable[Group]) -> dict[int, list[datetime]]:
    """Of each group that has a time: when it met, as far as anybody noted who was there."""
    found: dict[int, list[datetime]] = defaultdict(list)
    for group in Series.objects.going_on().filter(group__in=groups).values_list("group", flat=True):
        found[group] = []
    over = Q(closed_at__isnull=False) | Q(starts_at__lte=timezone.now())
    held = Meeting.objects.planned().filter(over, series__group__in=groups).exclude(attendances=None)
    for meeting in held.select_related("series").order_by("starts_at").distinct():
        if meeting.closed_at or meeting.is_over:
            found[meeting.series.group_id].append(meeting.closed_at or meeting.ends_at)
    return dict(found)


def _most_have_met(met: Iterable[list[datetime]], number: int, since: datetime | None) -> bool:
    """Three quarters of the groups have met so often, and again since the last round; or that is two weeks ago for
    the first of them."""
    every = list(met)
    ready = [at[-1] for at in every if len(at) >= number and (since is None or at[-1] > since)]
    if not ready:
        return False
    return 4 * len(ready) >= 3 * len(every) or min(ready) + LONGEST_WAIT <= timezone.now()
