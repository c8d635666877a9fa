"""What was told of a group, for those who may read it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from minim.groups.models import Role
from tests.make import make_group
from tests.pulse.polls import answer, ended, make_poll, people_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.test import Client

    from minim.groups.models import Group
    from minim.people.models import Person
    from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(cast: Cast) -> Group:
    return make_group(5, program=cast.program, name="Alder")


def held(group: Group, *answers: int) -> None:
    poll = make_poll(group)
    for person, given in zip(people_of(group), answers, strict=False):
        answer(person, poll, given)
    ended(poll)


def page(client: Client, person: Person, group: Group) -> BeautifulSoup:
    client.force_login(person)
    return BeautifulSoup(client.get(f"/pulse/groups/{group.pk}/").content, "html.parser")


def text(found: Any) -> str:
    return " ".join(found.get_text(" ").split())


def someone_leaves(group: Group) -> None:
    fay, *others = people_of(group)
    people: Sequence[tuple[Person, Role]] = [(one, Role.PARTICIPANT) for one in others[1:]]
    group.seat([(fay, Role.FACILITATOR), *people], date(2026, 11, 30))


def words(found: BeautifulSoup) -> list[str]:
    return [text(one.select_one(".badge")) for one in found.select(".told-questions > li")]


def test_members_facilitator_and_organizer_read_the_same(client: Client, group: Group, cast: Cast) -> None:
    held(group, 5, 5, 5, 4)
    fay, pat, *_ = people_of(group)

    read = [page(client, person, group) for person in (fay, pat, cast.olive)]

    assert [text(one.h1) for one in read] == ["This group is doing well"] * 3
    assert [words(one) for one in read] == [["Well"] * 5] * 3


def test_nothing_finer_than_a_word_is_on_the_page(client: Client, group: Group, cast: Cast) -> None:
    held(group, 5, 1, 2, 4)

    main = page(client, cast.olive, group).main

    assert main is not None
    assert words(BeautifulSoup(str(main), "html.parser")) == ["Mixed"] * 5
    for number in ("3.0", "12", "1 of", "4 of", "%"):
        assert number not in text(main.select_one(".told-questions"))


def test_below_four_answers_it_says_that_and_why(client: Client, group: Group, cast: Cast) -> None:
    held(group, 1, 1, 1)

    found = page(client, cast.olive, group)

    assert text(found.h1) == "Not enough answers to say safely"
    assert "Below 4 answers" in text(found)
    assert "truggling" not in text(found.select_one(".stack.loose"))


def test_the_past_stands_beside_it_as_picture_and_as_table(client: Client, group: Group) -> None:
    held(group, 1, 1, 1, 1)
    held(group, 3, 3, 3, 3)
    held(group, 5, 5, 5, 5)

    found = page(client, people_of(group)[1], group)

    pictures = found.select("svg.trend")
    assert {one["aria-label"] for one in pictures} == {"Over the rounds: struggling, then mixed, then well"}
    assert len(pictures[0].select("circle")) == 3
    rows = [[text(cell) for cell in row.select("td")] for row in found.select("tbody tr")]
    assert rows == [["Struggling", "Mixed", "Well"]] * 5


def test_after_a_change_a_new_line_begins_and_says_so(client: Client, group: Group, cast: Cast) -> None:
    held(group, 1, 1, 1, 1, 1)
    someone_leaves(group)
    held(group)
    passed_over = page(client, cast.olive, group)
    held(group, 5, 5, 5, 5)

    anew = page(client, cast.olive, group)

    assert text(passed_over.h1) == "Passed over: its members had changed"
    assert text(anew.h1) == "This group is doing well"
    assert "a new beginning" in text(anew)
    assert "struggling" not in " ".join(str(one["aria-label"]) for one in anew.select("svg.trend"))
    assert [text(one) for one in anew.select("tbody tr")[0].select("td")] == ["Not told", "Well"]


def test_before_the_first_poll_the_page_is_friendly(client: Client, group: Group, cast: Cast) -> None:
    for person in (people_of(group)[1], cast.olive):
        assert text(page(client, person, group).h1) == "Nothing has been told yet"


def test_of_an_open_poll_olive_reads_its_end_and_nothing_else(
    client: Client, group: Group, cast: Cast
) -> None:
    poll = make_poll(group)
    for person in people_of(group):
        answer(person, poll, 1)

    found = page(client, cast.olive, group)

    assert "A poll is open until" in text(found)
    assert text(found.h1) == "Nothing has been told yet"
    assert not found.select('a[href$="/poll/"]')


def test_the_group_itself_says_it_in_one_word(client: Client, group: Group, cast: Cast) -> None:
    held(group, 2, 2, 2, 2)

    for person in (people_of(group)[1], cast.olive):
        client.force_login(person)
        found = BeautifulSoup(client.get(f"/groups/{group.pk}/").content, "html.parser")
        assert "Struggling" in text(found.select_one("[aria-labelledby=pulse]"))


def test_whoever_has_left_reads_it_no_more(client: Client, group: Group) -> None:
    held(group, 5, 5, 5, 5, 5)
    gone = people_of(group)[1]
    someone_leaves(group)

    client.force_login(gone)

    assert client.get(f"/pulse/groups/{group.pk}/").status_code == 404
