"""Two server processes and two real browsers; one server dies, comes back, and nothing was missed."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

import pytest

from tests.browser import Visits
from tests.web.ears import PATIENCE, Ear
from tests.web.servers import serve
from tests.worker.town import Town, eventually, open_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.web.servers import Server

pytestmark = pytest.mark.database

A_ROOM = """
from tests.cast import make_cast
from tests.lib.things import Thing, lay_out
from tests.web.ears import session_of
cast = make_cast()
lay_out()
Thing.objects.create(pk=cast.group.pk, version=3)
tell([cast.group.pk, session_of(cast.pat), session_of(cast.fay)])
"""
BACK_WITHIN = 5.0
REMEMBER = """() => {
  window.numbers = {};
  const number = document.getElementById("number");
  new MutationObserver(() => { window.numbers[number.textContent] ??= Date.now(); }).observe(number, {childList: true});
  document.querySelector("#room button").addEventListener("click", () => { window.clicked = Date.now(); });
}"""


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with open_town(tmp_path) as opened:
        yield opened


def open_room(visits: Visits, server: Server, room: int, cookie: str) -> Page:
    """The room in a browser of its own, once its stream is open."""
    page = visits.open(base_url=server.address)
    name, value = cookie.split("=", 1)
    page.context.add_cookies([{"name": name, "value": value, "domain": "127.0.0.1", "path": "/"}])
    with page.expect_response("**/hears/**"):
        page.goto(f"/room/{room}/")
    page.evaluate(REMEMBER)
    return page


def shown(page: Page) -> str:
    return page.locator("#number").inner_text()


def seconds_until_shown(clicked: Page, seen: Page, number: int) -> float:
    eventually(lambda: shown(seen) == str(number), PATIENCE)
    return float(seen.evaluate(f"window.numbers[{number}]") - clicked.evaluate("window.clicked")) / 1000


def test_a_click_reaches_the_browser_at_the_other_server_and_a_killed_server_is_missed_only_shortly(
    town: Town, chromium: Browser
) -> None:
    room, *cookies = town.python(A_ROOM)
    servers = [serve(town), serve(town)]
    visits = Visits(chromium, servers[0].address)
    pats, fays = (open_room(visits, *pair) for pair in zip(servers, (room, room), cookies, strict=True))

    delays = []
    for number in range(4, 9):
        pats.locator("#room button").click()
        delays.append(seconds_until_shown(pats, fays, number))

    print("click to the other browser, ms:", [round(1000 * delay) for delay in delays])
    assert sorted(delays)[2] < 2.0
    assert shown(pats) == "8"
    assert visits.complaints == []

    servers[1].process.kill()
    servers[1].process.wait()
    pats.locator("#room button").click()
    eventually(lambda: shown(pats) == "9", PATIENCE)
    time.sleep(3)  # long enough for the browser to have tried in vain
    assert shown(fays) == "8"
    serve(town, servers[1].port)
    is_back_at = time.monotonic()

    eventually(lambda: shown(fays) == "9", PATIENCE)
    print("from the server's return until the browser knew, s:", round(time.monotonic() - is_back_at, 2))
    assert time.monotonic() - is_back_at < BACK_WITHIN
    fays.locator("#room button").click()
    eventually(lambda: shown(pats) == shown(fays) == "10", PATIENCE)
    visits.close()


def test_a_server_that_is_told_to_stop_does_not_wait_for_its_streams_and_says_nothing(town: Town) -> None:
    room, pats, fays = town.python(A_ROOM)
    server = serve(town)

    with (
        Ear(server.address, f"/room/{room}/hears/", pats) as one,
        Ear(server.address, f"/room/{room}/hears/", fays) as other,
    ):
        assert one.heard() == other.heard() == ["event: snapshot", "id: 3", "retry: 1000", "data: 3"]
        server.process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        said, complained = server.process.communicate(timeout=PATIENCE)

    print("until the server had ended, s:", round(time.monotonic() - began, 2))
    assert time.monotonic() - began < BACK_WITHIN
    assert (server.process.returncode, said, complained) == (0, "", "")
