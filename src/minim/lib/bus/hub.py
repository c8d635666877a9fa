"""Who in this process listens, and the one thread that looks for all of them."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
import time
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from django.db import Error

from minim.lib.bus.watches import open_watch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from minim.lib.bus.topics import Topic
    from minim.lib.bus.watches import Watch

PAUSE_AFTER_TROUBLE = 1.0

logger = logging.getLogger(__name__)


class Listener:
    """Hears of some topics, within one event loop. However slow it is, only the latest versions wait for it."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self.topics = tuple(topics)
        self.told: dict[Topic, int] = {}
        self.is_ended = False
        self._loop = asyncio.get_running_loop()
        self._news: dict[Topic, int] = {}
        self._woken = asyncio.Event()

    async def hear(self, within: float) -> dict[Topic, int]:
        """Topics whose version is another than before, with their versions; empty after `within` seconds of silence.

        The first answer holds all topics: it is where things stand.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(max(within, 0)):
                await self._woken.wait()
        self._woken.clear()
        news, self._news = self._news, {}
        return news

    def end(self) -> None:
        """Wake whoever listens here, who then finds `is_ended`. Call it within the listener's own loop."""
        self.is_ended = True
        self.wake()

    def wake(self) -> None:
        """Let whoever listens here look around, with or without news. Call it within the listener's own loop."""
        self._woken.set()

    def compare(self, versions: dict[Topic, int]) -> None:
        """Pass on what is new. Called by the watching thread alone."""
        news = {topic: versions[topic] for topic in self.topics if versions[topic] != self.told.get(topic)}
        if news:
            self.told |= news
            with suppress(RuntimeError):  # its loop has ended, and so has everybody who listened there
                self._loop.call_soon_threadsafe(self._take, news)

    def _take(self, news: dict[Topic, int]) -> None:
        self._news |= news
        self._woken.set()


class Hub:
    """The listeners of a process. The watching thread lives only while there are some."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: set[Listener] = set()
        self._watching = False
        self._waker, self._woken = socket.socketpair()
        self._waker.setblocking(False)
        self._woken.setblocking(False)

    def __len__(self) -> int:
        return len(self._listeners)

    def add(self, listener: Listener) -> None:
        with self._lock:
            self._listeners.add(listener)
            if not self._watching:
                self._watching = True
                threading.Thread(target=self._watch, name="bus", daemon=True).start()
        self._wake()

    def remove(self, listener: Listener) -> None:
        with self._lock:
            self._listeners.discard(listener)
        self._wake()

    def _wake(self) -> None:
        with suppress(BlockingIOError):  # so many wishes wait already that one more changes nothing
            self._waker.send(b"!")

    def _watch(self) -> None:
        """Look until nobody listens any more; whatever happens to the database, come back."""
        is_well = True
        while self._is_wanted():
            try:
                with closing(open_watch()) as watch:
                    self._pass_on(watch)
                    is_well = True
                    while self._is_listened_to():
                        if watch.wait(self._woken):
                            self._calm()
                            self._pass_on(watch)
            except (Error, OSError, ValueError) as problem:
                if is_well:
                    logger.warning("Changes cannot be heard now (%s). Trying again.", type(problem).__name__)
                is_well = False
                time.sleep(PAUSE_AFTER_TROUBLE)

    def _is_listened_to(self) -> bool:
        return bool(self._listeners)

    def _is_wanted(self) -> bool:
        """The end of the thread is decided under the lock: who comes later starts another."""
        with self._lock:
            self._watching = bool(self._listeners)
            return self._watching

    def _calm(self) -> None:
        with suppress(BlockingIOError):
            self._woken.recv(65_536)

    def _pass_on(self, watch: Watch) -> None:
        with self._lock:
            listeners = list(self._listeners)
        versions = watch.versions({topic for listener in listeners for topic in listener.topics})
        for listener in listeners:
            listener.compare(versions)


hub = Hub()
"""The one of this process."""


@contextmanager
def listen(topics: Iterable[Topic]) -> Iterator[Listener]:
    """A listener for the length of a block, inside a running event loop."""
    listener = Listener(topics)
    hub.add(listener)
    try:
        yield listener
    finally:
        hub.remove(listener)
