"""Groups' pages: each sees what is theirs, and no more."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from minim.groups.models import Role
from minim.people.models import Person
from tests.make import make_group, make_person, make_program

if TYPE_CHECKING:
    from django.test import Client

    from minim.groups.models import Group
    from tests.cast import Cast


def enter(client: Client, person: Person) -> Client:
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def words(answer: Any) -> str:
    page = BeautifulSoup(answer.content, "html.parser")
    return " ".join((page.main or page).get_text(" ").split())


def page_of(group: Group) -> str:
    return reverse("groups:detail", args=[group.pk])


# Who sees which group


@pytest.mark.parametrize(
    ("who", "own", "foreign"),
    [
        ("olive", 200, 200),
        ("fay", 200, 404),
        ("pat", 200, 404),
        ("sam", 404, 200),
        ("bo", 404, 404),
        ("root", 404, 404),
    ],
)
def test_a_group_is_found_by_its_members_and_its_organizer_alone(
    client: Client, cast: Cast, who: str, own: int, foreign: int
) -> None:
    enter(client, getattr(cast, who))

    statuses = [client.get(page_of(group)).status_code for group in (cast.group, cast.sams_group)]

    assert statuses == [own, foreign]


def test_who_has_left_a_group_no_longer_finds_it(client: Client, cast: Cast) -> None:
    cast.group.seats.filter(person=cast.pat).update(left_on=date(2026, 10, 1))

    assert enter(client, cast.pat).get(page_of(cast.group)).status_code == 404


def test_an_organizer_of_another_program_does_not_find_it(client: Client, cast: Cast) -> None:
    otto = make_person("Otto", is_organizer=True)
    make_program(organizers=[otto])
    enter(client, otto)

    listed = words(client.get("/groups/"))

    assert client.get(page_of(cast.group)).status_code == 404
    assert cast.group.name not in listed


# The list


@pytest.mark.parametrize("who", ["fay", "pat"])
def test_a_member_goes_straight_to_their_group(client: Client, cast: Cast, who: str) -> None:
    answer = enter(client, getattr(cast, who)).get("/groups/")

    assert (answer.status_code, answer["Location"]) == (302, page_of(cast.group))


def test_a_member_of_two_programs_chooses(client: Client, cast: Cast) -> None:
    other = make_group(members=[cast.pat, make_person()])

    text = words(enter(client, cast.pat).get("/groups/"))

    assert (cast.group.name in text, other.name in text, cast.sams_group.name in text) == (True, True, False)


def test_whoever_sits_nowhere_is_told_so_kindly(client: Client, cast: Cast) -> None:
    assert "You are in no group at the moment" in words(enter(client, cast.bo).get("/groups/"))


def test_olive_finds_groups_by_name_and_by_member(client: Client, cast: Cast) -> None:
    enter(client, cast.olive)

    by_name = words(client.get("/groups/", {"q": cast.sams_group.name}))
    by_member = words(client.get("/groups/found/", {"q": "pat"}))

    assert (cast.group.name in by_name, cast.sams_group.name in by_name) == (False, True)
    assert (cast.group.name in by_member, cast.sams_group.name in by_member) == (True, False)
    assert "Fay Facilitator" in by_member


def test_only_olive_may_search_groups(client: Client, cast: Cast) -> None:
    assert enter(client, cast.pat).get("/groups/found/", {"q": "sam"}).status_code == 404


def test_closed_groups_stand_in_a_fold(client: Client, cast: Cast) -> None:
    cast.sams_group.close(date(2026, 10, 1))

    page = BeautifulSoup(enter(client, cast.olive).get("/groups/").content, "html.parser")
    fold = next(fold for fold in page.select("main details") if "no longer meet" in fold.text)

    assert cast.sams_group.name in fold.text
    assert cast.sams_group.name not in page.select_one("#found").text  # type: ignore[union-attr]


def test_many_groups_cost_no_more_queries_than_few(
    client: Client, cast: Cast, django_assert_num_queries: Any
) -> None:
    enter(client, cast.olive).get("/groups/")
    for _ in range(5):
        make_group(program=cast.program)

    with django_assert_num_queries(9):
        client.get("/groups/")


# One group


def test_pat_reads_who_leads_and_what_comes_next(client: Client, cast: Cast) -> None:
    Person.objects.filter(pk=cast.fay.pk).update(function="Design", location="Oslo")

    text = words(enter(client, cast.pat).get(page_of(cast.group)))

    assert "You and 3 others, facilitated by Fay." in text
    assert "Fay finds a time" in text
    assert "Design Level 0 Oslo" in text
    assert "Nobody from your management chain is here." in text


def test_fay_reads_what_a_facilitator_does_next(client: Client, cast: Cast) -> None:
    text = words(enter(client, cast.fay).get(page_of(cast.group)))

    assert "Find your hour" in text
    assert "Fay finds a time" not in text


def test_only_olive_sees_who_came_and_went(client: Client, cast: Cast) -> None:
    gone = make_person("Gone")
    cast.group.seat(
        [(cast.fay, Role.FACILITATOR), (cast.pat, Role.PARTICIPANT), (gone, Role.PARTICIPANT)],
        date(2026, 9, 8),
    )
    cast.group.seats.filter(person=gone).update(left_on=date(2026, 10, 6))

    olive = words(enter(client, cast.olive).get(page_of(cast.group)))
    pat = words(enter(client, cast.pat).get(page_of(cast.group)))

    assert "Gone Participant came on 8 Sep 2026, left on 6 Oct 2026" in olive
    assert "What happens next" not in olive
    assert ("Gone" in pat, "Who came and went" in pat) == (False, False)


def test_a_reorganization_that_breaks_the_promise_is_told_to_olive_alone(client: Client, cast: Cast) -> None:
    Person.objects.filter(pk=cast.pat.pk).update(manager=cast.fay)
    cast.group.name = "Zinnia"
    cast.group.save()
    Person.objects.renumber()

    olive, listed = enter(client, cast.olive), words(client.get("/groups/"))
    told = words(olive.get(page_of(cast.group)))
    pat = words(enter(client, cast.pat).get(page_of(cast.group)))

    assert "Pat reports to a group-mate, Fay." in told
    assert "1 group now breaks a promise" in listed
    assert listed.index(cast.group.name) < listed.index(cast.sams_group.name)
    assert ("reports to a group-mate" in pat, "Nobody from your management chain" in pat) == (False, False)


def test_a_group_that_no_longer_meets_says_from_when_to_when(client: Client, cast: Cast) -> None:
    cast.group.close(date(2026, 10, 1))

    text = words(enter(client, cast.olive).get(page_of(cast.group)))

    assert "This group met from 1 September 2026 to 1 October 2026." in text


def test_a_larger_group_costs_no_more_queries(
    client: Client, cast: Cast, django_assert_num_queries: Any
) -> None:
    large = make_group(12, program=cast.program)
    enter(client, cast.olive).get(page_of(large))

    with django_assert_num_queries(15):
        client.get(page_of(large))
