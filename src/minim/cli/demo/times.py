"""When the groups of Larkfield meet: found as a Facilitator finds it, and begun some weeks ago."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle
from typing import TYPE_CHECKING

from django.utils import timezone

from minim.meetings.answers import Asked
from minim.meetings.models import Answer, Meeting, Said, Series
from minim.notices.models import Notice
from minim.people.hours import availabilities
from minim.timetable import Member, Rhythm, country_of_zone, rank_slots

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from minim.groups.models import Group, Seat
    from minim.people.models import Person
    from minim.timetable import Slot

MINUTES = 60
BEGUN_WEEKS_AGO = 4
"""A multiple of every rhythm: what is coming keeps its days."""
SAID = (Said.ACCEPTED, Said.ACCEPTED, Said.TENTATIVE, Said.ACCEPTED, Said.DECLINED, Said.ACCEPTED)
PLACES = ("Room Birch", "https://video.larkfield.example/circle", "Room Heron", "")


def find_times(groups: Sequence[Group], fays: Group) -> None:
    """Give every group but the last its time; one of Fay's meetings moved, one was left out, some have answered."""
    others = [group for group in groups if group.pk != fays.pk]
    places = cycle(PLACES)
    for number, group in enumerate([fays, *others[:-1]]):
        _begin(group, list(group.sitting()), number, next(places))
    # The invitations had told of these holidays already.
    Notice.objects.filter(kind="meeting-skipped").delete()
    _let_life_happen(fays.series, list(fays.sitting()))
    _let_letters_leave()


def _begin(group: Group, seats: list[Seat], number: int, place: str) -> None:
    people, zone = [seat.person for seat in seats], seats[0].person.zone
    monday = _next_monday(timezone.localdate())
    weeks = 1 if number % 3 == 0 else 2
    slot = _slot(people, zone, monday, number, weeks)
    first_on = monday + timedelta(days=slot.weekday)
    rhythm = Rhythm(zone, first_on, slot.minute, MINUTES, weeks)
    series = Series.objects.begin(group, rhythm, by=people[0], place=place)
    _begin_earlier(series, first_on - timedelta(weeks=BEGUN_WEEKS_AGO))
    series.holidays_of = " ".join(dict.fromkeys(filter(None, (country_of_zone(one.zone) for one in people))))
    series.save(update_fields=["holidays_of"])
    series.plan()


def _begin_earlier(series: Series, first_on: date) -> None:
    """As if the first meeting had been then: its rows are planned anew from that day."""
    series.meetings.all().delete()
    began_at = timezone.now() - timedelta(weeks=BEGUN_WEEKS_AGO + 1)
    series.stretches.update(first_on=first_on, changed_at=began_at)
    Series.objects.filter(pk=series.pk).update(created_at=began_at)


def _slot(people: Sequence[Person], zone: str, monday: date, number: int, weeks: int) -> Slot:
    """One of the best hours; not every group takes the very first."""
    found = availabilities(people, monday, monday + timedelta(weeks=54))
    members = [Member(person.pk, person.name, found[person.pk]) for person in people]
    ranking = rank_slots(members, zone=zone, minutes=MINUTES, first_on=monday, every_weeks=weeks)
    offered = ranking.slots or ranking.quorum
    return offered[number % min(4, len(offered))]


def _let_life_happen(series: Series, seats: Sequence[Seat]) -> None:
    """A meeting was moved, one will be left out, and the group says who comes."""
    facilitator = seats[0].person
    past = series.meetings.filter(starts_at__lt=timezone.now() - timedelta(days=2), skipped=False).last()
    if past:
        Meeting.objects.filter(pk=past.pk).update(starts_at=_day_later(past.planned_at))
    first, second, third = series.meetings.planned().filter(starts_at__gt=timezone.now())[:3]
    second.move(_day_later(second.planned_at), by=facilitator)
    third.skip(by=facilitator)
    for seat, said in zip(seats, SAID, strict=False):
        Answer.objects.give(Asked(seat.person, first.stretch, first), said)
    for seat in seats[:2]:
        Answer.objects.give(Asked(seat.person, first.stretch), Said.ACCEPTED)


def _let_letters_leave() -> None:
    """Invitations left when the meetings began, what changed since then an hour ago."""
    began_at = timezone.now() - timedelta(weeks=BEGUN_WEEKS_AGO + 1)
    invitations = Notice.objects.filter(kind="meeting-set")
    invitations.update(sent_at=began_at, created_at=began_at, due_at=began_at)
    an_hour_ago = timezone.now() - timedelta(hours=1)
    Notice.objects.filter(sent_at=None).update(
        sent_at=an_hour_ago, created_at=an_hour_ago, due_at=an_hour_ago
    )


def _day_later(moment: datetime) -> datetime:
    """The day after, or on a Friday the day before: nobody moves a meeting to a weekend."""
    return moment + timedelta(days=-1 if moment.weekday() >= 4 else 1)


def _next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())
