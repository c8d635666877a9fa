"""A word is said in a real meeting, and then looked for everywhere: files, logs, mails, and what passed the wire.

Then the meeting is closed, everything is restored from a backup taken in its middle, and the word stays unreadable,
with the server's secrets and on the very devices that were there.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser import Visits
from tests.postgres_cluster import find_binaries
from tests.privacy.sweep import (
    Recorder,
    folders_of,
    found_in,
    found_in_files,
    on_postgres,
    recording,
    written_down,
)
from tests.web.servers import serve
from tests.worker.town import Town, eventually, open_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from subprocess import Popen

    from playwright.sync_api import Browser, BrowserContext, Page, Route

TOPIC, NOTE, LATER = "kanarienvogel-topic-4711", "kanarienvogel-note-0815", "kanarienvogel-later-1234"
SAID = [TOPIC, NOTE, LATER]
SPILLED = "kanarienvogel-spilled-9999"
"""Somebody sends this where it does not belong: it may pass the wire, and nothing may keep it."""
A_MEETING = """
from minim.meetings.models import Feed, NextFormat
from tests.cast import make_cast
from tests.meetings.rooms import meet_now
from tests.web.ears import session_of
cast = make_cast()
NextFormat.objects.choose(cast.group, "mini-m")
meeting = meet_now(cast.group)
feed = Feed.objects.renew(cast.pat)
tell([f"/groups/{cast.group.pk}/", meeting.pk, session_of(cast.fay), session_of(cast.pat), feed])
"""
TEXTS = Path(settings.SOURCE) / "web" / "static" / "room" / "texts.js"
MUTANTS = {
    "the text is sent along": (
        "sealed.push({ after, envelope:",
        "sealed.push({ after, title: text, envelope:",
    ),
    "the text stands in the address": (
        "const sealed = [];",
        'const sealed = []; history.replaceState(null, "", `?said=${texts[0].text}`);',
    ),
    "the text is its own name": ("const card = crypto.randomUUID();", "const card = text.slice(0, 36);"),
}


class Meeting:
    """Fay and Pat meet; a recorder stands between their browsers and the server."""

    def __init__(self, town: Town, chromium: Browser) -> None:
        self.town = town
        self.group, self.pk, fay, pat, self.feed = town.python(A_MEETING)
        self.room = f"{self.group}meetings/{self.pk}/room/"
        self.server = serve(town)
        self.visits = Visits(chromium, self.server.address)
        self.cookies = (fay, pat)

    def come_in(self, recorder: Recorder, weak: str = "") -> list[Page]:
        pages = []
        for cookie in self.cookies:
            page = self.visits.open(base_url=recorder.address, bypass_csp=True)
            signed_in(page.context, cookie)
            if weak:
                weaken(page.context, weak)
            page.goto(self.room)
            pages.append(page)
        fay, pat = pages
        fay.get_by_role("button", name="Let in Pat").click()
        expect(pat.get_by_text("2 of 4 here")).to_be_visible()
        return pages

    def logs(self, worker: Popen[str]) -> str:
        """What server and worker said until their end."""
        said = ""
        for process in (self.server.process, worker):
            process.terminate()
            said += "".join(process.communicate(timeout=30))
        return said


def signed_in(context: BrowserContext, cookie: str) -> None:
    name, value = cookie.split("=", 1)
    context.add_cookies([{"name": name, "value": value, "domain": "127.0.0.1", "path": "/"}])


def weaken(context: BrowserContext, weak: str) -> None:
    right, wrong = MUTANTS[weak]
    code = TEXTS.read_text()
    assert right in code

    def answer(route: Route) -> None:
        route.fulfill(body=code.replace(right, wrong), content_type="text/javascript")

    context.route("**/room/texts.js", answer)


@pytest.fixture
def meeting(tmp_path: Path, chromium: Browser) -> Iterator[Meeting]:
    folder = tmp_path / "town"
    folder.mkdir()
    with open_town(folder) as town:
        opened = Meeting(town, chromium)
        yield opened
        opened.visits.close()


@pytest.mark.database
def test_what_is_said_is_found_nowhere(meeting: Meeting, tmp_path: Path) -> None:
    town, backup, worker = meeting.town, tmp_path / "backup", meeting.town.worker()
    with recording(meeting.server.address) as recorder:
        fay, pat = meeting.come_in(recorder)
        talk(fay, pat)
        spill(fay, meeting)
        fay.request.get(f"/calendar/{meeting.feed}.ics")
        fay.reload()
        expect(fay.get_by_label("Note")).to_have_value(NOTE)
        sealed = [text["envelope"]["sealed"][:60] for text in state_of(fay, meeting)["texts"]]

        # In mid-meeting: nothing of it, although the sweep sees what was sealed.
        assert found_in(bytes(recorder.passed), SAID) == []
        assert found_in(bytes(recorder.passed), sealed) == sealed
        backup.mkdir()
        back_up(town, backup / "town")
        for folders in (folders_of(town), [backup]):
            assert found_in_files(folders, [*SAID, SPILLED]) == []
            assert found_in_files(folders, sealed) != []

        # After the end: not even that.
        before = state_of(fay, meeting)
        close(fay)
        for page in (fay, pat):
            expect(page.get_by_role("heading", name="It is gone")).to_be_visible()
        eventually(lambda: town.ask("SELECT count(*) FROM meetings_meeting WHERE erased_at IS NOT NULL")[0])
        written_down(town)
        assert found_in_files(folders_of(town, journal=False), [*SAID, SPILLED, *sealed]) == []
        assert found_in(meeting.logs(worker).encode(), [*SAID, SPILLED]) == []

        # And a backup brings the rows back, but nobody can read them any more.
        restore(town, backup / "town")
        meeting.server = serve(town, meeting.server.port)
        for page in (fay, pat):
            page.goto(meeting.room)
            expect(page.locator(".room-door")).to_be_visible()
            assert state_of(page, meeting)["uid"] == before["uid"]
            assert found_in(page.content().encode(), SAID) == []
            assert page.evaluate(OPENED, [before, facts_of(page)]) == []
        assert found_in(bytes(recorder.passed), SAID) == []


@pytest.mark.parametrize("weak", MUTANTS)
def test_a_browser_that_spills_would_be_heard(meeting: Meeting, weak: str) -> None:
    with recording(meeting.server.address) as recorder:
        fay, pat = meeting.come_in(recorder, weak)
        for _ in range(2):
            next_step(fay)
        pat.get_by_label("Bring a topic").fill(TOPIC)
        pat.get_by_role("button", name="Add", exact=True).click()
        expect(pat.locator(".room-topics").get_by_text(TOPIC)).to_be_visible()

        assert found_in(bytes(recorder.passed), [TOPIC]) == [TOPIC]


# --- what people do in it ---------------------------------------------------------------------------------------------


def next_step(page: Page) -> None:
    current = page.locator(".steps [aria-current]")
    before = current.inner_text()
    page.locator(".room-bar-next").click()
    expect(current).not_to_have_text(before)
    page.wait_for_timeout(450)  # what comes sooner is a double click


def talk(fay: Page, pat: Page) -> None:
    """Pat brings a topic, both write on its note, and another topic waits."""
    for _ in range(2):
        next_step(fay)
    for topic in (TOPIC, LATER):
        pat.get_by_label("Bring a topic").fill(topic)
        pat.get_by_role("button", name="Add", exact=True).click()
        expect(fay.locator(".room-topics").get_by_text(topic)).to_be_visible()
    next_step(fay)
    fay.get_by_role("button", name="Take up").first.click()
    pat.get_by_label("Note").fill(NOTE)
    expect(fay.get_by_label("Note")).to_have_value(NOTE)


def close(fay: Page) -> None:
    for _ in range(2):
        next_step(fay)
    fay.locator(".room-bar").get_by_role("button", name="Close the meeting").click()
    fay.get_by_role("button", name="Close and forget").click()


def spill(page: Page, meeting: Meeting) -> None:
    """Words where none belong: the answer is a refusal, and the words are kept nowhere."""
    headers = {"X-CSRFToken": facts_of(page)["csrf"]}
    for said in (SPILLED, {"texts": SPILLED}, {"texts": [{"after": 0, "envelope": {"card": SPILLED}}]}):
        answer = page.request.post(f"{meeting.room}acts/texts/", data=said, headers=headers)
        assert answer.status == 422
        assert SPILLED not in answer.text()


def facts_of(page: Page) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(page.locator("#room-facts").text_content() or "")
    return facts


def state_of(page: Page, meeting: Meeting) -> dict[str, Any]:
    state: dict[str, Any] = page.request.get(f"{meeting.room}state/").json()
    return state


OPENED = """async ([state, facts]) => {
  const { Keyring } = await import("/static/room/keyring.js");
  const ring = await Keyring.open({ group: facts.group.id, me: facts.me });
  await ring.turnTo(state.uid);
  await ring.follow(state.records, state.epoch);
  const opened = await ring.open(state.texts.map(({ envelope }) => envelope));
  return opened.filter((one) => !(one instanceof Error)).map(({ text }) => text);
}"""
"""What this very device can still open of that state, with the keys it has."""


# --- backups ----------------------------------------------------------------------------------------------------


def back_up(town: Town, file: Path) -> None:
    if on_postgres(town):
        run_program("pg_dump", town, "--file", str(file))
        return
    with (
        closing(sqlite3.connect(town.folder / "town.sqlite3")) as now,
        closing(sqlite3.connect(file)) as copy,
    ):
        now.backup(copy)


def restore(town: Town, file: Path) -> None:
    """Put the backup in the place of everything."""
    if on_postgres(town):
        run_program("psql", town, "--quiet", "--command", "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        run_program("psql", town, "--quiet", "--file", str(file))
        return
    for one in town.folder.glob("town.sqlite3*"):
        one.unlink()
    shutil.copy(file, town.folder / "town.sqlite3")


def run_program(name: str, town: Town, *words: str) -> None:
    binaries = find_binaries()
    assert binaries is not None
    address = town.surroundings["MINIM_DATABASE"]
    subprocess.run([binaries / name, "--dbname", address, *words], check=True, capture_output=True)
