"""The worker opens polls when most groups have met, closes them in time, and leaves no trace of what was counted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.utils import timezone

from minim.groups.models import Group
from minim.meetings.models import Series
from minim.pulse.blind import SigningKey
from minim.pulse.models import Band, Plan, Round
from minim.worker import polling
from minim.worker.polling import close_overdue, due_after, held_by, open_due
from tests.make import make_group, make_program
from tests.meetings.held import FIRST, NOW, make_meetings, were_there
from tests.pulse.polls import ended, make_poll, next_key

if TYPE_CHECKING:
    from minim.programs.models import Program

pytestmark = pytest.mark.django_db
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SigningKey, "make", next_key)


@pytest.fixture
def program() -> Program:
    """A program with polls."""
    program = make_program()
    Plan.objects.create(program=program, is_on=True)
    return program


def met(*counts: int, last: datetime | None = None) -> dict[int, list[datetime]]:
    """Groups that have met so often, the last time a day ago."""
    last = last or timezone.now() - DAY
    return {
        place: [last - week * WEEK for week in reversed(range(count))] for place, count in enumerate(counts)
    }


def past_round(program: Program, number: int, closed: timedelta) -> Round:
    at = timezone.now() - closed
    return Round.objects.create(
        program=program, number=number, floor=4, questions=[], topics=[],
        opens_at=at - 5 * DAY, closes_at=at, closed_at=at,
    )  # fmt: skip


# --- when ------------------------------------------------------------------------------------------------------


def test_the_first_follows_the_first_meeting_of_three_quarters(program: Program) -> None:
    assert due_after(program, {}) is None
    assert due_after(program, met(0, 0, 0, 0)) is None
    assert due_after(program, met(1, 1, 0, 0)) is None
    assert due_after(program, met(1, 1, 1, 0)) == 1


def test_a_new_program_asks_unless_polls_are_turned_off() -> None:
    program = make_program()
    assert due_after(program, met(1, 1, 1, 1)) == 1

    Plan.objects.create(program=program, is_on=False)

    assert due_after(program, met(1, 1, 1, 1)) is None


def test_nobody_waits_longer_than_two_weeks_for_the_others(program: Program) -> None:
    assert due_after(program, met(1, 0, 0, 0, last=timezone.now() - 13 * DAY)) is None
    assert due_after(program, met(1, 0, 0, 0, last=timezone.now() - 15 * DAY)) == 1


def test_the_second_and_third_need_another_meeting_each(program: Program) -> None:
    past_round(program, 1, closed=WEEK)

    assert due_after(program, met(1, 1, 1, 1)) is None
    assert due_after(program, met(2, 2, 2, 1)) == 2
    assert due_after(program, met(9, 9, 9, 9, last=timezone.now() - 2 * WEEK)) is None


def test_afterwards_some_weeks_lie_between_two(program: Program) -> None:
    past_round(program, 3, closed=4 * WEEK - DAY)
    assert due_after(program, met(9, 9)) is None
    Round.objects.update(closed_at=timezone.now() - 4 * WEEK)
    assert due_after(program, met(9, 9)) == 0

    Plan(program=program, weeks_between=6).save()

    assert due_after(program, met(9, 9)) is None


def test_none_is_due_while_one_is_open_or_when_polls_are_off(program: Program) -> None:
    make_poll(program=program)
    assert due_after(program, met(2, 2)) is None
    other = make_program()
    Plan(program=other, is_on=False).save()
    assert due_after(other, met(1, 1)) is None


# --- the worker ------------------------------------------------------------------------------------------------


def test_a_meeting_counts_when_it_is_over_and_somebody_was_there() -> None:
    group, never, none = make_group(), make_group(), make_group()
    meetings = make_meetings(group, 4, first=NOW - timedelta(weeks=2, minutes=30))
    people = [seat.person for seat in group.sitting()]
    were_there(meetings, people, [], people)
    Series.objects.get_or_create(group=never)

    with time_machine.travel(NOW, tick=False):
        found = held_by(Group.objects.all())

    assert found == {group.pk: [meetings[0].ends_at], never.pk: []}
    assert none.pk not in found


def test_a_round_asks_the_groups_that_have_met(program: Program) -> None:
    ours, late = make_group(5, program=program), make_group(5, program=program)
    elsewhere = make_group(5)
    were_there(make_meetings(ours, first=FIRST), [seat.person for seat in ours.sitting()])
    make_meetings(late, first=FIRST)

    with time_machine.travel(FIRST + 15 * DAY):
        open_due()
        open_due()

    [begun] = Round.objects.all()
    assert (begun.program, begun.number, begun.after_meeting) == (program, 1, 1)
    assert [part.group for part in begun.parts.all()] == [ours]
    assert elsewhere.program != program


@pytest.mark.django_db(transaction=True)
def test_whatever_is_over_is_closed_and_then_erased() -> None:
    over, still_open = make_poll(), make_poll()
    Round.objects.filter(pk=over.pk).update(opens_at=timezone.now() - 5 * DAY, closes_at=timezone.now() - DAY)

    close_overdue()
    close_overdue()

    over.refresh_from_db()
    still_open.refresh_from_db()
    assert over.closed_at
    assert over.erased_at
    assert still_open.closed_at is None
    assert set(Band.objects.values_list("round", flat=True)) == {over.pk}


def test_what_could_not_be_erased_yet_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    ended(make_poll())
    monkeypatch.setattr("minim.lib.scrubbing.scrub", lambda tables, at: False)

    close_overdue()

    assert Round.objects.to_erase().count() == 1
    assert set(polling.TABLES) >= {Round}
