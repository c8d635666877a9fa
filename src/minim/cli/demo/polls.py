"""What the groups of Larkfield were asked since they began to meet: two polls that are over, and one that is open."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from django.utils import timezone

from minim.notices.models import Notice
from minim.pulse.membership import members_of
from minim.pulse.models import Part, Plan, Round, Sheet
from minim.pulse.results import close

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minim.groups.models import Group
    from minim.programs.models import Program

OVER = ((20, 15), (11, 6))
"""How many days ago each poll opened and closed."""
OPEN = 1
MOODS = ((4, 4, 3, 5, 4), (4, 3, 2, 4, 3), (3, 3, 4, 2, 3), (4, 5, 5, 3, 4), (2, 1, 3, 2, 3), (5, 3, 4, 2, 4))
"""Answers that recur in a group, by its number."""
SILENT = 5
"""Every so manieth group has too few answers to be told of."""


def hold_polls(program: Program) -> None:
    """Of the groups that have met."""
    groups = list(program.groups.open().exclude(series=None))
    random = Random(11)  # noqa: S311  a story that must come out the same each time, not a secret
    for number, (opened, closed) in enumerate(OVER, start=1):
        said = {group.pk: _answers(place, number, random) for place, group in enumerate(groups)}
        _let_be_over(program, groups, number, said)
        at = timezone.now() - timedelta(days=closed)
        Round.objects.filter(program=program, number=number).update(
            opens_at=at - timedelta(days=opened - closed), closes_at=at, closed_at=at, erased_at=at
        )
    _open(program, groups)


def _let_be_over(
    program: Program, groups: Sequence[Group], number: int, said: dict[int, list[tuple[int, ...]]]
) -> None:
    """Counted and closed as ever, but without keys: nobody's browser is there to make ballots."""
    held = Round.planned(program, Plan.objects.of(program), after_meeting=number)
    held.number = number
    held.save()
    members = members_of(said)
    sheet = Sheet.objects.lay(held, {pk: len(sitting) for pk, sitting in members.items()})
    for group in groups:
        part = Part.continuing(group, members[group.pk])
        part.round, part.sheet = held, sheet
        part.save()
    _count(sheet, said)
    close(held.pk)


def _open(program: Program, groups: Sequence[Group]) -> None:
    """Its letter has left a while ago."""
    begun = Round.objects.begin(program, groups, after_meeting=len(OVER) + 1)
    assert begun is not None
    back, an_hour_ago = timedelta(days=OPEN), timezone.now() - timedelta(hours=1)
    Round.objects.filter(pk=begun.pk).update(opens_at=begun.opens_at - back, closes_at=begun.closes_at - back)
    Notice.objects.filter(sent_at=None).update(
        sent_at=an_hour_ago, created_at=an_hour_ago, due_at=an_hour_ago
    )


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
