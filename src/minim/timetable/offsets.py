"""When the clock of a zone stands how far from UTC, as arrays, so that a year of meetings is one lookup."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from minim.timetable.zones import place

Seconds = NDArray[np.int64]
"""Seconds since 1970: of UTC for instants, of the zone's own clock for wall times."""

_LOOK_EVERY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Offsets:
    """`seconds[k]` is what the zone's clock is ahead of UTC until `changes[k]`; the last one holds to the end."""

    changes: Seconds
    seconds: Seconds

    def at(self, instants: Seconds) -> Seconds:
        """How far the clock is ahead of UTC at each instant."""
        return self.seconds[np.searchsorted(self.changes, instants, side="right")]

    def instants(self, wall: Seconds) -> Seconds:
        """The instants of wall times, read as RFC 5545 (3.3.5) says: see `series.instant`."""
        in_force = self.changes + np.maximum(self.seconds[:-1], self.seconds[1:])
        return wall - self.seconds[np.searchsorted(in_force, wall, side="right")]


@lru_cache(maxsize=2048)
def offsets(zone: str, first_year: int, last_year: int) -> Offsets:
    """The offsets of a zone through these years and one more on either side. Raises ZoneError."""
    years = range(first_year - 1, last_year + 2)
    changes = [moment for year in years for moment in _changes_in(zone, year)]
    begin = int(datetime(years[0], 1, 1, tzinfo=UTC).timestamp())
    seconds = [_offset(zone, begin), *(_offset(zone, moment) for moment in changes)]
    return Offsets(np.array(changes, dtype=np.int64), np.array(seconds, dtype=np.int64))


def year_of(moment: int) -> int:
    """The year of an instant in UTC."""
    return datetime.fromtimestamp(moment, UTC).year


@lru_cache(maxsize=8192)
def _changes_in(zone: str, year: int) -> tuple[int, ...]:
    begin, end = (int(datetime(each, 1, 1, tzinfo=UTC).timestamp()) for each in (year, year + 1))
    found, before = [], _offset(zone, begin)
    for moment in range(begin, end, _LOOK_EVERY):
        later = min(moment + _LOOK_EVERY, end)
        after = _offset(zone, later)
        if after != before:
            found.append(_change_between(zone, moment, later))
            before = after
    return tuple(found)


def _change_between(zone: str, before: int, after: int) -> int:
    old = _offset(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if _offset(zone, middle) == old else (before, middle)
    return after


def _offset(zone: str, moment: int) -> int:
    ahead = datetime.fromtimestamp(moment, place(zone)).utcoffset()
    return int(ahead.total_seconds()) if ahead else 0
