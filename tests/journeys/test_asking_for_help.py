"""Fay taps "I need help", writes, Olive answers, Fay reads: on laptop and phone, with keys, by real mail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from minim.meetings.models import Afterword
from tests.browser import LAPTOP, PHONE, SMALL_PHONE, violations
from tests.meetings.held import make_meetings
from tests.worker.town import eventually

if TYPE_CHECKING:
    from email.message import EmailMessage

    from playwright.sync_api import Page

    from tests.browser import Visits
    from tests.cast import Cast
    from tests.integrations.sink import Sink

OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
ASKED = "Three of us came, two times now. I have moved the hour once."
ANSWER = "Thank you for saying so. Shall we talk on Thursday?"


def well(page: Page) -> None:
    assert (violations(page), page.evaluate(OUT)) == ([], 0)


def told(sink: Sink) -> list[EmailMessage]:
    """Letters about help: the worker also invites whoever has not been invited to the meetings."""
    return [letter for letter in sink.letters if letter["Subject"] == "Something is waiting for you"]


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize(
    ("size", "theme"),
    [(LAPTOP, "light"), (PHONE, "dark"), (SMALL_PHONE, "light")],
    ids=["laptop", "phone", "small"],
)
def test_fay_asks_and_olive_answers(
    visits: Visits, cast: Cast, sink: Sink, size: tuple[int, int], theme: Any
) -> None:
    make_meetings(cast.group, 1, timezone.now().replace(microsecond=0, second=0) - timedelta(hours=3))
    fay = visits.open(cast.fay, size, color_scheme=theme)
    olive = visits.open(cast.olive, size, color_scheme=theme)
    fay.goto(f"/groups/{cast.group.pk}/")
    well(fay)
    fay.get_by_role("button", name="I need help").press("Enter")

    expect(fay.get_by_role("heading", name="Ask for help")).to_be_visible()
    expect(fay.get_by_text("Leave out what anybody said")).to_be_visible()
    well(fay)
    fay.get_by_label("Your words").fill(ASKED)
    fay.get_by_role("checkbox").press("Space")
    fay.get_by_role("button", name="Ask", exact=True).press("Enter")
    expect(fay.get_by_role("heading", name="You asked for help")).to_be_visible()
    expect(fay.get_by_text("not seen yet")).to_be_visible()
    well(fay)

    olive.goto("/")
    expect(olive.get_by_text("Fay asks for help")).to_be_visible()
    olive.get_by_role("link", name="Read it").click()
    expect(olive.get_by_text(ASKED)).to_be_visible()
    well(olive)
    olive.get_by_label("Your words").fill(ANSWER)
    olive.get_by_role("button", name="Send").press("Enter")
    expect(olive.get_by_text(ANSWER)).to_be_visible()
    well(olive)

    fay.goto(f"/groups/{cast.group.pk}/")
    fay.get_by_role("link", name="Read the answer").click()
    expect(fay.get_by_text(ANSWER)).to_be_visible()
    well(fay)
    fay.get_by_role("button", name="Close it").click()
    expect(fay.get_by_text("It is closed. Writing opens it again.")).to_be_visible()
    well(fay)
    assert [word.word for word in Afterword.objects.all()] == ["help"]
    eventually(lambda: len(told(sink)) == 2)
    for letter in told(sink):
        assert ASKED not in str(letter)
        assert ANSWER not in str(letter)


def test_olive_keeps_a_note(visits: Visits, cast: Cast, page: Page) -> None:
    page.goto(f"/groups/{cast.group.pk}/")
    page.get_by_role("link", name="Your notes").click()
    page.get_by_label("A new note").fill("Ring Fay before they meet.")
    page.get_by_role("button", name="Add it").press("Enter")

    expect(page.get_by_text("Ring Fay before they meet.")).to_be_visible()
    well(page)
    page.get_by_role("button", name="Delete the note").click()
    expect(page.get_by_text("Ring Fay before they meet.")).to_be_hidden()
