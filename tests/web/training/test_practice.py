"""A practice meeting from the door to the close, in a real browser: the real room, and nothing of it on the network."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from minim.meetings.models import Attendance, Room
from minim.playbook.practice import practice_people
from minim.rollout.models import Training
from tests.browser import LAPTOP, PHONE, violations
from tests.meetings.rooms import open_room

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Page, Request

    from tests.browser import Visits
    from tests.cast import Cast

pytestmark = pytest.mark.django_db

OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TOPIC, NOTE, ACTION = "My deputy cries in meetings", "Ask her what she needs", "Talk to her on Monday"
OTHERS = [one.name.split()[0] for one in practice_people()]


class Traffic:
    """All that a page sends while it is listened to."""

    def __init__(self, page: Page) -> None:
        self.requests: list[Request] = []
        page.on("request", self.note)

    def note(self, request: Request) -> None:
        self.requests.append(request)

    def sent(self) -> list[tuple[str, str, str]]:
        """Method, path and body of everything but files of ours."""
        own = [one for one in self.requests if not one.redirected_from]  # where it would lead is not gone to
        asked = [(one.method, one.url.split("/", 3)[3], one.post_data or "") for one in own]
        return [one for one in asked if not one[1].startswith("static/")]

    def words(self) -> str:
        return " ".join(f"{one.url} {one.post_data or ''} {json.dumps(one.headers)}" for one in self.requests)


def enter(visits: Visits, cast: Cast, size: tuple[int, int] = LAPTOP) -> Page:
    """Fay in the practice room, with a clock that can be hurried; three people stand at the door."""
    page = visits.open(cast.fay, size)
    page.goto(reverse("training:room"))
    expect(page.get_by_role("heading", name="3 are at the door")).to_be_visible(timeout=15_000)
    page.wait_for_load_state("networkidle")
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def onward(page: Page, to: str) -> None:
    page.locator(".room-bar-next").click()
    expect(page.locator(".steps [aria-current]")).to_contain_text(to)
    page.wait_for_timeout(450)  # what comes sooner is a double click


def test_a_practice_meeting_from_the_door_to_the_close(visits: Visits, cast: Cast) -> None:
    page = enter(visits, cast)
    traffic = Traffic(page)

    press(page, "Let all in")
    expect(page.locator(".room-people-list .person-note")).to_have_text(["not here"])
    expect(page.locator("[data-said]")).to_contain_text("Good to be here")
    press(page, "I begin")
    press(page, "I have spoken")
    expect(page.locator("[data-said]")).to_contain_text("I sleep badly")
    press(page, "Ines has spoken")
    expect(page.locator("[data-hint]")).to_contain_text("It has begun")

    onward(page, "Gather and choose")
    page.get_by_label("Bring a topic").fill(TOPIC)
    press(page, "Add")
    cards = page.locator(".room-topic")
    expect(cards).to_have_count(5, timeout=15_000)
    expect(page.locator(".room-topics")).to_contain_text("Planning, again, without us")
    expect(page.get_by_role("heading", name="Somebody is at the door")).to_be_visible(timeout=20_000)
    press(page, "Let in Rhea Dumas")
    expect(page.locator(".room-topics")).to_contain_text("people have placed dots", timeout=20_000)

    onward(page, "Work on the topics")
    page.locator(".room-bar-act", has_text="Take up").click()
    page.locator(".room-table textarea").fill(NOTE)
    expect(page.locator("[data-said]")).to_contain_text("not trusting us")
    page.locator(".room-bar-act", has_text="Thumbs").click()
    expect(page.locator("[data-hint]")).to_contain_text("Three up, one sideways", timeout=10_000)

    onward(page, "What will you do?")
    page.get_by_label("What will be done?").fill(ACTION)
    press(page, "Keep it")
    expect(page.locator(".room-actions")).to_contain_text(ACTION)
    expect(page.locator(".room-actions")).to_contain_text("Tell my lead on Thursday", timeout=10_000)

    onward(page, "One word")
    page.locator(".room-bar-next").click()
    press(page, "Close and forget")
    expect(page.get_by_role("heading", level=1)).to_have_text("You have held a meeting.")
    expect(page.locator("body[data-noted]")).to_be_attached()

    assert traffic.sent() == [("POST", "training/practice/done/", "")]
    assert not [words for words in (TOPIC, NOTE, ACTION, *OTHERS) if words in traffic.words()]
    assert list(Training.objects.values_list("person", "module")) == [(cast.fay.pk, "practice")]
    assert not Room.objects.exists()
    assert not Attendance.objects.exists()
    assert rooms_kept(page) == []


def rooms_kept(page: Page) -> list[Any]:
    """Rooms of which this browser still has a key, whoever's it was."""
    kept: list[Any] = page.evaluate(
        """() => new Promise((done) => {
            const opened = indexedDB.open("minim room 1", 1);
            opened.onsuccess = () => {
                const asked = opened.result.transaction("rooms").objectStore("rooms").getAllKeys();
                asked.onsuccess = () => done(asked.result);
            };
        })"""
    )
    return kept


