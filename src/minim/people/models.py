"""Person: a roster entry that can sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from minim.people.hours import BusyCalendar, BusyTime, DifferentDay
from minim.people.imports import RosterImport
from minim.people.queries import PersonManager
from minim.people.setup import SetupKey
from minim.people.words import SOUGHT, words_of
from minim.timetable.zones import is_zone

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

__all__ = [
    "BusyCalendar",
    "BusyTime",
    "DifferentDay",
    "LastOrganizer",
    "Person",
    "RosterImport",
    "SetupKey",
    "Status",
]


class Status(models.TextChoices):
    ACTIVE = "active", "Active"
    AWAY = "away", "Away"
    LEFT = "left", "Left the company"
    OPTED_OUT = "opted-out", "Opted out"


class LastOrganizer(Exception):
    """Somebody must be able to come in and organize; the message says what to do first."""


class Person(AbstractBaseUser):
    """Somebody in the company.

    `tree_enter` and `tree_leave` number the reporting tree so that A is above B exactly when
    A.tree_enter < B.tree_enter and B.tree_enter <= A.tree_leave. They, the counts below and `words` are written by
    `PersonManager.renumber`. People who have left stay in the tree, and are not counted.
    """

    employee_id = models.CharField(max_length=100, unique=True, null=True, blank=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254, null=True, blank=True)
    title = models.CharField(max_length=300, blank=True)
    manager = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    function = models.CharField(max_length=200, blank=True)
    department = models.CharField(max_length=200, blank=True)
    team = models.CharField(max_length=200, blank=True)
    location = models.CharField(max_length=200, blank=True)
    level = models.IntegerField(null=True, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    working_hours = models.CharField(max_length=300, blank=True)
    own_zone = models.CharField(
        max_length=64, blank=True, help_text="Where they say they are; stands before the roster"
    )
    own_hours = models.CharField(max_length=300, blank=True, help_text="What they say themselves, likewise")
    experience = models.FloatField(null=True, blank=True, help_text="Years as a manager")
    started_on = models.DateField(null=True, blank=True)
    energy = models.FloatField(null=True, blank=True)
    attendance = models.FloatField(null=True, blank=True)
    willing = models.BooleanField(default=False, help_text="Willing to facilitate")
    trained = models.BooleanField(default=False, help_text="Trained to facilitate")
    trained_at = models.DateTimeField(null=True, blank=True, help_text="When they finished the training here")

    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    away_until = models.DateField(null=True, blank=True)
    is_outside = models.BooleanField(
        default=False, help_text="A manager who is named in the roster but not in it"
    )

    is_organizer = models.BooleanField(default=False)
    is_people_ops = models.BooleanField(default=False)
    is_administrator = models.BooleanField(default=False)
    closed_doors = models.IntegerField(
        default=0, help_text="How often every door was closed; sessions from before are worth nothing"
    )

    tree_enter = models.IntegerField(default=0, db_index=True)
    tree_leave = models.IntegerField(default=0)
    depth = models.IntegerField(default=0, help_text="Steps up to the top; 0 means they report to nobody")
    height = models.IntegerField(
        default=0, help_text="Steps down to the lowest report; 0 means nobody reports"
    )
    report_count = models.IntegerField(default=0, help_text="Direct reports")
    below_count = models.IntegerField(default=0, help_text="Everybody below, at any depth")
    words = models.TextField(blank=True, editable=False, help_text="What this person is found by")

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "people"
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_email")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether any door is open to this person. Leaving closes every door at once."""
        return self.status != Status.LEFT and not self.is_outside

    @property
    def takes_part(self) -> bool:
        """Whether this person can be given a seat today."""
        return self.status in (Status.ACTIVE, Status.AWAY) and not self.is_outside

    @property
    def zone(self) -> str:
        """The zone this person lives in; "" when nobody said, or when there is no such zone (any more)."""
        return next(filter(is_zone, (self.own_zone, self.time_zone)), "")

    @property
    def hours(self) -> str:
        """Working hours as written by this person, else by the roster; "" when nobody did."""
        return self.own_hours or self.working_hours

    def is_above(self, other: Person) -> bool:
        """Whether `other` reports to this person, at any depth."""
        return self.tree_enter < other.tree_enter <= self.tree_leave

    def chain(self) -> list[Person]:
        """Everybody above this person, nearest first."""
        return list(Person.objects.above(self).order_by("-tree_enter"))

    def save(self, *, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        self.words = words_of(self)
        if update_fields is not None and not {*SOUGHT}.isdisjoint(update_fields):
            update_fields = [*update_fields, "words"]
        super().save(update_fields=update_fields, **options)

    def leave(self) -> None:
        """Close every door at once: sessions end here, and `Seat.objects.vacate_all` gives the seats back.

        Raises LastOrganizer when nobody could organize any more.
        """
        if self.is_organizer and not Person.objects.organizers().exclude(pk=self.pk).exists():
            raise LastOrganizer(
                f"{self.name} is the only Organizer who can come in. Name another Organizer first."
            )
        self.closed_doors += 1
        self._become(Status.LEFT)

    def opt_out(self) -> None:
        self._become(Status.OPTED_OUT)

    def go_away(self, until: date | None) -> None:
        self._become(Status.AWAY, until)

    def come_back(self) -> None:
        self._become(Status.ACTIVE)

    def note_trained(self) -> None:
        """They have finished the training for Facilitators here. No roster undoes that."""
        self.trained, self.trained_at = True, self.trained_at or timezone.now()
        self.save(update_fields=["trained", "trained_at"])

    @transaction.atomic
    def _become(self, status: Status, away_until: date | None = None) -> None:
        counted_before, self.status, self.away_until = self.status != Status.LEFT, status, away_until
        self.save(update_fields=["status", "away_until", "closed_doors"])
        if counted_before != (status != Status.LEFT):
            Person.objects.renumber()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django asks for this hash at each request; when doors were closed since the sign-in it no longer fits.
        salt = "minim.people.Person.closed_doors"
        worth = f"{self.password} {self.closed_doors}"
        return salted_hmac(salt, worth, secret=secret, algorithm="sha256").hexdigest()
