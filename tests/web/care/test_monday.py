"""On Monday Olive sees which groups would be glad of her, and does the right thing in two clicks."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from minim.assignments.models import Assignment
from minim.groups.models import Group, Thread
from minim.health.models import CareList
from minim.health.signals import Thresholds
from minim.meetings.afterword import Mood
from minim.meetings.models import Afterword, Meeting
from minim.people.models import Person
from minim.web.care.forms import LimitsForm
from minim.worker.caring import look_after_groups
from tests.make import make_group, make_person, make_program
from tests.meetings.held import NOW, make_meetings, were_there

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from minim.programs.models import Program
    from tests.cast import Cast

ADDRESS = "/care/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def alder(cast: Cast) -> Group:
    """Two people come to the meetings of Fay's group; Sam's has a good time."""
    Group.objects.filter(pk=cast.group.pk).update(name="Alder")
    Group.objects.filter(pk=cast.sams_group.pk).update(name="Birch")
    were_there(make_meetings(cast.group, 9), *[[cast.fay, cast.pat]] * 7)
    everybody = [seat.person for seat in cast.sams_group.sitting()]
    Person.objects.filter(pk__in=[one.pk for one in everybody]).update(trained=True)
    were_there(make_meetings(cast.sams_group, 9), *[everybody] * 7)
    look_after_groups()
    return Group.objects.get(name="Alder")


def words(client: Client, address: str = ADDRESS) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    main = BeautifulSoup(answer.content, "html.parser").select_one("main")
    assert main
    return " ".join(main.get_text(" ").split())


def test_only_the_group_that_needs_her_is_there_with_why_and_since_when(
    client: Client, cast: Cast, alder: Group
) -> None:
    client.force_login(cast.olive)

    found = words(client)

    assert "1 group needs you" in found
    assert "Fewer than three people came to 4 of the last 4 meetings." in found
    assert "Since 3 November" in found
    assert "Birch" not in found
    assert "Fay has led no other group" in found


def test_nobody_else_finds_the_page(client: Client, cast: Cast, alder: Group) -> None:
    for person in (cast.fay, cast.pat, cast.bo, cast.sam, cast.root):
        client.force_login(person)
        assert client.get(ADDRESS).status_code == 404


def test_another_programs_organizer_sees_nothing_of_it(client: Client, cast: Cast, alder: Group) -> None:
    oscar = make_person("Oscar", is_organizer=True)
    make_group(program=make_program(organizers=[oscar]))
    look_after_groups()
    client.force_login(oscar)

    assert "Alder" not in words(client)
    assert (
        client.post(reverse("care:act", args=[alder.pk]), {"errand": "add", "people": 1}).status_code == 404
    )
    assert not Assignment.objects.exists()


def test_who_came_is_never_told(client: Client, cast: Cast, alder: Group) -> None:
    client.force_login(cast.olive)

    found, kept = words(client), str(CareList.objects.get(program=cast.program).found)

    absent = [seat.person.name for seat in alder.sitting() if seat.person not in (cast.fay, cast.pat)]
    assert absent
    for name in (*absent, "Pat"):
        assert name not in found
        assert name not in kept


def test_a_call_for_help_is_answered_where_it_was_asked(client: Client, cast: Cast, alder: Group) -> None:
    thread = Thread.objects.ask(alder, "I do not know how to begin.", by=cast.fay)
    Afterword.objects.say(
        Meeting.objects.filter(series__group=alder, starts_at__lt=NOW).latest("starts_at"), Mood.HELP
    )
    look_after_groups()
    client.force_login(cast.olive)

    found = BeautifulSoup(client.get(ADDRESS).content, "html.parser")

    assert "Fay asks for help." in found.get_text()
    assert "how to begin" not in found.get_text()
    assert found.select_one(f'a[href="{reverse("help:thread", args=[thread.pk])}"]')


def test_one_click_asks_for_a_draft_and_nothing_changes_before_it_is_published(
    client: Client, cast: Cast, alder: Group
) -> None:
    client.force_login(cast.olive)
    before = sorted(alder.seats.current().values_list("person_id", flat=True))

    answer = client.post(reverse("care:act", args=[alder.pk]), {"errand": "add", "people": 2})

    asked = Assignment.objects.get()
    assert answer.headers["Location"] == reverse("assignments:progress", args=[asked.pk])
    assert asked.name == "2 more people for Alder"
    assert sorted(alder.seats.current().values_list("person_id", flat=True)) == before


@pytest.mark.parametrize("sent", [{}, {"errand": "rob", "people": 1}, {"errand": "add", "people": 99}])
def test_a_button_that_is_not_there_does_nothing(
    client: Client, cast: Cast, alder: Group, sent: dict[str, Any]
) -> None:
    client.force_login(cast.olive)

    assert client.post(reverse("care:act", args=[alder.pk]), sent).status_code == 404
    assert not Assignment.objects.exists()


def test_the_groups_own_page_says_the_same_to_its_organizer_alone(
    client: Client, cast: Cast, alder: Group
) -> None:
    for person, is_told in ((cast.olive, True), (cast.fay, False), (cast.pat, False)):
        client.force_login(person)

        found = words(client, reverse("groups:detail", args=[alder.pk]))

        assert ("This group would be glad of you" in found) == is_told
        assert ("Fewer than three people came to 4 of the last 4 meetings." in found) == is_told

    client.force_login(cast.olive)
    assert "glad of you" not in words(client, reverse("groups:detail", args=[cast.sams_group.pk]))


def test_looking_again_sees_what_has_changed(client: Client, cast: Cast, alder: Group) -> None:
    client.force_login(cast.olive)
    alder.seats.current().update(left_on=NOW.date())
    Group.objects.filter(pk=alder.pk).update(closed_on=NOW.date())
    assert "Alder" in words(client)

    client.post(reverse("care:look"))

    assert "Nobody needs you today" in words(client)


def test_before_the_first_look_the_page_says_so(client: Client, cast: Cast) -> None:
    client.force_login(cast.olive)

    assert "The first look is still to come" in words(client)


def test_an_organizer_says_what_counts_as_a_sign(client: Client, cast: Cast, alder: Group) -> None:
    client.force_login(cast.olive)
    address = reverse("care:limits", args=[cast.program.pk])
    usual = {one.name: LimitsForm(None, {}).initial[one.name] for one in fields(Thresholds)}

    refused = client.post(address, usual | {"empty_meetings": 9})
    saved = client.post(address, usual | {"low_attendance": 20, "falling": 50})

    assert refused.status_code == 422
    assert saved.headers["Location"] == ADDRESS
    cast.program.refresh_from_db()
    assert cast.program.care_limits == {"low_attendance": 0.2, "falling": 0.5}
    assert "About 50 % of the members come." not in words(client)
    assert "Fewer than three people came to 4 of the last 4 meetings." in words(client)


@pytest.mark.parametrize("size", [1, 40])
def test_many_groups_cost_no_more_queries(
    client: Client, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, size: int
) -> None:
    program: Program = cast.program
    for _ in range(size):
        make_group(3, program=program, on=NOW.date().replace(month=1))
    look_after_groups()
    client.force_login(cast.olive)

    with django_assert_num_queries(8):
        client.get(ADDRESS)
