"""When a letter that is posted will leave: its hour, the reader's night, and what becomes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.utils import timezone

from minim.notices.models import Letter, Notice, Preference, State
from tests.make import make_person

if TYPE_CHECKING:
    from minim.people.models import Person

pytestmark = pytest.mark.django_db

FACTS: dict[str, Any] = {"group": "Alder", "program": "Mini-M"}
BERLIN = "Europe/Berlin"
AFTERNOON, EVENING, MORNING = (
    datetime(2026, 3, 3, 13, tzinfo=UTC),
    datetime(2026, 3, 3, 21, tzinfo=UTC),
    datetime(2026, 3, 4, 6, tzinfo=UTC),
)


def post(to: Person, kind: str = "group-closed", **wanted: object) -> Notice:
    notice = Notice.objects.post(kind, to, **{**FACTS, **wanted})
    assert notice is not None
    return notice


@time_machine.travel(AFTERNOON, tick=False)
def test_a_letter_leaves_now_unless_it_is_for_later() -> None:
    pat = make_person("Pat")

    now, later = post(pat), post(pat, due_at=MORNING)

    assert (now.due_at, now.state) == (AFTERNOON, State.WAITING)
    assert (later.due_at, later.state) == (MORNING, State.SCHEDULED)
    assert list(Notice.objects.waiting()) == [now]


@time_machine.travel(EVENING, tick=False)
def test_in_the_readers_night_a_letter_waits_and_a_code_does_not() -> None:
    pat, sam = make_person("Pat", time_zone=BERLIN), make_person("Sam", time_zone="America/Los_Angeles")

    night, day = post(pat), post(sam)
    code = post(pat, "sign-in-code", secret=True, code="K7P-M2X")

    assert night.due_at == MORNING
    assert [day.due_at, code.due_at] == [EVENING, EVENING]
    assert list(Notice.objects.waiting()) == [code, day]


@time_machine.travel(EVENING, tick=False)
def test_whoever_says_where_they_are_has_their_own_night() -> None:
    pat = make_person("Pat", time_zone=BERLIN, own_zone="Asia/Tokyo")

    assert post(pat).due_at == datetime(2026, 3, 3, 22, tzinfo=UTC)


@time_machine.travel(EVENING, tick=False)
def test_a_reminder_never_comes_after_its_meeting() -> None:
    pat = make_person("Pat", time_zone=BERLIN)

    early = post(pat, "reminder", due_at=MORNING - timedelta(hours=1), useless_after=MORNING)
    usual = post(
        pat, "reminder", due_at=MORNING - timedelta(hours=1), useless_after=MORNING + timedelta(hours=1)
    )

    assert early.due_at == MORNING - timedelta(hours=1)
    assert usual.due_at == MORNING


def test_nothing_is_posted_of_a_kind_its_reader_stopped() -> None:
    pat = make_person("Pat")
    Preference.objects.of(pat).mute("reminder")

    assert Notice.objects.post("reminder", pat, **FACTS) is None
    Notice.objects.post_all([Letter("reminder", pat, FACTS), Letter("group-closed", pat, FACTS)], once="x")

    assert [notice.kind for notice in Notice.objects.all()] == ["group-closed"]


def test_all_that_a_letter_carries_is_kept() -> None:
    pat, due = make_person("Pat"), timezone.now() + timedelta(days=3)
    letter = Letter("reminder", pat, FACTS, {"uid": "x"}, due, due + timedelta(hours=1))

    Notice.objects.post_all([letter], once="meeting-7")

    notice = Notice.objects.get()
    assert (notice.calendar, notice.due_at, notice.useless_after) == (
        {"uid": "x"},
        due,
        due + timedelta(hours=1),
    )
    assert (notice.optional, notice.once) == (True, f"meeting-7:reminder:{pat.pk}")


def test_what_has_not_left_can_be_withdrawn() -> None:
    pat, sam = make_person("Pat"), make_person("Sam")
    left = post(pat, once="meeting-7")
    left.sent()
    waits, other = post(sam, once="meeting-7"), post(sam, once="meeting-77")

    assert Notice.objects.withdraw("meeting-7") == 1

    assert [Notice.objects.get(pk=row.pk).state for row in (left, waits, other)] == [
        State.SENT, State.LET_GO, State.WAITING,
    ]  # fmt: skip


def test_posting_to_many_asks_no_more_than_posting_to_few(django_assert_max_num_queries: object) -> None:
    people = [make_person() for _ in range(30)]
    letters = [Letter("seated", person, FACTS) for person in people]

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        Notice.objects.post_all(letters, once="spring")

    assert Notice.objects.count() == 30


def test_every_letter_is_in_one_state_and_the_rows_agree() -> None:
    pat, soon = make_person("Pat"), timezone.now() + timedelta(hours=1)
    rows = {state: post(pat, due_at=soon if state is State.SCHEDULED else None) for state in State}
    rows[State.SENT].sent()
    rows[State.BOUNCED].sent()
    Notice.objects.bounced(rows[State.BOUNCED].message_id, "No such person", for_good=True)
    rows[State.FAILED].failed("no", for_good=True)
    rows[State.LET_GO].let_go()
    Notice.objects.filter(pk=rows[State.GATHERED].pk).update(in_digest=True)

    for state, row in rows.items():
        assert list(Notice.objects.in_state(state)) == [row]
        assert Notice.objects.get(pk=row.pk).state == state


def test_a_letter_that_came_back_is_marked_and_can_be_sent_again() -> None:
    notice = post(make_person("Pat"))
    notice.sent()

    assert Notice.objects.bounced(notice.message_id, "550 5.1.1\n No such  person", for_good=True)

    notice.refresh_from_db()
    assert (notice.state, notice.last_error) == (State.BOUNCED, "550 5.1.1 No such person")
    assert notice.bounced_at is not None
    assert notice.try_again()
    notice.refresh_from_db()
    assert (notice.state, notice.last_error) == (State.WAITING, "")


def test_word_of_a_delay_is_no_bounce_and_word_of_a_strange_letter_is_nothing() -> None:
    notice = post(make_person("Pat"))
    notice.sent()

    assert Notice.objects.bounced(notice.message_id, "Will be tried for 4 days", for_good=False)
    assert not Notice.objects.bounced("<other@example.com>", "No such person", for_good=True)

    notice.refresh_from_db()
    assert (notice.state, notice.last_error) == (State.SENT, "Will be tried for 4 days")


def test_a_secret_letter_that_is_let_go_is_forgotten_too() -> None:
    code = post(make_person("Pat"), "sign-in-code", secret=True, code="K7P-M2X")
    assert "K7P-M2X" in code.body

    code.let_go()

    assert not Notice.objects.filter(body__contains="K7P").exists()


def test_an_outage_keeps_a_letter_in_its_place_and_never_gives_it_up() -> None:
    notice = post(make_person("Pat"))
    due_at = notice.due_at

    for _ in range(5):
        notice.put_back("no server")
        assert notice.due_at == due_at
    for _ in range(30):
        notice.put_back("no server")

    assert notice.due_at > due_at
    assert notice.state == State.SCHEDULED
    assert Notice.objects.get().last_error == "no server"


def test_a_code_is_given_up_soon_when_nothing_can_leave() -> None:
    code = post(make_person("Pat"), "sign-in-code", secret=True, code="K7P-M2X")

    for _ in range(3):
        code.put_back("no server")

    assert (code.state, code.body) == (State.FAILED, "")
