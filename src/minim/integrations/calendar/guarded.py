"""Has a calendar read by a process of its own, which cannot take longer or need more than it may.

Nobody vouches for a calendar, and the libraries that read it trust it: a rule that never comes true keeps them for
hours, and a zone that is redefined stays so for whoever comes next. In a process of its own neither does harm.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zoneinfo
from typing import Any

from minim.integrations.calendar.ics import CalendarUnreadable, refuse_size

SECONDS = 10.0
"""Of processor time. Ten thousand entries take four."""

PATIENCE = 3
"""How many times as long it may take on a machine that has other things to do."""

_TOO_LONG = (
    "Reading this calendar takes too long. Export a shorter time of it, or remove the entry that repeats in a "
    "complicated way."
)
_UNLIKE = (
    "Something in this calendar is not as calendars are written. Export it anew, or only the coming year."
)


def asked(about: str, data: bytes, *, seconds: float = SECONDS, **question: Any) -> Any:
    """What `reading` finds. Raises CalendarUnreadable, after `seconds` of processor time at the latest."""
    refuse_size(data)
    told = json.dumps({"about": about, "seconds": seconds, **question}).encode()
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "minim.integrations.calendar.reading"],
            input=told + b"\n" + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds * PATIENCE,
            env=_surroundings(),
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise CalendarUnreadable(_TOO_LONG) from late
    if done.returncode:
        raise CalendarUnreadable(_TOO_LONG if done.returncode < 0 else _UNLIKE)
    answer = json.loads(done.stdout)
    if "trouble" in answer:
        raise CalendarUnreadable(answer["trouble"], answer["line"])
    return answer["found"]


def _surroundings() -> dict[str, str]:
    """Our modules and our zones, and none of the secrets that our own surroundings hold."""
    return {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONTZPATH": os.pathsep.join(zoneinfo.TZPATH),
    }
