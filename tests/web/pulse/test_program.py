"""What was told of a program: all its groups, and what may be said of all of them together."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minim.health.models import CareList
from minim.pulse.models import Band, Part, Plan, Round, Waiting
from minim.pulse.themes import send_up
from tests.make import make_group, make_program
from tests.pulse.polls import answer, ended, make_poll, people_of

if TYPE_CHECKING:
    from django.test import Client

    from minim.groups.models import Group
    from minim.people.models import Person
    from minim.programs.models import Program
    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def address(program: Program) -> str:
    return f"/pulse/programs/{program.pk}/"


def page(client: Client, person: Person, program: Program) -> BeautifulSoup:
    client.force_login(person)
    return BeautifulSoup(client.get(address(program)).content, "html.parser")


def text(found: Any) -> str:
    return " ".join(found.get_text(" ").split())


@pytest.fixture
def program(cast: Cast) -> Program:
    return make_program(organizers=[cast.olive], name="Circles")


def hold(*said: tuple[Group, int], chosen: tuple[int, ...] = ()) -> Round:
    poll = make_poll(*[group for group, _ in said])
    for group, given in said:
        for person in people_of(group):
            answer(person, poll, given, chosen)
    return ended(poll)


def test_whoever_struggles_stands_first(client: Client, cast: Cast, program: Program) -> None:
    ash, birch, cedar = (make_group(5, program=program, name=name) for name in ("Ash", "Birch", "Cedar"))
    hold((ash, 5), (birch, 3), (cedar, 1))

    cards = page(client, cast.olive, program).select("article")

    assert [text(card.select_one(".card-head")) for card in cards] == [
        "Cedar Struggling",
        "Birch Mixed",
        "Ash This group is doing well",
    ]


def test_all_together_are_told_in_quarter_steps_from_three_groups_on(
    client: Client, cast: Cast, program: Program
) -> None:
    groups = [make_group(5, program=program) for _ in range(3)]
    hold((groups[0], 4), (groups[1], 4), chosen=(0,))
    before = page(client, cast.olive, program)
    hold(*[(group, 4) for group in groups], chosen=(0,))

    after = page(client, cast.olive, program)

    assert {text(one) for one in before.select(".measure-value")} == {"not told"}
    assert "Too few groups or answers" in text(before)
    assert {text(one) for one in after.select(".measure-value")} == {"about 4"}
    assert (
        text(after.select_one(".topic")) == "A better time to meet · three quarters of all answers, or more"
    )


def test_before_the_close_nothing_is_told(client: Client, cast: Cast, program: Program) -> None:
    group = make_group(5, program=program)
    poll = make_poll(group)
    for person in people_of(group):
        answer(person, poll, 1)

    found = text(page(client, cast.olive, program).main)

    assert "A poll is open until" in found
    assert "truggling" not in found.replace("struggling, or that too few", "")


def test_when_polls_are_off_it_says_so(client: Client, cast: Cast, program: Program) -> None:
    Plan.objects.create(program=program, is_on=False)

    assert "Polls are off" in text(page(client, cast.olive, program))


def test_only_its_organizers_read_it(client: Client, cast: Cast, program: Program) -> None:
    for person in (cast.fay, cast.pat, cast.root, cast.bo):
        client.force_login(person)
        assert client.get(address(program)).status_code == 404


def test_home_names_who_struggles(client: Client, cast: Cast, program: Program) -> None:
    hold((make_group(5, program=program, name="Cedar"), 1))
    CareList.objects.look(program)
    client.force_login(cast.olive)

    found = text(BeautifulSoup(client.get("/").content, "html.parser").main)

    assert "Cedar" in found.partition("need")[2]


@pytest.mark.parametrize("many", [1, 30])
def test_thirty_groups_cost_no_more_queries_than_one(
    client: Client, cast: Cast, program: Program, many: int
) -> None:
    groups = [make_group(1, program=program) for _ in range(many)]
    begun = Round.objects.create(
        program=program, number=1, floor=4, questions=[["open", "Open?"]], topics=[],
        opens_at="2026-11-01T00:00Z", closes_at="2026-11-05T00:00Z", closed_at="2026-11-05T00:00Z",
    )  # fmt: skip
    for group in groups:
        Part.objects.create(round=begun, group=group, series=1, members="x")
        Band.objects.create(round=begun, group=group, series=1, question="open", level="well")
    client.force_login(cast.olive)
    client.get(address(program))

    with CaptureQueriesContext(connection) as queries:
        answered = client.get(address(program))

    assert answered.content.count(b"<article") == many
    assert len(queries) == 11


def test_what_groups_let_go_up_stands_there_without_a_group(
    client: Client, cast: Cast, program: Program
) -> None:
    before = text(page(client, cast.olive, program).select_one("section:has(#themes)"))
    send_up(program, "We <b>decide</b> too late.", date(2026, 11, 18))
    Waiting.objects.of_past_weeks(date(2026, 11, 25)).tell(date(2026, 11, 25))

    found = page(client, cast.olive, program).select_one("section:has(#themes) li")

    assert "Nothing yet" in before
    assert text(found) == "We <b>decide</b> too late. told on 23 November"
