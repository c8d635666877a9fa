"""What pages keep for a while: who is signed in where, and what rate limits remember."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare

if TYPE_CHECKING:
    from minim.people.models import Person
    from minim.web.sessions import SessionStore


class SessionQuerySet(models.QuerySet["Session"]):
    def of(self, person: Person) -> SessionQuerySet:
        """This person's sessions that are still open, the latest first."""
        return self.filter(person=person, expire_date__gt=timezone.now()).order_by("-seen_at", "pk")


class Session(AbstractBaseSession):
    """A browser that is known to us. `session_key` is a hash of the cookie: a copy of this table opens no door."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    device = models.CharField(max_length=80, blank=True, help_text="Browser and system, as it says itself")
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects = SessionQuerySet.as_manager()  # type: ignore[misc, assignment]

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        from minim.web.sessions import SessionStore

        return SessionStore

    def is_of(self, person: int) -> bool:
        """Whether this person is signed in with it, as `django.contrib.auth.get_user` finds out for a request."""
        if self.person is None or self.person.pk != person or not self.person.is_active:
            return False
        known = self.get_decoded().get(HASH_SESSION_KEY, "")
        return constant_time_compare(known, self.person.get_session_auth_hash())


class Remembered(models.Model):
    """A row of Django's database cache, which every process and machine shares."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "remembered"

    def __str__(self) -> str:
        return self.cache_key
