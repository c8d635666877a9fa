"""Thread: a Facilitator asks those who organize the program for help with a group, and they answer.

It is about the group as one sees it from outside. Nobody reads it but whoever asked and the program's Organizers.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.utils import timezone

from minim.notices.kinds import HELP
from minim.notices.models import Letter, Notice

if TYPE_CHECKING:
    from datetime import datetime

    from minim.groups.models import Group
    from minim.people.models import Person

LONGEST = 3000
KEPT_FOR = timedelta(days=365)
"""So long after the last thing that happened in it, a thread is kept."""


class ThreadQuerySet(models.QuerySet["Thread"]):
    def read_by(self, person: Person) -> ThreadQuerySet:
        """Whoever asked, and those who organize the program today: not who leads the group after them."""
        return self.filter(Q(asked_by=person) | Q(group__program__in=person.organized_programs.values("pk")))

    def with_news_for(self, person: Person) -> ThreadQuerySet:
        """`has_news`: the other side wrote something that nobody of this person's side has opened.

        Those come first, then what is open, the latest first.
        """
        unseen = Line.objects.filter(thread=OuterRef("pk"), seen_at=None)
        is_new = Case(
            When(asked_by=person, then=Exists(unseen.filter(is_answer=True))),
            default=Exists(unseen.filter(is_answer=False)),
            output_field=models.BooleanField(),
        )
        is_open = F("closed_at").desc(nulls_first=True)
        return self.annotate(has_news=is_new).order_by(is_new.desc(), is_open, "-moved_at", "-pk")

    def waiting_for_organizer(self, person: Person) -> ThreadQuerySet:
        """Threads of this Organizer's programs in which a question has not been opened."""
        mine = self.filter(group__program__in=person.organized_programs.values("pk"))
        return mine.filter(Exists(Line.objects.filter(thread=OuterRef("pk"), seen_at=None, is_answer=False)))

    @transaction.atomic
    def ask(self, group: Group, text: str, *, by: Person) -> Thread:
        """Ask for help with this group. Who has asked before goes on in the same thread."""
        thread, _ = self.get_or_create(group=group, asked_by=by)
        thread.write(text, by=by)
        return thread

    def forget_old(self) -> None:
        """A year after anything last happened in it a thread is deleted, closed or not."""
        self.filter(moved_at__lte=timezone.now() - KEPT_FOR).delete()


class Thread(models.Model):
    """`moved_at` is when something last happened in it."""

    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="threads")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now, db_index=True)
    closed_at = models.DateTimeField(null=True)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ["-moved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "asked_by"], name="one_thread_per_facilitator")
        ]

    def __str__(self) -> str:
        return f"{self.asked_by} about {self.group}"

    @transaction.atomic
    def write(self, text: str, *, by: Person) -> None:
        """Add words, and open it again. The other side gets one letter, and no second one before it has looked."""
        is_answer = by.pk != self.asked_by_id
        knows = self.lines.filter(is_answer=is_answer, seen_at=None).exists()
        line = self.lines.create(writer=by, text=text, is_answer=is_answer)
        self._moved(closed_at=None)
        if not knows:
            self._tell(line)

    def looked_at(self, by: Person) -> None:
        """What the other side wrote has been seen."""
        theirs = self.lines.filter(is_answer=by.pk == self.asked_by_id, seen_at=None)
        theirs.update(seen_at=timezone.now())

    def close(self) -> None:
        self._moved(closed_at=self.closed_at or timezone.now())

    def open_again(self) -> None:
        self._moved(closed_at=None)

    def _moved(self, closed_at: datetime | None) -> None:
        self.closed_at, self.moved_at = closed_at, timezone.now()
        self.save(update_fields=["closed_at", "moved_at"])

    def _tell(self, line: Line) -> None:
        """That there is something to read: no word of it, not which group, not who."""
        readers = [self.asked_by] if line.is_answer else self.group.program.organizers.all()
        facts = {"is_answer": line.is_answer, "help_url": f"{settings.BASE_URL}/help/{self.pk}/"}
        Notice.objects.post_all([Letter(HELP, one, facts) for one in readers], once=f"help-{line.pk}")


class Line(models.Model):
    """What somebody wrote. At `seen_at` somebody of the other side opened it first."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="lines")
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_answer = models.BooleanField(help_text="Written by an Organizer")
    text = models.TextField(max_length=LONGEST)
    written_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.writer} in {self.thread}"
