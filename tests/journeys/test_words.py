"""Olive puts a letter into her company's words and holds letters back; Pat has fewer of them. Also by keys alone, on a
phone, and without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from minim.notices.models import Notice, Preference, Sending, Wording
from minim.notices.unsubscribing import token_for
from tests.browser import LAPTOP, PHONE, violations

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from tests.browser import Visits
    from tests.cast import Cast

WORDS = "/letters/words/reminder/"
OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CHOSEN = "({value, selectionStart, selectionEnd}) => value.slice(selectionStart, selectionEnd)"
LOOKS = pytest.mark.parametrize(
    ("size", "theme"), [(LAPTOP, "light"), (PHONE, "dark")], ids=["laptop", "phone"]
)


def complaints(page: Page) -> tuple[Any, int]:
    return violations(page), page.evaluate(OUT)


@LOOKS
def test_words_are_seen_while_they_are_written(
    visits: Visits, cast: Cast, size: tuple[int, int], theme: Any
) -> None:
    page = visits.open(cast.olive, size, color_scheme=theme)
    page.goto("/letters/words/")
    page.get_by_role("link", name="A reminder of a meeting").click()
    text, letter = page.get_by_label("Text", exact=True), page.frame_locator("[data-frame] iframe:last-child")
    before = page.evaluate("history.length")

    text.fill("Dear {{ name }},\n\n**{{ group }}** meets {{ when }}, for {{ minuets }}")
    expect(page.locator("#body-problems").get_by_text("The text, line 3, says “minuets”")).to_be_visible()
    seen = [complaints(page)]
    page.get_by_role("button", name="Show me").click()
    chosen = text.evaluate(CHOSEN)
    text.fill("Dear {{ name }},\n\n**{{ group }}** meets {{ when }}, for ")
    page.get_by_role("button", name="Put in minutes").click()
    expect(letter.get_by_text("Alder meets Tuesday 3 March at 15:00 (Berlin), for 60")).to_be_visible()
    expect(page.locator("[data-frame] iframe")).to_have_count(1)
    seen.append(complaints(page))
    page.get_by_role("button", name="Keep these words").click()
    expect(page.get_by_text("Your words are kept.")).to_be_visible()

    assert seen == [([], 0), ([], 0)]
    assert chosen == "**{{ group }}** meets {{ when }}, for {{ minuets }}"
    assert page.evaluate("history.length") <= before + 2
    assert Wording.objects.words_of("reminder").body.endswith("for {{ minutes }}")


def test_words_that_are_quicker_than_the_script_are_seen_as_well(visits: Visits, cast: Cast) -> None:
    page = visits.open(cast.olive)
    late: list[Route] = []

    def keep_waiting(script: Route) -> None:
        late.append(script)

    page.route("**/*.js", keep_waiting)
    page.goto(WORDS, wait_until="commit")

    page.get_by_label("Text", exact=True).fill("{{ group }} meets {{ wehn }}")
    assert late
    for script in late:
        script.continue_()

    expect(page.locator("#body-problems").get_by_text("says “wehn”")).to_be_visible()


def test_the_facilitator_s_letter_is_seen_too(visits: Visits, cast: Cast) -> None:
    page = visits.open(cast.olive)
    page.goto(WORDS)
    letter = page.frame_locator("[data-frame] iframe:last-child")
    expect(letter.get_by_text("Fay Adeyemi leads it.")).to_be_visible()

    page.get_by_label("as the Facilitator reads it").check()

    expect(letter.get_by_text("You lead it.")).to_be_visible()


def test_without_a_script_words_are_tried_mended_and_taken_back(visits: Visits, cast: Cast) -> None:
    page = visits.open(cast.olive, java_script_enabled=False)
    page.goto(WORDS)
    text = page.get_by_label("Text", exact=True)

    text.fill("{{ group }} meets {{ wehn }}")
    page.get_by_role("button", name="Keep these words").click()
    expect(page.locator("#body-problems").get_by_text("says “wehn”")).to_be_visible()
    visits.complaints.clear()  # the browser notes that the answer was 422
    text.fill("{{ group }} meets {{ when }}")
    page.get_by_role("button", name="Try these words").click()
    expect(page.get_by_text("Not kept yet")).to_be_visible()
    page.get_by_role("button", name="Show the letter").click()
    expect(page.frame_locator("iframe").get_by_text("Alder meets Tuesday 3 March")).to_be_visible()
    page.get_by_role("button", name="Keep these words").click()
    kept = Wording.objects.words_of("reminder").body
    page.get_by_role("link", name="Back to minim’s words").click()
    seen = page.locator("pre").first.inner_text()
    page.get_by_role("button", name="Throw mine away").click()

    assert kept == "{{ group }} meets {{ when }}"
    assert kept in seen
    assert not Wording.objects.exists()


@LOOKS
def test_the_page_of_sending_follows_by_itself(
    visits: Visits, cast: Cast, size: tuple[int, int], theme: Any
) -> None:
    Preference.objects.create(person=cast.pat, quiet_from=0, quiet_to=0)
    Notice.objects.post("group-closed", cast.pat, group="Alder", program="Mini-M")
    page = visits.open(cast.olive, size, color_scheme=theme)
    page.goto("/letters/sending/")

    page.get_by_role("button", name="Pause sending").click()
    expect(page.get_by_role("heading", name="Sending is paused")).to_be_visible()
    page.get_by_role("button", name="Go on sending").focus()
    with page.expect_response("**/letters/sending/now/"):
        pass
    focus = page.evaluate("document.activeElement.id")
    seen = complaints(page)
    Sending.objects.resume()
    for letter in Notice.objects.waiting():
        letter.sent()
    expect(page.get_by_role("heading", name="Everything has left")).to_be_visible()
    expect(page.get_by_text("1 of 1 letter has left")).to_be_visible()

    assert focus == "resume"
    assert seen == ([], 0)
    assert complaints(page) == ([], 0)


def test_without_a_script_letters_are_held_back_and_let_go(visits: Visits, cast: Cast) -> None:
    page = visits.open(cast.olive, java_script_enabled=False)
    page.goto("/letters/sending/")

    page.get_by_role("button", name="Pause sending").click()
    page.get_by_role("link", name="Look again").click()
    paused = page.get_by_text("Olive paused sending on").is_visible()
    page.get_by_role("button", name="Go on sending").click()

    assert paused
    assert not Sending.objects.now().is_paused


@LOOKS
def test_pat_stops_reminders_by_a_letter_s_link_and_has_them_back(
    visits: Visits, cast: Cast, size: tuple[int, int], theme: Any
) -> None:
    page = visits.open(size=size, color_scheme=theme)
    page.goto(f"/unsubscribe/{token_for(cast.pat, 'reminder')}/")
    seen = [complaints(page)]
    page.get_by_role("button", name="Stop them").click()
    expect(page.get_by_text("Done. They come no more.")).to_be_visible()
    seen.append(complaints(page))
    cookies, stopped = page.context.cookies(), Preference.objects.of(cast.pat).muted

    mine = visits.open(cast.pat, size, color_scheme=theme)
    mine.goto("/account/letters/")
    mine.get_by_label("2 hours before", exact=True).focus()
    mine.keyboard.press("Space")
    mine.get_by_label("One letter a week").check()
    mine.get_by_label("On", exact=True).select_option("Friday")
    seen.append(complaints(mine))
    mine.keyboard.press("Enter")
    expect(mine.get_by_text("Saved.")).to_be_visible()

    preference = Preference.objects.of(cast.pat)
    assert seen == [([], 0)] * 3
    assert (cookies, stopped) == ([], ["reminder"])
    assert (preference.reminders, preference.digest_weekday, preference.muted) == ([120], 4, [])


@LOOKS
def test_the_log_and_a_refusal_are_for_everybody(
    visits: Visits, cast: Cast, size: tuple[int, int], theme: Any
) -> None:
    Preference.objects.create(person=cast.pat, quiet_from=0, quiet_to=0)
    for kind in ("group-closed", "reminder"):
        notice = Notice.objects.post(kind, cast.pat, group="Alder", when="soon")
        assert notice is not None
        notice.failed("550 5.1.1 no such user", for_good=True)
    page = visits.open(cast.olive, size, color_scheme=theme)
    page.goto("/letters/")
    seen = [complaints(page)]
    page.get_by_text("What the mail server said").last.click()
    expect(page.get_by_text("550 5.1.1 no such user").last).to_be_visible()
    page.get_by_role("button", name="It is mended").click()
    expect(page.get_by_text("From now on we write to Pat again.")).to_be_visible()
    mine = visits.open(cast.pat, size, color_scheme=theme)
    mine.goto("/account/letters/")
    for lead in ("1 week", "3 days", "2 days"):
        mine.get_by_label(f"{lead} before").check()
    mine.get_by_role("button", name="Save my letters").click()
    expect(mine.locator(".error-summary")).to_be_focused()
    visits.complaints.clear()  # the browser notes that the answer was 422

    assert seen == [([], 0)]
    assert complaints(mine) == ([], 0)
