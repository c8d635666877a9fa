"""A stream tells that something changed, to those who may know, and costs nothing while nothing does."""

from __future__ import annotations

import http.client
import threading
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.db import Error
from django.utils import timezone

from minim.groups.models import Group, Seat
from minim.lib.bus.hub import hub
from minim.web import live
from minim.web.doorkeeper import doorkeeper
from minim.web.models import Session
from tests.lib.things import Thing, laid_out
from tests.web.ears import Ear, session_of
from tests.worker.town import eventually

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_django.fixtures import Settings

    from minim.people.models import Person
    from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 24
"""Three times as many streams as the pool has connections."""


@pytest.fixture(autouse=True)
def _site(transactional_db: None, settings: Settings) -> Iterator[None]:
    settings.ROOT_URLCONF = "tests.web.live_urls"
    with laid_out():
        yield
        eventually(lambda: len(hub) == 0 and live._open == {})


@pytest.fixture
def thing(cast: Cast) -> Thing:
    """What Pat's and Fay's room shows."""
    return Thing.objects.create(pk=cast.group.pk, version=3)


@pytest.fixture
def listen(served: str, thing: Thing) -> Iterator[Callable[..., Ear]]:
    """Opens an ear on the room; all are closed afterwards."""
    with ExitStack() as ears:

        def opened(person: Person | None = None, query: str = "", cookie: str = "", **headers: str) -> Ear:
            cookie = cookie or (session_of(person) if person else "")
            return ears.enter_context(Ear(served, f"/room/{thing.pk}/hears/{query}", cookie, **headers))

        yield opened


def snapshot(version: int) -> list[str]:
    return ["event: snapshot", f"id: {version}", "retry: 1000", f"data: {version}"]


def changed(version: int) -> list[str]:
    return ["event: changed", f"id: {version}", f"data: {version}"]


def test_one_hears_where_things_stand_and_then_each_change(
    cast: Cast, thing: Thing, listen: Callable[..., Ear]
) -> None:
    ear = listen(cast.pat)

    heard = [ear.heard()]
    for _ in range(2):
        thing.changed()
        heard.append(ear.heard())

    assert heard == [snapshot(3), changed(4), changed(5)]
    assert ear.answer.headers["Content-Type"] == "text/event-stream"
    assert ear.answer.headers["Cache-Control"] == "no-store"
    assert ear.answer.headers["X-Accel-Buffering"] == "no"


@pytest.mark.parametrize(
    ("query", "headers"), [("", {"Last-Event-ID": "2"}), ("?seen=2", {}), ("?seen=3", {"Last-Event-ID": "2"})]
)
def test_who_comes_back_hears_at_once_that_something_was_missed(
    cast: Cast, listen: Callable[..., Ear], query: str, headers: dict[str, str]
) -> None:
    ear = listen(cast.pat, query, **headers)

    assert [ear.heard(), ear.heard()] == [snapshot(3), changed(3)]


@pytest.mark.parametrize(("query", "headers"), [("", {"Last-Event-ID": "3"}), ("?seen=3", {})])
def test_who_comes_back_and_missed_nothing_hears_only_what_comes_next(
    cast: Cast, thing: Thing, listen: Callable[..., Ear], query: str, headers: dict[str, str]
) -> None:
    ear = listen(cast.pat, query, **headers)

    first = ear.heard()
    thing.changed()

    assert [first, ear.heard()] == [snapshot(3), changed(4)]


def test_the_stranger_and_the_boss_find_no_stream(cast: Cast, listen: Callable[..., Ear]) -> None:
    listened = [listen(person).answer.status for person in (cast.sam, cast.bo, cast.olive, cast.root, None)]

    assert listened == [404, 404, 404, 404, 302]


def leave_the_group(pat: Person) -> None:
    Seat.objects.current().filter(person=pat).update(left_on=timezone.now().date())


def leave_the_company(pat: Person) -> None:
    type(pat).objects.filter(pk=pat.pk).update(status="left")


def sign_out(pat: Person) -> None:
    Session.objects.filter(person=pat).delete()


