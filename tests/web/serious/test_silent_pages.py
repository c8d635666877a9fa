"""Every page there is, as everybody there is: whether a report exists changes none of them by a letter."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.db import transaction

from minim.reports.models import Key, Report, ReportQuerySet
from minim.web import context
from minim.web.room import look
from tests.doors_table import DOORS
from tests.doors_world import World, make_world
from tests.reports.rows import make_report
from tests.test_doors import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.plugin import DjangoDbBlocker

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


CHANCE = re.compile(rb'nonce="[^"]*"|"[A-Za-z0-9]{64}"')
"""Nonces and tokens against forged requests."""


@pytest.fixture(autouse=True)
def stopped_clock() -> Iterator[None]:
    """Nothing on a page changes because time goes by."""
    with time_machine.travel(datetime.now(UTC), tick=False):
        yield


@pytest.fixture(autouse=True)
def fresh_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look at a room serves whoever asks in the next two seconds: who came in would be seen at once or later."""
    monkeypatch.setattr(look, "FRESH_SECONDS", 0)


def everything_seen_by(world: World, role: str) -> dict[str, bytes]:
    """Each page this person may look at, without what differs at every look."""
    client, seen = world.clients[role], {}
    for route, door in DOORS.items():
        if "GET" not in door.methods or "hears" in route:
            continue
        for thing, welcome in door.opens.items():
            address = fill(route, world.objects[thing] | door.more)
            if role in welcome:
                seen[address] = CHANCE.sub(b"", client.get(address).content)
    return seen


def differing(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    return [address for address in before if before[address] != after[address]]


def tell_rae(world: World) -> Report:
    return make_report(Key.objects.get(pk=world.objects["raes_key"]["mark"]))


@pytest.mark.parametrize("role", ["olive", "fay", "root", "pat", "peopleops"])
def test_no_page_of_whom_it_is_not_for_changes_by_a_letter(world: World, role: str) -> None:
    everything_seen_by(
        world, role
    )  # a first look may leave its own trace, such as a calendar that was fetched
    before = everything_seen_by(world, role)

    report = tell_rae(world)
    report.settle()
    after = everything_seen_by(world, role)

    assert len(before) > 10
    assert differing(before, after) == []


def test_a_page_that_counts_would_be_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    places = context._places

    def telling(request: Any, person: Any) -> list[context.Place]:
        return [*places(request, person), context.Place(f"{Report.objects.count()}", "inbox", "/", False)]

    monkeypatch.setattr(context, "_places", telling)
    before = everything_seen_by(world, "olive")
    tell_rae(world)

    assert differing(before, everything_seen_by(world, "olive")) != []


def test_an_inbox_that_shows_too_much_would_be_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReportQuerySet, "sealed_to", lambda reports, person: reports.all())
    before = everything_seen_by(world, "peopleops")
    tell_rae(world)

    assert "/serious/inbox/" in differing(before, everything_seen_by(world, "peopleops"))
