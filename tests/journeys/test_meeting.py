"""Whole meetings in real browsers: a first one in four of them, and a usual one in which something is worked out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from minim.meetings.models import ActionItem, Agreement, Attendance, Meeting, NextFormat, Room, Text
from minim.people.models import Person
from tests.browser import LAPTOP, PHONE, violations
from tests.meetings.rooms import meet_now
from tests.worker.town import eventually

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser import Visits
    from tests.cast import Cast

TOPIC, NOTE = "My best engineer wants to leave", "Ask what would make her stay"


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return meet_now(cast.group)


def come_in(visits: Visits, meeting: Meeting, person: Person, size: tuple[int, int] = LAPTOP) -> Page:
    page = visits.open(person, size)
    page.goto(f"/groups/{meeting.series.group_id}/meetings/{meeting.pk}/room/")
    return page


def others(cast: Cast) -> list[Person]:
    seats = cast.group.sitting().exclude(person__in=[cast.fay, cast.pat])
    return [seat.person for seat in seats]


def step(page: Page) -> Locator:
    return page.locator(".steps [aria-current]")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def next_step(page: Page) -> None:
    before = step(page).inner_text()
    page.locator(".room-bar-next").click()
    expect(step(page)).not_to_have_text(before)
    page.wait_for_timeout(450)  # what comes sooner is a double click


def test_a_first_meeting(visits: Visits, cast: Cast, meeting: Meeting, worker: None) -> None:
    dee, cy = others(cast)
    fay, pat = come_in(visits, meeting, cast.fay), come_in(visits, meeting, cast.pat, PHONE)
    expect(pat.get_by_text("Somebody inside lets you in")).to_be_visible()
    assert violations(pat) == []
    dees, cys = come_in(visits, meeting, dee, PHONE), come_in(visits, meeting, cy)
    everybody = [fay, pat, dees, cys]

    expect(fay.get_by_text("3 are at the door")).to_be_visible()
    press(fay, "Let all in")
    for page in everybody:
        expect(page.get_by_role("button", name="Leave the room")).to_be_visible()
        expect(page.locator(".room-asking")).to_have_count(0)
    assert len({words_of(page) for page in everybody}) == 1

    # Who we are: everybody in turn, whoever leads first.
    next_step(fay)
    for page in everybody:
        expect(page.get_by_text("Everybody in turn")).to_be_visible()
    for page in sorted(everybody, key=lambda page: page is not fay):
        expect(page.get_by_role("button", name="I have spoken")).to_be_visible()
        press(page, "I have spoken")
    expect(pat.get_by_text("Everybody has spoken")).to_be_visible()

    # The agreement: a yes from each, in a page of its own.
    next_step(fay)
    for page, person in zip(everybody, (cast.fay, cast.pat, dee, cy), strict=True):
        expect(page.get_by_role("link", name="Read it and say yes")).to_be_visible()
        now = Agreement.objects.now_of(cast.group)
        Agreement.objects.agree(cast.group, person, read=now.mark)
    expect(dees.get_by_text("Everybody has said yes").first).to_be_visible()

    for _ in range(3):
        next_step(fay)
    expect(cys.get_by_text("One word").first).to_be_visible()
    fay.locator(".room-bar").get_by_role("button", name="Close the meeting").click()
    press(fay, "Close and forget")

    for page in everybody:
        expect(page.get_by_role("heading", name="It is gone")).to_be_visible()
        assert page.evaluate(ROOMS_KEPT) == 0
    assert violations(pat) == []
    assert Attendance.objects.filter(meeting=meeting).count() == 4
    eventually(lambda: Meeting.objects.get(pk=meeting.pk).erased_at is not None)
    assert not Room.objects.exists()


ROOMS_KEPT = """() => new Promise((resolve) => {
  const asked = indexedDB.open("minim room 1");
  asked.onsuccess = () => {
    const counted = asked.result.transaction("rooms").objectStore("rooms").count();
    counted.onsuccess = () => { asked.result.close(); resolve(counted.result); };
  };
})"""


def words_of(page: Page) -> str:
    """The five words of this browser, once it knows them."""
    words = page.locator(".room-people .room-phrase li")
    expect(words).to_have_count(5, timeout=20_000)
    return " ".join(words.all_text_contents())


def test_a_usual_meeting(visits: Visits, cast: Cast, meeting: Meeting, worker: None) -> None:
    NextFormat.objects.choose(cast.group, "mini-m")
    dee, _ = others(cast)
    fay, pat = come_in(visits, meeting, cast.fay), come_in(visits, meeting, cast.pat, PHONE)
    press(fay, "Let in Pat")
    for _ in range(2):
        next_step(fay)

    # Pat brings a topic; both put dots on it.
    pat.get_by_label("Bring a topic").fill(TOPIC)
    press(pat, "Add")
    expect(fay.get_by_text(TOPIC)).to_be_visible()
    for number, page in enumerate((fay, pat, pat), start=1):
        page.get_by_role("button", name="Put a dot").first.click()
        expect(pat.locator(".dots-count").first).to_have_text(str(number))
    next_step(fay)
    fay.get_by_role("button", name="Take up").first.click()
    expect(pat.get_by_text("on the table now")).to_be_visible()

    # Two write one note at once, and nobody's words are lost.
    fays, pats = fay.get_by_label("Note"), pat.get_by_label("Note")
    fays.fill(NOTE)
    expect(pats).to_have_value(NOTE)
    pats.press("End")
    pats.press_sequentially(" and mean it.", delay=30)
    fays.press("Home")
    fays.press_sequentially("First: ", delay=30)
    both = f"First: {NOTE} and mean it."
    expect(fays).to_have_value(both, timeout=20_000)
    expect(pats).to_have_value(both, timeout=20_000)

    # A latecomer reads what was there before, once somebody has let them in.
    dees = come_in(visits, meeting, dee, PHONE)
    expect(dees.get_by_text("Somebody inside lets you in")).to_be_visible()
    assert TOPIC not in dees.content()
    fay.get_by_role("button", name=f"Let in {dee.name}").click()
    expect(dees.get_by_role("heading", name=TOPIC)).to_be_visible()
    expect(dees.get_by_label("Note")).to_have_value(both)

    # Thumbs, a promise, and a reload in between.
    fay.get_by_role("button", name="ask whether to go on").click()
    pat.reload()
    pat.get_by_role("button", name=re.compile("Go on")).click()
    expect(fay.get_by_role("button", name=re.compile("Go on"))).to_contain_text("1")
    press(fay, "5 more minutes")
    expect(fay.locator(".room-thumbs")).to_have_count(0)
    expect(pat.get_by_role("heading", name=TOPIC)).to_be_visible()
    expect(pat.get_by_label("Note")).to_have_value(both)
    next_step(fay)
    pat.get_by_label("What will be done?").fill("Talk with her on Thursday")
    press(pat, "Keep it")
    expect(dees.get_by_text("Talk with her on Thursday")).to_be_visible()
    for page in (fay, pat, dees):
        assert violations(page) == []

    # Whoever loses the seat is out at once, and a new key is made without them.
    epochs = Room.objects.get().epochs.count()
    cast.group.seats.filter(person=dee).update(left_on=meeting.starts_at.date())
    expect(dees.get_by_role("heading", name="You are not in this room any more")).to_be_visible(
        timeout=15_000
    )
    visits.complaints[:] = [said for said in visits.complaints if "404" not in said]  # so she learned of it
    assert TOPIC not in dees.content()
    eventually(lambda: Room.objects.get().epochs.count() > epochs)

    assert ActionItem.objects.get().text == "Talk with her on Thursday"
    assert not any(TOPIC in str(text.envelope) for text in Text.objects.all())
