"""How many reports come in an hour, counted in this process's memory: a row would tell the hour of the last one."""

from __future__ import annotations

import threading
import time

HOUR = 3600


class Gate:
    """Lets so many through in each hour of the clock, whoever they are."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.hour, self.count = 0, 0
        self._lock = threading.Lock()

    def lets_through(self) -> bool:
        hour = int(time.time()) // HOUR
        with self._lock:
            if hour != self.hour:
                self.hour, self.count = hour, 0
            self.count += 1
            return self.count <= self.most


reports = Gate(30)
words = Gate(120)
