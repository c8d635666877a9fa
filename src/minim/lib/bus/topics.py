"""What can be listened to: rows that carry a version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, models, transaction
from django.db.models import F

if TYPE_CHECKING:
    from collections.abc import Iterable

CHANNEL = "minim_changes"


@dataclass(frozen=True, slots=True)
class Topic:
    """One row: its table, its key, and the column of the key. The row's own column `version` is the truth."""

    table: str
    key: int
    column: str = "id"

    @classmethod
    def of(cls, row: models.Model) -> Topic:
        key: Any = row._meta.pk
        return cls(row._meta.db_table, row.pk, key.column)

    def __str__(self) -> str:
        return f"{self.table}:{self.key}"


class Versioned(models.Model):
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    @property
    def topic(self) -> Topic:
        return Topic.of(self)

    def changed(self) -> None:
        """Raise the version and tell everybody, once the surrounding transaction commits and not before.

        Locks the row until then, so that no two changes get the same version.
        """
        with transaction.atomic():
            type(self)._default_manager.filter(pk=self.pk).update(version=F("version") + 1)
            self.refresh_from_db(fields=["version"])
            tell(self.topic)


def tell(topic: Topic) -> None:
    """Say that the version of a row was changed or that the row is gone, within the transaction that did it.

    SQLite needs no word: every commit is noticed there.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(topic)])


def by_table(topics: Iterable[Topic]) -> dict[tuple[str, str], list[Topic]]:
    """Topics that one query can answer, under their table and the column of the key."""
    tables: dict[tuple[str, str], list[Topic]] = {}
    for topic in topics:
        tables.setdefault((topic.table, topic.column), []).append(topic)
    return tables
