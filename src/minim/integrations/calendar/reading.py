"""Reads one calendar, says what is asked about it, and ends: the other side of `guarded`.

It takes a line of JSON and then the calendar, and answers in JSON. It knows no settings and no database.
"""

from __future__ import annotations

import gc
import json
import math
import resource
import sys
from collections.abc import Callable

from icalendar import Component

from minim.integrations.calendar.answered import answer
from minim.integrations.calendar.ics import CalendarUnreadable
from minim.integrations.calendar.rhythms import rhythms
from minim.integrations.calendar.taken import taken

ROOM = 1_000_000_000
"""Bytes. The largest calendar that we read needs a fifth."""

_ABOUT: dict[str, Callable[..., object]] = {"answer": answer, "rhythms": rhythms, "taken": taken}


def main() -> None:
    question = json.loads(sys.stdin.buffer.readline())
    _limit(question.pop("seconds"))
    gc.disable()  # it only costs time where all ends soon
    Component.ignore_exceptions = True  # one odd line is no reason to read nothing
    try:
        told: dict[str, object] = {
            "found": _ABOUT[question.pop("about")](sys.stdin.buffer.read(), **question)
        }
    except CalendarUnreadable as trouble:
        told = {"trouble": trouble.reason, "line": trouble.line}
    json.dump(told, sys.stdout)


def _limit(seconds: float) -> None:
    """The system ends us when we take more, and keeps no picture of what we read."""
    _at_most(resource.RLIMIT_CORE, 0)
    _at_most(resource.RLIMIT_CPU, math.ceil(seconds))
    _at_most(resource.RLIMIT_AS, ROOM)


def _at_most(what: int, much: int) -> None:
    hardest = resource.getrlimit(what)[1]
    try:
        resource.setrlimit(what, (much if hardest == resource.RLIM_INFINITY else min(much, hardest), hardest))
    except (ValueError, OSError):
        return  # not every system can limit everything


if __name__ == "__main__":
    main()
