"""Notice: every word we send is a waiting row."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from minim.lib.leases import Leased
from minim.notices.kinds import DIGEST, KINDS
from minim.notices.letters import Letter
from minim.notices.preferences import Digest, Preference
from minim.notices.queries import NoticeQuerySet
from minim.notices.sending import Progress, Sending
from minim.notices.states import UNSENT, State
from minim.notices.wording import Wording, WordsProblem
from minim.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime

__all__ = [
    "Digest",
    "Letter",
    "Notice",
    "NoticeQuerySet",
    "Preference",
    "Progress",
    "Sending",
    "State",
    "Wording",
    "WordsProblem",
]

LONGEST_PAUSE = timedelta(hours=6)
TRIES = 12
TRIES_IF_SECRET = 3
"""A code that is good for ten minutes is of no use later."""
PATIENT = 5
"""How often a letter keeps its place at the front when no letter can leave."""


class Notice(Leased):
    """A letter to one person. `message_id` is decided when it is posted, so that a letter which leaves twice because a
    worker died between sending and noting it is the same letter to every mail program."""

    kind = models.CharField(max_length=40)
    recipient = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True, help_text="Markdown")
    reply_to = models.EmailField(max_length=254, blank=True)
    secret = models.BooleanField(default=False, help_text="Forgotten as soon as it is sent")
    optional = models.BooleanField(default=False, help_text="Its reader may stop letters of this kind")
    calendar = models.JSONField(null=True, help_text="What the reader's calendar should hold: an Event")
    once = models.CharField(max_length=120, unique=True, null=True)
    message_id = models.CharField(max_length=200, unique=True)
    due_at = models.DateTimeField(default=timezone.now, help_text="Scheduled for")
    useless_after = models.DateTimeField(null=True, help_text="A letter that would leave later is let go")
    in_digest = models.BooleanField(default=False)
    digest = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.SET_NULL,
        related_name="gathered",
        help_text="The letter it came in",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    let_go_at = models.DateTimeField(
        null=True, help_text="Not sent, and nothing is wrong: it was of no use any more"
    )
    bounced_at = models.DateTimeField(null=True, help_text="The recipient's mail server sent it back")
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["-secret", "due_at", "id"], name="notices_queue", condition=UNSENT),
            models.Index(fields=["sent_at"], name="notices_sent", condition=Q(sent_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient}"

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None

    @property
    def has_failed(self) -> bool:
        return self.given_up_at is not None

    @property
    def state(self) -> State:
        """What has become of it, at this moment; `Notice.objects.in_state` finds the same."""
        if self.sent_at:
            return State.BOUNCED if self.bounced_at else State.SENT
        if self.given_up_at:
            return State.FAILED
        if self.let_go_at:
            return State.LET_GO
        if self.in_digest:
            return State.GATHERED
        return State.SCHEDULED if self.due_at > timezone.now() else State.WAITING

    def is_useless(self, moment: datetime) -> bool:
        return self.useless_after is not None and moment >= self.useless_after

    def ready_at(self, moment: datetime) -> datetime | None:
        """When a letter may leave whose turn has come: now, when the reader's night is over, or never, because it is
        of no use any more or not wanted any more. Its reader's preference should have been read with it."""
        if self.is_useless(moment):
            return None
        preference = getattr(self.recipient, "preference", None) or Preference(person=self.recipient)
        # A digest that was gathered still leaves: what must reach people may be in it.
        if self.optional and self.kind != DIGEST and not preference.wants(self.kind):
            return None
        kind = KINDS.get(self.kind)
        if self.secret or self.kind == DIGEST or (kind and kind.urgent):
            return moment
        return preference.arrives_at(moment, self.recipient.zone, self.useless_after)

    def sent(self) -> None:
        self.sent_at, self.last_error = timezone.now(), ""
        self._put_down("sent_at")

    def failed(self, error: str, *, for_good: bool = False) -> None:
        """Try again later, each time a little later. Give up after a while, or at once when it is `for_good`."""
        self.attempts += 1
        self.last_error = error[:300]
        self.due_at = timezone.now() + self._pause
        if for_good or self.attempts >= (TRIES_IF_SECRET if self.secret else TRIES):
            self.given_up_at = timezone.now()
        self._put_down("attempts", "due_at", "given_up_at")

    def put_back(self, error: str) -> None:
        """No letter could leave just now, which is not this one's fault: it keeps its place. After a few times it lets
        others go first, in case it was; but an outage alone never gives a letter up."""
        if self.secret:
            self.failed(error)
            return
        self.attempts = min(self.attempts + 1, TRIES - 1)
        self.last_error = error[:300]
        if self.attempts > PATIENT:
            self.due_at = timezone.now() + self._pause
        self._put_down("attempts", "due_at")

    def later(self, moment: datetime) -> None:
        """Wait for the end of the reader's night."""
        self.due_at = moment
        self._put_down("due_at")

    def let_go(self) -> None:
        """It would only disturb now."""
        self.let_go_at = timezone.now()
        self._put_down("let_go_at")

    def try_again(self) -> bool:
        """Send a letter after all that was given up or came back; false when it was neither. A secret one is gone for
        good."""
        lost = Q(sent_at=None, given_up_at__isnull=False) | Q(bounced_at__isnull=False)
        again = Notice.objects.filter(lost, pk=self.pk, secret=False)
        return bool(
            again.update(
                sent_at=None,
                given_up_at=None,
                bounced_at=None,
                attempts=0,
                last_error="",
                due_at=timezone.now(),
            )
        )

    @property
    def _pause(self) -> timedelta:
        return min(LONGEST_PAUSE, timedelta(seconds=15 * 2**self.attempts))

    def _put_down(self, *changed: str) -> None:
        if self.secret and (self.sent_at or self.given_up_at or self.let_go_at):
            self.body = ""
        self.leased_until = None
        self.save(update_fields=[*changed, "last_error", "leased_until", "body"])
        if self.kind == DIGEST:
            self.gathered.update(sent_at=self.sent_at, given_up_at=self.given_up_at, let_go_at=self.let_go_at)
