"""Pausing, resuming, and how far the letters are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from minim.notices.models import Letter, Notice, Sending
from tests.make import make_people, make_person

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
FACTS: dict[str, Any] = {"group": "Alder", "program": "Mini-M"}


def post_to(size: int) -> list[Notice]:
    Notice.objects.post_all(
        [Letter("group-closed", person, FACTS) for person in make_people(size)], once=f"a{size}"
    )
    return list(Notice.objects.waiting())


def test_while_paused_only_codes_to_sign_in_leave() -> None:
    olive = make_person("Olive")
    post_to(2)
    code = Notice.objects.post("sign-in-code", olive, secret=True, code="K7P-M2X")

    assert Sending.objects.pause(by=olive)
    assert not Sending.objects.pause(by=make_person("Root"))

    assert list(Notice.objects.waiting()) == [code]
    assert (Sending.objects.now().is_paused, Sending.objects.now().paused_by) == (True, olive)

    assert Sending.objects.resume()
    assert not Sending.objects.resume()
    assert Notice.objects.waiting().count() == 3
    assert not Sending.objects.now().is_paused


def test_codes_to_sign_in_leave_before_everything_that_waits() -> None:
    post_to(2)
    code = Notice.objects.post("sign-in-code", make_person("Pat"), secret=True, code="K7P-M2X")

    assert Notice.objects.waiting().first() == code


def test_progress_tells_how_many_left_at_which_pace_and_until_when() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        make_old_letter()
        clock.shift(timedelta(hours=1))
        letters = post_to(10)
        Notice.objects.post("group-closed", make_person(), due_at=NOON + timedelta(days=1), **FACTS)
        Notice.objects.post("sign-in-code", make_person(), secret=True, code="K7P-M2X")
        for letter in letters[:3]:
            letter.sent()
        clock.shift(timedelta(minutes=2))
        letters[3].sent()
        letters[4].sent()
        letters[5].failed("no", for_good=True)
        Notice.objects.bounced(letters[0].message_id, "no", for_good=True)

        progress = Notice.objects.progress()

        now = NOON + timedelta(hours=1, minutes=2)
        assert (progress.sent, progress.waiting, progress.scheduled) == (5, 4, 1)
        assert (progress.failed, progress.bounced, progress.per_minute) == (1, 1, 2)
        assert (progress.total, progress.percent) == (9, 55)
        assert progress.done_at == now + timedelta(minutes=2)
        assert progress.began_at == NOON + timedelta(hours=1)

        olive = make_person("Olive")
        Sending.objects.pause(by=olive)
        paused = Notice.objects.progress()
        assert (paused.is_paused, paused.paused_by, paused.waiting, paused.done_at) == (True, olive, 4, None)


def make_old_letter() -> None:
    old = Notice.objects.post("group-closed", make_person(), **FACTS)
    assert old is not None
    old.sent()


def test_nothing_waits_is_all_done() -> None:
    progress = Notice.objects.progress()

    assert (progress.total, progress.percent, progress.done_at, progress.is_paused) == (0, 100, None, False)


def test_counting_goes_on_while_letters_still_wait() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        post_to(4)[0].sent()
        clock.shift(timedelta(minutes=1))
        post_to(2)

        assert (Notice.objects.progress().sent, Notice.objects.progress().total) == (1, 6)


def test_progress_takes_two_questions(django_assert_num_queries: object) -> None:
    post_to(3)

    with django_assert_num_queries(2):  # type: ignore[operator]
        Notice.objects.progress()
