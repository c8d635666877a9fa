"""Whoever is invited says whether they come, by a link or from their calendar; nobody answers for others."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.utils import timezone

from minim.meetings.asking import token_of
from minim.meetings.models import Answer, Feed, Said, Series
from minim.timetable import Rhythm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cast import Cast


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def series(cast: Cast) -> Series:
    return Series.objects.begin(cast.group, Rhythm("Europe/Berlin", date(2026, 11, 30), 900, 60, 1))


def said() -> list[tuple[str, str, bool]]:
    return [(answer.person.name, answer.said, answer.meeting is None) for answer in Answer.objects.all()]


def test_an_answer_for_all_meetings_and_another_for_one(cast: Cast, series: Series) -> None:
    stretch, meeting = series.stretches.get(), series.meetings.all()[1]
    for_all = Answer.objects.asked(token_of(cast.pat, stretch, None))
    for_one = Answer.objects.asked(token_of(cast.pat, stretch, meeting))
    assert for_all is not None
    assert for_one is not None

    Answer.objects.give(for_all, Said.ACCEPTED)
    Answer.objects.give(for_one, Said.DECLINED)

    assert sorted(said()) == [("Pat", "ACCEPTED", True), ("Pat", "DECLINED", False)]


def test_a_later_answer_counts_and_an_older_one_that_comes_late_does_not(cast: Cast, series: Series) -> None:
    asked = Answer.objects.asked(token_of(cast.pat, series.stretches.get(), None))
    assert asked is not None
    Answer.objects.give(asked, Said.ACCEPTED)

    assert not Answer.objects.give(asked, Said.DECLINED, timezone.now() - timedelta(minutes=5))
    assert said() == [("Pat", "ACCEPTED", True)]
    assert Answer.objects.give(asked, Said.TENTATIVE)
    assert said() == [("Pat", "TENTATIVE", True)]


def test_a_link_is_good_for_its_reader_alone_and_while_they_sit_there(cast: Cast, series: Series) -> None:
    stretch = series.stretches.get()
    mine = token_of(cast.pat, stretch, None)

    assert Answer.objects.asked(mine) is not None
    assert Answer.objects.asked(mine[:-2] + "xx") is None
    assert Answer.objects.asked("") is None
    assert Answer.objects.asked(token_of(cast.sam, stretch, None)) is None
    cast.group.seats.filter(person=cast.pat).update(left_on=date(2026, 11, 22))
    assert Answer.objects.asked(mine) is None


def test_an_answer_from_a_calendar_counts_for_whoever_was_invited(cast: Cast, series: Series) -> None:
    stretch, meeting = series.stretches.get(), series.meetings.all()[2]
    now, pat, sam = timezone.now(), str(cast.pat.email).upper(), str(cast.sam.email)

    assert Answer.objects.by_mail(stretch.uid, pat, Said.ACCEPTED, None, now)
    assert Answer.objects.by_mail(stretch.uid, pat, Said.DECLINED, meeting.planned_at, now)
    assert not Answer.objects.by_mail(stretch.uid, sam, Said.DECLINED, None, now)
    assert not Answer.objects.by_mail("unknown@example.com", pat, Said.DECLINED, None, now)
    assert not Answer.objects.by_mail(stretch.uid, pat, Said.DECLINED, now, now)

    assert sorted(said()) == [("Pat", "ACCEPTED", True), ("Pat", "DECLINED", False)]


def test_a_moved_meeting_is_asked_about_again(cast: Cast, series: Series) -> None:
    meeting = series.meetings.all()[1]
    asked = Answer.objects.asked(token_of(cast.pat, meeting.stretch, meeting))
    assert asked is not None
    Answer.objects.give(asked, Said.DECLINED)

    meeting.move(meeting.starts_at + timedelta(hours=2))

    assert said() == []


def test_a_feed_opens_by_its_newest_address_alone_and_closes_when_its_owner_leaves(cast: Cast) -> None:
    first, second = Feed.objects.renew(cast.pat), Feed.objects.renew(cast.pat)

    opened = Feed.objects.opened_by(second)

    assert opened is not None
    assert opened.person == cast.pat
    assert Feed.objects.opened_by(first) is None
    assert Feed.objects.opened_by("") is None
    assert second not in str(list(Feed.objects.values()))
    cast.pat.leave()
    assert Feed.objects.opened_by(second) is None
