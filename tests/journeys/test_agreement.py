"""Fay and Pat make their group's agreement, and Fay its own format: by hand, by keys, without a script, on paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from minim.meetings.models import Agreement, NextFormat, OwnFormat
from minim.playbook import format_of, formats
from tests.browser import LAPTOP, PHONE, SMALL_PHONE, violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import Visits
    from tests.cast import Cast

OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def well(page: Page) -> None:
    assert (violations(page), page.evaluate(OUT)) == ([], 0)


def names(page: Page) -> list[str]:
    return [field.input_value() for field in page.locator("[data-steps] [name=step_name]").all()]


def sheets(page: Page) -> int:
    """How many sheets of paper it takes."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))


def own_of(cast: Cast) -> OwnFormat:
    return OwnFormat.objects.copy(cast.group, formats()["mini-m"])


@pytest.mark.parametrize(("size", "theme"), [(LAPTOP, "light"), (PHONE, "dark")], ids=["laptop", "phone"])
def test_a_group_makes_its_agreement(visits: Visits, cast: Cast, size: tuple[int, int], theme: Any) -> None:
    pat, fay = (
        visits.open(cast.pat, size, color_scheme=theme),
        visits.open(cast.fay, size, color_scheme=theme),
    )
    pat.goto(f"/groups/{cast.group.pk}/")
    well(pat)
    pat.get_by_role("region", name="Working agreement").get_by_role("link", name="Read it").click()
    well(pat)
    pat.get_by_role("button", name="Yes, I keep to this").click()
    expect(pat.get_by_text("You have said yes")).to_be_visible()
    well(pat)

    fay.goto(f"/groups/{cast.group.pk}/agreement/change/")
    field = fay.get_by_label("Our words")
    field.fill(field.input_value().replace("three of us", "four of us"))
    fay.get_by_role("button", name="Look at it first").click()
    expect(fay.locator("ins")).to_contain_text("four")
    well(fay)
    fay.get_by_role("button", name="Save").click()
    expect(fay.get_by_text("0 of 4 have said yes")).to_be_visible()

    pat.goto(f"/groups/{cast.group.pk}/")
    expect(pat.get_by_text("The agreement has changed since you agreed.")).to_be_visible()
    pat.get_by_role("link", name="See what changed").click()
    expect(pat.locator("del")).to_contain_text("three")
    well(pat)
    pat.get_by_role("link", name="Read it, and say yes").click()
    pat.get_by_role("button", name="Yes, I keep to this").click()
    expect(pat.get_by_text("1 of 4 have said yes")).to_be_visible()
    pat.get_by_role("link", name="Earlier words").click()
    well(pat)
    assert [yes.person for yes in Agreement.objects.now_of(cast.group).yeses.all()] == [cast.pat]


def test_two_write_at_once_and_nothing_is_lost(visits: Visits, cast: Cast) -> None:
    pat, fay = visits.open(cast.pat), visits.open(cast.fay)
    for page, words in ((pat, "Pat's words."), (fay, "Fay's words.")):
        page.goto(f"/groups/{cast.group.pk}/agreement/change/")
        page.get_by_label("Our words").fill(words)

    pat.get_by_role("button", name="Save").click()
    expect(pat.get_by_text("These are your words now.")).to_be_visible()
    fay.get_by_role("button", name="Save").click()
    expect(fay.get_by_text("Pat has changed the agreement while you were writing")).to_be_visible()
    well(fay)
    assert fay.get_by_label("Our words").input_value() == "Fay's words."
    fay.get_by_role("button", name="Save mine instead").click()
    expect(fay.get_by_text("These are your words now.")).to_be_visible()

    kept = Agreement.objects.filter(group=cast.group).values_list("words", flat=True)
    assert list(kept)[:2] == ["Fay's words.", "Pat's words."]
    visits.complaints.clear()  # the browser notes that the answer was 409


