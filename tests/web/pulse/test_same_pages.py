"""No address tells who has answered, or that anybody has: before and after answers every page there is has the same
bytes for everybody, and asks the database as often."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minim.pulse.models import Part, Round, Sheet
from minim.web.pulse import poll as poll_page
from tests.doors_table import DOORS
from tests.doors_world import World, make_world
from tests.pulse.polls import ballot_of, people_of, sent
from tests.test_doors import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from time_machine import TimeMachineFixture

    from minim.groups.models import Group

pytestmark = pytest.mark.django_db
WHO = ("olive", "fay", "pat", "bo", "root", "peopleops")
FEW = ("/", "/account/", "/pulse/", "/pulse/open/")
"""What whoever does not come near the group can look at; Fay sees what Pat sees."""
CHANCE = re.compile(rb'nonce="[^"]*"|[A-Za-z0-9]{64}|data-ticket="[^"]*"|"token": "[^"]*"')

Look = tuple[bytes, int]


@pytest.fixture
def world(settings: Any) -> World:
    settings.ROOT_URLCONF = "tests.web.demo_urls"
    return make_world()


@pytest.fixture
def group(world: World) -> Group:
    return Part.objects.asked().filter(round__in=Round.objects.open()).get().group


def addresses(world: World, who: str) -> Iterator[str]:
    """Of each route the first thing that this person may see."""
    for route, door in DOORS.items():
        things = [thing for thing, welcome in door.opens.items() if who in welcome]
        if "GET" in door.methods and things and not route.endswith("hears/"):
            yield fill(route, world.objects[things[0]] | door.more)


def look(client: Client, address: str) -> Look:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    body = b"" if answer.streaming else answer.content
    return CHANCE.sub(b"", body), len(queries)


def all_looks(world: World) -> dict[tuple[str, str], Look]:
    return {
        (who, address): look(world.clients[who], address)
        for who in WHO
        for address in (addresses(world, who) if who in ("olive", "pat") else FEW)
    }


def cast_some(group: Group) -> None:
    [poll] = Round.objects.open()
    for person in people_of(group)[1:3]:
        ballot = sent(ballot_of(person, poll, 2))
        assert Client().post("/pulse/ballot/", ballot, content_type="application/json").json() == {
            "taken": True
        }


def test_no_page_tells_who_has_answered(world: World, group: Group, time_machine: TimeMachineFixture) -> None:
    """At one moment, because some pages tell the time."""
    time_machine.move_to(timezone.now(), tick=False)
    before = all_looks(world)
    again = all_looks(world)
    by_itself = {key for key in before if before[key] != again[key]}

    cast_some(group)

    after = all_looks(world)
    assert {key for key in before if before[key] != after[key]} <= by_itself
    assert not [key for key in by_itself if "/pulse/" in key[1]], by_itself
    assert len(before) - len(by_itself) > 60


def test_a_page_that_counts_would_be_seen(
    world: World, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mutant that shows how many have answered so far."""

    def counting(part: Part, person: int) -> dict[str, Any]:
        return {"answered": Sheet.objects.get(pk=part.sheet_id or 0).read().groups[part.group_id].ballots}

    monkeypatch.setattr(poll_page, "facts_of", counting)
    address, pat = f"/pulse/groups/{group.pk}/poll/", world.clients["pat"]
    before = look(pat, address)

    cast_some(group)

    assert look(pat, address) != before


def test_a_page_that_asks_once_more_after_an_answer_would_be_seen(
    world: World, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mutant that takes another while."""
    really = poll_page.facts_of

    def slower(part: Part, person: int) -> dict[str, Any]:
        if Sheet.objects.all()[0].read().spent:
            Round.objects.count()
        return really(part, person)

    monkeypatch.setattr(poll_page, "facts_of", slower)
    address, pat = f"/pulse/groups/{group.pk}/poll/", world.clients["pat"]
    before = look(pat, address)

    cast_some(group)

    assert look(pat, address) != before
