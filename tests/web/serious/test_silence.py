"""Nobody learns of a report whom it is not for: not from a request, a row, a log line, a letter or any page."""

from __future__ import annotations

import io
import json
import logging
import time
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from minim.config.logs import SayNothing
from minim.notices.models import Notice
from minim.reports.arriving import LONGEST_BODY, read_lookup
from minim.reports.models import Key, Report
from minim.reports.tickets import ticket
from minim.web.serious import bare, gate
from tests.make import make_person
from tests.reports.rows import arriving, make_key, make_report
from tests.web.serious.everything import all_rows, changed

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.django_db

SEND, READ, WRITE = "/serious/send/", "/serious/receipt/read/", "/serious/receipt/write/"


@pytest.fixture
def keys(cast: Cast) -> tuple[Key, Key]:
    return (
        make_key(make_person("Quinn", is_people_ops=True)),
        make_key(make_person("Rae", is_people_ops=True)),
    )


def post(client: Client, address: str, what: Any, **more: Any) -> Any:
    return client.post(address, json.dumps(what), content_type="application/json", **more)


def send(client: Client, *keys: Key, ticket_shown: str | None = None, **more: Any) -> Any:
    shown = ticket() if ticket_shown is None else ticket_shown
    return post(client, SEND, {"ticket": shown, "report": arriving(*keys)}, **more)


def reason(answer: Any) -> str:
    assert (answer.status_code, answer.json()["taken"]) == (422, False)
    return str(answer.json()["reason"])


# --- the request ---------------------------------------------------------------------------------------------


def test_a_report_changes_its_own_rows_and_nothing_else(client: Client, keys: tuple[Key, Key]) -> None:
    before = all_rows()

    answer = send(client, *keys)

    assert answer.json() == {"taken": True}
    assert changed(before, all_rows()) == {"reports_report", "reports_wrap"}
    assert not answer.cookies
    assert not client.cookies


def test_reading_and_writing_with_a_receipt_change_nothing_else_either(
    client: Client, keys: tuple[Key, Key]
) -> None:
    lookup = "A" * 43
    report = make_report(*keys)
    Report.objects.filter(pk=report.pk).update(receipt=bare_mark(lookup))
    word = {"number": 1, **{name: arriving()[name] for name in ("iv", "sealed")}}
    before = all_rows()

    nothing_yet = post(client, READ, {"lookup": lookup}).json()
    between = all_rows()
    post(client, WRITE, {"lookup": lookup, **word})
    after = all_rows()

    assert (nothing_yet["words"], nothing_yet["readable"], nothing_yet["settled"]) == ([], True, False)
    assert changed(before, between) == set()
    assert changed(between, after) == {"reports_word"}
    assert post(client, READ, {"lookup": lookup}).json()["words"] == [{**word, "reporter": True}]
    assert reason(post(client, READ, {"lookup": "B" + lookup[1:]})) == "nothing"


def bare_mark(lookup: str) -> str:
    return read_lookup({"lookup": lookup})


@pytest.mark.parametrize("cookie", ["minim", "minim-csrf", "theme", "anything"])
@pytest.mark.parametrize("address", [SEND, READ, WRITE])
def test_a_request_that_shows_a_cookie_is_refused(
    client: Client, keys: tuple[Key, Key], cookie: str, address: str
) -> None:
    client.cookies[cookie] = "x"

    assert reason(post(client, address, {"ticket": ticket(), "report": arriving(*keys)})) == "cookie"
    assert not Report.objects.exists()


def test_so_is_somebody_who_is_signed_in(client: Client, cast: Cast, keys: tuple[Key, Key]) -> None:
    client.force_login(cast.pat)

    assert reason(send(client, *keys)) == "cookie"


def test_a_server_that_takes_cookies_would_be_seen(
    client: Client, cast: Cast, keys: tuple[Key, Key], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bare, "shows_cookies", lambda request: False)
    client.force_login(cast.pat)
    before = all_rows()

    answer = send(client, *keys)

    assert answer.json() == {"taken": True}
    assert changed(before, all_rows()) >= {"reports_report"}


