"""Series: when and where a group meets, from its first meeting to its last."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from minim.groups.models import Group, Role, Seat, SeatQuerySet
from minim.meetings.inviting import Invitation
from minim.meetings.meeting import Meeting
from minim.meetings.stretch import Stretch
from minim.meetings.telling import tell_of_one, tell_of_stretch
from minim.timetable import HolidayError, holiday_on, place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from minim.people.models import Person
    from minim.timetable import Rhythm

AHEAD = timedelta(weeks=26)
"""Meetings stand as rows so far ahead; a rhythm itself has no end."""
HOLIDAY_NOTICE = timedelta(days=21)
"""A holiday that comes into sight is told so long before."""
FURTHEST_START = timedelta(days=400)


class SeriesRefused(Exception):
    """A series that cannot be; the message says why and what can be done."""


class SeriesQuerySet(models.QuerySet["Series"]):
    def going_on(self) -> SeriesQuerySet:
        return self.filter(ended_on=None, group__closed_on=None)

    def seen_by(self, person: Person) -> SeriesQuerySet:
        return self.filter(group__in=Group.objects.seen_by(person).values("pk"))

    def led_by(self, person: Person) -> SeriesQuerySet:
        """Series whose time this person may change: they lead the group."""
        led = Seat.objects.current().filter(person=person, role=Role.FACILITATOR)
        return self.filter(group__in=led.values("group"))

    @transaction.atomic
    def begin(
        self,
        group: Group,
        rhythm: Rhythm,
        *,
        by: Person | None = None,
        place: str = "",
        holidays_of: Iterable[str] = (),
        shows_members: bool = False,
    ) -> Series:
        """Meet in this rhythm from now on, and invite everybody. Raises SeriesRefused.

        A group that has met before keeps its past, and its series goes on.
        """
        group = Group.objects.select_for_update().get(pk=group.pk)
        if group.closed_on:
            raise SeriesRefused(f"{group.name} is closed, so it meets no more.")
        series, made = self.get_or_create(group=group)
        if not made and series.ended_on is None and series.stretches.live(timezone.localdate()).exists():
            raise SeriesRefused(f"{group.name} already has a time. Change it from a day on instead.")
        series.place, series.shows_members, series.ended_on = place, shows_members, None
        series.holidays_of = " ".join(holidays_of)
        series.save()
        series.refuse(rhythm)
        series.open(rhythm, "meeting-set", by)
        return series

    def end_closed(self) -> None:
        """End the series of groups that are closed by now."""
        for series in self.filter(ended_on=None).exclude(group__closed_on=None):
            series.end(timezone.localdate())

    def plan_ahead(self) -> None:
        """Plan the meetings that have come into sight."""
        for series in self.going_on().select_related("group__program"):
            series.plan()


class Series(models.Model):
    """`holidays_of` names countries and regions, such as "DE-BY FR": on their public holidays nobody meets."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="series")
    place = models.CharField(max_length=300, blank=True, help_text="A room, or an address to join")
    shows_members = models.BooleanField(
        default=False, help_text="Whether invitations name everybody, with their addresses"
    )
    holidays_of = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_on = models.DateField(null=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return f"meetings of {self.group}"

    @property
    def regions(self) -> tuple[str, ...]:
        return tuple(self.holidays_of.split())

    def members(self) -> SeatQuerySet:
        """Today's seats, the Facilitator first."""
        return self.group.sitting()

    def stretch_now(self) -> Stretch | None:
        """The stretch that today belongs to, or the next one."""
        return self.stretches.live(timezone.localdate()).first()

    @transaction.atomic
    def change_from(self, rhythm: Rhythm, *, by: Person | None = None) -> None:
        """Meet in another rhythm from its first day on, and tell everybody. Raises SeriesRefused."""
        self._locked()
        self.refuse(rhythm)
        for stretch in self.stretches.live(rhythm.first_on):
            self._end_stretch(stretch, rhythm.first_on, "old-times-end", by)
        self.open(rhythm, "series-changed", by)

    @transaction.atomic
    def describe(
        self, *, place: str, holidays_of: Iterable[str], shows_members: bool, by: Person | None = None
    ) -> None:
        """Say where the group meets and what its invitations show; everybody's calendar hears of it."""
        self._locked()
        chosen = (place, " ".join(holidays_of), shows_members)
        if chosen == (self.place, self.holidays_of, self.shows_members):
            return
        holidays_changed = chosen[1] != self.holidays_of
        self.place, self.holidays_of, self.shows_members = chosen
        self.save(update_fields=["place", "holidays_of", "shows_members"])
        for stretch in self.stretches.live(timezone.localdate()):
            if holidays_changed:
                self._mark_holidays(stretch)
            stretch.changed()
            tell_of_stretch(stretch, "series-changed", self.members(), by)

    @transaction.atomic
    def end(self, on: date, *, by: Person | None = None) -> None:
        """Meet no more from this day on, and tell everybody."""
        self._locked()
        for stretch in self.stretches.lasting(on):
            self._end_stretch(stretch, on, "series-ended", by)
        self.ended_on = on
        self.save(update_fields=["ended_on"])

    def refuse(self, rhythm: Rhythm) -> None:
        """Raises SeriesRefused for a rhythm that cannot begin."""
        today = timezone.now().astimezone(place(rhythm.zone)).date()
        if rhythm.first_on < today:
            raise SeriesRefused("That day is already over. Please let it begin today or later.")
        if rhythm.first_on > today + FURTHEST_START:
            raise SeriesRefused("That is more than a year away. Please choose a day that is nearer.")
        if rhythm.occurrence(0).starts_at <= timezone.now():
            raise SeriesRefused(
                "The first meeting would already have begun. Please let it begin a day later."
            )
        for region in self.regions:
            try:
                holiday_on(region, rhythm.first_on)
            except HolidayError as error:
                raise SeriesRefused(str(error)) from error

    def open(self, rhythm: Rhythm, kind: str, by: Person | None) -> None:
        """Begin a stretch with its meetings and invitations."""
        stretch = Stretch.objects.open(self, rhythm)
        self._plan_stretch(stretch)
        seats = list(self.members())
        Invitation.objects.bulk_create(Invitation(stretch=stretch, person=seat.person) for seat in seats)
        tell_of_stretch(stretch, kind, seats, by)

    @transaction.atomic
    def plan(self) -> None:
        """Plan the meetings that have come into sight; tell of holidays among them."""
        for stretch in self.stretches.live(timezone.localdate()):
            for meeting in self._plan_stretch(stretch):
                if meeting.holiday:
                    meeting.sequence = stretch.changed()
                    meeting.save(update_fields=["sequence"])
                    tell_of_one(meeting, "meeting-skipped", None, due_at=meeting.planned_at - HOLIDAY_NOTICE)

    def _plan_stretch(self, stretch: Stretch) -> list[Meeting]:
        """Add rows for what the rhythm plans until AHEAD; those that were added."""
        last = stretch.meetings.order_by("-planned_at").first()
        start = last.planned_at.date() if last else stretch.first_on
        end = max(timezone.localdate(), stretch.first_on) + AHEAD
        there = set(stretch.meetings.values_list("planned_at", flat=True))
        new = [
            Meeting(
                series=self, stretch=stretch, planned_at=found.starts_at, starts_at=found.starts_at,
                minutes=stretch.minutes, holiday=(holiday := self._holiday(found.on)), skipped=bool(holiday),
            )
            for found in stretch.rhythm.occurrences(start, end)
            if found.starts_at not in there
        ]  # fmt: skip
        return Meeting.objects.bulk_create(new, batch_size=500)

    def _mark_holidays(self, stretch: Stretch) -> None:
        """Other holidays count now: skip what falls on one, and meet again where it was skipped for another."""
        zone = place(stretch.zone)
        for meeting in stretch.meetings.filter(planned_at__gt=timezone.now()):
            holiday = self._holiday(meeting.planned_at.astimezone(zone).date())
            if holiday != meeting.holiday and not meeting.is_moved:
                meeting.skipped = bool(holiday) or (meeting.skipped and not meeting.holiday)
                meeting.holiday = holiday
                meeting.save(update_fields=["skipped", "holiday"])

    def _holiday(self, day: date) -> str:
        return next(filter(None, (holiday_on(region, day) for region in self.regions)), "")

    def _end_stretch(self, stretch: Stretch, on: date, kind: str, by: Person | None) -> None:
        """Let a stretch have no meeting from this day on; calendars drop what was planned after.

        Whoever was invited hears of it, also when their seat has gone with the group.
        """
        invited = Seat.objects.filter(group=self.group_id, person__in=stretch.invitations.values("person"))
        seats = {seat.person_id: seat for seat in invited.select_related("person").order_by("pk")}
        if stretch.begins_before(on):
            stretch.end_before(on)
            tell_of_stretch(stretch, kind, seats.values(), by)
        else:
            stretch.changed()
            tell_of_stretch(stretch, kind, seats.values(), by, method="CANCEL")
            stretch.delete()

    def _locked(self) -> None:
        """Whoever changes this series waits for the one before, and then sees what they did."""
        Series.objects.select_for_update().get(pk=self.pk)
        self.refresh_from_db()
