"""What the groups of Larkfield were asked since they began to meet: two polls that are over, and one that is open."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from django.utils import timezone

from minim.notices.models import Notice
from minim.pulse.models import Plan, Round
from minim.pulse.results import close

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minim.groups.models import Group
    from minim.programs.models import Program
    from minim.pulse.models import Sheet

OVER = ((20, 15), (11, 6))
"""How many days ago each poll opened and closed."""
OPEN = 1
MOODS = ((4, 4, 3, 5, 4), (4, 3, 2, 4, 3), (3, 2, 4, 2, 3), (4, 5, 5, 3, 4), (2, 1, 3, 2, 3), (5, 3, 4, 2, 4))
"""Answers that recur in a group, by its number."""
SILENT = 5
"""Every so manieth group has too few answers to be told of."""


def hold_polls(program: Program, groups: Sequence[Group]) -> None:
    """Counts are written as ballots would raise them: nobody's browser is there to make any."""
    Plan.objects.create(program=program)
    random = Random(11)  # noqa: S311  a story that must come out the same each time, not a secret
    for number, (opened, closed) in enumerate(OVER, start=1):
        begun = _begin(program, groups, number, opened, closed)
        for sheet in begun.sheets.all():
            said = {group.pk: _answers(place, number, random) for place, group in enumerate(groups)}
            _count(sheet, said)
        close(begun.pk)
        Round.objects.filter(pk=begun.pk).update(closed_at=begun.closes_at, erased_at=begun.closes_at)
    _begin(program, groups, len(OVER) + 1, OPEN, OPEN - Plan(program=program).days_open)
    an_hour_ago = timezone.now() - timedelta(hours=1)
    Notice.objects.filter(sent_at=None).update(
        sent_at=an_hour_ago, created_at=an_hour_ago, due_at=an_hour_ago
    )


def _begin(program: Program, groups: Sequence[Group], number: int, opened: int, closed: int) -> Round:
    begun = Round.objects.begin(program, groups, after_meeting=number)
    assert begun is not None
    now = timezone.now()
    begun.opens_at, begun.closes_at = now - timedelta(days=opened), now - timedelta(days=closed)
    begun.save(update_fields=["opens_at", "closes_at"])
    return begun


def _count(sheet: Sheet, said: dict[int, list[tuple[int, ...]]]) -> None:
    pages, topics = sheet.read(), len(sheet.round.topics)
    for group, counts in pages.groups.items():
        for place, answers in enumerate(said[group]):
            counts.add(answers, tuple((place + topic) % 3 == 0 and topic != 0 for topic in range(topics)))
    sheet.write(pages)


def _answers(place: int, number: int, random: Random) -> list[tuple[int, ...]]:
    """What a group says: some struggle, most do well, and it grows a little from poll to poll."""
    mood, many = MOODS[place % len(MOODS)], 3 if place % SILENT == SILENT - 1 else 5
    lift = number - 1 if place % 3 else 0
    return [
        tuple(
            min(5, max(1, mood[question] + one % 3 - 1 + (lift if random.random() < 0.5 else 0)))
            for question in range(5)
        )
        for one in range(many)
    ]
