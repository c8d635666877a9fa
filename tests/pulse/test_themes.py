"""What goes up has no name, no group and no day, and comes together with what others let go up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from minim.meetings.models import Meeting
from minim.pulse.models import Theme, Waiting
from minim.pulse.themes import monday_of, send_up
from minim.worker.themes import tell_themes
from tests.make import make_group
from tests.meetings.rooms import meet_now

if TYPE_CHECKING:
    from tests.cast import Cast

WEDNESDAY, MONDAY = date(2026, 12, 2), date(2026, 12, 7)


def met(cast: Cast, groups: int, day: date) -> None:
    """So many groups of the program closed a room on this day."""
    for _ in range(groups):
        meeting = meet_now(make_group(program=cast.program))
        Meeting.objects.filter(pk=meeting.pk).update(closed_at=f"{day}T15:00Z")


def told() -> list[tuple[str, date]]:
    return list(Theme.objects.values_list("words", "told_on"))


@pytest.mark.django_db
def test_sentences_of_a_week_are_told_on_monday_in_alphabetical_order(cast: Cast) -> None:
    met(cast, 3, WEDNESDAY)
    for words in ("We  decide\ttoo late.", "Meetings eat the week."):
        send_up(cast.program, words, WEDNESDAY)

    with time_machine.travel(f"{MONDAY - timedelta(days=1)}T23:00Z"):
        tell_themes()
    early = told()
    with time_machine.travel(f"{MONDAY}T01:00Z"):
        tell_themes()
        tell_themes()

    assert early == []
    assert told() == [("Meetings eat the week.", MONDAY), ("We decide too late.", MONDAY)]
    assert not Waiting.objects.exists()


@pytest.mark.django_db
def test_a_sentence_waits_until_it_may_have_come_from_three_groups(cast: Cast) -> None:
    met(cast, 2, WEDNESDAY)
    send_up(cast.program, "We decide too late.", WEDNESDAY)
    with time_machine.travel(f"{MONDAY}T01:00Z"):
        tell_themes()
    alone = told()

    met(cast, 1, MONDAY)
    send_up(cast.program, "Of the second week.", MONDAY)
    with time_machine.travel(f"{MONDAY + timedelta(days=2)}T01:00Z"):
        tell_themes()
    same_week = told()
    with time_machine.travel(f"{MONDAY + timedelta(days=7)}T01:00Z"):
        tell_themes()

    assert (alone, same_week) == ([], [])
    assert [words for words, _ in told()] == ["Of the second week.", "We decide too late."]


@pytest.mark.django_db
def test_the_sheet_holds_neither_order_nor_hour_nor_group(cast: Cast) -> None:
    for words in ("B", "C", "A"):
        send_up(cast.program, words, WEDNESDAY)

    assert list(Waiting.objects.values("program", "monday", "words")) == [
        {"program": cast.program.pk, "monday": date(2026, 11, 30), "words": ["A", "B", "C"]}
    ]
    assert {field.name for field in Waiting._meta.fields} == {"id", "program", "monday", "words"}
    assert {field.name for field in Theme._meta.fields} == {"id", "program", "words", "told_on"}


@given(st.dates(max_value=date(9000, 1, 1)))
def test_every_day_belongs_to_one_week(day: date) -> None:
    assert monday_of(day).weekday() == 0
    assert timedelta(0) <= day - monday_of(day) < timedelta(days=7)
