"""A private calendar feed per person: an address only they know."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from minim.people.models import Person

BYTES = 24
"""Of chance in an address: 192 bits."""


class FeedQuerySet(models.QuerySet["Feed"]):
    def renew(self, person: Person) -> str:
        """Give somebody a new address and end the one before. The token is told this once and kept nowhere."""
        token = secrets.token_urlsafe(BYTES)
        self.update_or_create(
            person=person,
            defaults={"token_hash": _hash(token), "created_at": timezone.now(), "read_on": None},
        )
        return token

    def opened_by(self, token: str) -> Feed | None:
        """Whose feed this is; None for an address that was never given, was ended, or whose owner has left."""
        feed = self.select_related("person").filter(token_hash=_hash(token)).first()
        return feed if feed and feed.person.is_active else None


class Feed(models.Model):
    """Only a hash of the address is kept. `read_on` is the day a calendar last came for it."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feed")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    read_on = models.DateField(null=True)

    objects = FeedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"feed of {self.person}"

    def was_read(self) -> None:
        Feed.objects.filter(pk=self.pk).exclude(read_on=timezone.localdate()).update(
            read_on=timezone.localdate()
        )


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
