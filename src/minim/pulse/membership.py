"""Whether a group is still the same people, and whether a new group is only another name for an old one."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db.models import Count

from minim.groups.models import Group, Seat
from minim.pulse.ballots import encoded

if TYPE_CHECKING:
    from collections.abc import Iterable


def members_of(groups: Iterable[int]) -> dict[int, list[int]]:
    """The people who sit in these groups today, by group."""
    sitting: dict[int, list[int]] = defaultdict(list)
    for group, person in Seat.objects.current().filter(group__in=groups).values_list("group_id", "person_id"):
        sitting[group].append(person)
    return {group: sorted(sitting[group]) for group in groups}


def mark_of(members: Iterable[int]) -> str:
    """The same for the same people, whoever leads."""
    return encoded(sha256(repr(sorted(members)).encode()).digest())


def continues_another(group: Group, members: list[int]) -> bool:
    """Whether more than half of these people have sat together before, in another group that was asked.

    Otherwise a group that is closed and opened again without one person would tell what that person had answered.
    """
    past = Seat.objects.filter(person__in=members, group__pulse_parts__isnull=False).exclude(group=group)
    together = past.values("group").annotate(people=Count("person", distinct=True))
    return any(2 * row["people"] > len(members) for row in together)
