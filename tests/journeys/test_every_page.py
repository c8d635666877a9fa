"""Every page there is, in a real browser, as Olive, as Pat and as a stranger at the door: nobody is shut out by
how they see or point, nothing sticks out sideways, and the browser has nothing to complain about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.conf import settings
from playwright.sync_api import expect

from minim.assignments.models import Assignment, State
from minim.people.models import Person, SetupKey
from tests.assignments.company import draft, make_company, members, two_groups
from tests.browser import LAPTOP, PHONE, violations
from tests.doors_table import DOORS, SIGNED_IN
from tests.doors_world import World, make_world
from tests.test_doors import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.browser import Visits

LOOKS = ((LAPTOP, "light"), (PHONE, "dark"))
STUCK = (State.WAITING, State.IMPOSSIBLE, State.FAILED)
OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CLASH = {
    "cohort": None,
    "name": "",
    "rules": ["size"],
    "sentences": ["9 people need 2 groups of 5 to 8, but only 1 may facilitate."],
    "relaxations": [{"kind": "size", "value": [5, 9], "sentence": "Allow groups of 5 to 9."}],
    "people": [],
    "proved": True,
}


@pytest.mark.parametrize("who", ["olive", "pat"])
def test_every_page_is_for_everybody(visits: Visits, who: str) -> None:
    world = full_world()
    page = visits.open(person(who))

    found = {address: complaints(page, address) for address in pages(page, world, who)}

    assert {address: said for address, said in found.items() if said} == {}
    assert len(found) > (3 if who == "pat" else 30)


def test_so_are_the_doors(visits: Visits) -> None:
    page = visits.open()
    addresses = "/account/sign-in/", f"/setup/{SetupKey.objects.issue()}/"

    found = {
        address: complaints(page, address, ((LAPTOP, "dark"), (PHONE, "light"))) for address in addresses
    }

    assert not any(found.values()), found


def test_a_page_that_is_not_there_is_friendly_too(visits: Visits) -> None:
    page = visits.open(size=PHONE)

    page.goto("/nowhere/")

    assert (violations(page), page.evaluate(OUT)) == ([], 0)
    assert page.get_by_role("link").count()
    assert [said for said in visits.complaints if "404" not in said] == []
    visits.complaints.clear()


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_board_wants_no_mouse(visits: Visits, size: tuple[int, int]) -> None:
    """Tab to somebody, Enter, look, Escape, Enter again, choose a group: the focus is never lost."""
    plan = board_of_olive()
    page = visits.open(plan.created_by, size)
    page.goto(f"/assignments/{plan.pk}/")
    tab_to(page, "a[aria-label^='Move or pin']")
    chosen = page.locator(":focus")
    button = page.get_by_role("link", name=str(chosen.get_attribute("aria-label")))
    name = str(chosen.get_attribute("aria-label")).removeprefix("Move or pin ")

    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    goal = page.locator(".place strong").first.inner_text()
    tab_to(page, ".place button")
    page.keyboard.press("Enter")

    expect(page.get_by_role("article", name=goal).get_by_text(name, exact=True)).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(button).to_be_focused()


def test_on_paper_there_is_only_what_one_reads(visits: Visits) -> None:
    plan = board_of_olive()
    page = visits.open(plan.created_by)
    page.emulate_media(media="print")

    for address in (f"/assignments/{plan.pk}/", f"/assignments/{plan.pk}/proof/", "/people/", "/"):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        seen = [
            it for it in page.locator(".nav, .topbar button, .no-print, .message").all() if it.is_visible()
        ]
        assert (address, seen) == (address, [])


@pytest.mark.parametrize("damage", ["remove()", "style.width = '2000px'"])
def test_a_damaged_page_would_be_seen(visits: Visits, damage: str) -> None:
    page = visits.open()
    page.goto("/account/sign-in/")
    page.evaluate(f"document.querySelector('h1').{damage}")

    assert violations(page) or page.evaluate(OUT) > 0


def person(who: str) -> Person:
    return Person.objects.get(email=f"{who}@example.com")


def complaints(page: Page, address: str, looks: tuple[tuple[tuple[int, int], Any], ...] = LOOKS) -> list[Any]:
    """What is wrong with this page in any of these looks; it is opened once, and turned from one into the next."""
    page.goto(address)
    return [complaint for look in looks for complaint in in_one_look(page, *look)]


def in_one_look(page: Page, size: tuple[int, int], theme: Any) -> list[Any]:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=theme)
    sticks_out = page.evaluate(OUT)
    return [*violations(page), *([f"sticks out by {sticks_out} px at {size}"] if sticks_out else [])]


def pages(page: Page, world: World, who: str) -> Iterator[str]:
    """The address of each whole page this person may look at; fragments and framed letters stand within one.

    What is for everybody is looked at as Olive; the home of each is another one.
    """
    for route, door in DOORS.items():
        if "GET" not in door.methods or door.public:
            continue
        for thing, welcome in door.opens.items():
            address = fill(route, world.objects[thing] | door.more)
            looks = who == "olive" or address == "/" or not welcome >= SIGNED_IN
            if who in welcome and looks and _is_page(page, address):
                yield address
    if who == "olive":
        yield from (f"/assignments/{world.objects[state]['pk']}/progress/" for state in STUCK)


def board_of_olive() -> Assignment:
    return draft(make_company(30))


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector}")


def full_world() -> World:
    """The world of all doors, with a draft of many groups instead of the smallest one, and with drafts that failed."""
    world, olive = make_world(), person("olive")
    company = replace(make_company(30), olive=olive)
    company.program.organizers.set([olive])
    plan = draft(company)
    first, second = two_groups(plan)
    plan.pin(members(first)[-1])
    plan.move(members(first)[0], second)
    plan.lock(second)
    draft(company)
    here = {"pk": plan.pk}
    world.objects |= {"draft": here, "draft_group": here | {"group_pk": first.pk}}
    world.objects["draft_person"] = here | {"person_pk": members(first)[0].pk}
    for state in STUCK:
        stuck = Assignment.objects.ask(company.program, by=olive)
        stuck.held_by_nobody(state=state, clash={"cohorts": [CLASH]}, trouble="The roster has changed.")
        world.objects[state] = {"pk": stuck.pk}
    return world


def _is_page(page: Page, address: str) -> bool:
    """Asked beside the browser, which would wait for the end of a stream that has none."""
    cookies = "; ".join(f"{it['name']}={it['value']}" for it in page.context.cookies())
    try:
        with urlopen(Request(f"{settings.BASE_URL}{address}", headers={"Cookie": cookies})) as answer:
            is_framed = "sandbox" in answer.headers.get("Content-Security-Policy", "")
            is_html = answer.headers.get_content_type() == "text/html"
            return (
                is_html and not is_framed and answer.read(100).lstrip().lower().startswith(b"<!doctype html")
            )
    except HTTPError:
        return False
