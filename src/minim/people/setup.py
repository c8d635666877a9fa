"""The one-time link with which the first Organizer comes in."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import models
from django.utils import timezone

VALID_FOR = timedelta(days=2)


class SetupKeyManager(models.Manager["SetupKey"]):
    def issue(self) -> str:
        """A fresh token of 192 random bits; earlier ones stop working. Only its hash is stored."""
        token = secrets.token_urlsafe(24)
        self.all().delete()
        self.create(token_hash=_hash(token))
        return token

    def open_with(self, token: str) -> SetupKey | None:
        """The key this token opens, while it is fresh and unused."""
        return self.filter(
            token_hash=_hash(token), used_at=None, created_at__gt=timezone.now() - VALID_FOR
        ).first()


class SetupKey(models.Model):
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)

    objects = SetupKeyManager()

    def __str__(self) -> str:
        return f"set-up key of {self.created_at:%Y-%m-%d}"

    def use(self) -> bool:
        """Spend the key; false when somebody else was quicker."""
        return bool(SetupKey.objects.filter(pk=self.pk, used_at=None).update(used_at=timezone.now()))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
