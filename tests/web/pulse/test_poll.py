"""The page of a poll: what becomes of an answer, before it is given, in the very parts that are used afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from minim.pulse.models import Plan
from tests.make import make_group, make_person
from tests.pulse.polls import answer, ended, make_poll, people_of

if TYPE_CHECKING:
    from django.test import Client

    from minim.groups.models import Group
    from minim.people.models import Person
    from minim.pulse.models import Round
    from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(cast: Cast) -> Group:
    return make_group(5, program=cast.program, name="Alder")


@pytest.fixture
def poll(group: Group) -> Round:
    return make_poll(group)


def address(group: Group) -> str:
    return f"/pulse/groups/{group.pk}/poll/"


def page(client: Client, person: Person, at: str) -> BeautifulSoup:
    client.force_login(person)
    return BeautifulSoup(client.get(at).content, "html.parser")


def text(found: Any) -> str:
    return " ".join(found.get_text(" ").split())


def test_pat_sees_before_what_olive_will_see(client: Client, poll: Round, group: Group, cast: Cast) -> None:
    pat = people_of(group)[1]
    supposed = page(client, pat, address(group)).select_one("[data-outcome=mixed] article")
    for person in people_of(group)[:4]:
        answer(person, poll, [3, 5, 3, 3, 5])
    ended(poll)

    told = page(client, cast.olive, f"/pulse/programs/{cast.program.pk}/").select("article")
    shown = next(card for card in told if "Alder" in text(card))

    assert supposed is not None
    assert text(supposed).split() == text(shown).split()
    assert [badge["class"] for badge in supposed.select(".badge")] == [
        badge["class"] for badge in shown.select(".badge")
    ]


def test_every_word_there_could_be_is_shown(client: Client, poll: Round, group: Group) -> None:
    found = page(client, people_of(group)[1], address(group))

    said = {one["data-outcome"]: text(one.select_one(".card-head")) for one in found.select("[data-outcome]")}
    assert said == {
        "well": "Alder This group is doing well",
        "mixed": "Alder Mixed",
        "struggling": "Alder Struggling",
        "few": "Alder Not enough answers to say safely",
    }
    assert len(found.select("[name=outcome]")) == 4


def test_it_asks_what_was_chosen_when_it_opened(client: Client, group: Group, cast: Cast) -> None:
    Plan.objects.of(cast.program).choose(["help", "room"], floor=5, asks_topics=False)
    make_poll(group)

    found = page(client, people_of(group)[1], address(group))

    assert [text(one.legend) for one in found.select("[data-question]")] == [
        "I get help with what I bring.",
        "Everyone gets room.",
    ]
    assert len(found.select("[data-question] [type=radio]")) == 10
    assert not found.select("[data-topics]")
    assert "Below 5 answers" in text(found)
    assert "Two questions" in text(found.h1)


def test_small_groups_are_told_how_little_hides_them(client: Client, cast: Cast) -> None:
    said = {}
    for size in (4, 7, 9):
        group = make_group(size, program=cast.program)
        make_poll(group).delete()
        poll = make_poll(group)
        said[size] = text(page(client, people_of(group)[1], address(group)).select_one(".more"))
        ended(poll)

    assert "You are 4." in said[4]
    assert "can give yours away" in said[4]
    assert "can narrow yours down" in said[7]
    assert "You are" not in said[9]


def test_no_answer_can_leave_without_a_script(client: Client, poll: Round, group: Group) -> None:
    """A form that a browser sends by itself would carry the answers with a cookie, or in an address."""
    found = page(client, people_of(group)[1], address(group))
    form = found.select_one("[data-ballot]")

    assert form is not None
    assert (form["method"], form.get("action")) == ("dialog", None)
    assert form.find_parent(attrs={"hidden": True}) is not None
    assert "takes JavaScript" in text(found.noscript)


def test_without_a_poll_the_page_says_so(client: Client, group: Group) -> None:
    pat = people_of(group)[1]
    assert "No poll is open here" in text(page(client, pat, address(group)))

    poll = make_poll(group)
    ended(poll)

    assert "No poll is open here" in text(page(client, pat, address(group)))


def test_only_members_find_it(client: Client, poll: Round, group: Group, cast: Cast) -> None:
    for person in (cast.olive, cast.sam, cast.bo, cast.root):
        client.force_login(person)
        assert client.get(address(group)).status_code == 404


# --- the ways there --------------------------------------------------------------------------------------------


def test_the_letter_leads_to_the_poll(client: Client, poll: Round, group: Group) -> None:
    client.force_login(people_of(group)[1])

    assert client.get("/pulse/").headers["Location"] == address(group)


def test_whoever_is_asked_twice_chooses_and_whoever_is_not_reads_why(
    client: Client, group: Group, cast: Cast
) -> None:
    pat = people_of(group)[1]
    other = make_group(members=[pat, *(make_person() for _ in range(3))])
    make_poll(group)
    make_poll(other)

    assert [text(one) for one in page(client, pat, "/pulse/").select("h2")] == sorted(["Alder", other.name])
    assert "No poll is open for you" in text(page(client, cast.bo, "/pulse/"))


def test_home_and_the_group_say_that_a_poll_is_open(client: Client, poll: Round, group: Group) -> None:
    pat = people_of(group)[1]

    for where in ("/", f"/groups/{group.pk}/", f"/pulse/groups/{group.pk}/"):
        found = page(client, pat, where)
        assert [one["href"] for one in found.select("main a.button") if "poll" in one["href"]] == [
            address(group)
        ]
        assert found.select_one("script[data-pulse][data-now]"), where
