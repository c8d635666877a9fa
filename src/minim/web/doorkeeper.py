"""Asks again and again whether those who listen may still do so, in one thread and on one connection for all."""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING

from django.db import close_old_connections

if TYPE_CHECKING:
    from collections.abc import Callable

GATHER_SECONDS = 0.25
"""So long the first question waits for others, so that a connection is opened for many."""


class Doorkeeper:
    def __init__(self) -> None:
        self._asked: queue.SimpleQueue[tuple[Callable[[], bool], Future[bool]]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    async def ask(self, question: Callable[[], bool]) -> bool:
        """The answer to a question that reads the database; what it raises is raised here."""
        answer: Future[bool] = Future()
        self._asked.put((question, answer))
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._answer_all, name="doorkeeper", daemon=True)
                self._thread.start()
        return await asyncio.wrap_future(answer)

    def _answer_all(self) -> None:
        while True:
            waiting = [self._asked.get()]
            time.sleep(GATHER_SECONDS)
            while not self._asked.empty():
                waiting.append(self._asked.get())
            for question, answer in waiting:
                if answer.set_running_or_notify_cancel():
                    _answer(question, answer)
            close_old_connections()


def _answer(question: Callable[[], bool], answer: Future[bool]) -> None:
    try:
        answer.set_result(question())
    except Exception as problem:  # it belongs to whoever asked; the others still want their answers
        answer.set_exception(problem)


doorkeeper = Doorkeeper()
"""The one of this process."""
