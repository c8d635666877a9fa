"""The letters a group hears of its meetings by, each with its part for the reader's calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from minim.groups.models import Role
from minim.meetings.asking import token_of
from minim.meetings.events import Planned
from minim.meetings.words import day_words, moment_words, rhythm_words
from minim.notices.models import Letter, Notice
from minim.timetable import place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from minim.groups.models import Seat
    from minim.meetings.meeting import Meeting
    from minim.meetings.stretch import Stretch
    from minim.people.models import Person
    from minim.timetable import Method


def tell_of_one(
    meeting: Meeting, kind: str, by: Person | None, *, was_off: bool = False, due_at: datetime | None = None
) -> None:
    """Tell the group that one meeting was moved, skipped or, when it `was_off`, put back."""
    planned = Planned.of(meeting.stretch)
    letters = []
    for seat in planned.seats:
        event = planned.one(meeting, seat, was_off=was_off)
        letters.append(
            Letter(
                kind,
                seat.person,
                facts_of_one(planned, meeting, seat),
                calendar=event.to_json() if event else None,
                due_at=due_at,
                useless_after=max(meeting.starts_at, meeting.planned_at),
            )
        )
    once = f"meeting-{meeting.pk}-{meeting.stretch.sequence}"
    Notice.objects.post_all(letters, once=once, sender=by)


def tell_of_stretch(
    stretch: Stretch, kind: str, seats: Iterable[Seat], by: Person | None, *, method: Method = "REQUEST"
) -> None:
    """Tell whoever has these seats that the stretch begins, changes or ends, in one letter for each of its turns."""
    planned = Planned.of(stretch)
    by_turn: dict[int, list[Letter]] = {}
    for seat in seats:
        facts = _facts_of_stretch(planned, seat)
        for turn, event in enumerate(planned.events(seat, method)):
            by_turn.setdefault(turn, []).append(Letter(kind, seat.person, facts, calendar=event.to_json()))
    for turn, letters in by_turn.items():
        once = f"stretch-{stretch.pk}-{stretch.sequence}-{turn}"
        Notice.objects.post_all(letters, once=once, sender=by)


def facts_of_one(planned: Planned, meeting: Meeting, seat: Seat) -> dict[str, Any]:
    zone = seat.person.zone or planned.stretch.zone
    following = meeting.series.meetings.planned().exclude(pk=meeting.pk)
    then = (
        following.filter(starts_at__gt=max(meeting.planned_at, timezone.now())).order_by("starts_at").first()
    )
    return {
        **_facts_of_group(planned, seat),
        **_facts_of_moment(meeting.starts_at, zone),
        "minutes": meeting.minutes,
        "was": moment_words(meeting.planned_at, zone),
        "next_when": moment_words(then.starts_at, zone) if then else "",
        "why": f"It is {meeting.holiday}." if meeting.holiday else "",
        "answer_url": answer_url(meeting.stretch, seat.person, meeting),
    }


def answer_url(stretch: Stretch, person: Person, meeting: Meeting | None = None) -> str:
    """The reader's own page to say whether they come."""
    return f"{settings.BASE_URL}/answer/{token_of(person, stretch, meeting)}/"


def room_url(meeting: Meeting) -> str:
    """The room's page. Nothing in it opens a door: whoever comes signs in, and has to sit in the group."""
    return f"{settings.BASE_URL}/groups/{meeting.series.group_id}/meetings/{meeting.pk}/room/"


def _facts_of_stretch(planned: Planned, seat: Seat) -> dict[str, Any]:
    stretch = planned.stretch
    zone = seat.person.zone or stretch.zone
    now = timezone.now()
    coming = [
        meeting.starts_at for meeting in planned.meetings if not meeting.skipped and meeting.starts_at > now
    ]
    first = min(coming, default=stretch.rhythm.occurrence(0).starts_at)
    return {
        **_facts_of_group(planned, seat),
        **_facts_of_moment(first, zone),
        "minutes": stretch.minutes,
        "rhythm": rhythm_words(stretch.rhythm, zone),
        "from_on": day_words(stretch.until + timedelta(days=1) if stretch.until else stretch.first_on),
        "answer_url": answer_url(stretch, seat.person),
    }


def _facts_of_group(planned: Planned, seat: Seat) -> dict[str, Any]:
    series = planned.stretch.series
    return {
        "group": series.group.name,
        "program": series.group.program.name,
        "facilitator": planned.facilitator,
        "is_facilitator": seat.role == Role.FACILITATOR,
        "where": series.place,
    }


def _facts_of_moment(moment: datetime, zone: str) -> dict[str, str]:
    there = moment.astimezone(place(zone))
    return {"when": moment_words(moment, zone), "day": day_words(there.date()), "time": f"{there:%H:%M}"}