def test_what_they_write_is_sealed_with_keys_of_their_own(visits: Visits, cast: Cast) -> None:
    page = enter(visits, cast)
    before = rooms_kept(page)

    press(page, "Let all in")
    expect(page.locator(".room-people-list .person-note")).to_have_text(["not here"])

    names = sorted(name for name, _ in rooms_kept(page))
    assert len(before) == 4, "three at the door have a device each, beside Fay's"
    assert [name for name in names if name.startswith("practice ")] == names[-3:]
    page.get_by_text("The five words").first.click()
    expect(page.locator(".room-people .room-phrase li")).to_have_count(5)


def test_a_sentence_goes_up_only_within_the_play(visits: Visits, cast: Cast) -> None:
    page = enter(visits, cast)
    traffic = Traffic(page)
    press(page, "Let all in")
    expect(page.locator(".room-people-list .person-note")).to_have_text(["not here"])

    page.get_by_text("Something the company should hear?").click()
    page.get_by_label("One sentence, without names").fill("We plan without those who do the work.")
    page.get_by_role("button", name="Ask everybody").click()

    expect(page.get_by_text("One sentence has gone up from this meeting")).to_be_visible(timeout=15_000)
    expect(page.locator("[data-hint]")).to_contain_text("goes nowhere")
    assert traffic.sent() == []


def test_the_played_server_answers_in_the_words_of_the_real_one(
    visits: Visits, cast: Cast, client: Client
) -> None:
    room = open_room(cast.group, cast.fay)
    client.force_login(cast.fay)
    real = client.get(reverse("room:state", args=[cast.group.pk, room.pk])).json()
    page = visits.open(cast.fay)
    page.goto(reverse("training:room"))
    played = page.evaluate(
        """async () => {
            const main = document.querySelector("script[src*='practice/main']").src;
            const { PracticeServer } = await import(main.replace("main.js", "server.js"));
            const steps = [{ name: "Arrive", kind: "round", minutes: 4, speaks: "each in turn" }];
            const server = new PracticeServer({ steps }, [{ id: 1, name: "Fay", facilitates: true }]);
            server.enter(1);
            return server.state(1, { uid: "", after: 0, epoch: 0 });
        }"""
    )

    assert shape(played) == shape(real)


def shape(state: dict[str, Any]) -> dict[str, Any]:
    """The names in a state, and in what stands once in it."""
    once = ("step", "turn", "dots")
    return {name: sorted(state[name]) if name in once else None for name in state} | {
        "person": sorted(state["people"][0])
    }


@pytest.mark.parametrize("size", [LAPTOP, PHONE])
def test_the_practice_room_is_accessible_and_fits(visits: Visits, cast: Cast, size: tuple[int, int]) -> None:
    page = enter(visits, cast, size)
    press(page, "Let all in")
    expect(page.locator("[data-said]")).to_contain_text("Good to be here")

    assert (violations(page), page.evaluate(OUT)) == ([], 0)
