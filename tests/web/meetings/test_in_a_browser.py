"""Fay and Pat at one meeting's page and at their list, on a laptop and on a phone, with a mouse and with keys."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from minim.meetings.models import ActionItem, Attendance, Settled
from tests.browser import LAPTOP, PHONE, SMALL_PHONE, violations
from tests.meetings.held import make_meetings, were_there

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from minim.meetings.models import Meeting
    from tests.browser import Visits
    from tests.cast import Cast

OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def well(page: Page) -> None:
    assert (violations(page), page.evaluate(OUT)) == ([], 0)


def lately(cast: Cast) -> list[Meeting]:
    """Three meetings, the last of them a day ago; nobody but Fay was at the first two."""
    meetings = make_meetings(cast.group, 3, timezone.now() - timedelta(days=15))
    were_there(meetings, [cast.fay], [cast.fay])
    return meetings


@pytest.mark.parametrize(("size", "theme"), [(LAPTOP, "light"), (PHONE, "dark")], ids=["laptop", "phone"])
def test_after_a_meeting(visits: Visits, cast: Cast, size: tuple[int, int], theme: Any) -> None:
    last = lately(cast)[-1]
    ActionItem.objects.keep(cast.group, "Write the guide", owner=cast.pat)
    ActionItem.objects.keep(cast.group, "Ask two leads", owner=cast.fay)
    page = visits.open(cast.fay, size, color_scheme=theme)

    page.goto(f"/groups/{cast.group.pk}/meetings/{last.pk}/")
    page.get_by_role("checkbox", name="Fay").press("Space")
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_text("Only one of you")).to_be_visible()
    expect(page.get_by_text("Pat was not there three times in a row.")).to_be_visible()
    well(page)
    assert [noted.person for noted in Attendance.objects.at(last)] == [cast.fay]

    page.goto(f"/groups/{cast.group.pk}/actions/")
    well(page)
    page.get_by_role("button", name="Done: Write the guide").press("Enter")
    expect(page.get_by_role("button", name="Open again: Write the guide")).to_be_focused()
    page.get_by_label("More about: Ask two leads").click()
    well(page)
    page.get_by_role("button", name="No longer needed").click()
    expect(page.get_by_role("heading", name="Nothing is open")).to_be_visible()
    well(page)
    assert [item.state for item in ActionItem.objects.all()] == [Settled.DONE, Settled.DROPPED]


def test_without_a_script_and_on_the_smallest_phone(visits: Visits, cast: Cast) -> None:
    last = lately(cast)[-1]
    page = visits.open(cast.pat, SMALL_PHONE, java_script_enabled=False)

    page.goto(f"/groups/{cast.group.pk}/actions/")
    page.get_by_label("What will be done?").fill("Write " + "a" * 250)
    page.get_by_role("button", name="Keep it").click()
    assert page.evaluate(OUT) == 0
    page.get_by_role("button", name="Done: Write").click()
    expect(page.get_by_role("button", name="Open again: Write")).to_be_visible()
    page.goto(f"/groups/{cast.group.pk}/meetings/{last.pk}/")
    assert page.evaluate(OUT) == 0

    assert ActionItem.objects.get().state == Settled.DONE
