"""How a process notices that another one changed something: on a private connection that only ever looks."""

from __future__ import annotations

import select
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from django.db import connection

from minim.lib.bus.topics import CHANNEL, by_table

if TYPE_CHECKING:
    import socket
    from collections.abc import Collection

    from minim.lib.bus.topics import Topic

POLL_SECONDS = 0.04
LOOK_AGAIN_SECONDS = 10.0
"""PostgreSQL tells us; still we look ourselves now and then, which finds out that the connection is dead."""
PATIENCE_MS = 5_000
AT_ONCE = 500


class Watch(ABC):
    """Belongs to the thread that made it. Between two questions it holds no transaction: erasing waits for nobody."""

    def __init__(self) -> None:
        self.connection: Any = connection.copy()
        self.prepare()

    @abstractmethod
    def prepare(self) -> None:
        """Open the private connection, so that nothing that is committed from here on goes unnoticed."""

    @abstractmethod
    def wait(self, waker: socket.socket) -> bool:
        """Wait a little, or until `waker` can be read; whether something may have changed."""

    def versions(self, topics: Collection[Topic]) -> dict[Topic, int]:
        """The committed versions; 0 for a row that is gone."""
        found = dict.fromkeys(topics, 0)
        for (table, column), wanted in by_table(topics).items():
            for start in range(0, len(wanted), AT_ONCE):
                by_key = {topic.key: topic for topic in wanted[start : start + AT_ONCE]}
                for key, version in self._read(table, column, list(by_key)):
                    found[by_key[key]] = version
        return found

    def close(self) -> None:
        self.connection.close()

    def _read(self, table: str, column: str, keys: list[int]) -> list[tuple[int, int]]:
        quote = self.connection.ops.quote_name
        marks = ", ".join(["%s"] * len(keys))
        question = f"SELECT {quote(column)}, version FROM {quote(table)} WHERE {quote(column)} IN ({marks})"  # noqa: S608
        with self.connection.cursor() as cursor:
            cursor.execute(question, keys)
            return list(cursor.fetchall())


class SqliteWatch(Watch):
    """Asks for `data_version`, which moves with every commit of anybody else and costs some microseconds."""

    def prepare(self) -> None:
        self.connection.settings_dict["OPTIONS"]["init_command"] = "PRAGMA query_only=ON"
        self.seen = self._data_version()

    def wait(self, waker: socket.socket) -> bool:
        woken = bool(select.select([waker], [], [], POLL_SECONDS)[0])
        before, self.seen = self.seen, self._data_version()
        return woken or self.seen != before

    def _data_version(self) -> int:
        with self.connection.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            return int(cursor.fetchone()[0])


class PostgresWatch(Watch):
    """Listens, on a connection outside the pool."""

    def prepare(self) -> None:
        options = self.connection.settings_dict["OPTIONS"]
        options.pop("pool", None)
        options["tcp_user_timeout"] = PATIENCE_MS
        with self.connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")

    def wait(self, waker: socket.socket) -> bool:
        with self.connection.wrap_database_errors:
            if self._was_told():  # while we asked for versions
                return True
            ready = select.select([waker, self.connection.connection], [], [], LOOK_AGAIN_SECONDS)[0]
            return self._was_told() or waker in ready or not ready

    def _was_told(self) -> bool:
        return bool(list(self.connection.connection.notifies(timeout=0)))


def open_watch() -> Watch:
    return PostgresWatch() if connection.vendor == "postgresql" else SqliteWatch()
