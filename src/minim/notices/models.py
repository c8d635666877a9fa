"""Notice: every word we send is a waiting row."""

from __future__ import annotations

from datetime import timedelta
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone

from minim.lib.leases import Leased, LeasedQuerySet
from minim.people.models import Person

LONGEST_PAUSE = timedelta(hours=6)


class NoticeQuerySet(LeasedQuerySet):
    def waiting(self) -> NoticeQuerySet:
        """What should leave now, oldest first."""
        return self.filter(sent_at=None, given_up_at=None, due_at__lte=timezone.now()).order_by(
            "due_at", "pk"
        )

    def post(
        self, kind: str, to: Person, *, once: str = "", secret: bool = False, **facts: Any
    ) -> Notice | None:
        """Leave a letter for the worker. `once` names the occasion: the same letter is never posted twice for it.

        The letter is `letters/<kind>.md`: its first line is the subject. Nobody without an address, and nobody
        who has left, is written to.
        """
        if not to.email or not to.is_active:
            return None
        subject, _, body = render_to_string(
            f"letters/{kind}.md", {"to": to, "base_url": settings.BASE_URL, **facts}
        ).partition("\n")
        fields = {
            "kind": kind,
            "recipient": to,
            "subject": subject.strip(),
            "body": body.strip(),
            "secret": secret,
        }
        fields["message_id"] = make_msgid(domain=urlsplit(settings.BASE_URL).hostname)
        if not once:
            return Notice.objects.create(**fields)
        return Notice.objects.get_or_create(once=f"{once}:{kind}:{to.pk}", defaults=fields)[0]


class Notice(Leased):
    kind = models.CharField(max_length=40)
    recipient = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True, help_text="Markdown")
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

    def sent(self) -> None:
        self.sent_at, self.leased_until, self.last_error = timezone.now(), None, ""
        if self.secret:
            self.body = ""
        self.save(update_fields=["sent_at", "leased_until", "last_error", "body"])

    def failed(self, error: str, *, tries: int = 12) -> None:
        """Try again later, each time a little later; give up after `tries`."""
        self.attempts += 1
        self.last_error, self.leased_until = error[:300], None
        self.due_at = timezone.now() + min(LONGEST_PAUSE, timedelta(seconds=15 * 2**self.attempts))
        if self.attempts >= tries:
            self.given_up_at = timezone.now()
        self.save(update_fields=["attempts", "last_error", "leased_until", "due_at", "given_up_at"])
