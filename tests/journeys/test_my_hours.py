"""Pat says when Pat works: on a phone, without a script, by keys alone, and Pat's calendar comes for the meetings."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from minim.meetings.models import Series
from minim.timetable import Rhythm
from tests.browser import LAPTOP, PHONE, violations
from tests.web.hours_page import WORKING_HOURS, calendar_text, said, tomorrow

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import Visits
    from tests.cast import Cast

OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def press_save(page: Page) -> None:
    page.get_by_role("button", name="Save my hours").click()


def test_on_a_phone_with_a_lunch_break_the_same_every_day(visits: Visits, cast: Cast) -> None:
    page = visits.open(cast.pat, PHONE, timezone_id="Asia/Tokyo", has_touch=True)
    page.goto("/hours/")

    page.get_by_role("button", name="Take it").click()
    page.get_by_label("Monday, until").first.fill("12:00")
    page.get_by_role("button", name="More hours on Monday").click()
    page.get_by_label("Monday, from").nth(1).fill("12:45")
    page.get_by_label("Monday, until").nth(1).fill("16:50")
    page.get_by_role("button", name="Same every day until Friday").click()
    page.get_by_role("button", name="Take out these hours of Friday").first.click()
    drawn = page.get_by_role("list", name="My week").inner_text()
    press_save(page)
    expect(page.get_by_text("Your hours are saved.")).to_be_visible()

    hours = "Mon-Thu 08:00-12:00, 12:45-16:50; Fri 12:45-16:50"
    assert said(cast.pat) == ("Asia/Tokyo", hours)
    assert drawn.count("08:00–12:00, 12:45–16:50") == 4
    assert page.evaluate(OUT) == 0


def test_without_a_script_everything_can_be_said(visits: Visits, cast: Cast) -> None:
    page = visits.open(cast.pat, java_script_enabled=False)
    page.goto("/hours/")

    page.get_by_label("Your time zone").fill("Lisbon")
    page.get_by_label("Monday, until").first.fill("11:00")
    page.get_by_label("Monday, from").nth(1).fill("13:00")
    page.get_by_label("Monday, until").nth(1).fill("17:00")
    page.get_by_role("button", name="Same every day until Friday").click()
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    press_save(page)
    day = timezone.localdate() + timedelta(days=9)
    page.get_by_label("First day").fill(day.isoformat())
    page.get_by_role("button", name="Note it").click()

    assert said(cast.pat) == ("Europe/Lisbon", "Mon-Fri 08:00-11:00, 13:00-17:00")
    assert [away.on for away in cast.pat.different_days.all()] == [day]


def test_what_is_refused_can_be_mended_by_keys_alone(visits: Visits, cast: Cast) -> None:
    page = visits.open(cast.pat, color_scheme="dark")
    page.goto("/hours/")
    page.get_by_label("Your time zone").fill("Berln")
    page.get_by_label("Tuesday, until").first.fill("07:00")

    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    assert violations(page) == []
    visits.complaints.clear()  # the browser notes that the answer was 422
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your time zone")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("Europe/Berlin")
    page.get_by_label("Tuesday, until").first.fill("15:00")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your hours are saved.")).to_be_visible()

    assert said(cast.pat) == ("Europe/Berlin", "Mon 08:00-18:00; Tue 08:00-15:00; Wed-Fri 08:00-18:00")


def test_a_refused_address_stays_and_has_the_focus(visits: Visits, cast: Cast) -> None:
    page = visits.open(cast.pat, PHONE)
    page.goto("/hours/")

    page.get_by_label("Its private address").fill("ftp://calendar.example/me.ics")
    page.get_by_role("button", name="Read it").click()

    expect(page.get_by_text("We fetch calendars from the web only.")).to_be_visible()
    expect(page.get_by_label("Its private address")).to_be_focused()
    assert page.get_by_label("Its private address").input_value() == "ftp://calendar.example/me.ics"
    assert violations(page) == []
    visits.complaints.clear()  # the browser notes that the answer was 422


@pytest.mark.parametrize(("size", "theme"), [(LAPTOP, "dark"), (PHONE, "light")], ids=["laptop", "phone"])
def test_a_file_is_shown_before_it_counts(
    visits: Visits, cast: Cast, size: tuple[int, int], theme: Any
) -> None:
    page = visits.open(cast.pat, size, color_scheme=theme)
    page.goto("/hours/")

    content = calendar_text((tomorrow(), 60), more=WORKING_HOURS)
    page.get_by_label("A calendar file", exact=True).set_input_files(
        {"name": "me.ics", "mimeType": "text/calendar", "buffer": content}
    )
    page.get_by_role("button", name="Look inside").click()
    expect(page.get_by_role("heading", name="This is what we found")).to_be_visible()
    seen = (violations(page), page.evaluate(OUT))
    page.get_by_label("Take these as my hours").uncheck()
    page.get_by_role("button", name="Take it").click()

    expect(page.get_by_text("from a file")).to_be_visible()
    assert seen == ([], 0)
    assert (violations(page), page.evaluate(OUT)) == ([], 0)
    assert said(cast.pat) == ("", "")
    assert cast.pat.busy_calendars.get().times.count() == 1


@pytest.mark.parametrize(("size", "theme"), [(LAPTOP, "light"), (PHONE, "dark")], ids=["laptop", "phone"])
def test_the_address_is_made_copied_fetched_and_ended(
    visits: Visits, cast: Cast, size: tuple[int, int], theme: Any
) -> None:
    on = timezone.localdate() + timedelta(days=3)
    Series.objects.begin(cast.group, Rhythm("Europe/Berlin", on, 600, 60))
    page = visits.open(cast.pat, size, color_scheme=theme, permissions=["clipboard-read", "clipboard-write"])
    page.goto("/calendar/")

    page.get_by_role("button", name="Make my private address").click()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    seen = (violations(page), page.evaluate(OUT))
    address = page.evaluate("navigator.clipboard.readText()")
    outlook = visits.open().request
    there = outlook.get(address)
    page.goto("/calendar/")
    fetched = page.get_by_text("today", exact=True).count()
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_text("The address is gone.")).to_be_visible()

    assert seen == ([], 0)
    assert ("SUMMARY:Group meeting" in there.text(), fetched) == (True, 1)
    assert outlook.get(address).status == 404
