"""What a group's members take on: kept for the group alone, settled by any of them, and gone with the group."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from minim.meetings.actions import LONGEST_ACTION, MOST_OPEN, earliest_day
from minim.meetings.models import ActionItem, ActionRefused, Settled
from minim.worker.tidying import Tidier
from tests.meetings.held import FIRST, make_meetings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from time_machine import Traveller

    from minim.people.models import Person
    from tests.cast import Cast

MORNING = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


def keep(cast: Cast, text: str = "Write the guide", owner: Person | None = None, **more: date) -> ActionItem:
    return ActionItem.objects.keep(cast.group, text, owner=owner or cast.pat, **more)


def test_an_item_is_one_line_with_an_owner_and_perhaps_a_day(cast: Cast) -> None:
    item = keep(cast, " Write\r\n the\0  guide ", due_on=date(2026, 12, 1))

    assert (item.text, item.owner, item.due_on, item.is_open) == (
        "Write the guide",
        cast.pat,
        date(2026, 12, 1),
        True,
    )


@pytest.mark.parametrize("text", ["", " \n\0 ", "x" * (LONGEST_ACTION + 1), "😀" * 1_000_000])
def test_nothing_and_too_much_are_refused(cast: Cast, text: str) -> None:
    kept = keep(cast)

    with pytest.raises(ActionRefused):
        keep(cast, text)
    with pytest.raises(ActionRefused):
        kept.change(text, owner=cast.pat, due_on=None)

    assert [item.text for item in ActionItem.objects.all()] == ["Write the guide"]


def test_nobody_from_elsewhere_is_given_anything_to_do(cast: Cast) -> None:
    kept = keep(cast)

    with pytest.raises(ActionRefused):
        keep(cast, owner=cast.sam)
    with pytest.raises(ActionRefused):
        kept.change("Write the guide", owner=cast.bo, due_on=None)
    with pytest.raises(ActionRefused):
        kept.take_on(cast.olive)

    assert ActionItem.objects.get().owner == cast.pat


def test_too_many_open_items_are_refused_until_some_are_settled(cast: Cast) -> None:
    first = keep(cast, "Item 1")
    for number in range(2, MOST_OPEN + 1):
        keep(cast, f"Item {number}")

    with pytest.raises(ActionRefused):
        keep(cast, "One too many")
    first.settle(Settled.DONE)
    keep(cast, "Now there is room")

    assert ActionItem.objects.open().count() == MOST_OPEN


def test_only_who_sits_in_the_group_reads_it(cast: Cast) -> None:
    keep(cast)
    everyone = (cast.fay, cast.pat, cast.olive, cast.bo, cast.sam, cast.root)

    readers = [person.name for person in everyone if ActionItem.objects.read_by(person).exists()]

    assert readers == ["Fay", "Pat"]


def test_an_item_is_late_only_when_its_day_is_over_everywhere(cast: Cast, clock: Traveller) -> None:
    item = keep(cast, due_on=date(2026, 11, 24))
    late = []

    for hours in (0, 14, 26, 27, 28):
        clock.move_to(MORNING + timedelta(hours=hours), tick=False)
        late.append(item.is_late)

    assert late == [False, False, False, True, True]
    assert earliest_day() == date(2026, 11, 25)
    item.settle(Settled.DONE)
    assert not item.is_late


def test_what_is_settled_can_be_opened_again(cast: Cast) -> None:
    item = keep(cast)

    item.settle(Settled.DROPPED)
    dropped = ActionItem.objects.settled_since(timedelta(days=1)).get()
    item.settle(Settled.OPEN)

    assert (dropped, dropped.settled_at) == (item, MORNING)
    assert ActionItem.objects.open().get().settled_at is None
    assert not ActionItem.objects.settled_since(timedelta(days=1)).exists()


def test_the_latest_settled_comes_first_and_the_old_are_left_out(cast: Cast, clock: Traveller) -> None:
    for day, text in enumerate(("Old", "Earlier", "Later")):
        clock.move_to(MORNING + timedelta(days=20 * day), tick=False)
        keep(cast, text).settle(Settled.DONE)

    lately = ActionItem.objects.settled_since(timedelta(days=28))

    assert [item.text for item in lately] == ["Later", "Earlier"]


def test_when_somebody_leaves_their_items_stay_and_can_be_taken_on(cast: Cast) -> None:
    item = keep(cast)
    cast.group.seats.filter(person=cast.pat).update(left_on=date(2026, 11, 23))

    item.take_on(cast.fay)

    assert ActionItem.objects.open().get().owner == cast.fay


def test_what_was_taken_on_in_a_meeting_is_told_from_what_came_before_and_after(
    cast: Cast, clock: Traveller
) -> None:
    first, second = make_meetings(cast.group, 2)
    for at, text in (
        (FIRST - timedelta(days=1), "Before"),
        (FIRST + timedelta(minutes=50), "In the meeting"),
        (FIRST + timedelta(hours=3), "Remembered in the evening"),
        (FIRST + timedelta(days=1), "After"),
    ):
        clock.move_to(at, tick=False)
        keep(cast, text)

    kept = ActionItem.objects.kept_in(first)

    assert [item.text for item in kept] == ["In the meeting", "Remembered in the evening"]
    assert not ActionItem.objects.kept_in(second).exists()


def test_a_meeting_opened_days_early_has_its_items_too(cast: Cast, clock: Traveller) -> None:
    (meeting,) = make_meetings(cast.group, 1)
    early = FIRST - timedelta(days=5)
    meeting.closed_at = early + timedelta(hours=1)
    clock.move_to(early + timedelta(minutes=30), tick=False)
    item = keep(cast)

    assert list(ActionItem.objects.kept_in(meeting)) == [item]


def test_a_closed_group_leaves_no_item_behind(cast: Cast) -> None:
    keep(cast)
    sams = ActionItem.objects.keep(cast.sams_group, "Walk", owner=cast.sam)

    cast.group.close(date(2026, 11, 24))
    Tidier().work()

    assert list(ActionItem.objects.all()) == [sams]


def test_the_worker_forgets_what_was_settled_long_ago(cast: Cast, clock: Traveller) -> None:
    keep(cast, "Done").settle(Settled.DONE)
    keep(cast, "Dropped").settle(Settled.DROPPED)
    keep(cast, "Still open")
    clock.move_to(MORNING + timedelta(days=89), tick=False)
    keep(cast, "Done lately").settle(Settled.DONE)
    Tidier().work()
    before = ActionItem.objects.count()

    clock.move_to(MORNING + timedelta(days=90), tick=False)
    Tidier().work()

    assert before == 4
    assert [item.text for item in ActionItem.objects.all()] == ["Still open", "Done lately"]
