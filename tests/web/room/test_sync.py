"""The whole page against a server that lies, a network that breaks, and a browser that cannot keep a secret."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from minim.meetings.models import NextFormat, Room, Text
from minim.web.room import hearing
from minim.web.room.state import state_of
from tests.meetings.rooms import meet_now
from tests.web.room.weakened import weaken
from tests.worker.town import eventually

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from minim.meetings.models import Meeting
    from minim.people.models import Person
    from minim.web.room.look import Look
    from minim.web.room.state import Known
    from tests.browser import Visits
    from tests.cast import Cast

    Lie = Callable[[Person, Callable[[dict[str, Any]], object]], None]

TALK = 3
"""The step of a Lean Coffee in which topics are talked about."""
TOPIC = "My boss reads over my shoulder"


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    NextFormat.objects.choose(cast.group, "lean-coffee")
    return meet_now(cast.group)


def at(meeting: Meeting) -> str:
    return f"/groups/{meeting.series.group_id}/meetings/{meeting.pk}/room/"


def together(visits: Visits, cast: Cast, meeting: Meeting) -> tuple[Page, Page]:
    fay, pat = visits.open(cast.fay), visits.open(cast.pat)
    for page in (fay, pat):
        page.goto(at(meeting))
    fay.get_by_role("button", name="Let in Pat").click()
    expect(pat.get_by_role("button", name="Leave the room")).to_be_visible()
    Room.objects.get().go_to(TALK)
    expect(pat.get_by_label("Bring a topic")).to_be_visible()
    return fay, pat


def bring(page: Page, topic: str) -> None:
    page.get_by_label("Bring a topic").fill(topic)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".room-topics").get_by_text(topic)).to_be_visible()


@pytest.fixture
def lie(monkeypatch: pytest.MonkeyPatch) -> Lie:
    """From now on the server tells this person another state than the true one, asked or not."""

    def lies(victim: Person, change: Callable[[dict[str, Any]], object]) -> None:
        def told(look: Look, person: Person, known: Known) -> dict[str, Any]:
            state = json.loads(json.dumps(state_of(look, person, known)))
            if person == victim:
                change(state)
            return dict(state)

        monkeypatch.setattr(hearing, "state_of", told)

    return lies


def swap(state: dict[str, Any]) -> None:
    """Every text stands on another card than its own."""
    cards = [text["card"] for text in state["texts"]]
    for text, card in zip(state["texts"], reversed(cards), strict=True):
        text["card"] = card


# --- a server that lies -----------------------------------------------------------------------------------------


def test_a_text_on_another_card_is_not_shown(visits: Visits, cast: Cast, meeting: Meeting, lie: Lie) -> None:
    fay, pat = together(visits, cast, meeting)
    bring(pat, TOPIC)
    expect(fay.locator(".room-topics").get_by_text(TOPIC)).to_be_visible()
    bring(pat, "Another")

    lie(cast.fay, swap)
    fay.reload()
    expect(fay.get_by_text("This belongs to another card").first).to_be_visible()
    expect(fay.locator(".room-topics").get_by_text(TOPIC)).to_have_count(0)

    # Mutant: a browser that does not look would show it where it was never written.
    weaken(fay, "texts.js", " && envelope.card === card && envelope.kind === kind", "")
    fay.reload()
    expect(fay.locator(".room-topics").get_by_text(TOPIC)).to_be_visible()


def test_an_older_text_does_not_come_back(visits: Visits, cast: Cast, meeting: Meeting, lie: Lie) -> None:
    fay, pat = together(visits, cast, meeting)
    bring(pat, TOPIC)
    older = Text.objects.get().envelope
    pat.get_by_label("More for").click()
    pat.get_by_role("button", name="Change the words").click()
    pat.get_by_label("Your topic").fill("Something milder")
    pat.get_by_role("button", name="Save").click()
    expect(fay.get_by_text("Something milder")).to_be_visible()

    lie(cast.fay, lambda state: [text.update(envelope=older, revision=9) for text in state["texts"]])
    fay.reload()

    expect(fay.get_by_text("This is older than what this device has already read")).to_be_visible()
    expect(fay.get_by_text(TOPIC)).to_have_count(0)


def test_an_older_epoch_is_told_and_nobody_is_let_in_on_it(
    visits: Visits, cast: Cast, meeting: Meeting, lie: Lie
) -> None:
    fay, _ = together(visits, cast, meeting)
    lie(cast.fay, lambda state: state.update(epoch=1, records=state["records"][:0]))

    Room.objects.get().changed()
    expect(fay.get_by_text("This is an older state of the room").first).to_be_visible()

    # Mutant: a browser that forgets how far it was would say nothing.
    weaken(fay, "keyring.js", 'throw new Refused("rollback");', "{}")
    fay.reload()
    expect(fay.get_by_label("Bring a topic")).to_be_visible()
    expect(fay.get_by_text("This is an older state of the room")).to_have_count(0)


def test_a_ghost_at_the_door_is_refused(visits: Visits, cast: Cast, meeting: Meeting, lie: Lie) -> None:
    fay, _ = together(visits, cast, meeting)
    dee = list(cast.group.sitting())[-1].person

    def add_ghost(state: dict[str, Any]) -> None:
        member = json.loads(json.dumps(state["records"][-1]["members"][0]))
        state["asking"].append(member | {"person": str(dee.pk), "device": "ghost"})

    lie(cast.fay, add_ghost)
    Room.objects.get().changed()
    fay.get_by_role("button", name=f"Let in {dee.name}").click()

    expect(fay.get_by_text("not signed by the device it claims to come from")).to_be_visible()
    assert Room.objects.get().epochs.count() == 2


def test_two_who_are_shown_two_rooms_see_other_words(
    visits: Visits, cast: Cast, meeting: Meeting, lie: Lie
) -> None:
    _, pat = together(visits, cast, meeting)
    newest = list(Room.objects.get().epochs.all())[-1]
    forged = json.loads(json.dumps(newest.record))
    forged["members"] = forged["members"][:1]
    lie(cast.pat, lambda state: state.update(records=[forged]))

    Room.objects.get().changed()

    expect(pat.get_by_text("Somebody shows two different rooms").first).to_be_visible()


# --- a network that breaks --------------------------------------------------------------------------------------


def test_what_is_typed_while_the_network_is_away_arrives_when_it_is_back(
    visits: Visits, cast: Cast, meeting: Meeting
) -> None:
    fay, pat = together(visits, cast, meeting)
    bring(pat, TOPIC)
    fay.get_by_role("button", name="Take up").first.click()
    expect(pat.get_by_label("Note")).to_be_visible()

    pat.context.set_offline(True)
    pat.get_by_label("Note").fill("Written in a tunnel")
    expect(pat.get_by_text("The connection is lost").first).to_be_visible()
    fay.get_by_role("button", name="Next:").click()
    pat.context.set_offline(False)

    expect(pat.locator(".steps [aria-current]")).to_have_text(
        fay.locator(".steps [aria-current]").inner_text(), timeout=5_000
    )
    eventually(lambda: Text.objects.filter(kind="note").exists())
    expect(pat.get_by_text("The connection is lost")).to_have_count(0)
    visits.complaints[:] = [said for said in visits.complaints if "ERR_INTERNET_DISCONNECTED" not in said]


def test_whoever_acts_is_told_like_everybody_and_asks_only_when_nobody_tells(
    visits: Visits, cast: Cast, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, pat = together(visits, cast, meeting)
    asked: list[str] = []
    pat.on("request", lambda request: asked.append(request.url) if "/state/" in request.url else None)

    bring(pat, TOPIC)
    assert asked == []

    monkeypatch.setattr(hearing.Listening, "news", lambda *_: "")
    pat.reload()
    expect(pat.locator(".room-topics").get_by_text(TOPIC)).to_be_visible()
    asked.clear()
    bring(pat, "Another")
    assert asked


def test_all_who_lost_their_keys_can_begin_anew(visits: Visits, cast: Cast, meeting: Meeting) -> None:
    fay, pat = together(visits, cast, meeting)
    bring(pat, TOPIC)
    before = Room.objects.get().uid

    for page in (fay, pat):
        page.evaluate(
            "() => new Promise((done) => { indexedDB.deleteDatabase('minim room 1').onsuccess = done; })"
        )
        page.goto("/")
    Room.objects.get().knocks.update(inside_at=meeting.planned_at.replace(year=2020))
    fay.goto(at(meeting))
    fay.get_by_role("button", name="Begin anew…").click()
    fay.get_by_role("button", name="Yes, lose it and begin anew").click()

    expect(fay.get_by_role("button", name="Leave the room")).to_be_visible()
    pat.goto(at(meeting))
    fay.get_by_role("button", name="Let in Pat").click()
    expect(pat.get_by_label("Bring a topic")).to_be_visible()
    assert Room.objects.get().uid != before
    expect(pat.get_by_text(TOPIC)).to_have_count(0)


# --- a browser that cannot keep a secret ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "missing",
    [
        "Object.defineProperty(globalThis, 'indexedDB', { value: undefined });",
        "Object.defineProperty(crypto, 'subtle', { value: undefined });",
        "Object.defineProperty(navigator, 'locks', { value: undefined });",
    ],
)
def test_a_browser_that_cannot_encrypt_says_so_and_sends_nothing(
    visits: Visits, cast: Cast, meeting: Meeting, missing: str
) -> None:
    page = visits.open(cast.pat)
    page.add_init_script(missing)

    page.goto(at(meeting))

    expect(page.get_by_text("This browser cannot encrypt")).to_be_visible()
    expect(page.get_by_label("Bring a topic")).to_have_count(0)
    assert not Room.objects.get().knocks.exists()


def test_a_clock_that_is_two_hours_wrong_changes_nothing(
    visits: Visits, cast: Cast, meeting: Meeting
) -> None:
    page = visits.open(cast.fay)
    page.add_init_script("const now = Date.now; Date.now = () => now() + 2 * 3600 * 1000;")

    page.goto(at(meeting))

    expect(page.get_by_text("left in step")).to_be_visible()
    minutes, _ = page.locator(".room-clock").inner_text().split(":")
    assert 3 <= int(minutes.split()[-1]) <= 5


def test_two_hundred_topics_and_the_longest_are_still_a_room(
    visits: Visits, cast: Cast, meeting: Meeting
) -> None:
    fay, pat = together(visits, cast, meeting)
    bring(pat, "مرحبا 👩🏽‍🚒 שלום")
    pat.get_by_label("Bring a topic").fill("x" * 1_000_000)
    pat.get_by_role("button", name="Add", exact=True).click()
    expect(pat.get_by_text("longer than a card holds")).to_be_visible()
    assert len(pat.get_by_label("Bring a topic").input_value()) == 1_000_000
    expect(fay.get_by_text("مرحبا 👩🏽‍🚒 שלום")).to_be_visible()
