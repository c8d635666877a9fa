"""One meeting, for the group alone: before it who comes, after it who was there and what was taken on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from minim.groups.models import Role
from minim.meetings.afterword import may_be_said
from minim.meetings.attendance import QUORUM, day_of, is_expected, may_be_ticked, seats_at
from minim.meetings.format import next_format
from minim.meetings.meeting import DOORS_OPEN, NOT_HELD
from minim.meetings.models import ActionItem, Attendance, Meeting, Said
from minim.meetings.words import city, day_words, moment_words
from minim.timetable import place
from minim.web.access import signed_in, visitor
from minim.web.meeting_times.circle import short_names
from minim.web.meeting_times.rows import answers_to, rows_of
from minim.web.meetings.afterword import afterword_card
from minim.web.meetings.follow_up import Missed
from minim.web.meetings.forms import ThereForm
from minim.web.meetings.reach import reach_led, reach_meeting
from minim.web.meetings.way_in import ways_in

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from minim.groups.models import Seat
    from minim.people.models import Person

TOO_LATE = "Who was there can be noted from the meeting’s beginning on, for two weeks."


@dataclass(frozen=True)
class There:
    """Somebody who could have been at a meeting. `how` is empty when they were not there; `told`: they had said so."""

    person: Person
    name: str
    how: str
    told: bool
    expected: bool


@require_safe
@signed_in
def one(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    meeting = reach_meeting(request, pk, meeting_pk)
    return render(request, "meetings/one.html", _page(meeting, visitor(request)))


@require_POST
@signed_in
def tick(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    """Note who was there: whoever leads the group says so, and all of it see the same list."""
    meeting = reach_led(request, pk, meeting_pk)
    form = _form(meeting, _people_of(meeting), request.POST)
    if not may_be_ticked(meeting):
        messages.warning(request, TOO_LATE)
    elif form.is_valid():
        Attendance.objects.tick(meeting, [*form.cleaned_data["there"], *form.came_since])
        messages.success(request, "Noted. Everybody in the group sees the same list.")
    else:
        messages.error(request, "Somebody on this list has no seat any more. Please look at it again.")
    return redirect("meetings:one", pk, meeting_pk)


def _page(meeting: Meeting, me: Person) -> dict[str, Any]:
    group, zone = meeting.series.group, me.zone or meeting.stretch.zone
    seats = list(group.sitting())
    leads = any(seat.person_id == me.pk and seat.role == Role.FACILITATOR for seat in seats)
    is_open = hasattr(meeting, "room")
    is_over = not is_open and (meeting.is_closed or meeting.is_over)
    (row,) = rows_of([meeting], seats, me.pk, zone)
    way = ways_in([group.pk], me).get(group.pk)
    may_say = leads and may_be_said(meeting, me)
    return {
        "group": group,
        "meeting": meeting,
        "row": row,
        "zone": city(zone),
        "leads": leads,
        "way_in": way if way and way.meeting == meeting else None,
        "is_open": is_open,
        "is_over": is_over,
        "gone_since": _clock(meeting.erased_at, meeting, zone),
        **_coming(meeting, me, leads=leads, is_open=is_open),
        **_attended(meeting, me, leads=leads, is_over=is_over),
        "items": ActionItem.objects.kept_in(meeting).select_related("owner"),
        "next": _next(meeting, zone),
        "afterword": afterword_card(meeting) if may_say else None,
    }


def _coming(meeting: Meeting, me: Person, *, leads: bool, is_open: bool) -> dict[str, Any]:
    """Whether it is the one that comes next, with its format, and what whoever leads may do about its room."""
    now = timezone.now()
    coming = meeting.series.meetings.planned().filter(NOT_HELD, starts_at__gt=now)
    is_next = meeting == coming.order_by("starts_at", "pk").first()
    is_far = meeting.starts_at > now + DOORS_OPEN
    return {
        "format": next_format(meeting.series.group) if is_next else None,
        "may_open_early": is_next and leads and is_far and not is_open,
        "may_open_again": leads and not is_open and _is_lately_closed(meeting, me),
    }


def _is_lately_closed(meeting: Meeting, me: Person) -> bool:
    return bool(meeting.closed_at) and Meeting.objects.open_to(me).filter(pk=meeting.pk).exists()


def _attended(meeting: Meeting, me: Person, *, leads: bool, is_over: bool) -> dict[str, Any]:
    """Who was there, the same for everybody; for whoever leads also the list to tick and whom to write to."""
    people = _people_of(meeting)
    there = [one for one in people if one.how]
    context: dict[str, Any] = {
        "there": there,
        "people": [one for one in people if one.how or one.expected],
        "has_begun": bool(there) or may_be_ticked(meeting) or is_over,
        "too_few": is_over and 0 < len(there) < QUORUM,
    }
    if leads and may_be_ticked(meeting):
        context["form"] = _form(meeting, people)
        if is_over and there:
            missed = _missed(meeting, people, me)
            context["missed"] = [one for one in missed if not one.told]
            context["told"] = [one for one in missed if one.told]
    return context


def _people_of(meeting: Meeting) -> list[There]:
    """Everybody with a seat on that day, once, the Facilitator first."""
    seats = seats_at(meeting).select_related("person").order_by("pk")
    by_person: dict[int, Seat] = {seat.person_id: seat for seat in seats}
    names = short_names(seat.person for seat in by_person.values())
    noted = dict(Attendance.objects.at(meeting).values_list("person_id", "how"))
    said, day = answers_to([meeting])[meeting.pk], day_of(meeting)
    ordered = sorted(by_person.values(), key=lambda seat: (seat.role, seat.person.name, seat.person_id))
    return [
        There(
            seat.person,
            names[seat.person_id],
            noted.get(seat.person_id, ""),
            said.get(seat.person_id) == Said.DECLINED,
            is_expected(seat, day),
        )
        for seat in ordered
    ]


def _form(meeting: Meeting, people: list[There], sent: Any = None) -> ThereForm:
    shown = [one for one in people if one.how or one.expected]
    names = {one.person: one.person.name for one in shown}
    return ThereForm(sent, people=names, noted=[one.person.pk for one in shown if one.how])


def _missed(meeting: Meeting, people: list[There], me: Person) -> list[Missed]:
    """Whoever was not there and still sits in the group, those who were away longest first."""
    in_a_row = Attendance.objects.missed_in_a_row(meeting)
    sitting = set(meeting.series.members().values_list("person_id", flat=True)) - {me.pk}
    missed = [
        Missed(one.person, one.name, in_a_row[one.person.pk], one.told)
        for one in people
        if one.person.pk in in_a_row and one.person.pk in sitting
    ]
    return sorted(missed, key=lambda one: -one.times)


def _next(meeting: Meeting, zone: str) -> str:
    """When the group meets after this meeting; nothing while that is not known."""
    now = timezone.now()
    after = now if meeting.was_held_early else max(meeting.starts_at, now)
    then = meeting.series.meetings.planned().filter(starts_at__gt=after).order_by("starts_at", "pk").first()
    return moment_words(then.starts_at, zone) if then else ""


def _clock(moment: datetime | None, meeting: Meeting, zone: str) -> str:
    """ "15:02", with the day when it is another one than the meeting's."""
    if moment is None:
        return ""
    there = moment.astimezone(place(zone))
    is_same_day = there.date() == meeting.starts_at.astimezone(place(zone)).date()
    return f"{there:%H:%M}" if is_same_day else f"{day_words(there)} at {there:%H:%M}"
