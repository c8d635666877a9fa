"""Two server processes; one is killed in mid-meeting, comes back, and nobody has lost a card."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import Visits
from tests.web.servers import serve
from tests.worker.town import Town, open_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.web.servers import Server

pytestmark = pytest.mark.database

A_MEETING = """
from minim.meetings.models import NextFormat
from tests.cast import make_cast
from tests.meetings.rooms import meet_now
from tests.web.ears import session_of
cast = make_cast()
NextFormat.objects.choose(cast.group, "mini-m")
meeting = meet_now(cast.group)
tell([f"/groups/{cast.group.pk}/meetings/{meeting.pk}/room/", session_of(cast.fay), session_of(cast.pat)])
"""
BACK_WITHIN = 5.0


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with open_town(tmp_path) as opened:
        yield opened


def come_in(visits: Visits, server: Server, room: str, cookie: str) -> Page:
    page = visits.open(base_url=server.address)
    name, value = cookie.split("=", 1)
    page.context.add_cookies([{"name": name, "value": value, "domain": "127.0.0.1", "path": "/"}])
    page.goto(room)
    return page


def bring(page: Page, topic: str) -> None:
    page.get_by_label("Bring a topic").fill(topic)
    page.get_by_role("button", name="Add", exact=True).click()


def test_a_server_that_is_killed_in_mid_meeting_takes_no_card_along(town: Town, chromium: Browser) -> None:
    room, *cookies = town.python(A_MEETING)
    servers = [serve(town), serve(town)]
    visits = Visits(chromium, servers[0].address)
    fay, pat = (
        come_in(visits, server, room, cookie) for server, cookie in zip(servers, cookies, strict=True)
    )
    fay.get_by_role("button", name="Let in Pat").click()
    expect(pat.get_by_role("button", name="Leave the room")).to_be_visible()
    fay.get_by_text("Something on your mind already?").click()
    bring(fay, "From the first server")
    bring(pat, "From the second")
    for topic in ("From the first server", "From the second"):
        expect(fay.get_by_text(topic)).to_be_visible()
        expect(pat.get_by_text(topic)).to_be_visible()

    servers[1].process.kill()
    servers[1].process.wait()
    bring(fay, "While it was away")
    expect(pat.get_by_text("The connection is lost").first).to_be_visible()
    expect(pat.get_by_text("From the second")).to_be_visible()
    serve(town, servers[1].port)
    is_back_at = time.monotonic()

    expect(pat.get_by_text("While it was away")).to_be_visible(timeout=15_000)
    took = time.monotonic() - is_back_at
    print("from the server's return until the card was there, s:", round(took, 2))
    assert took < BACK_WITHIN
    bring(pat, "Afterwards")
    expect(fay.get_by_text("Afterwards")).to_be_visible()
    visits.close()