@pytest.mark.parametrize("goes", [leave_the_group, leave_the_company, sign_out])
def test_who_goes_hears_nothing_any_more(
    cast: Cast,
    thing: Thing,
    listen: Callable[..., Ear],
    monkeypatch: pytest.MonkeyPatch,
    goes: Callable[[Person], None],
) -> None:
    monkeypatch.setattr(live, "ASK_AGAIN_SECONDS", 0.2)
    pats, fays = listen(cast.pat), listen(cast.fay)
    pats.heard(), fays.heard()

    goes(cast.pat)

    assert [pats.heard(), pats.heard()] == [["event: end", "data: gone"], []]
    thing.changed()
    assert fays.heard() == changed(4)


def test_news_does_not_wait_for_the_doorkeeper(
    cast: Cast, thing: Thing, listen: Callable[..., Ear], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "ASK_AGAIN_SECONDS", 0.1)
    monkeypatch.setattr(doorkeeper, "gather", 3.0)
    ear = listen(cast.pat)
    ear.heard()
    time.sleep(0.3)  # by now it is being asked

    sign_out(cast.pat)
    thing.changed()
    told_at = time.monotonic()

    assert ear.heard() == changed(4)
    assert time.monotonic() - told_at < 2
    assert ear.heard() == ["event: end", "data: gone"]


def test_when_nobody_knows_the_stream_ends_without_a_word_and_the_browser_asks_at_the_door(
    cast: Cast, listen: Callable[..., Ear], monkeypatch: pytest.MonkeyPatch
) -> None:
    ear = listen(cast.pat)
    ear.heard()

    def broken(person: Person) -> None:
        raise Error("the database is away")

    monkeypatch.setattr(Group.objects, "of_member", broken)

    assert ear.heard() == []


def test_the_oldest_of_too_many_streams_ends(cast: Cast, thing: Thing, listen: Callable[..., Ear]) -> None:
    ears = [listen(cast.pat) for _ in range(live.STREAMS_PER_PERSON + 1)]
    others = listen(cast.fay)

    firsts = [ear.heard() for ear in (*ears, others)]

    assert firsts == [snapshot(3)] * len(firsts)
    assert [ears[0].heard(), ears[0].heard()] == [["event: end", "data: elsewhere"], []]
    thing.changed()
    assert [ear.heard() for ear in (*ears[1:], others)] == [changed(4)] * (live.STREAMS_PER_PERSON + 1)


def test_a_long_silence_is_broken_by_a_sign_of_life(
    cast: Cast, thing: Thing, listen: Callable[..., Ear], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.2)
    ear = listen(cast.pat)

    beat = ["event: beat", "data: ."]
    assert [ear.heard(), ear.heard(), ear.heard()] == [snapshot(3), beat, beat]


def test_a_stream_ends_after_a_while_so_that_the_browser_passes_the_door_again(
    cast: Cast, listen: Callable[..., Ear], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LONGEST_SECONDS", 0.5)
    monkeypatch.setattr(live, "ASK_AGAIN_SECONDS", 0.5)
    ear = listen(cast.pat)

    assert [ear.heard(), ear.heard()] == [snapshot(3), []]


@pytest.mark.parametrize("verb", ["HEAD", "POST", "PUT"])
def test_a_stream_is_opened_by_get_alone(cast: Cast, served: str, thing: Thing, verb: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(served).netloc, timeout=20)
    token = "a" * 32
    cookies = f"{session_of(cast.pat)}; minim-csrf={token}"
    connection.request(
        verb, f"/room/{thing.pk}/hears/", headers={"Cookie": cookies, "X-CSRFToken": token, "Origin": served}
    )

    assert connection.getresponse().status == 405
    connection.close()


def test_streams_keep_neither_threads_nor_connections(
    cast: Cast, served: str, thing: Thing, listen: Callable[..., Ear], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL the page would wait for the pool, and half a minute later give up."""
    monkeypatch.setattr(live, "STREAMS_PER_PERSON", CROWD)
    cookie = session_of(cast.pat)
    before = threading.active_count()

    ears = [listen(cookie=cookie) for _ in range(CROWD)]
    firsts = [ear.heard() for ear in ears]

    assert firsts == [snapshot(3)] * CROWD
    eventually(lambda: threading.active_count() <= before + CROWD // 4, 10)
    page = http.client.HTTPConnection(urlsplit(served).netloc, timeout=20)
    page.request("GET", f"/room/{thing.pk}/number/", headers={"Cookie": cookie})
    assert page.getresponse().read() == b"3"
    page.close()
    thing.changed()
    assert [ear.heard() for ear in ears] == [changed(4)] * CROWD
