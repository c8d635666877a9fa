"""Times as one says them to somebody, in their own zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minim.timetable import place

if TYPE_CHECKING:
    from datetime import date, datetime

    from minim.timetable import Rhythm


def city(zone: str) -> str:
    """Europe/Berlin is "Berlin" to those who live there."""
    return zone.rpartition("/")[2].replace("_", " ")


def moment_words(moment: datetime, zone: str) -> str:
    """ "Tuesday 1 December at 15:00 (Berlin)"."""
    there = moment.astimezone(place(zone))
    return f"{day_words(there)} at {there:%H:%M} ({city(zone)})"


def day_words(day: date) -> str:
    """ "Tuesday 1 December"."""
    return f"{day:%A} {day.day} {day:%B}"


def rhythm_words(rhythm: Rhythm, zone: str) -> str:
    """ "every two weeks on Tuesday at 15:00 (Berlin)". The hour is the one there at the first meetings."""
    said = []
    for number in range(len(rhythm.pattern)):
        there = rhythm.occurrence(number).starts_at.astimezone(place(zone))
        said.append(f"{there:%A} at {there:%H:%M}")
    return f"{_how_often(rhythm.every_weeks)} on {_in_turn(said)} ({city(zone)})"


def _how_often(weeks: int) -> str:
    return {1: "every week", 2: "every two weeks"}.get(weeks, f"every {weeks} weeks")


def _in_turn(said: list[str]) -> str:
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]} in turn"
