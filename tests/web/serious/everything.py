"""All there is in the database, table by table, and in its files: to see what a request has changed, or left behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import connection

Tables = dict[str, list[str]]


def all_rows() -> Tables:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        return {name: _rows(cursor, name) for name in sorted(connection.introspection.table_names(cursor))}


def changed(before: Tables, after: Tables) -> set[str]:
    """The tables that are not as they were."""
    return {name for name in after if before.get(name) != after[name]}


def all_bytes() -> bytes:
    """The rows, and on SQLite the files of the database with their journal too."""
    files = b""
    if connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"]))
        files = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    return files + repr(all_rows()).encode()


def _rows(cursor: Any, name: str) -> list[str]:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
    return sorted(repr(row) for row in cursor.fetchall())
