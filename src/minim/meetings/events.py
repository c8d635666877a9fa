"""A stretch and its meetings as what calendars should hold."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from django.conf import settings

from minim.groups.models import Role
from minim.timetable import Address, Attendee, Event, Moved, events_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from minim.groups.models import Seat
    from minim.meetings.meeting import Meeting
    from minim.meetings.stretch import Stretch
    from minim.timetable import Method

TITLE = "Group meeting"
"""Whoever looks over a shoulder at a calendar learns no more."""


@dataclass(frozen=True)
class Planned:
    """A stretch as it stands: its meetings, who sits in the group, and what they answered for all meetings."""

    stretch: Stretch
    meetings: Sequence[Meeting]
    seats: Sequence[Seat]
    said: Mapping[int, Any]

    @classmethod
    def of(cls, stretch: Stretch) -> Planned:
        said = stretch.answers.filter(meeting=None).values_list("person_id", "said")
        return cls(stretch, list(stretch.meetings.all()), list(stretch.series.members()), dict(said))

    @property
    def facilitator(self) -> str:
        return next((seat.person.name for seat in self.seats if seat.role == Role.FACILITATOR), "")

    def events(self, seat: Seat | None, method: Method) -> tuple[Event, ...]:
        """One event for each turn, for the calendar of whoever has this seat, or for a feed when it is None.

        Only their own address stands in it, unless the group chose to show everybody's.
        """
        stretch = self.stretch
        whole = Event(
            uid=stretch.uid,
            method=method,
            sequence=stretch.sequence,
            summary=TITLE,
            zone=stretch.zone,
            on=stretch.first_on,
            minute=stretch.minute,
            minutes=stretch.minutes,
            every_weeks=stretch.every_weeks,
            skipped=tuple(meeting.planned_at for meeting in self.meetings if meeting.skipped),
            moved=tuple(_moved(meeting) for meeting in self.meetings if meeting.is_moved),
            place=stretch.series.place,
            url=f"{settings.BASE_URL}/groups/{stretch.series.group_id}/series/",
            # Answers go to minim, which knows whom they are for.
            organizer=Address(self.facilitator or TITLE, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]),
            attendees=self._attendees(seat) if seat else (),
            stamped_at=stretch.changed_at,
        )
        return events_of(stretch.rhythm, whole)

    def one(self, meeting: Meeting, seat: Seat, *, was_off: bool = False) -> Event | None:
        """A message about one meeting, as it is now; None when the rhythm does not plan it any more.

        A meeting that was off and is back is told with all the others: what a calendar does with one that it was told
        to forget is written nowhere.
        """
        occurrence = self.stretch.rhythm.planned_at(meeting.planned_at)
        if occurrence is None:
            return None
        method: Method = "CANCEL" if meeting.skipped else "REQUEST"
        whole = self.events(seat, method)[occurrence.number % len(self.stretch.rhythm.pattern)]
        if was_off:
            return whole
        moved = None if meeting.skipped else _moved(meeting)
        return whole.alone(meeting.planned_at, moved, method=method, sequence=self.stretch.sequence)

    def _attendees(self, seat: Seat) -> tuple[Attendee, ...]:
        others = [other for other in self.seats if other.person_id != seat.person_id]
        shown = [seat, *(others if self.stretch.series.shows_members else ())]
        return tuple(
            Attendee(shown.person.name, shown.person.email, self.said.get(shown.person_id, ""))
            for shown in shown
            if shown.person.email
        )


def _moved(meeting: Meeting) -> Moved:
    return Moved(meeting.planned_at, meeting.starts_at, meeting.minutes, meeting.sequence)
