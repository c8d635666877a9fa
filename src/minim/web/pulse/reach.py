"""Reaching what is told, and the poll itself: what is not one's own is not found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from minim.groups.models import Group
from minim.meetings.words import moment_words
from minim.pulse.models import Part, Round
from minim.web.access import visitor

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from minim.people.models import Person


def reach_told(request: HttpRequest, pk: int) -> Group:
    """A group whose bands one may read: one's own, or one of a program one organizes."""
    return get_object_or_404(Group.objects.seen_by(visitor(request)).select_related("program"), pk=pk)


def reach_own(request: HttpRequest, pk: int) -> Group:
    own = Group.objects.open().of_member(visitor(request)).select_related("program")
    return get_object_or_404(own, pk=pk)


def until(moment: datetime, reader: Person) -> str:
    """When a poll closes, on the reader's clock."""
    return moment_words(moment, reader.zone or "UTC")


def polls_of(person: Person) -> dict[int, str]:
    """Of each group in which this person is asked now: until when. It is the same before and after an answer."""
    asked = Part.objects.asking(person).values_list("group", "round__closes_at")
    return {group: until(closes_at, person) for group, closes_at in asked}


def open_for(group: Group, reader: Person) -> str:
    """Until when this group is asked, for whoever may read its bands; empty when it is not."""
    asked = Part.objects.asked().filter(group=group, round__in=Round.objects.open())
    closes_at = asked.values_list("round__closes_at", flat=True).first()
    return until(closes_at, reader) if closes_at else ""
