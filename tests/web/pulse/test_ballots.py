"""The two requests of a poll: what they answer, what they refuse, and what they leave behind, which is nothing."""

from __future__ import annotations

import io
import json
import logging
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minim.config.logs import SayNothing
from minim.pulse.ballots import encoded
from minim.pulse.models import Issued, Part, Round, Sheet
from minim.web.serious import bare
from tests.make import make_group
from tests.pulse.polls import ballot_of, ended, make_poll, people_of, sent
from tests.web.serious.everything import all_rows, changed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minim.groups.models import Group
    from minim.people.models import Person
    from tests.cast import Cast

pytestmark = pytest.mark.django_db
TOKEN, BALLOT = "/pulse/token/", "/pulse/ballot/"
SOMETHING = encoded(b"\x05" * 256)


@pytest.fixture
def group(cast: Cast) -> Group:
    return make_group(5, program=cast.program)


@pytest.fixture
def poll(group: Group) -> Round:
    return make_poll(group)


@pytest.fixture
def pat(group: Group) -> Person:
    return people_of(group)[1]


def post(client: Client, address: str, what: Any, **more: Any) -> Any:
    return client.post(address, json.dumps(what), content_type="application/json", **more)


def reason(answer: Any) -> str:
    assert (answer.status_code, answer.json()["taken"]) == (422, False)
    return str(answer.json()["reason"])


def signed_in(person: Person, **more: Any) -> Client:
    client = Client(**more)
    client.force_login(person)
    return client


# --- every page brings it along --------------------------------------------------------------------------------


PAGES = ("/", "/hours/", "/account/", "/trust/")
OPEN = "/pulse/open/"


def test_every_page_of_whoever_is_signed_in_has_ballots_fetched(poll: Round, pat: Person, cast: Cast) -> None:
    for person in (pat, cast.olive, cast.sam, cast.root):
        browser = signed_in(person)
        for address in PAGES:
            [script] = re.findall(rb"<script[^>]*pulse/fetch.js[^>]*>", browser.get(address).content)
            assert f'data-pulse="{OPEN}" data-person="{person.pk}"'.encode() in script
    assert b"pulse" not in Client().get("/account/sign-in/").content


def test_no_page_asks_the_database_for_it(poll: Round, pat: Person) -> None:
    browser = signed_in(pat)
    browser.get("/trust/")

    with CaptureQueriesContext(connection) as queries:
        browser.get("/trust/")

    assert [query for query in queries.captured_queries if "pulse_" in query["sql"]] == []


def test_what_is_open_has_the_same_parts_for_everybody(poll: Round, group: Group, cast: Cast) -> None:
    pat = people_of(group)[1]
    told = {person: signed_in(person).get(OPEN).json() for person in (pat, cast.olive, cast.sam, cast.root)}

    assert {tuple(facts) for facts in told.values()} == {("person", "to", "token", "polls")}
    modulus = Part.objects.get().modulus
    assert told[pat]["polls"] == [{"round": poll.pk, "group": group.pk, "modulus": modulus}]
    assert [told[one]["polls"] for one in (cast.olive, cast.sam, cast.root)] == [[], [], []]


def test_what_is_open_costs_the_same_for_everybody(poll: Round, pat: Person, cast: Cast) -> None:
    counts = set()
    for person in (pat, cast.olive, cast.sam, cast.root):
        browser = signed_in(person)
        browser.get(OPEN)
        with CaptureQueriesContext(connection) as queries:
            browser.get(OPEN)
        counts.add(len(queries))

    assert counts == {3}


def test_an_answer_changes_nothing_of_what_is_open(poll: Round, group: Group, pat: Person) -> None:
    people = [signed_in(person) for person in people_of(group)]
    before = [without_chance(browser.get(OPEN).json()) for browser in people]

    post(Client(), BALLOT, sent(ballot_of(pat, poll)))

    assert [without_chance(browser.get(OPEN).json()) for browser in people] == before


def without_chance(facts: dict[str, Any]) -> dict[str, Any]:
    """Without the token against forged requests, which is another one each time."""
    return facts | {"token": ""}


def test_when_the_poll_is_over_nothing_is_open(poll: Round, pat: Person) -> None:
    ended(poll)

    assert signed_in(pat).get(OPEN).json()["polls"] == []


# --- having a ballot signed ------------------------------------------------------------------------------------


def test_a_member_has_one_number_signed(poll: Round, pat: Person) -> None:
    browser = signed_in(pat)

    first = post(browser, TOKEN, {"round": poll.pk, "blinded": SOMETHING}).json()

    assert first == {"taken": True, "signed": encoded(Issued.objects.sign(pat, poll.pk, b"\x05" * 256))}
    assert post(browser, TOKEN, {"round": poll.pk, "blinded": SOMETHING}).json() == first
    assert reason(post(browser, TOKEN, {"round": poll.pk, "blinded": encoded(b"\x06" * 256)})) == "issued"


def test_only_a_page_of_ours_can_ask_and_only_for_who_is_signed_in(poll: Round, pat: Person) -> None:
    forged = post(signed_in(pat, enforce_csrf_checks=True), TOKEN, {"round": poll.pk, "blinded": SOMETHING})

    assert forged.status_code == 403
    assert post(Client(), TOKEN, {"round": poll.pk, "blinded": SOMETHING}).status_code == 302
    assert not Issued.objects.exists()


