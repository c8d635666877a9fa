"""What a database keeps of deleted rows, and how it is made to let go of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from django.db import models

PATIENCE_MS = 500
"""So long it waits for whoever reads or writes; nobody shall wait longer for it."""


def scrub(tables: Sequence[type[models.Model]], deleted_at: datetime) -> bool:
    """Let nothing stay of rows that were deleted from these tables by then; false when it has to be tried again later.

    SQLite overwrites what it deletes (`secure_delete`), but the write-ahead log still holds it until it is emptied.
    PostgreSQL keeps deleted rows in their pages until they are vacuumed, and while a transaction could see them.
    Call it outside a transaction.
    """
    if connection.vendor == "sqlite":
        return _empty_log()
    return _vacuum([table._meta.db_table for table in tables], deleted_at)


def scrub_closed(closed: models.QuerySet[Any], tables: Sequence[type[models.Model]]) -> bool:
    """Let nothing stay of what was deleted when these rows were closed, and note it as their `erased_at`; false when
    there are none, or when it has to wait."""
    instants = dict(closed.values_list("pk", "closed_at"))
    if not instants or not scrub(tables, max(instants.values())):
        return False
    for pk, closed_at in instants.items():
        closed.model._default_manager.filter(pk=pk, closed_at=closed_at).update(erased_at=timezone.now())
    return True


def _empty_log() -> bool:
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
        try:
            is_busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            cursor.execute(f"PRAGMA busy_timeout={int(patience)}")
    return not is_busy


def _vacuum(names: list[str], deleted_at: datetime) -> bool:
    older = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
        "AND xact_start < %s"
    )
    quoted = ", ".join(map(connection.ops.quote_name, names))
    with connection.cursor() as cursor:
        cursor.execute(older, [deleted_at])
        if cursor.fetchone()[0]:
            return False
        cursor.execute(f"VACUUM {quoted}")
    return True
