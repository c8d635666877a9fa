"""Every address × every person × own and other things × every method, walked from the URL resolver.

What each door should answer stands in doors_table.py, what lies behind them in doors_world.py.
"""

from __future__ import annotations

import logging
import sys
from copy import deepcopy
from itertools import product
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import override_settings
from django.urls import URLPattern, URLResolver, clear_url_caches, get_resolver, path, reverse
from django.views.decorators.http import require_safe

from minim.programs.models import ProgramQuerySet
from tests.doors_table import DOORS, Door
from tests.doors_world import ROLES, World, make_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django.fixtures import Settings
    from pytest_django.plugin import DjangoDbBlocker

pytestmark = pytest.mark.django_db

ADDRESSES = "tests.web.demo_urls"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
REFUSED = ("hidden", "sign-in", "no such method")
ANSWERED = {200, 201, 204, 301, 302, 303, 400, 409, 422}


def routes(urlconf: str = ADDRESSES) -> dict[str, URLPattern]:
    """Every route of the resolver, as one writes it in urls.py."""
    found: dict[str, URLPattern] = {}

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> None:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, route)
            else:
                found[route] = pattern

    walk(get_resolver(urlconf).url_patterns, "")
    return found


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module", autouse=True)
def addresses() -> Iterator[None]:
    """Once for all doors: to read every address again takes as long as to knock at three doors."""
    with override_settings(ROOT_URLCONF=ADDRESSES):
        yield


@pytest.fixture(autouse=True)
def quick(settings: Settings, world: World) -> Iterator[None]:
    settings.SIGN_IN_ANSWER_SECONDS = 0
    cache.clear()
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def test_every_route_is_declared_and_every_declaration_has_a_route() -> None:
    assert sorted(routes()) == sorted(DOORS)


def test_every_role_has_a_browser(world: World) -> None:
    assert tuple(world.clients) == ROLES


@pytest.mark.parametrize("route", DOORS)
def test_the_door_opens_to_the_right_people_only(world: World, route: str) -> None:
    assert surprises(world, route, DOORS[route]) == []


def surprises(world: World, route: str, door: Door) -> list[str]:
    """Whatever answers otherwise than declared, as sentences."""
    said = door.sends.replace("{fay}", str(world.objects["fays_person"]["pk"]))
    found = []
    for method, thing, role in knocks(door):
        address = fill(route, world.objects[thing] | door.more)
        answer = knock(world.clients[role], method, address, said)
        if answer not in expected(door, role in door.opens[thing], method, role):
            found.append(f"{method} {address} ({thing or 'nothing special'}) as {role}: {answer}")
    return found


def knocks(door: Door) -> Iterator[tuple[str, str, str]]:
    """Who tries what. What this page does not know is tried at one thing, by everybody who differs in their answer."""
    yield from product(door.methods, door.opens, ROLES)
    thing, welcome = next(iter(door.opens.items()))
    alike = {(role in welcome, role == "anonymous"): role for role in ROLES}
    unknown = [method for method in METHODS if method not in door.methods]
    yield from product(unknown, (thing,), alike.values())


def expected(door: Door, welcome: bool, method: str, role: str) -> tuple[str, ...]:
    if method not in door.methods:
        return ("no such method",) if welcome else REFUSED
    if welcome:
        return ("open",)
    stranger = role in ("anonymous", "left") and not door.public
    return ("sign-in",) if stranger else ("hidden",)


def knock(client: Client, method: str, address: str, sends: str) -> str:
    """What happens at this door; whatever it changes is undone."""
    kept = deepcopy(client.cookies)
    with transaction.atomic():
        answer = client.generic(method, address, sends, content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    client.cookies = kept
    return name_of(answer)


def name_of(answer: Any) -> str:
    if answer.status_code == 404:
        return "hidden"
    if answer.status_code == 405:
        return "no such method"
    onward = answer.headers.get("Location", "") + answer.headers.get("HX-Redirect", "")
    if onward.startswith(f"{reverse('account_login')}?next="):
        return "sign-in"
    return "open" if answer.status_code in ANSWERED else f"status {answer.status_code}"


def fill(route: str, arguments: dict[str, Any]) -> str:
    """The address of a route, with these arguments where it wants some."""
    address = route
    for name, value in arguments.items():
        for converter in ("int", "str", "slug", "uuid"):
            address = address.replace(f"<{converter}:{name}>", str(value))
    assert "<" not in address, f"{route} wants more than {sorted(arguments)}"
    return f"/{address}"


# --- mutants: leaks on purpose, which the test above must see ---------------------------------------------------


def mount(settings: Settings, route: str, view: Any) -> None:
    """The same addresses with another view at this one."""
    mutant = ModuleType("mutant_urls")
    mutant.urlpatterns = [path(route, view), *get_resolver(ADDRESSES).url_patterns]  # type: ignore[attr-defined]
    sys.modules["mutant_urls"] = mutant
    clear_url_caches()
    settings.ROOT_URLCONF = "mutant_urls"


def test_a_page_whose_guard_was_taken_away_is_seen(world: World, settings: Settings) -> None:
    route = "account/"
    unguarded = require_safe(lambda request: HttpResponse("everybody may see this"))

    mount(settings, route, unguarded)

    assert surprises(world, route, DOORS[route]) == [
        "GET /account/ (nothing special) as anonymous: open",
        "GET /account/ (nothing special) as left: open",
    ]


def test_a_query_that_gives_too_much_is_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    route = "programs/<int:pk>/"
    everything = ProgramQuerySet.all

    monkeypatch.setattr(ProgramQuerySet, "overseen_by", lambda programs, person: everything(programs))
    found = surprises(world, route, DOORS[route])

    assert [sentence.split(" (")[1] for sentence in found] == [
        "program) as oscar: open",
        "oscars_program) as olive: open",
    ]
