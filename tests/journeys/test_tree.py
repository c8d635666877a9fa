"""The tree of the company in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.make import make_person

if TYPE_CHECKING:
    from tests.browser import Visits


def test_a_tree_with_one_root_is_open_and_the_next_branch_opens_by_hand(visits: Visits) -> None:
    ada = make_person("Ada Ash")
    ben = make_person("Ben Birch", manager=ada)
    make_person("Cleo Cedar", manager=ben)
    olive = make_person("Olive", manager=ada, is_organizer=True)
    page = visits.open(olive)

    page.goto("/people/tree/")

    expect(page.locator(".tree").get_by_text("Ben Birch")).to_be_visible()
    expect(page.get_by_text("Cleo Cedar")).to_have_count(0)
    page.locator("summary").filter(has_text="Ben Birch").click()
    expect(page.get_by_text("Cleo Cedar")).to_be_visible()
