"""One letter instead of several, for those who want it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from minim.notices.gathering import gather
from minim.notices.models import Digest, Notice, Preference, State
from minim.people.models import Person
from tests.make import make_person

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 3, 11, tzinfo=UTC)
NEXT_MORNING = datetime(2026, 3, 4, 7, tzinfo=UTC)
FACTS = {
    "program": "Mini-M", "facilitator": "Fay", "others": ["Ana", "Bo"], "newcomers": ["Dee *"],
    "time_url": "https://minim.example/groups/7/time/",
}  # fmt: skip


def reader(digest: Digest = Digest.DAILY) -> Person:
    pat = make_person("Pat", time_zone="Europe/Berlin")
    Preference.objects.create(person=pat, digest=digest)
    return pat


def post(to: Person, kind: str = "group-changed", group: str = "Alder", **wanted: object) -> Notice:
    notice = Notice.objects.post(kind, to, **{**FACTS, "group": group, **wanted})  # type: ignore[arg-type]
    assert notice is not None
    return notice


def test_letters_come_gathered_at_the_hour_their_reader_chose() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        pat = reader()
        changed, asked = post(pat), post(pat, "ask-time", "Birch")
        assert [(row.state, row.due_at) for row in (changed, asked)] == [(State.GATHERED, NEXT_MORNING)] * 2
        assert gather() == 0
        clock.move_to(NEXT_MORNING)

        assert gather() == 1

        digest = Notice.objects.waiting().get()
        assert (digest.kind, digest.recipient) == ("digest", pat)
        assert digest.body.count("Hello Pat,") == 1
        assert digest.body.index("Your group has changed") < digest.body.index("Your group waits for a time")
        assert "Dee \\*" in digest.body
        assert "(https://minim.example/groups/7/time/)" in digest.body
        assert gather() == 0

        digest.sent()
        for row in (changed, asked):
            row.refresh_from_db()
            assert (row.state, row.sent_at, row.digest) == (State.SENT, NEXT_MORNING, digest)


@time_machine.travel(NOON, tick=False)
def test_a_weekly_digest_waits_for_its_day() -> None:
    assert post(reader(Digest.WEEKLY)).due_at == datetime(2026, 3, 9, 7, tzinfo=UTC)


@time_machine.travel(NOON, tick=False)
def test_what_cannot_wait_comes_by_itself() -> None:
    pat = reader()

    for kind in ("seated", "meeting-moved", "reminder", "sign-in-code"):
        assert post(pat, kind).state == State.WAITING
    assert post(pat, calendar={"uid": "x"}).state == State.WAITING


def test_a_single_letter_is_not_wrapped_into_another() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        only = post(reader())
        clock.move_to(NEXT_MORNING)

        gather()

        assert list(Notice.objects.waiting()) == [only]


def test_whoever_wants_no_digest_any_more_gets_the_letters_themselves() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        pat = reader()
        letters = [post(pat), post(pat, group="Birch")]
        Preference.objects.update(digest=Digest.NONE)
        clock.move_to(NEXT_MORNING)

        gather()

        assert list(Notice.objects.waiting()) == letters


def test_what_was_stopped_or_lost_its_use_meanwhile_is_let_go() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        pat = reader()
        stopped, late = post(pat, "ask-time"), post(pat, useless_after=NEXT_MORNING - timedelta(hours=1))
        wanted = post(pat)
        Preference.objects.of(pat).mute("ask-time")
        clock.move_to(NEXT_MORNING)

        gather()

        rows = {row.pk: row.state for row in Notice.objects.all()}
        assert rows == {stopped.pk: State.LET_GO, late.pk: State.LET_GO, wanted.pk: State.WAITING}


def test_letters_to_somebody_who_has_left_are_let_go() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        pat = reader()
        post(pat)
        post(pat)
        Person.objects.filter(pk=pat.pk).update(status="left")
        clock.move_to(NEXT_MORNING)

        gather()

        assert [row.state for row in Notice.objects.all()] == [State.LET_GO] * 2


def test_a_digest_that_cannot_leave_takes_its_letters_along() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        pat = reader()
        post(pat)
        post(pat)
        clock.move_to(NEXT_MORNING)
        gather()

        Notice.objects.waiting().get().failed("No such person", for_good=True)

        assert [row.state for row in Notice.objects.all()] == [State.FAILED] * 3


def test_a_digest_that_was_gathered_leaves_also_when_its_reader_wants_none_any_more() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        pat = reader()
        post(pat)
        post(pat, group="Birch")
        clock.move_to(NEXT_MORNING)
        gather()
        digest = Notice.objects.waiting().get()

        Preference.objects.get(person=pat).mute("digest")

        assert digest.kind == "digest"
        assert Notice.objects.get(pk=digest.pk).ready_at(NEXT_MORNING) == NEXT_MORNING
