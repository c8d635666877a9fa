"""A ballot's whole way in real browsers: signed on any visit, kept, cast without a cookie, and counted once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from minim.pulse.ballots import decoded
from minim.pulse.blind import SigningKey
from minim.pulse.models import Issued, Part, Sheet
from tests.make import make_group
from tests.pulse.polls import make_poll, people_of
from tests.worker.town import eventually

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from minim.people.models import Person
    from minim.pulse.models import Round
    from tests.browser import Visits
    from tests.cast import Cast

USE = """async ([person, round, answers, chosen]) => {
  const tokens = await import("/static/pulse/tokens.js");
  const ballot = await tokens.ballotFor(person, round, answers, chosen);
  await tokens.cast(person, ballot, "/pulse/ballot/");
  return ballot;
}"""
STATE = """async ([person, round]) =>
  (await import("/static/pulse/tokens.js")).stateOf(person, round)"""
AGAIN = """async ([person, ballot]) =>
  (await import("/static/pulse/tokens.js")).cast(person, ballot, "/pulse/ballot/")"""
EVERYTHING = """async () => JSON.stringify([await new Promise((resolve) => {
  const asked = indexedDB.open("minim pulse 1");
  asked.onsuccess = () => {
    const all = asked.result.transaction("ballots").objectStore("ballots").getAll();
    all.onsuccess = () => { asked.result.close(); resolve(all.result); };
  };
}), { ...localStorage }, { ...sessionStorage }])"""


def visit(visits: Visits, person: Person, address: str = "/") -> Page:
    page = visits.open(person, bypass_csp=True)
    page.goto(address)
    return page


def state(page: Page, person: Person, poll: Round) -> str:
    return str(page.evaluate(STATE, [person.pk, poll.pk]))


def is_ready(page: Page, person: Person, poll: Round) -> bool:
    return state(page, person, poll) == "ready"


def test_a_ballot_is_signed_on_any_visit_and_cast_without_a_cookie(visits: Visits, cast: Cast) -> None:
    group = make_group(5, program=cast.program)
    poll = make_poll(group)
    pat = people_of(group)[1]
    page = visit(visits, pat, "/account/")
    requests: list[Any] = []
    page.on("request", lambda request: requests.append(request) if "/pulse/ballot/" in request.url else None)
    eventually(lambda: is_ready(page, pat, poll))
    assert Issued.objects.filter(person=pat).exists()
    signed_for = page.evaluate(EVERYTHING)
    assert "inverse" not in signed_for
    assert "blinded" not in signed_for

    ballot = page.evaluate(USE, [pat.pk, poll.pk, [5, 4, 3, 2, 1], [1, *[0] * 7]])

    [request] = requests
    assert not {"cookie", "referer", "authorization"} & set(request.all_headers())
    assert request.post_data_json == ballot
    assert Sheet.objects.get().read().groups[group.pk].sums() == [5, 4, 3, 2, 1]
    assert state(page, pat, poll) == "cast"
    assert ballot["serial"] not in page.evaluate(EVERYTHING)
    page.goto("/")
    page.wait_for_timeout(300)
    assert state(page, pat, poll) == "cast"
    assert (
        page.evaluate(AGAIN, [pat.pk, ballot]) is None
    )  # the answer was lost, say: it counts as cast, and once
    assert Sheet.objects.get().read().groups[group.pk].ballots == 1
    visits.complaints[:] = [said for said in visits.complaints if "/pulse/ballot/" not in said]


def test_an_answer_that_is_lost_is_asked_for_again_and_two_tabs_have_one_ballot(
    visits: Visits, cast: Cast
) -> None:
    group = make_group(5, program=cast.program)
    poll = make_poll(group)
    pat = people_of(group)[1]
    page = visits.open(pat, bypass_csp=True)
    page.context.route("**/pulse/token/", lambda route: (route.fetch(), route.abort()))
    page.goto("/")
    eventually(lambda: state(page, pat, poll) == "none" and Issued.objects.filter(person=pat).exists())
    page.context.unroute_all(behavior="ignoreErrors")

    second = page.context.new_page()
    second.goto("/")
    page.goto("/")

    eventually(lambda: is_ready(page, pat, poll))
    assert state(second, pat, poll) == "ready"
    visits.complaints[:] = [said for said in visits.complaints if "/pulse/token/" not in said]


def test_another_browser_is_told_where_the_ballot_lies(visits: Visits, cast: Cast) -> None:
    group = make_group(5, program=cast.program)
    poll = make_poll(group)
    pat = people_of(group)[1]
    first = visit(visits, pat)
    eventually(lambda: is_ready(first, pat, poll))

    second = visit(visits, pat)

    eventually(lambda: state(second, pat, poll) == "issued")
    assert is_ready(first, pat, poll)
    visits.complaints[:] = [said for said in visits.complaints if "/pulse/token/" not in said]


def test_a_key_that_was_exchanged_behind_ones_back_is_not_used(
    visits: Visits, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = make_group(5, program=cast.program)
    poll = make_poll(group)
    pat = people_of(group)[1]
    shown = decoded(Part.objects.get().modulus)
    other = next(key for key in iter(SigningKey.make, None) if key.modulus() > shown)
    monkeypatch.setattr(Part, "opened_key", lambda part: other)

    page = visit(visits, pat)

    eventually(lambda: state(page, pat, poll) == "key")
