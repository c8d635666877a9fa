"""Writes many rows that already exist, one prepared statement for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connections, router

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model


def update_rows(rows: Sequence[Model], fields: Sequence[str]) -> None:
    """Write these fields of these rows.

    Django's `bulk_update` builds one CASE per field and row, and takes 20 s for what takes half a second here.
    """
    if not rows:
        return
    model = type(rows[0])
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    written: list[Any] = [model._meta.get_field(name) for name in fields]
    key: Any = model._meta.pk
    sets = ", ".join(f"{quote(field.column)} = %s" for field in written)
    values = [
        [field.get_db_prep_save(getattr(row, field.attname), connection) for field in (*written, key)]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE {quote(key.column)} = %s",  # noqa: S608
            values,
        )
