"""Server-sent events: a page that listens here is told what changed, or only that something did, and fetches it."""

from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from django.db import Error
from django.http import HttpResponseNotAllowed, StreamingHttpResponse

from minim.lib import bus
from minim.web.doorkeeper import Visit, doorkeeper, teller

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from django.http import HttpRequest, HttpResponseBase

HEARTBEAT_SECONDS = 15.0
ASK_AGAIN_SECONDS = 10.0
LONGEST_SECONDS = 3600.0
"""Then the browser comes back through the door, where sessions end and people sign in again."""
STREAMS_PER_PERSON = 4
"""In one process. Over HTTP/1.1 a browser opens six connections to a host, and pages want to load beside streams."""
RECONNECT_MS = 1000


def stream(
    request: HttpRequest,
    topics: Sequence[bus.Topic],
    may_hear: Callable[[], bool],
    tell: Callable[[str, str], str] | None = None,
) -> HttpResponseBase:
    """The events of these topics, for a visitor who is signed in and whom the view has let through already.

    Each event carries one text, which is also its id: the versions of the topics in their order, "17" or "17-3".
    `snapshot` comes first and says where things stand; `changed` whenever a version is another, and at once when it
    is not what the browser has seen (`Last-Event-ID`, or `?seen=` with what its page was made of); `beat` after a long
    silence, which wakes hidden pages too; `end` when there is nothing more to hear: this person may no longer listen
    ("gone"), or listens in newer windows ("elsewhere").

    `may_hear` reads the database, every few seconds and in another thread. So does `tell`, if there is one: given the
    version that was told last and the one there is now, it says on one line what a `changed` carries instead of the
    version; "" leaves it at that.
    """
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    events = Stream(request, topics, may_hear, tell).events()
    response = StreamingHttpResponse(events, content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


class Stream:
    """One browser's stream. It keeps neither a thread nor a database connection."""

    def __init__(
        self,
        request: HttpRequest,
        topics: Sequence[bus.Topic],
        may_hear: Callable[[], bool],
        tell: Callable[[str, str], str] | None,
    ) -> None:
        self.person: int = request.user.pk or 0
        self.visit = Visit(request.session.session_key or "", self.person, may_hear)
        self.topics = topics
        self.tell = tell
        self.seen = request.headers.get("Last-Event-ID") or request.GET.get("seen", "")
        self.versions: dict[bus.Topic, int] = {}
        self.spoke_at = time.monotonic()
        self.ask_at = _soon()
        self.asking: asyncio.Task[bool] | None = None
        self.ends_at = self.spoke_at + LONGEST_SECONDS

    async def events(self) -> AsyncIterator[str]:
        with bus.listen(self.topics) as listener:
            _enter(self.person, listener)
            try:
                while (now := time.monotonic()) < self.ends_at:
                    due = min(self.spoke_at + HEARTBEAT_SECONDS, self.ask_at)
                    news = await listener.hear(within=due - now)
                    if listener.is_ended:
                        yield _event("end", "elsewhere")
                        return
                    if not self._is_still_welcome(listener):
                        yield _event("end", "gone")
                        return
                    if words := await self._words(news):
                        self.spoke_at = time.monotonic()
                        yield words
            except Error:
                return  # nobody knows whether this person may listen; the browser asks at the door again
            finally:
                _leave(self.person, listener)

    def _is_still_welcome(self, listener: bus.Listener) -> bool:
        """What the doorkeeper said when last asked. Asking takes a while, and what is new does not wait for it."""
        if self.asking and self.asking.done():
            asked, self.asking = self.asking, None
            return asked.result()
        if self.asking is None and time.monotonic() >= self.ask_at:
            self.ask_at = _soon()
            self.asking = asyncio.create_task(doorkeeper.ask(self.visit))
            self.asking.add_done_callback(lambda _: listener.wake())
        return True

    async def _words(self, news: dict[bus.Topic, int]) -> str:
        """What to send: where things stand, what changed, a sign of life after a long silence, or nothing."""
        if not news:
            is_silent = time.monotonic() >= self.spoke_at + HEARTBEAT_SECONDS
            return _event("beat", ".") if is_silent else ""
        before, self.versions = self._state(), self.versions | news
        state = self._state()
        if before:
            return _event("changed", await self._told(before, state), state)
        missed = _event("changed", state, state) if self.seen not in ("", state) else ""
        return _event("snapshot", state, state) + missed

    def _state(self) -> str:
        """The versions as they were told last; "" before the first."""
        return "-".join(str(self.versions[topic]) for topic in self.topics if topic in self.versions)

    async def _told(self, before: str, state: str) -> str:
        if self.tell is None:
            return state
        return await teller.ask(partial(self.tell, before, state)) or state


_open: defaultdict[int, list[bus.Listener]] = defaultdict(list)


def _enter(person: int, listener: bus.Listener) -> None:
    """When a person has too many streams, the oldest ends: often that of a phone which lost its network."""
    streams = _open[person]
    streams.append(listener)
    for oldest in streams[:-STREAMS_PER_PERSON]:
        oldest.end()


def _leave(person: int, listener: bus.Listener) -> None:
    _open[person].remove(listener)
    if not _open[person]:
        del _open[person]


def _soon() -> float:
    """When to ask again: never all at the same moment."""
    return time.monotonic() + ASK_AGAIN_SECONDS * random.uniform(0.7, 1.0)  # noqa: S311  nothing secret


def _event(name: str, text: str, version: str = "") -> str:
    number = f"id: {version}\n" if version else ""
    retry = f"retry: {RECONNECT_MS}\n" if name == "snapshot" else ""
    return f"event: {name}\n{number}{retry}data: {text}\n\n"
