"""Report: something serious, sealed in a browser for PeopleOps. The server keeps what it cannot read."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connection, models, transaction
from django.db.models import Count, Exists, F, OuterRef
from django.utils import timezone

from minim.people.models import Person
from minim.reports.arriving import digest

if TYPE_CHECKING:
    from minim.reports.arriving import Sealed, SealedWord

ENOUGH = 2
"""So many recipients must have a key before anything can be sent: nobody should be the only one to know."""
MOST_WORDS = 400
MOST_KEYS = 8


class ReportRefused(Exception):
    """`reason` is for the page, which says it in words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def anywhere() -> int:
    """A number by chance. On SQLite the rows then lie in this order, so that none tells which came first."""
    return secrets.randbelow(2**31 - 1) + 1


class KeyQuerySet(models.QuerySet["Key"]):
    def standing(self) -> KeyQuerySet:
        """Keys of people who receive reports today, by name."""
        theirs = self.filter(person__is_people_ops=True, person__is_outside=False)
        return theirs.exclude(person__status="left").order_by("person__name", "person_id", "mark")

    def are_enough(self) -> bool:
        return self.standing().order_by().values("person").distinct().count() >= ENOUGH

    @transaction.atomic
    def keep(self, public: str, *, of: Person, device: str) -> Key:
        """Keep a browser's public key; the same one once. Raises ReportRefused when there are too many."""
        theirs = Key.objects.filter(person=of)
        known = theirs.filter(public=public).first()
        if known:
            return known
        if theirs.count() >= MOST_KEYS:
            raise ReportRefused("keys")
        try:
            with transaction.atomic():
                return self.create(mark=digest("key", public), public=public, person=of, device=device[:80])
        except IntegrityError:
            raise ReportRefused("taken") from None

    def forget_gone(self) -> int:
        """Throw away the keys of whoever receives reports no longer, and with them what was wrapped to them."""
        return self.exclude(pk__in=self.model._default_manager.standing().order_by().values("pk")).delete()[0]


class Key(models.Model):
    """The public half of a key that one browser of one recipient made. The other half never leaves that browser."""

    mark = models.CharField(max_length=43, primary_key=True, help_text="SHA-256 of the public key")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="report_keys")
    public = models.CharField(max_length=87)
    device = models.CharField(max_length=80, help_text="Browser and system in words")
    made_on = models.DateField(default=timezone.localdate)

    objects = KeyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.device} of {self.person}"


class ReportQuerySet(models.QuerySet["Report"]):
    def sealed_to(self, person: Person) -> ReportQuerySet:
        """What this person can open with one of their browsers. For whoever was left out it is not there at all."""
        wraps = Wrap.objects.filter(
            report=OuterRef("pk"), key__in=Key.objects.standing().filter(person=person)
        )
        return self.filter(Exists(wraps)).order_by(F("settled_on").asc(nulls_first=True), "-day", "receipt")

    def of_receipt(self, receipt: str) -> Report | None:
        return self.filter(receipt=receipt).first()

    @transaction.atomic
    def take(self, sealed: Sealed) -> None:
        """Keep a report. Raises ReportRefused: too few recipients, a key that is gone, an old day, or a second time."""
        if not Key.objects.are_enough():
            raise ReportRefused("few")
        if sealed.day not in _days():
            raise ReportRefused("day")
        keys = {(str(key.person_id), key.public): key for key in Key.objects.standing()}
        wanted = [(reader.person, reader.key) for reader in sealed.readers]
        if len({*wanted}) < len(wanted) or not {*wanted} <= {*keys}:
            raise ReportRefused("readers")
        report = self._kept(sealed, wanted)
        wraps = [
            Wrap(report=report, key=keys[reader.person, reader.key], wrapped=reader.wrap)
            for reader in sealed.readers
        ]
        Wrap.objects.bulk_create(sorted(wraps, key=lambda wrap: wrap.pk))

    def mix(self) -> None:
        """Make all rows look as if they had come at once, in the order of their numbers. SQLite lays them so by itself;
        PostgreSQL notes beside each row which transaction wrote it, and so about when. Not within a transaction."""
        if connection.vendor != "postgresql":
            return
        with connection.cursor() as cursor:
            for table in (model._meta.db_table for model in (Report, Wrap, Word)):
                cursor.execute(f"UPDATE {table} SET id = id")  # noqa: S608  (a name of our own)
                cursor.execute(f"CLUSTER {table} USING {table}_pkey")

    def _kept(self, sealed: Sealed, readers: list[tuple[str, str]]) -> Report:
        try:
            with transaction.atomic():
                return self.create(
                    receipt=sealed.receipt,
                    day=sealed.day,
                    ephemeral=sealed.ephemeral,
                    readers=readers,
                    iv=sealed.iv,
                    sealed=sealed.sealed,
                )
        except IntegrityError:
            raise ReportRefused("again") from None


class Report(models.Model):
    """`receipt` is a hash of a hash of the words that only the reporter has. `readers` are person and public key of
    each browser it was sealed to, as it was bound when it was sealed. There is a day and no hour, and no author."""

    id = models.IntegerField(primary_key=True, default=anywhere)
    receipt = models.CharField(max_length=43, unique=True)
    day = models.DateField()
    ephemeral = models.CharField(max_length=87)
    readers = models.JSONField()
    iv = models.CharField(max_length=16)
    sealed = models.TextField()
    settled_on = models.DateField(null=True)

    objects = ReportQuerySet.as_manager()

    def __str__(self) -> str:
        return f"report of {self.day}"

    def is_readable(self) -> bool:
        """Whether there is anybody left who could open it."""
        return self.wraps.filter(key__in=Key.objects.standing()).exists()

    def settle(self) -> None:
        self._mark(timezone.localdate())

    def open_again(self) -> None:
        self._mark(None)

    @transaction.atomic
    def say(self, word: SealedWord, *, from_reporter: bool) -> None:
        """Add a word to the conversation. Raises ReportRefused when it is not the next one."""
        said = self.words.count()
        if word.number != said + 1:
            raise ReportRefused("number")
        if said >= MOST_WORDS:
            raise ReportRefused("words")
        try:
            with transaction.atomic():
                self.words.create(
                    number=word.number, from_reporter=from_reporter, iv=word.iv, sealed=word.sealed
                )
        except IntegrityError:
            raise ReportRefused("number") from None

    def _mark(self, day: Any) -> None:
        self.settled_on = day
        self.save(update_fields=["settled_on"])


class Wrap(models.Model):
    """The key of one report, for one browser."""

    id = models.IntegerField(primary_key=True, default=anywhere)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="wraps")
    key = models.ForeignKey(Key, on_delete=models.CASCADE, related_name="wraps")
    wrapped = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="wrapped_once")]

    def __str__(self) -> str:
        return f"{self.report} for {self.key}"


class Word(models.Model):
    """One turn of a conversation, sealed with the key that the reporter's words make. It has no day on the server."""

    id = models.IntegerField(primary_key=True, default=anywhere)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="words")
    number = models.PositiveSmallIntegerField()
    from_reporter = models.BooleanField()
    iv = models.CharField(max_length=16)
    sealed = models.TextField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="said_in_order")]

    def __str__(self) -> str:
        return f"word {self.number} of {self.report}"


def recipients() -> models.QuerySet[Person]:
    """People who receive reports today, with or without a key."""
    theirs = Person.objects.inside().filter(is_people_ops=True)
    return theirs.annotate(keys=Count("report_keys")).order_by("name", "pk")


def _days() -> set[str]:
    today = timezone.localdate()
    return {str(today), str(today - timedelta(days=1))}
