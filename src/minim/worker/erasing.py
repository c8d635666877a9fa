"""Looks after rooms: closes what was left open, takes out who lost the seat, empties what a database keeps behind."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from minim.lib.scrubbing import scrub_closed
from minim.meetings.keys import take_out_seatless
from minim.meetings.models import Card, Dot, Epoch, Knock, Meeting, Nod, Presence, Proposal, Room, Text, Thumb
from minim.meetings.proposal import let_go_of_old

if TYPE_CHECKING:
    import threading

EVERY = 1.0
TABLES = (Nod, Proposal, Text, Card, Dot, Thumb, Epoch, Knock, Presence, Room)


class Eraser:
    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self.looked_at = -EVERY

    def work(self) -> bool:
        """One look; true when there was something to do."""
        if time.monotonic() - self.looked_at < EVERY:
            return False
        self.looked_at = time.monotonic()
        for room in Room.objects.overdue():
            room.close()
        take_out_seatless()
        let_go_of_old()
        return erase_closed()


def erase_closed() -> bool:
    """Empty what is left of meetings that are closed by now; false when there is nothing, or when it has to wait."""
    return scrub_closed(Meeting.objects.to_erase(), TABLES)
