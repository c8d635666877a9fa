"""Answering by the link of a letter: no sign-in, no names, nothing noted by looking."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core import signing

from minim.meetings.asking import SALT, token_of
from minim.meetings.models import Answer, Meeting, Series
from minim.timetable import Rhythm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from tests.cast import Cast


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    cast.pat.own_zone = "Asia/Kolkata"
    cast.pat.save()
    rhythm = Rhythm("Europe/Berlin", date(2026, 11, 30), 15 * 60, 60, 2)
    return Series.objects.begin(cast.group, rhythm, place="Room Oak").meetings.all()[0]


def link(cast: Cast, meeting: Meeting, *, all_of_them: bool = False) -> str:
    return f"/answer/{token_of(cast.pat, meeting.stretch, None if all_of_them else meeting)}/"


def words(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def test_looking_notes_nothing_and_tells_nobodys_name(client: Client, cast: Cast, meeting: Meeting) -> None:
    answer = client.get(link(cast, meeting))

    assert answer.status_code == 200
    assert "Group meeting Monday 30 November at 19:30 (Kolkata) Will you come?" in words(answer)
    hidden = [
        cast.group.name,
        cast.program.name,
        "Room Oak",
        *(seat.person.name for seat in cast.group.sitting()),
    ]
    # Between word boundaries: chance puts "Pat" into a token now and then.
    page = answer.content.decode()
    assert [secret for secret in hidden if re.search(rf"\b{re.escape(secret)}\b", page)] == []
    assert answer["Cache-Control"] == "no-store"
    assert not Answer.objects.exists()


@pytest.mark.parametrize("method", ["head", "get"])
def test_a_mail_scanner_that_follows_every_link_says_nothing(
    client: Client, cast: Cast, meeting: Meeting, method: str
) -> None:
    getattr(client, method)(link(cast, meeting) + "?said=ACCEPTED")

    assert not Answer.objects.exists()


def test_one_press_is_an_answer_and_the_last_one_counts(client: Client, cast: Cast, meeting: Meeting) -> None:
    client.post(link(cast, meeting), {"said": "ACCEPTED"})
    answer = client.post(link(cast, meeting), {"said": "DECLINED"})

    assert "Thank you. You said: I cannot come." in words(answer)
    assert [(given.person, given.meeting, given.said) for given in Answer.objects.all()] == [
        (cast.pat, meeting, "DECLINED")
    ]


def test_a_link_about_all_meetings_answers_for_all(client: Client, cast: Cast, meeting: Meeting) -> None:
    answer = client.post(link(cast, meeting, all_of_them=True), {"said": "TENTATIVE"})

    assert "Every two weeks on Monday at 19:30 (Kolkata)" in words(answer)
    assert Answer.objects.get().meeting is None


@pytest.mark.parametrize("said", ["", "YES", "<script>"])
def test_a_press_on_nothing_asks_again(client: Client, cast: Cast, meeting: Meeting, said: str) -> None:
    answer = client.post(link(cast, meeting), {"said": said})

    assert (answer.status_code, "Please choose one of the three." in words(answer)) == (422, True)
    assert not Answer.objects.exists()


def test_links_nobody_wrote_or_that_are_worn_out_say_so_kindly(
    client: Client, cast: Cast, meeting: Meeting
) -> None:
    good = link(cast, meeting)
    forged = f"/answer/{signing.dumps([cast.pat.pk, meeting.stretch.pk, meeting.pk], salt='other')}/"
    strange = f"/answer/{signing.dumps('x', salt=SALT)}/"
    cut = good[:-4] + "/"

    answers = [client.post(address, {"said": "ACCEPTED"}) for address in (forged, strange, cut, "/answer/x/")]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert all("This link has done its work" in words(answer) for answer in answers)
    assert not Answer.objects.exists()


def test_who_no_longer_sits_there_answers_no_more(client: Client, cast: Cast, meeting: Meeting) -> None:
    cast.group.seats.filter(person=cast.pat).update(left_on=date(2026, 11, 22))

    assert client.post(link(cast, meeting), {"said": "ACCEPTED"}).status_code == 404


def test_a_meeting_that_is_over_or_left_out_asks_nothing(
    client: Client, cast: Cast, meeting: Meeting
) -> None:
    address = link(cast, meeting)
    with time_machine.travel(datetime(2026, 12, 1, tzinfo=UTC), tick=False):
        over = client.get(address).status_code
    meeting.skip()

    assert (over, client.get(address).status_code) == (404, 404)
