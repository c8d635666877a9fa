"""Fay finds an hour for a group over four zones, by keyboard; Pat answers on the phone; one meeting moves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from minim.meetings.asking import token_of
from minim.meetings.models import Answer, Series
from minim.notices.models import Notice
from tests.browser import LAPTOP, PHONE, violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import Visits
    from tests.cast import Cast

HOURS = {
    "Europe/Berlin": "Mon-Fri 9:00-17:30",
    "Europe/Lisbon": "Mon-Fri 9:00-17:30",
    "America/Toronto": "Mon-Fri 8:30-17:00",
    "Africa/Nairobi": "Mon-Fri 8:00-18:30",
}
OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def spread(cast: Cast) -> Cast:
    """Everybody of Fay's group in another zone."""
    for seat, (zone, hours) in zip(cast.group.sitting(), HOURS.items(), strict=True):
        seat.person.own_zone, seat.person.own_hours = zone, hours
        seat.person.save()
    return cast


def test_from_no_time_to_a_moved_meeting(visits: Visits, spread: Cast) -> None:
    fay = visits.open(spread.fay)

    fay.goto("/")
    fay.get_by_role("link", name="Find a time").click()
    look_for_every_week(fay)
    choose_by_keyboard(fay)
    look_and_set(fay)
    series = Series.objects.get(group=spread.group)
    pat_answers(visits.open(spread.pat, PHONE, color_scheme="dark"), spread, series)
    move_the_first(fay, series)

    assert set(Notice.objects.values_list("kind", flat=True)) >= {"meeting-set", "meeting-moved"}


def look_for_every_week(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("An hour for the 4 of you")
    best = page.get_by_role("heading", name="Best every two weeks")
    expect(best).to_be_visible()
    is_for_everybody(page)

    page.get_by_label("How often").select_option("1")

    expect(page.get_by_role("heading", name="Best every week")).to_be_visible()
    expect(page).to_have_url(re.compile("weeks=1"))
    page.get_by_label("Minutes").fill("0")
    page.get_by_label("Minutes").press("Tab")
    expect(page.get_by_text("A meeting lasts at least 15 minutes.").first).to_be_visible()
    page.get_by_label("Minutes").fill("60")
    page.get_by_label("Minutes").press("Tab")
    expect(page.get_by_role("heading", name="Best every week")).to_be_visible()


def choose_by_keyboard(page: Page) -> None:
    """The week is one stop of the Tab key; arrows walk in it."""
    stops = page.locator(".spots a[tabindex='0']")
    expect(stops).to_have_count(1)
    stops.focus()
    was = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowRight")
    now = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert (was.split()[0], now.split()[0]) == ("Monday", "Tuesday")
    assert was.split()[1] == now.split()[1]
    expect(stops).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        f"on Tuesday at {now.split()[1].rstrip(':')}"
    )


def look_and_set(page: Page) -> None:
    expect(page.get_by_role("heading", name="When clocks change")).to_be_visible()
    is_for_everybody(page)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    is_for_everybody(page)
    page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})

    page.get_by_label("Where you meet").fill("Room Oak")
    page.get_by_role("button", name="Set this time and invite everybody").click()

    expect(page.get_by_text("The time is set, and everybody is being invited.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Every week on Tuesday")
    is_for_everybody(page)


def pat_answers(page: Page, cast: Cast, series: Series) -> None:
    page.goto(f"/groups/{series.group_id}/series/")
    is_for_everybody(page)
    first = page.locator(".meeting:not(.off)").first
    first.get_by_role("button", name="I cannot come").click()
    expect(first.get_by_role("button", name="I cannot come")).to_have_attribute("aria-pressed", "true")
    expect(first).to_contain_text("Pat cannot")
    assert page.get_by_role("link", name="Change the time").count() == 0

    page.context.clear_cookies()
    page.goto(f"/answer/{token_of(cast.pat, series.stretches.get(), None)}/")
    is_for_everybody(page)
    page.get_by_role("button", name="I am coming").click()
    expect(page.get_by_role("status").filter(has_text="Thank you")).to_be_visible()
    assert list(Answer.objects.values_list("said", flat=True)) == ["ACCEPTED"]


def move_the_first(page: Page, series: Series) -> None:
    page.reload()
    page.locator(".meeting:not(.off)").first.get_by_role("link", name="Change the meeting on").click()
    expect(page.get_by_text("All 4 can come then")).to_be_visible()
    is_for_everybody(page)
    page.get_by_label("Begins at").fill("03:00")
    expect(page.locator("#who")).to_contain_text("4 of 4 cannot come then")
    page.locator(".moves a.chip").first.click()
    expect(page.get_by_text("All 4 can come then")).to_be_visible()
    page.get_by_label("Minutes").fill("90")
    page.get_by_role("button", name="Move it and tell everybody").click()

    expect(page.get_by_text("The meeting is moved, and everybody hears of it.")).to_be_visible()
    first = series.meetings.planned().filter(starts_at__gt=timezone.now()).first()
    assert first is not None
    assert (first.minutes, first.is_moved) == (90, True)


def test_the_hours_are_there_on_paper_and_without_scripts(visits: Visits, spread: Cast) -> None:
    page = visits.open(spread.fay, java_script_enabled=False)
    page.goto(f"/groups/{spread.group.pk}/time/")
    page.get_by_label("How often").select_option("1")
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_role("heading", name="Best every week")).to_be_visible()

    page.emulate_media(media="print")

    expect(page.get_by_role("table")).to_be_visible()
    expect(page.locator("#choices")).to_be_hidden()


def is_for_everybody(page: Page) -> None:
    """Axe is content, and nothing sticks out sideways."""
    assert (violations(page), page.evaluate(OUT)) == ([], 0)
