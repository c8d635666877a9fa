"""A person's meetings at their private address, for calendars that come for them. No session, no cookie, no page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseNotFound
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from minim.groups.models import Group
from minim.integrations.calendar.feed import CONTENT_TYPE, etag_of, feed_of
from minim.meetings.events import Planned
from minim.meetings.models import Feed, Stretch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponseBase

    from minim.people.models import Person
    from minim.timetable import Event

NAME = "Group meetings"
"""What the calendar is called where somebody may look over a shoulder."""


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    opened = Feed.objects.opened_by(token)
    if opened is None:
        return HttpResponseNotFound("There is no calendar at this address.", content_type="text/plain")
    opened.was_read()
    written = feed_of(tuple(events_for(opened.person)), NAME)
    answer = HttpResponse(written, content_type=CONTENT_TYPE)
    answer.headers["ETag"] = etag_of(written)
    answer.headers["Content-Disposition"] = 'inline; filename="meetings.ics"'
    return get_conditional_response(request, etag=answer.headers["ETag"], response=answer) or answer


def events_for(person: Person) -> Iterator[Event]:
    """The meetings of the groups this person sits in today, in as many queries however many there are.

    Nobody is named in them: neither seats nor answers are asked for.
    """
    groups = Group.objects.open().of_member(person).values("pk")
    stretches = Stretch.objects.filter(series__group__in=groups).select_related("series")
    for stretch in stretches.prefetch_related("meetings"):
        yield from Planned(stretch, list(stretch.meetings.all()), (), {}).events(None, "PUBLISH")