@pytest.mark.parametrize(("size", "theme"), [(LAPTOP, "light"), (PHONE, "dark")], ids=["laptop", "phone"])
def test_fay_makes_a_format_the_groups_own(
    visits: Visits, cast: Cast, size: tuple[int, int], theme: Any
) -> None:
    page = visits.open(cast.fay, size, color_scheme=theme)
    page.goto(f"/groups/{cast.group.pk}/formats/")
    well(page)
    page.get_by_role("button", name="Make Mini-M yours").click()
    expect(page.get_by_role("heading", name="Our Mini-M", level=1)).to_be_visible()
    well(page)

    page.get_by_role("button", name="Remove step 2").click()
    page.get_by_role("button", name="Add a step").click()
    page.keyboard.type("A walk")
    page.get_by_label("Minutes", exact=True).last.fill("9")
    expect(page.locator("[data-fits]")).to_have_text(
        "5 too many for your meeting. Shorten a step, or leave one out."
    )
    page.get_by_label("Minutes", exact=True).last.fill("4")
    expect(page.locator("[data-fits]")).to_have_text("It fills your meeting.")
    page.get_by_role("button", name="Move step 6 up").press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("[data-told]")).to_have_text("A walk is now step 4 of 6.")
    well(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Your format is saved.")).to_be_visible()
    well(page)
    page.get_by_role("button", name="Use next").click()
    expect(page.get_by_role("heading", name="Next meeting: Our Mini-M")).to_be_visible()
    well(page)

    ours = [step.name for step in formats()["mini-m"].steps]
    own = NextFormat.objects.of_group(cast.group)
    assert isinstance(own, OwnFormat)
    assert [step.name for step in own.format.steps] == [ours[0], *ours[2:4], "A walk", *ours[4:]]


def test_a_step_is_dragged(visits: Visits, cast: Cast) -> None:
    own, page = own_of(cast), visits.open(cast.fay)
    page.goto(f"/groups/{cast.group.pk}/formats/{own.pk}/edit/")
    before = names(page)
    grip, goal = page.locator("[data-grip]").nth(1), page.locator("[data-step]").nth(0)

    grip.scroll_into_view_if_needed()
    box, there = grip.bounding_box(), goal.bounding_box()
    assert box
    assert there
    page.mouse.move(box["x"] + 8, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(there["x"] + 40, there["y"] + 30, steps=12)
    page.mouse.up()

    expect(page.locator("[data-told]")).to_contain_text("is now step 1")
    assert names(page) == [before[1], before[0], *before[2:]]


def test_without_a_script_a_format_is_written_too(visits: Visits, cast: Cast) -> None:
    own, page = own_of(cast), visits.open(cast.fay, java_script_enabled=False)
    page.goto(f"/groups/{cast.group.pk}/formats/{own.pk}/edit/")
    before = names(page)

    page.get_by_label("Name", exact=True).first.fill("Our own hour")
    page.get_by_role("button", name="Move step 3 up").click()
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    page.get_by_role("button", name="Remove step 6").click()
    page.get_by_role("button", name="Add a step").click()
    page.get_by_label("Name", exact=True).last.fill("A walk")
    page.get_by_label("Name", exact=True).last.press("Enter")
    expect(page.get_by_text("Your format is saved.")).to_be_visible()

    own.refresh_from_db()
    expected = [before[0], before[2], before[1], *before[3:5], "A walk"]
    assert (own.name, [step.name for step in own.format.steps]) == ("Our own hour", expected)


def test_what_is_wrong_is_found_by_keys(visits: Visits, cast: Cast) -> None:
    own, page = own_of(cast), visits.open(cast.fay, PHONE)
    page.goto(f"/groups/{cast.group.pk}/formats/{own.pk}/edit/")
    page.get_by_label("Minutes", exact=True).nth(2).fill("0")

    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".error-summary")).to_be_focused()
    well(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Minutes", exact=True).nth(2)).to_be_focused()
    visits.complaints.clear()  # the browser notes that the answer was 422


def test_the_smallest_phone_has_room_for_everything(visits: Visits, cast: Cast) -> None:
    own, page = own_of(cast), visits.open(cast.fay, SMALL_PHONE, has_touch=True)
    now = Agreement.objects.now_of(cast.group)
    Agreement.objects.write(cast.group, "We are kind. " + "x" * 200, by=cast.pat, read=now.mark)
    endless = {"name": "x" * 80, "members": "x" * 300, "facilitator": "x" * 300, "minutes": 60}
    own.become(format_of({"name": "x" * 80, "about": "x" * 300, "steps": [endless]}), read=1)
    NextFormat.objects.choose(cast.group, own)
    edit = f"formats/{own.pk}/edit/"

    for address in (
        "",
        "agreement/",
        "agreement/change/",
        "agreement/versions/2/",
        "formats/",
        f"formats/{own.pk}/",
        edit,
    ):
        page.goto(f"/groups/{cast.group.pk}/{address}")
        assert (address, page.evaluate(OUT)) == (address, 0)
    last = page.get_by_label("Minutes", exact=True).last
    last.focus()
    below, save = last.bounding_box(), page.get_by_role("button", name="Save", exact=True).bounding_box()

    assert below
    assert save
    assert below["y"] + below["height"] <= save["y"]


def test_on_paper_each_fills_one_page(visits: Visits, cast: Cast) -> None:
    page = visits.open(cast.fay)
    found = {}

    for address in ("agreement/", *(f"formats/{slug}/" for slug in formats())):
        page.goto(f"/groups/{cast.group.pk}/{address}")
        page.emulate_media(media="print")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_role("button", name="Print")).to_be_hidden()
        found[address] = sheets(page)

    assert found == dict.fromkeys(found, 1)
    assert len(found) == 9
