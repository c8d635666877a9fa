"""Notice: every word we send is a waiting row."""

from __future__ import annotations

from datetime import timedelta
from email.utils import make_msgid
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils import timezone

from minim.lib.leases import Leased, LeasedQuerySet
from minim.notices.letters import Letter
from minim.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Letter", "Notice"]

LONGEST_PAUSE = timedelta(hours=6)
TRIES = 12
TRIES_IF_SECRET = 3
"""A code that is good for ten minutes is of no use later."""


class NoticeQuerySet(LeasedQuerySet):
    def waiting(self) -> NoticeQuerySet:
        """What should leave now, oldest first."""
        return self.filter(sent_at=None, given_up_at=None, due_at__lte=timezone.now()).order_by(
            "due_at", "pk"
        )

    def shown(self) -> NoticeQuerySet:
        """What may be listed at all. Secret letters are not: they would tell who signs in, and when."""
        return self.filter(secret=False)

    def post(
        self,
        kind: str,
        to: Person,
        *,
        once: str = "",
        secret: bool = False,
        sender: Person | None = None,
        **facts: Any,
    ) -> Notice | None:
        """Leave a letter for the worker. `once` names the occasion: the same letter is never posted twice for it.

        The letter is `letters/<kind>.md`: its first line is the subject. Nobody without an address, and nobody
        who has left, is written to. Answers go to the `sender`.
        """
        if not _is_reachable(to):
            return None
        notice = _written(Letter(kind, to, facts), once, sender, secret=secret)
        if not once:
            notice.save()
            return notice
        self.bulk_create([notice], ignore_conflicts=True)
        return self.get(once=notice.once)  # type: ignore[no-any-return]

    def post_all(self, letters: Iterable[Letter], *, once: str, sender: Person | None = None) -> None:
        """Leave many letters of one occasion at once, each like `post`."""
        notices = [_written(letter, once, sender) for letter in letters if _is_reachable(letter.to)]
        self.bulk_create(notices, batch_size=500, ignore_conflicts=True)


class Notice(Leased):
    """A letter to one person. `message_id` is decided when it is posted, so that a letter which leaves twice because a
    worker died between sending and noting it is the same letter to every mail program."""

    kind = models.CharField(max_length=40)
    recipient = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True, help_text="Markdown")
    reply_to = models.EmailField(max_length=254, blank=True)
    secret = models.BooleanField(default=False, help_text="Forgotten as soon as it is sent")
    once = models.CharField(max_length=120, unique=True, null=True)
    message_id = models.CharField(max_length=200, unique=True)
    due_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["sent_at", "given_up_at", "due_at"])]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient}"

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None

    @property
    def has_failed(self) -> bool:
        return self.given_up_at is not None

    def sent(self) -> None:
        self.sent_at, self.last_error = timezone.now(), ""
        self._put_down("sent_at")

    def failed(self, error: str, *, for_good: bool = False) -> None:
        """Try again later, each time a little later. Give up after a while, or at once when it is `for_good`."""
        self.attempts += 1
        self.last_error = error[:300]
        self.due_at = timezone.now() + min(LONGEST_PAUSE, timedelta(seconds=15 * 2**self.attempts))
        if for_good or self.attempts >= (TRIES_IF_SECRET if self.secret else TRIES):
            self.given_up_at = timezone.now()
        self._put_down("attempts", "due_at", "given_up_at")

    def try_again(self) -> bool:
        """Send a letter that was given up after all; false when it was not. A secret one is gone for good."""
        given_up = Notice.objects.filter(pk=self.pk, sent_at=None, secret=False).exclude(given_up_at=None)
        return bool(given_up.update(given_up_at=None, attempts=0, last_error="", due_at=timezone.now()))

    def _put_down(self, *changed: str) -> None:
        if self.secret and (self.sent_at or self.given_up_at):
            self.body = ""
        self.leased_until = None
        self.save(update_fields=[*changed, "last_error", "leased_until", "body"])


def _is_reachable(person: Person) -> bool:
    return bool(person.email) and person.is_active


def _written(letter: Letter, once: str, sender: Person | None, *, secret: bool = False) -> Notice:
    subject, body = letter.written()
    return Notice(
        kind=letter.kind,
        recipient=letter.to,
        subject=subject,
        body=body,
        reply_to=(sender.email or "") if sender else "",
        secret=secret,
        once=f"{once}:{letter.kind}:{letter.to.pk}" if once else None,
        message_id=make_msgid(domain=urlsplit(settings.BASE_URL).hostname),
    )
