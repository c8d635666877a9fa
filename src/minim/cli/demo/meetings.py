"""What the groups of Larkfield did since they began to meet: who came, what they agreed on, what they took on."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle
from random import Random
from typing import TYPE_CHECKING

from django.utils import timezone

from minim.meetings.answers import Asked
from minim.meetings.attendance import seats_at
from minim.meetings.models import (
    ActionItem,
    Agreement,
    Answer,
    Attendance,
    How,
    Meeting,
    Said,
    Settled,
    Yes,
)
from minim.web.demo.doors import DOORS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minim.groups.models import Group
    from minim.people.models import Person

PAT = DOORS[2]
USUAL, STRUGGLING = 0.85, 0.3
"""How likely somebody comes, in most groups and in one."""
STRUGGLES = 3
"""Which of the groups does, counted from Fay's."""
OPEN = (
    ("Ask two other leads how they prepare their one-to-ones", 5),
    ("Try a Thursday morning without meetings, for two weeks", 12),
    ("Write half a page on how we hand over before holidays", -4),
    ("Have lunch with somebody of another site", None),
    ("Send round the questions that work in a first talk with a team", 8),
)
"""What Fay's group has taken on, and in how many days it should be done."""
SETTLED = (
    ("Share the outline for growth talks", Settled.DONE),
    ("Book a quieter room", Settled.DONE),
    ("Read a book on feedback together", Settled.DROPPED),
)


def hold_meetings(groups: Sequence[Group], fays: Group) -> None:
    """Let every group have held the meetings that are over, and Fay's have made something of them."""
    random = Random(7)  # noqa: S311  a story that must come out the same each time, not a secret
    others = [group for group in groups if group.pk != fays.pk]
    for number, group in enumerate(others, start=1):
        chance = STRUGGLING if number == STRUGGLES else USUAL
        for meeting in past_meetings(group):
            people = [seat.person for seat in seats_at(meeting).select_related("person").order_by("pk")]
            Attendance.objects.tick(meeting, [one for one in people if random.random() < chance])
    for group in others[::2]:
        _agree(group, [seat.person for seat in group.sitting()])
    _tell_of_fays(fays)


def past_meetings(group: Group) -> list[Meeting]:
    begun = Meeting.objects.planned().filter(series__group=group, starts_at__lt=timezone.now())
    return [meeting for meeting in begun.select_related("series__group", "stretch") if meeting.is_over]


def _tell_of_fays(group: Group) -> None:
    """One of them stayed away twice, one had said so; not everybody has agreed yet, Pat least of all."""
    fay, *others = [seat.person for seat in group.sitting()]
    pat = next(person for person in others if person.email == PAT.email)
    *rest, told, away = [person for person in others if person != pat]
    past = past_meetings(group)
    for number, meeting in enumerate(past):
        stayed = [told, away][: max(0, len(past) - 1 - number)]
        for person in [fay, pat, *rest, *stayed]:
            Attendance.objects.note(meeting, person, How.JOINED)
        _close(meeting)
    if past:
        before = past[-1].starts_at - timedelta(days=1)
        Answer.objects.give(Asked(told, past[-1].stretch, past[-1]), Said.DECLINED, before)
    _agree(group, [fay, told, *rest])
    _take_on(group, [pat, fay, *rest, told], past)


def _close(meeting: Meeting) -> None:
    """Its room was closed in time, and what was said has been gone since a minute later."""
    closed_at = meeting.ends_at - timedelta(minutes=2)
    Meeting.objects.filter(pk=meeting.pk).update(
        closed_at=closed_at, erased_at=closed_at + timedelta(minutes=1)
    )


def _agree(group: Group, people: Sequence[Person]) -> None:
    first, *others = people
    now = Agreement.objects.agree(group, first, read=Agreement.objects.now_of(group).mark)
    Yes.objects.bulk_create(Yes(agreement=now, person=person) for person in others)
    past = past_meetings(group)
    if past:
        then = past[0].starts_at.date()
        Agreement.objects.filter(pk=now.pk).update(written_on=then)
        now.yeses.update(said_on=then)


def _take_on(group: Group, people: Sequence[Person], past: Sequence[Meeting]) -> None:
    """At the end of each meeting somebody took something on."""
    today, owner, now = timezone.localdate(), cycle(people), timezone.now()
    moments = cycle([meeting.ends_at - timedelta(minutes=6) for meeting in past] or [now])
    for text, days in OPEN:
        due_on = None if days is None else today + timedelta(days=days)
        item = ActionItem.objects.keep(group, text, owner=next(owner), due_on=due_on)
        ActionItem.objects.filter(pk=item.pk).update(kept_at=next(moments))
    for number, (text, state) in enumerate(SETTLED, start=1):
        item = ActionItem.objects.keep(group, text, owner=next(owner))
        item.settle(state)
        settled_at = now - timedelta(days=2 * number)
        kept_at = min(next(moments), settled_at - timedelta(days=1))
        ActionItem.objects.filter(pk=item.pk).update(kept_at=kept_at, settled_at=settled_at)
