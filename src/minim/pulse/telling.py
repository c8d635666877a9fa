"""Tells members that a poll is open: all of them the same, once, when it opens. Nobody could be reminded later, because
nobody knows who has answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from minim.notices.kinds import POLL_OPEN
from minim.notices.letters import Letter
from minim.notices.models import Notice
from minim.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minim.pulse.rounds import Round


def tell_members(begun: Round, groups: Iterable[int]) -> None:
    """Call it in the transaction that opens the round, so that there is no round without its letters."""
    people = (
        Person.objects.filter(seats__group__in=list(groups), seats__left_on=None).distinct().order_by("pk")
    )
    facts = {
        "program": begun.program.name,
        "days": (begun.closes_at - begun.opens_at).days,
        "poll_url": f"{settings.BASE_URL}/pulse/",
    }
    letters = [Letter(POLL_OPEN, person, facts, useless_after=begun.closes_at) for person in people]
    Notice.objects.post_all(letters, once=f"poll-{begun.pk}")
