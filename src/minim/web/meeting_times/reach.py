"""Reaching a group's time: who may see it, who may set it, who looks after its meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.shortcuts import get_object_or_404

from minim.groups.models import Group, Role, Seat
from minim.meetings.models import Meeting, Series
from minim.web.access import visitor

if TYPE_CHECKING:
    from django.http import HttpRequest


def reach_seen(request: HttpRequest, pk: int) -> Group:
    """A group whose page the visitor may open."""
    seen = Group.objects.seen_by(visitor(request)).select_related("program")
    group: Group = get_object_or_404(seen, pk=pk)
    return group


def reach_timed(request: HttpRequest, pk: int) -> Group:
    """An open group whose time the visitor may set: they lead it, or organize its program."""
    person = visitor(request)
    led = Seat.objects.current().filter(person=person, role=Role.FACILITATOR).values("group")
    mine = Q(pk__in=led) | Q(pk__in=Group.objects.overseen_by(person).values("pk"))
    group: Group = get_object_or_404(Group.objects.open().filter(mine).select_related("program"), pk=pk)
    return group


def reach_led(request: HttpRequest, pk: int) -> Series:
    """A series that goes on, of a group the visitor leads."""
    led = Series.objects.going_on().led_by(visitor(request)).select_related("group__program")
    series: Series = get_object_or_404(led, group=pk)
    return series


def reach_meeting(request: HttpRequest, pk: int, meeting_pk: int) -> Meeting:
    """A meeting the visitor looks after, since they lead the group."""
    series = reach_led(request, pk)
    meeting: Meeting = get_object_or_404(series.meetings.select_related("stretch"), pk=meeting_pk)
    meeting.series = series
    return meeting


def leads(request: HttpRequest, group: Group) -> bool:
    """Whether the visitor leads this group."""
    mine = Seat.objects.current().filter(group=group, person=visitor(request), role=Role.FACILITATOR)
    return mine.exists()
