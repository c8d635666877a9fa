"""Keeps meetings planned ahead, calendars in step with seats, people reminded, and letters to many on their way."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from minim.groups.models import Group, Role, Seat
from minim.meetings.events import Planned
from minim.meetings.models import Invitation, Meeting, Said, Series
from minim.meetings.telling import facts_of_one, room_url
from minim.notices.kinds import LOOK_IN, REMINDER
from minim.notices.models import Letter, Notice, Preference
from minim.reports.models import Report, recipients
from minim.rollout.models import Mailing
from minim.worker.duties import Duty

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable
    from datetime import datetime

OFTEN, HOURLY, SELDOM = timedelta(seconds=20), timedelta(hours=1), timedelta(hours=6)
LATE = timedelta(hours=12)
"""After a standstill, reminders that fell into a time longer ago are not sent any more."""
UNDECIDED = timedelta(days=2)
"""A new group has so long to choose its time before its Facilitator is asked."""


class Planner:
    def __init__(self, name: str, stop: threading.Event) -> None:
        self.name, self.stop = name, stop

    def work(self) -> bool:
        """Do what is due; nothing is left waiting."""
        self._duty("plan", SELDOM, lambda _: Series.objects.plan_ahead())
        self._duty("ask", SELDOM, lambda _: ask_for_times())
        self._duty("invite", OFTEN, lambda _: follow_seats())
        self._duty("remind", OFTEN, remind_since)
        self._duty("mailings", OFTEN, lambda _: Mailing.objects.send_due())
        self._duty("look-in", HOURLY, lambda _: ask_to_look_in())
        self._duty("mix", HOURLY, lambda _: Report.objects.mix())
        return False

    def _duty(self, name: str, every: timedelta, do: Callable[[datetime], object]) -> None:
        duty = Duty.objects.take(name, self.name)
        if duty is None or self.stop.is_set():
            return
        now = timezone.now()
        do(duty.reached_at)
        duty.done(every, now)


def follow_seats() -> None:
    """Invite whoever has come, and free the calendars of whoever has gone, or whose group has."""
    for stretch in Invitation.objects.stretches_out_of_step(timezone.localdate()):
        Invitation.objects.settle(stretch)
    Series.objects.end_closed()


def ask_for_times() -> None:
    """Ask the Facilitators of groups that have met nowhere yet, once."""
    silent = Group.objects.open().filter(series=None, opened_on__lte=timezone.localdate() - UNDECIDED)
    for group in silent.select_related("program"):
        seats = list(group.sitting())
        for seat in seats:
            if seat.role == Role.FACILITATOR:
                Notice.objects.post_all([_asking(group, seat, seats)], once=f"ask-time-{group.pk}")


def ask_to_look_in() -> None:
    """Once a week, from Monday on, the same letter to everybody of PeopleOps: nothing follows from its coming."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    facts = {"inbox_url": f"{settings.BASE_URL}/serious/inbox/"}
    letters = [Letter(LOOK_IN, person, facts) for person in recipients()]
    Notice.objects.post_all(letters, once=f"look-in-{monday}")


def remind_since(reached_at: datetime) -> None:
    """Post the reminders whose hour has come since then. Everybody chooses their own hours before a meeting."""
    now = timezone.now()
    since = max(reached_at, now - LATE)
    for lead in _leads():
        ahead = timedelta(minutes=lead)
        meetings = Meeting.objects.starting_within(max(since + ahead, now), now + ahead)
        for meeting in meetings.select_related("stretch__series__group__program", "series"):
            _remind(meeting, lead)


def _remind(meeting: Meeting, lead: int) -> None:
    planned = Planned.of(meeting.stretch)
    people = [seat.person for seat in planned.seats]
    preferences, absent = Preference.objects.of_all(people), _not_coming(meeting, planned)
    letters = [
        Letter(REMINDER, seat.person, _reminding(planned, meeting, seat), useless_after=meeting.starts_at)
        for seat in planned.seats
        if lead in preferences[seat.person_id].reminders and seat.person_id not in absent
    ]
    once = f"reminder-{meeting.pk}-{meeting.starts_at:%Y%m%d%H%M}-{lead}"
    Notice.objects.post_all(letters, once=once)


def _reminding(planned: Planned, meeting: Meeting, seat: Seat) -> dict[str, Any]:
    return {**facts_of_one(planned, meeting, seat), "room_url": room_url(meeting)}


def _not_coming(meeting: Meeting, planned: Planned) -> set[int]:
    """Whoever said no to this meeting, or to all and not otherwise to this one."""
    said = {**planned.said, **dict(meeting.answers.values_list("person_id", "said"))}
    return {person for person, word in said.items() if word == Said.DECLINED}


def _leads() -> set[int]:
    chosen: Iterable[list[int]] = Preference.objects.values_list("reminders", flat=True).distinct()
    return {minutes for reminders in chosen for minutes in reminders} | set(Preference().reminders)


def _asking(group: Group, leads: Seat, seats: list[Seat]) -> Letter:
    facts = {
        "group": group.name,
        "program": group.program.name,
        "cadence": group.program.get_cadence_display().lower(),
        "minutes": group.program.meeting_minutes,
        "others": [seat.person.name for seat in seats if seat is not leads],
        "time_url": f"{settings.BASE_URL}/groups/{group.pk}/time/",
    }
    return Letter("ask-time", leads.person, facts)
