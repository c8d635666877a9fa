"""Looks for a word in everything a machine keeps and sends, however it is spelled."""

from __future__ import annotations

import base64
import select
import socket
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.worker.town import Town

PIECE = 65_536


def spellings(word: str) -> list[bytes]:
    """The word as UTF-8 and UTF-16, in hexadecimal, and in base64 at each of its three beginnings."""
    plain = word.encode()
    coded = []
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + plain)
        # Only what the word alone decides: the signs at both ends hold bits of its neighbours.
        coded.append(whole[(0, 2, 3)[before] : len(whole) // 4 * 4 - 4])
    urlsafe = [one.replace(b"+", b"-").replace(b"/", b"_") for one in coded]
    return [plain, word.encode("utf-16-le"), word.encode("utf-16-be"), plain.hex().encode(), *coded, *urlsafe]


def found_in(what: bytes, words: list[str]) -> list[str]:
    return [word for word in words if any(spelled in what for spelled in spellings(word))]


def found_in_files(folders: list[Path], words: list[str]) -> list[tuple[str, str]]:
    """Files that hold one of the words, with the word."""
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    hits = []
    for file in files:
        with suppress(FileNotFoundError):  # a database tidies up while we look
            hits += [(file.name, word) for word in found_in(file.read_bytes(), words)]
    return hits


def folders_of(town: Town, *, journal: bool = True) -> list[Path]:
    """Where this town keeps what it keeps: its own folder, and on PostgreSQL the server's files of its database.

    Without `journal` PostgreSQL's write-ahead log is left out.
    """
    if not on_postgres(town):
        return [town.folder]
    data = Path(town.ask("SHOW data_directory")[0])
    number = town.ask("SELECT oid FROM pg_database WHERE datname = current_database()")[0]
    kept = [town.folder, data / "base" / str(number)]
    return [*kept, data / "pg_wal"] if journal else kept


def on_postgres(town: Town) -> bool:
    return not town.surroundings["MINIM_DATABASE"].startswith("sqlite")


def written_down(town: Town) -> None:
    """Let the files say what the database says: PostgreSQL writes its pages later."""
    if on_postgres(town):
        with psycopg.connect(town.surroundings["MINIM_DATABASE"], autocommit=True) as connection:
            connection.execute("CHECKPOINT")


class Recorder:
    """Stands between browsers and a server, and keeps every byte that passes, both ways."""

    def __init__(self, server: str) -> None:
        parts = urlsplit(server)
        self.server = (parts.hostname or "127.0.0.1", parts.port or 80)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.passed = bytearray()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                browser, _ = self.listener.accept()
                threading.Thread(target=self._pass_on, args=(browser,), daemon=True).start()

    def _pass_on(self, browser: socket.socket) -> None:
        with suppress(OSError), browser, socket.create_connection(self.server) as server:
            other = {browser: server, server: browser}
            while True:
                for ready in select.select([browser, server], [], [])[0]:
                    piece = ready.recv(PIECE)
                    if not piece:
                        return
                    self.passed += piece
                    other[ready].sendall(piece)


@contextmanager
def recording(server: str) -> Iterator[Recorder]:
    recorder = Recorder(server)
    try:
        yield recorder
    finally:
        recorder.listener.close()
