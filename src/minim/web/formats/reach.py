"""Reaching a group's formats: its members read them, its Facilitator shapes them, nobody else knows of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404

from minim.groups.models import Group, Role, Seat
from minim.meetings.format import minutes_of, ours_for
from minim.meetings.models import NextFormat, OwnFormat
from minim.web.access import visitor
from minim.web.formats.shapes import Shown

if TYPE_CHECKING:
    from django.http import HttpRequest


def reach_read(request: HttpRequest, pk: int) -> Group:
    """An open group in which the visitor sits."""
    mine = Group.objects.open().of_member(visitor(request)).select_related("program")
    group: Group = get_object_or_404(mine, pk=pk)
    return group


def reach_led(request: HttpRequest, pk: int) -> Group:
    """An open group which the visitor leads."""
    led = Seat.objects.current().filter(person=visitor(request), role=Role.FACILITATOR).values("group")
    group: Group = get_object_or_404(Group.objects.open().filter(pk__in=led).select_related("program"), pk=pk)
    return group


def reach_own(request: HttpRequest, pk: int, which: int) -> OwnFormat:
    """A format of its own that a group has which the visitor leads."""
    own: OwnFormat = get_object_or_404(OwnFormat, group=reach_led(request, pk), pk=which)
    return own


def all_of(group: Group) -> list[Shown]:
    """What the group can use: its own formats first, then ours."""
    chosen, minutes = NextFormat.objects.of_group(group), minutes_of(group)
    own = [
        Shown(str(one.pk), one.format, one, one == chosen, one.format.fits(minutes))
        for one in OwnFormat.objects.filter(group=group)
    ]
    ours = ours_for(group).items()
    return own + [Shown(slug, found, None, slug == chosen, found.fits(minutes)) for slug, found in ours]


def one_of(group: Group, which: str) -> Shown:
    """The format at this address. Raises Http404 when the group has none there."""
    found = next((one for one in all_of(group) if one.which == which), None)
    if found is None:
        raise Http404
    return found
