"""Reads the database for everybody who listens, in one thread and on one connection for all of them."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from django.db import close_old_connections
from django.utils import timezone

from minim.web.models import Session
from minim.web.sessions import hashed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

log = logging.getLogger(__name__)

GATHER_SECONDS = 0.25
"""So long the first question at the door waits for others, so that they are answered together."""

Question = TypeVar("Question")
Answer = TypeVar("Answer")


class Reader(Generic[Question, Answer]):
    """Answers questions one batch after the other. `answer` yields an answer, or the error instead, for each."""

    def __init__(
        self,
        name: str,
        answer: Callable[[Sequence[Question]], Iterator[Answer | Exception]],
        gather: float = 0.0,
    ) -> None:
        self.name, self.answer, self.gather = name, answer, gather
        self._asked: queue.SimpleQueue[tuple[Question, Future[Answer]]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    async def ask(self, question: Question) -> Answer:
        """The answer; what went wrong with this question is raised here."""
        answer: Future[Answer] = Future()
        self._asked.put((question, answer))
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._answer_all, name=self.name, daemon=True)
                self._thread.start()
        return await asyncio.wrap_future(answer)

    def _answer_all(self) -> None:
        while True:
            asked = [self._asked.get()]
            time.sleep(self.gather)
            while not self._asked.empty():
                asked.append(self._asked.get())
            waiting = [one for one in asked if one[1].set_running_or_notify_cancel()]
            self._answer(waiting)
            try:
                close_old_connections()
            except Exception:  # whatever ails the database: whoever asks next still needs an answer
                log.exception("The %s could not put its connection away.", self.name)

    def _answer(self, waiting: list[tuple[Question, Future[Answer]]]) -> None:
        answers = self.answer([question for question, _ in waiting])
        try:
            for _, future in waiting:
                answer = next(answers)
                if isinstance(answer, Exception):
                    future.set_exception(answer)
                else:
                    future.set_result(answer)
        except Exception as problem:  # the database is away: nobody gets an answer
            for _, future in waiting:
                if not future.done():
                    future.set_exception(problem)


class Visit(NamedTuple):
    """Somebody who listens: with which session, who, and whether the page still lets them."""

    session_key: str
    person: int
    may_hear: Callable[[], bool]


def still_welcome(visits: Sequence[Visit]) -> Iterator[bool | Exception]:
    """Of each visit whether its session is open, its person is still here, and the page still lets them."""
    keys = {hashed(visit.session_key) for visit in visits}
    open_now = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    sessions = {session.session_key: session for session in open_now.select_related("person")}
    for visit in visits:
        session = sessions.get(hashed(visit.session_key))
        yield session is not None and session.is_of(visit.person) and _tried(visit.may_hear)


def said(tellings: Sequence[Callable[[], str]]) -> Iterator[str | Exception]:
    return map(_tried, tellings)


def _tried(act: Callable[[], Answer]) -> Answer | Exception:
    try:
        return act()
    except Exception as problem:  # it belongs to whoever asked; the others still want their answers
        return problem


doorkeeper: Reader[Visit, bool] = Reader("doorkeeper", still_welcome, GATHER_SECONDS)
"""Asks again and again whether those who listen may still do so. The one of this process."""
teller: Reader[Callable[[], str], str] = Reader("teller", said)
"""Reads what is new for those who are told it. The one of this process."""
