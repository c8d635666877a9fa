"""A real mail server that takes letters, refuses them, or keeps its client waiting."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage


class Sink:
    """Handles what a client says. `answers` maps a recipient to what they are answered; `holds` delays every yes."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.sessions: set[int] = set()
        self.answers: dict[str, str] = {}
        self.reached = threading.Event()
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.address = ""
        self._lock = threading.Lock()

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, to: str, options: Any
    ) -> str:
        answer = self.answers.get(to, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(to)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        with self._lock:
            self.sessions.add(id(session))
            self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        self.reached.set()
        await asyncio.to_thread(self.may_answer.wait)
        return "250 Taken"

    def to(self, address: str) -> list[EmailMessage]:
        return [letter for letter in self.letters if address in str(letter["To"])]

    def ids(self) -> list[str]:
        return [str(letter["Message-ID"]) for letter in self.letters]


@contextmanager
def open_sink() -> Iterator[Sink]:
    sink = Sink()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    sink.address = f"smtp://127.0.0.1:{port}"
    try:
        yield sink
    finally:
        sink.may_answer.set()
        controller.stop()
