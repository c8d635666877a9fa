"""Sessions in the database, findable by person, under a hash of the key that the browser holds."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

if TYPE_CHECKING:
    from minim.web.models import Session


class SessionStore(DatabaseStore):
    """Django's database sessions with the key hashed, so that a copy of the database opens no session."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        from minim.web.models import Session

        return Session

    def exists(self, session_key: str) -> bool:
        return super().exists(hashed(session_key))

    async def aexists(self, session_key: str) -> bool:
        return bool(await super().aexists(hashed(session_key)))

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            super().delete(hashed(key))

    async def adelete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            await super().adelete(hashed(key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        return _described(super().create_model_instance(data), data)

    async def acreate_model_instance(self, data: dict[str, Any]) -> Any:
        return _described(await super().acreate_model_instance(data), data)

    def _get_session_from_db(self) -> Any:
        found = self._fresh().first()
        if found is None:
            self._session_key = None
        return found

    async def _aget_session_from_db(self) -> Any:
        found = await self._fresh().afirst()
        if found is None:
            self._session_key = None
        return found

    def _fresh(self) -> Any:
        return self.model.objects.filter(
            session_key=hashed(self.session_key or ""), expire_date__gt=timezone.now()
        )


def hashed(key: str) -> str:
    """160 bits, in the 40 signs of Django's column."""
    return blake2b(key.encode(), digest_size=20).hexdigest()


def _described(row: Any, data: dict[str, Any]) -> Any:
    row.session_key = hashed(row.session_key)
    row.person_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
    row.device = data.get("device", "")
    row.began_at, row.seen_at = _instant(data.get("began")), _instant(data.get("seen"))
    return row


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