@pytest.mark.parametrize(
    "nonsense",
    [None, [], "x", {}, {"round": "1", "blinded": SOMETHING}, {"round": True, "blinded": SOMETHING},
     {"round": 2**40, "blinded": SOMETHING}, {"round": 1, "blinded": SOMETHING + "A"},
     {"round": 1, "blinded": "é" * 342},
     {"round": 1, "blinded": SOMETHING[:-1] + "="}, {"round": 1, "blinded": 5}],
)  # fmt: skip
def test_nonsense_is_refused(poll: Round, pat: Person, nonsense: Any) -> None:
    assert reason(post(signed_in(pat), TOKEN, nonsense)) == "malformed"


# --- casting ---------------------------------------------------------------------------------------------------


def test_a_ballot_changes_one_sheet_and_nothing_else(poll: Round, pat: Person) -> None:
    ballot, before, client = sent(ballot_of(pat, poll)), all_rows(), Client()

    answer = post(client, BALLOT, ballot)

    assert answer.json() == {"taken": True}
    assert changed(before, all_rows()) == {"pulse_sheet"}
    assert not answer.cookies
    assert not client.cookies


def test_a_refused_ballot_changes_nothing_at_all(poll: Round, pat: Person) -> None:
    ballot = sent(ballot_of(pat, poll))
    post(Client(), BALLOT, ballot)
    before = all_rows()

    assert reason(post(Client(), BALLOT, ballot)) == "spent"
    assert reason(post(Client(), BALLOT, ballot | {"serial": encoded(bytes(32))})) == "forged"
    assert reason(post(Client(), BALLOT, ballot | {"answers": [1, 2]})) == "half"
    assert changed(before, all_rows()) == set()


@pytest.mark.parametrize("cookie", ["minim", "minim-csrf", "theme", "anything"])
def test_a_ballot_that_comes_with_a_cookie_is_refused(poll: Round, pat: Person, cookie: str) -> None:
    ballot, client = sent(ballot_of(pat, poll)), Client()
    client.cookies[cookie] = "x"

    assert reason(post(client, BALLOT, ballot)) == "cookie"
    assert Sheet.objects.get().read().spent == []


def test_a_server_that_takes_cookies_would_be_seen(
    poll: Round, pat: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ballot, browser = sent(ballot_of(pat, poll)), signed_in(pat)
    monkeypatch.setattr(bare, "shows_cookies", lambda request: False)
    before = all_rows()

    assert post(browser, BALLOT, ballot).json() == {"taken": True}
    assert changed(before, all_rows()) > {"pulse_sheet"}


@pytest.mark.parametrize(
    ("change", "said"),
    [({"answers": [3, 3, 3, 3, None]}, "half"), ({"answers": [3, 3, 3, 3, 6]}, "half"),
     ({"answers": [3, 3, 3, 3, 0]}, "half"), ({"answers": [3, 3, 3, 3, True]}, "half"),
     ({"answers": "33333"}, "malformed"), ({"answers": [3] * 21}, "malformed"),
     ({"topics": [2] * 8}, "malformed"), ({"topics": "none"}, "malformed"), ({"topics": [0]}, "half"),
     ({"signature": ""}, "malformed"), ({"prefix": 7}, "malformed"), ({"group": 10**6}, "nowhere"),
     ({"round": 0}, "malformed")],
)  # fmt: skip
def test_half_a_ballot_and_nonsense_are_refused(
    poll: Round, pat: Person, change: dict[str, Any], said: str
) -> None:
    assert reason(post(Client(), BALLOT, sent(ballot_of(pat, poll)) | change)) == said


def test_what_is_no_document_is_refused() -> None:
    for body in ("", "{", "[]", "null", "[" * 50_000):
        assert reason(Client().post(BALLOT, body, content_type="application/json")) == "malformed"


def test_after_the_close_nothing_is_counted(poll: Round, pat: Person) -> None:
    early, late = (sent(ballot_of(person, poll)) for person in people_of(Part.objects.get().group)[:2])
    Round.objects.filter(pk=poll.pk).update(closes_at=timezone.now())

    assert reason(post(Client(), BALLOT, early)) == "closed"
    ended(poll)
    assert reason(post(Client(), BALLOT, late)) == "closed"


# --- the log ---------------------------------------------------------------------------------------------------


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What stands in the log as it is set up."""
    handler = next(
        one for one in logging.root.handlers if any(isinstance(it, SayNothing) for it in one.filters)
    )
    assert isinstance(handler, logging.StreamHandler)
    # Set by hand: `setStream` flushes what was there, and the stream of a test that is over may be closed.
    before, handler.stream = handler.stream, io.StringIO()
    yield handler.stream
    handler.stream = before


def make_noise(poll: Round, pat: Person) -> None:
    """Everything below /pulse/ that Django writes a line about elsewhere."""
    ballot, browser = sent(ballot_of(pat, poll)), signed_in(pat, enforce_csrf_checks=True)
    for client, address in (
        (Client(), BALLOT),
        (Client(), BALLOT),
        (browser, BALLOT),
        (browser, TOKEN),
        (Client(), TOKEN),
    ):
        post(client, address, ballot, HTTP_USER_AGENT="Kanarienvogel", REMOTE_ADDR="192.0.2.77")
    Client().get(BALLOT)
    Client().get("/pulse/nowhere/")


def test_no_line_of_the_log_tells_of_a_poll(poll: Round, pat: Person, log: io.StringIO) -> None:
    make_noise(poll, pat)

    assert log.getvalue() == ""


def test_a_log_that_tells_the_address_would_be_seen(
    poll: Round, pat: Person, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SayNothing, "filter", lambda self, record: True)

    make_noise(poll, pat)

    assert "/pulse/ballot/" in log.getvalue()
