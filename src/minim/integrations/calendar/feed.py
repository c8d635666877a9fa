"""One person's meetings as a calendar that other calendars subscribe to."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from icalendar import vDuration, vText

from minim.integrations.calendar.words import line
from minim.integrations.calendar.writing import filled, frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minim.timetable.event import Event

FETCH_EVERY = timedelta(hours=1)
CONTENT_TYPE = "text/calendar; charset=utf-8"


def feed_of(events: Sequence[Event], name: str) -> bytes:
    """The events without their attendees. The same events always give the same bytes."""
    feed = frame("PUBLISH")
    feed.add("NAME", vText(line(name)))
    feed.add("X-WR-CALNAME", vText(line(name)))
    feed.add("REFRESH-INTERVAL", vDuration(FETCH_EVERY), parameters={"VALUE": "DURATION"})
    feed.add("X-PUBLISHED-TTL", vDuration(FETCH_EVERY))
    return filled(feed, events, method="PUBLISH")


def etag_of(feed: bytes) -> str:
    """What a client sends back (If-None-Match) to ask whether the feed has changed."""
    return f'"{sha256(feed).hexdigest()[:32]}"'
