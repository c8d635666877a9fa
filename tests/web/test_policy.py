"""A real browser, under our strict policy, on every page Olive may open: not one violation, not one error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error, sync_playwright

from tests.doors_table import DOORS, OLIVE
from tests.doors_world import make_world
from tests.test_doors import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import APIResponse, Browser
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


@pytest.mark.django_db(transaction=True)
def test_no_page_breaks_the_policy(live_server: LiveServer, browser: Browser) -> None:
    world = make_world()
    cookie = world.clients["olive"].cookies["minim"].value
    context = browser.new_context(base_url=live_server.url)
    context.add_cookies([{"name": "minim", "value": cookie, "url": live_server.url}])
    context.add_init_script(LISTEN)
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))

    looked_at = 0
    for address in pages_for_olive(world):
        if is_page(context.request.get(address)):
            page.goto(address)
            said += [f"{address}: {broken}" for broken in page.evaluate("window.broken")]
            looked_at += 1

    context.close()
    assert said == []
    assert looked_at > 20


def pages_for_olive(world: World) -> Iterator[str]:
    """An address for each route that Olive may look at."""
    for route, door in DOORS.items():
        if "GET" in door.methods and not door.public:
            things = [thing for thing, who in door.opens.items() if who >= OLIVE]
            yield from (fill(route, world.objects[thing] | door.more) for thing in things[:1])


def is_page(answer: APIResponse) -> bool:
    """A whole page: fragments are meant to be put into one."""
    return answer.text().lstrip().lower().startswith("<!doctype html")