def test_a_ticket_of_yesterday_and_a_guess_are_refused(
    client: Client, keys: tuple[Key, Key], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, now = ticket(), time.time()
    monkeypatch.setattr("minim.reports.tickets.time.time", lambda: now + 86_400)

    assert reason(send(client, *keys, ticket_shown=shown)) == "ticket"
    assert reason(send(client, *keys, ticket_shown="guess")) == "ticket"
    assert reason(post(client, SEND, {"report": arriving(*keys)})) == "ticket"
    assert send(client, *keys).json() == {"taken": True}


def test_the_same_report_again_is_refused(client: Client, keys: tuple[Key, Key]) -> None:
    sent = {"ticket": ticket(), "report": arriving(*keys)}
    post(client, SEND, sent)

    assert reason(post(client, SEND, sent)) == "again"
    assert Report.objects.count() == 1


@pytest.mark.parametrize("body", ["", "{", "[]", '"x"', "null", "[" * 50_000, "\ud83d"])
def test_nonsense_is_refused_in_words_a_page_knows(client: Client, cast: Cast, body: str) -> None:
    raw = body.encode("utf-8", "surrogatepass")
    answers = [client.post(address, raw, content_type="application/json") for address in (SEND, READ, WRITE)]

    assert {reason(answer) for answer in answers} <= {"malformed", "ticket"}


def test_what_is_far_too_long_is_not_even_read(client: Client, keys: tuple[Key, Key]) -> None:
    sent = {"ticket": ticket(), "report": arriving(*keys), "more": "x" * LONGEST_BODY}

    assert reason(post(client, SEND, sent)) == "malformed"


def test_only_so_many_are_taken_in_an_hour(
    client: Client, keys: tuple[Key, Key], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "reports", gate.Gate(2))
    monkeypatch.setattr("minim.web.serious.telling.reports", gate.reports)
    clock = {"now": 7200.0}
    monkeypatch.setattr("minim.web.serious.gate.time.time", lambda: clock["now"])

    first = [send(client, *keys).json().get("reason") for _ in range(3)]
    clock["now"] += 3600

    # another hour of the clock has another ticket too, so it is asked for afresh
    assert first == [None, None, "many"]
    assert send(client, *keys).json() == {"taken": True}


# --- the log -------------------------------------------------------------------------------------------------


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What stands in the log as it is set up."""
    handler = next(
        one for one in logging.root.handlers if any(isinstance(it, SayNothing) for it in one.filters)
    )
    assert isinstance(handler, logging.StreamHandler)
    stream = io.StringIO()
    # Not setStream, which would flush what an earlier test may have closed.
    monkeypatch.setattr(handler, "stream", stream)
    return stream


def make_noise(cast: Cast, keys: tuple[Key, Key]) -> None:
    """Everything below /serious/ that Django writes a line about elsewhere: refusals, doors that are shut, no token."""
    stranger, pat = Client(), Client(enforce_csrf_checks=True)
    pat.force_login(cast.pat)
    send(stranger, *keys)
    send(stranger, *keys, ticket_shown="guess")
    send(pat, *keys)
    pat.get("/serious/inbox/")
    pat.post("/serious/inbox/keys/")
    pat.put("/serious/")
    pat.get("/serious/nowhere/")


def test_no_line_of_the_log_tells_of_it(cast: Cast, keys: tuple[Key, Key], log: io.StringIO) -> None:
    make_noise(cast, keys)

    assert log.getvalue() == ""


def test_a_log_that_tells_of_it_would_be_seen(
    cast: Cast, keys: tuple[Key, Key], log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SayNothing, "filter", lambda self, record: True)

    make_noise(cast, keys)

    assert "/serious/send/" in log.getvalue()


def test_other_troubles_are_still_told(client: Client, cast: Cast, log: io.StringIO) -> None:
    client.get("/nowhere/")
    logging.getLogger("minim").error("in /somewhere/minim/web/serious/inbox.py")

    assert "Not Found: /nowhere/" in log.getvalue()
    assert "web/serious/inbox.py" in log.getvalue()


# --- letters and lists ---------------------------------------------------------------------------------------


def test_a_report_brings_about_no_letter(cast: Cast, keys: tuple[Key, Key]) -> None:
    before = list(Notice.objects.values())

    report = make_report(*keys)
    report.settle()
    report.delete()

    assert list(Notice.objects.values()) == before


def test_the_inbox_asks_no_more_often_for_many_reports(
    client: Client, keys: tuple[Key, Key], django_assert_max_num_queries: Any
) -> None:
    client.force_login(keys[0].person)
    client.get("/serious/inbox/")
    for _ in range(12):
        make_report(*keys)

    with django_assert_max_num_queries(12):
        assert len(client.get("/serious/inbox/").context["reports"]) == 12
