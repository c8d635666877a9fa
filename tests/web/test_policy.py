"""A real browser, under our strict policy, on every page Olive may open: not one violation, not one error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error, sync_playwright

from minim.assignments.models import Assignment
from tests.doors_table import DOORS, OLIVE
from tests.doors_world import make_world
from tests.test_doors import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import APIResponse, Browser, Locator, Page
    from pytest_django.live_server_helper import LiveServer

    from tests.doors_world import World

LISTEN = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) =>
    window.broken.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        except Error as problem:
            pytest.fail(
                f"This test needs Chromium. Install it (Debian: apt-get install chromium).\n{problem}"
            )
        yield chromium
        chromium.close()


@pytest.fixture
def olives_page(live_server: LiveServer, browser: Browser) -> Iterator[tuple[World, Page, list[str]]]:
    """A world, Olive's browser in it, and what that browser complains about."""
    world = make_world()
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 1400})
    cookie = world.clients["olive"].cookies["minim"].value
    context.add_cookies([{"name": "minim", "value": cookie, "url": live_server.url}])
    context.add_init_script(LISTEN)
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield world, page, said
    context.close()


@pytest.mark.django_db(transaction=True)
def test_no_page_breaks_the_policy(olives_page: tuple[World, Page, list[str]]) -> None:
    world, page, said = olives_page
    looked_at = 0

    for address in pages_for_olive(world):
        if is_page(page.context.request.get(address)):
            page.goto(address)
            said += [f"{address}: {broken}" for broken in page.evaluate("window.broken")]
            looked_at += 1

    assert said == []
    assert looked_at > 20


@pytest.mark.django_db(transaction=True)
def test_dragging_somebody_does_not_break_it_either(olives_page: tuple[World, Page, list[str]]) -> None:
    world, page, said = olives_page
    draft = Assignment.objects.get(pk=world.objects["draft"]["pk"])
    page.goto(fill("assignments/<int:pk>/", world.objects["draft"]))

    for version, name in enumerate(("Pat", "Fay")):
        page.locator("li.seat", has_text=name).hover()
        page.mouse.down()
        page.wait_for_timeout(200)
        page.mouse.move(*middle_of(page.locator("#group-none")), steps=12)
        page.mouse.up()
        page.locator(f"#board-version:not([value='{version}'])").wait_for(state="attached", timeout=8000)

    assert not draft.draft_seats.exclude(draft_group=None).exists()
    assert said + page.evaluate("window.broken") == []


def middle_of(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def pages_for_olive(world: World) -> Iterator[str]:
    """An address for each route that Olive may look at."""
    for route, door in DOORS.items():
        if "GET" in door.methods and not door.public:
            things = [thing for thing, who in door.opens.items() if who >= OLIVE]
            yield from (fill(route, world.objects[thing] | door.more) for thing in things[:1])


def is_page(answer: APIResponse) -> bool:
    """A whole page: fragments are meant to be put into one."""
    return answer.text().lstrip().lower().startswith("<!doctype html")
