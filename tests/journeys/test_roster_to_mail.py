"""The whole way, in a real browser: from a file on Olive's desk to the letter in Pat's mailbox, and to Pat's group."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from minim.assignments.models import Step
from minim.groups.models import Group, Role
from minim.notices.models import Preference
from minim.people.models import Person, SetupKey
from tests.journeys.larch import OUTSIDE, SECRET, people, sheet
from tests.worker.town import eventually

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser import Visits
    from tests.integrations.sink import Sink

CODE = re.compile(r"\b[B-Z]{4}-[B-Z]{4}\b")


@pytest.mark.usefixtures("worker")
def test_from_the_roster_to_the_letter(visits: Visits, sink: Sink) -> None:
    olive = visits.open()

    become_the_organizer(olive)
    bring_a_roster_with_a_mistake(olive)
    bring_it_again(olive)
    say_who_takes_part(olive)
    form_groups(olive)
    move_somebody_with_the_mouse(olive)
    pat = move_somebody_by_keyboard(olive)
    nobody_has_quiet_hours()
    publish(olive)

    group = Group.objects.get(seats__person=pat, seats__left_on=None)
    letter = eventually(lambda: next(iter(sink.to(str(pat.email))), None))
    says_where_pat_belongs(letter, pat, group)
    page = visits.open()
    sign_in_with_the_mailed_code(page, sink, pat)
    see_only_the_own_group(page, group)
    everybody_was_written_to(olive, sink)


def become_the_organizer(page: Page) -> None:
    page.goto(f"/setup/{SetupKey.objects.issue()}/")
    page.get_by_label("name").fill("Olive Summers")
    page.get_by_label("e-mail").fill("olive@larch.example")
    page.get_by_role("button", name="Open the house").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Olive")


def bring_a_roster_with_a_mistake(page: Page) -> None:
    rows = people()
    rows[20] = {**rows[20], "Personnel number": rows[19]["Personnel number"]}
    page.goto("/")
    page.get_by_role("link", name="Bring the roster").click()
    upload(page, rows)

    expect(page.get_by_role("heading", level=1)).to_have_text("Something needs your hand first")
    expect(page.locator("main")).to_contain_text("22")
    assert page.get_by_role("button", name="Apply this roster").count() == 0
    assert not Person.objects.filter(employee_id="M000").exists()


def bring_it_again(page: Page) -> None:
    page.goto("/people/import/")
    upload(page, people())

    expect(page.get_by_role("heading", level=1)).to_have_text("What would change")
    expect(page.get_by_role("list", name="What would change, in numbers")).to_contain_text("120")
    page.get_by_role("button", name="Apply this roster").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The roster is in")
    assert Person.objects.get(employee_id=OUTSIDE).is_outside
    assert Person.objects.get(employee_id="M059").manager == Person.objects.get(employee_id="M005")


def upload(page: Page, rows: list[dict[str, str]]) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": "Larch.csv", "mimeType": "text/csv", "buffer": sheet(rows)}
    )
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Which column is what?")
    page.get_by_role("button", name="Look what would change").click()


def say_who_takes_part(page: Page) -> None:
    page.get_by_role("link", name="Choose who takes part").click()
    page.get_by_role("link", name="New program").click()
    page.get_by_label("What is it called?").fill("Mini-M")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mini-M")
    say_who_facilitates(page)


def say_who_facilitates(page: Page) -> None:
    page.get_by_role("link", name="Facilitators").click()
    page.get_by_role("radio", name="trained").check()
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator("#enough")).to_contain_text("20 willing and trained")
    page.get_by_label("Find somebody who takes part").fill("Ben Birch")
    trained = page.get_by_role("switch", name="Ben Birch is trained")
    expect(page.get_by_role("switch")).to_have_count(2)
    trained.check()
    eventually(lambda: Person.objects.get(name="Ben Birch").trained)
    expect(page.locator("#enough")).to_contain_text("20 willing and trained")


def form_groups(page: Page) -> None:
    page.get_by_role("link", name="Mini-M").click()
    page.get_by_role("link", name="Form groups").click()
    page.get_by_label("Quick").check()
    page.get_by_role("button", name="Form groups").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Forming groups")
    page.wait_for_url("**/assignments/*/", timeout=60_000)
    expect(page.locator("#board-head")).to_contain_text("60 people")
    expect(page.locator("#board-head")).to_contain_text("every other rule holds")


def move_somebody_with_the_mouse(page: Page) -> None:
    """Before letting go one sees, on each group, what it would mean; afterwards Undo brings everybody back."""
    before = board(page)
    seat = page.locator("#board .board-group").first.locator(".seat:not(.leads)").first
    name, target = name_of(seat), page.locator("#board .board-group").nth(1)
    seat.hover()
    page.mouse.down()
    hover(page, target)
    expect(target).to_have_attribute("data-verdict", re.compile("better|same|worse|breaks"))
    expect(target.locator(".fit")).not_to_be_empty()
    assert not Step.objects.exists()
    page.mouse.up()

    expect(target.locator(".seat-name", has_text=name)).to_be_visible()
    expect(page.locator("#messages")).to_contain_text(f"Moved {name}")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#messages")).to_contain_text("Taken back")
    assert board(page) == before


def move_somebody_by_keyboard(page: Page) -> Person:
    """The first who has another place to go to goes there, without a mouse. Tells who moved."""
    place = page.locator(".place").first
    for seat in page.locator("#board .seat:not(.leads)").all():
        name = name_of(seat)
        asks = page.get_by_role("link", name=f"Move or pin {name}")
        asks.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_be_visible()
        if place.get_attribute("data-verdict") != "breaks":
            break
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
    else:
        pytest.fail("Nobody has a second place.")
    goal = place.locator("strong").inner_text()
    while not place.get_by_role("button").evaluate("it => it === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("article", name=goal).locator(".seat-name", has_text=name)).to_be_visible()
    expect(asks).to_be_focused()
    return Person.objects.get(name=name)


def nobody_has_quiet_hours() -> None:
    """Told at night, the story is the same."""
    Preference.objects.bulk_create(
        Preference(person=person, quiet_from=0, quiet_to=0) for person in Person.objects.all()
    )


def publish(page: Page) -> None:
    page.get_by_role("link", name="Publish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ready to tell everybody?")
    page.get_by_role("button", name="Publish and send the letters").click()
    expect(page.locator("#messages")).to_contain_text("is published")


def says_where_pat_belongs(letter: Any, pat: Person, group: Group) -> None:
    plain, html = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
    others = [seat.person for seat in group.sitting() if seat.person != pat]
    for words in (plain, html):
        assert group.name in words
        assert all(other.name in words for other in others)
        assert "@larch" not in words
        assert not [secret for secret in (SECRET, str(pat.manager), pat.department) if secret in words]
    assert str(letter["To"]) == f"{pat.name} <{pat.email}>"
    assert str(letter["Reply-To"]) == "olive@larch.example"
    assert not letter["Cc"]


def sign_in_with_the_mailed_code(page: Page, sink: Sink, pat: Person) -> None:
    page.goto("/groups/")
    page.get_by_label("e-mail").fill(str(pat.email))
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    letters = eventually(lambda: [found for found in sink.to(str(pat.email)) if CODE.search(text_of(found))])
    code = CODE.search(text_of(letters[-1]))
    assert code
    page.get_by_label("code").fill(code.group())
    page.get_by_role("button", name="Sign in").click()


def see_only_the_own_group(page: Page, group: Group) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(group.name + "|Your group"))
    page.goto(f"/groups/{group.pk}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(group.name)
    for seat in group.sitting():
        expect(page.locator("main")).to_contain_text(seat.person.name)
    other = Group.objects.exclude(pk=group.pk).first()
    assert other
    assert page.request.get(f"/groups/{other.pk}/").status == 404
    assert page.request.get("/people/").status == 404


def everybody_was_written_to(page: Page, sink: Sink) -> None:
    eventually(lambda: len([letter for letter in sink.letters if not CODE.search(text_of(letter))]) == 60)
    assert len(set(sink.ids())) == len(sink.ids())
    leads = Group.objects.first().sitting()[0]  # type: ignore[union-attr]
    assert leads.role == Role.FACILITATOR
    page.get_by_role("link", name="Letters").click()
    page.get_by_label("Find letters by recipient").fill(leads.person.name)
    page.get_by_role("button", name="Find").click()
    row = page.get_by_role("row").filter(has_text=leads.person.name)
    expect(row).to_contain_text("Sent")
    assert SECRET not in page.content()


def board(page: Page) -> dict[str, list[str]]:
    """Who sits where, as one sees it."""
    return {
        group.locator("h2").inner_text(): group.locator(".seat-name").all_inner_texts()
        for group in page.locator("#board .board-group").all()
    }


def name_of(seat: Locator) -> str:
    return seat.locator(".seat-name > span").first.inner_text()


def hover(page: Page, target: Locator) -> None:
    """Carry what the mouse holds to the middle of a group's seats, as a hand does: not in one jump."""
    box = target.locator(".seats").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=12)


def text_of(letter: Any) -> str:
    text: str = letter.get_body(("plain",)).get_content()
    return text
