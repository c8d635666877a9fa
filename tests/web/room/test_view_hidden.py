"""What is hidden, is hidden from eyes and from the accessibility tree alike; what stays in the browser, stays there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import until_there
from tests.web.room.scenes import NAMES, PAT, facts, inside, scenes
from tests.web.room.stage import calls, show

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.web.room.stage import Stage

SCENES = scenes()
TOPIC, NOTE = "Skip-level meetings", "Ida sent her three questions"
STORED = """async () => ({
  local: localStorage.length, session: sessionStorage.length, cookies: document.cookie, address: location.href,
  databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
  name: window.name, state: history.state,
})"""
LEAVES = """Object.defineProperty(document, 'hidden', {value: true});
document.dispatchEvent(new Event('visibilitychange'))"""


def seen(page: Page) -> str:
    """What eyes and screen readers find, and what a field holds that can be reached."""
    fields = page.locator("textarea:visible").evaluate_all("all => all.map(it => it.value)")
    return "\n".join([page.locator("body").inner_text(), page.locator("body").aria_snapshot(), *fields])


# --- the veil -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("leave", ["dispatchEvent(new Event('blur'))", LEAVES], ids=["blur", "hidden tab"])
def test_the_veil_falls_when_nobody_looks(stage: Stage, leave: str) -> None:
    page = stage.open(*SCENES["a topic"])
    assert TOPIC in seen(page)
    assert NOTE in seen(page)

    page.evaluate(leave)

    expect(page.get_by_role("button", name="Resting")).to_be_visible()
    assert not [word for word in (TOPIC, NOTE, *NAMES.values()) if word in seen(page)]
    expect(page.get_by_role("timer")).to_be_visible()


def test_the_veil_falls_after_two_quiet_minutes_and_not_before(stage: Stage) -> None:
    page = stage.open(*SCENES["a topic"], still=True)
    veil = page.get_by_role("button", name="Resting")

    page.clock.run_for(110_000)
    page.mouse.move(20, 20)
    page.clock.run_for(118_000)
    assert veil.count() == 0
    page.clock.run_for(4_000)

    expect(veil).to_be_visible()


def test_the_veil_never_falls_on_somebody_who_types(stage: Stage) -> None:
    page = stage.open(*SCENES["a topic"], still=True)
    page.get_by_label("Note everybody").focus()
    for _ in range(5):
        page.keyboard.type("word ")
        page.clock.run_for(60_000)
    page.keyboard.type("last")

    page.evaluate("dispatchEvent(new Event('blur'))")  # a picker of the keyboard takes the focus
    page.clock.run_for(4_000)

    assert page.get_by_role("button", name="Resting").count() == 0


def test_a_tap_or_a_key_lifts_the_veil_and_does_nothing_else(stage: Stage) -> None:
    page = stage.open(*SCENES["a topic, leading"])
    field = page.get_by_label("Note everybody")
    field.focus()
    field.evaluate("it => it.setSelectionRange(3, 3)")
    before = field.input_value()
    page.evaluate("dispatchEvent(new Event('blur'))")
    page.keyboard.press("Shift")
    expect(page.get_by_role("button", name="Resting")).to_be_visible()

    page.keyboard.press("x")

    assert page.get_by_role("button", name="Resting").count() == 0
    assert field.evaluate("it => [it.value, it.selectionStart, it === document.activeElement]") == [
        before,
        3,
        True,
    ]
    page.evaluate("dispatchEvent(new Event('blur'))")
    page.get_by_role("button", name="Resting").click()
    assert TOPIC in seen(page)
    assert calls(page) == []


def test_the_veil_covers_dialogs_and_what_changes_behind_it(stage: Stage) -> None:
    page = stage.open(*SCENES["closing"])
    page.get_by_role("group", name="Leading").get_by_role("button", name="Close the meeting").click()
    page.evaluate("dispatchEvent(new Event('blur'))")

    show(page, SCENES["a topic, leading"][1])

    assert page.get_by_role("dialog").count() == 0
    assert TOPIC not in seen(page)


def test_a_veil_of_paint_alone_would_be_noticed(stage: Stage) -> None:
    stage.weak["/static/room/room.css"] = (".room-body.veiled { visibility: hidden; }", "")
    page = stage.open(*SCENES["a topic"])

    page.evaluate("dispatchEvent(new Event('blur'))")

    expect(page.get_by_role("button", name="Resting")).to_be_visible()
    assert TOPIC in page.locator("body").inner_text()


# --- the shared screen ----------------------------------------------------------------------------------------------


def test_a_shared_screen_shows_steps_time_and_dots_but_no_name_and_no_text(stage: Stage) -> None:
    page = stage.open(*SCENES["somebody at the door"])
    page.get_by_label("Bring a topic").fill("CANARY")
    page.get_by_role("button", name="Shared screen").click()
    heard = [name.split()[1] for name in NAMES.values()]  # an aid of the playbook has a Dee in it

    assert not [
        word for word in (TOPIC, "burning out", "CANARY", "lantern", *heard) if word in page.content()
    ]
    assert not [word for word in (NOTE, "growth plan", "For you, who leads", "Voices") if word in seen(page)]
    assert "Work on the topics" in seen(page)
    expect(page.get_by_role("timer")).to_be_visible()
    expect(page.get_by_role("button", name="Put a dot. 4 on this card")).to_be_visible()


def test_it_shows_only_while_the_button_is_held(stage: Stage) -> None:
    page = stage.open(*SCENES["a topic"])
    page.get_by_role("button", name="Shared screen").click()
    hold = page.get_by_role("button", name="Hold to show")

    hold.focus()
    for key in ("Space", "Enter"):
        page.keyboard.down(key)
        assert TOPIC in seen(page)
        page.keyboard.up(key)
        assert TOPIC not in seen(page)
    hold.hover()
    page.mouse.down()
    assert TOPIC in seen(page)
    page.mouse.move(5, 5)
    assert TOPIC not in seen(page)


def test_after_a_shared_screen_the_drafts_are_still_there(stage: Stage) -> None:
    page = stage.open(*SCENES["a topic"])
    page.get_by_label("Bring a topic").fill("Half a thought")
    page.get_by_role("button", name="Shared screen").click()

    page.get_by_role("button", name="End").click()

    expect(page.get_by_label("Bring a topic")).to_have_value("Half a thought")


def test_whose_card_it_is_shows_not_even_in_what_can_be_done(stage: Stage) -> None:
    page = stage.open(*SCENES["gathering"])
    other = stage.open(facts(5), SCENES["gathering"][1] | {"leads": False})
    assert other.locator(".room-topic .menu").count() == 1

    other.get_by_role("button", name="Shared screen").click()

    assert other.locator(".room-topic .menu").count() == 0
    assert "You" not in other.get_by_role("region", name="Topics").inner_text().split()
    assert page.locator(".room-topic .menu").count() == 0


# --- voices ---------------------------------------------------------------------------------------------------------


def tap(page: Page, name: str) -> None:
    page.get_by_role("region", name="Voices").get_by_role("button", name=name).click()


def talk(page: Page, minutes: float) -> None:
    """Time goes by, and somebody moves the mouse now and then."""
    for half in range(round(minutes * 2)):
        page.clock.run_for(30_000)
        page.mouse.move(half + 1, 5)
    page.mouse.move(0, 0)


def test_voices_count_who_speaks_and_hint_at_who_does_not(stage: Stage) -> None:
    page = stage.open(facts(), inside(3), still=True)
    for name, minutes in (("Noor", 4), ("Dee", 2), ("Ida", 2), ("Mateo", 2), ("Priya", 0.5)):
        tap(page, name)
        talk(page, minutes)
    tap(page, "Priya")
    talk(page, 1)

    voices = page.get_by_role("region", name="Voices")
    expect(voices).to_contain_text("10.5 min shared")
    expect(voices.get_by_role("button", name="Noor Rahman")).to_contain_text("4 min")
    expect(voices.get_by_role("button", name="Priya Raman")).to_contain_text("0.5 min")
    expect(voices.get_by_role("button", name="Pat Ruiz")).to_contain_text("not yet")
    expect(voices).to_contain_text("Pat has had little room so far.")


def test_voices_are_never_sent_and_never_stored(stage: Stage) -> None:
    page = stage.open(facts(), inside(3), still=True)
    before = page.evaluate(STORED)
    for name in ("Noor", "Dee", "Noor", "Noor"):
        tap(page, name)
        page.clock.run_for(61_000)
    expect(page.get_by_role("region", name="Voices")).to_contain_text("3 min shared")
    page.evaluate("dispatchEvent(new Event('pagehide'))")

    assert calls(page) == []
    assert [path for path in stage.requests if not path.startswith("/static/")] == []
    assert page.evaluate(STORED) == before
    page.reload()
    until_there(page, "stage")
    show(page, inside(3))
    expect(page.get_by_role("region", name="Voices")).to_contain_text("Tap on whoever speaks")


@pytest.mark.parametrize(
    "leak", ["sessionStorage.last = person;", "fetch(`/voices/${person}`).catch(() => 0);"]
)
def test_voices_that_leaked_would_be_noticed(stage: Stage, leak: str) -> None:
    stage.weak["/static/room/view/voices.js"] = (
        "    this.pause(at);\n    if",
        f"    this.pause(at); {leak}\n    if",
    )
    page = stage.open(facts(), inside(3), still=True)
    before = page.evaluate(STORED)

    tap(page, "Noor")
    page.clock.run_for(1_000)

    asked = [path for path in stage.requests if not path.startswith("/static/")]
    assert page.evaluate(STORED) != before or asked
    stage.complaints.clear()  # the address does not exist


def test_only_whoever_leads_has_voices(stage: Stage) -> None:
    page = stage.open(facts(PAT), inside(3, me=PAT))

    assert page.get_by_role("region", name="Voices").count() == 0


# --- by keyboard alone ----------------------------------------------------------------------------------------------


def reach(page: Page, name: str) -> None:
    """Walk with Tab until something of that name has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.innerText").startswith(
            name
        ):
            return
    pytest.fail(f"Tab does not reach “{name}”.")


def test_adding_dotting_letting_in_and_going_on_take_no_mouse(stage: Stage) -> None:
    page = stage.open(
        facts(), SCENES["choosing, leading"][1] | {"asking": SCENES["somebody at the door"][1]["asking"][:1]}
    )

    reach(page, "Let in Sam Oduya")
    page.keyboard.press("Enter")
    reach(page, "It is getting hard")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="When it gets hard")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "new-topic":
            break
    page.keyboard.type("Typed without a mouse")
    page.keyboard.press("Enter")
    reach(page, "Put a dot. 4 on “A strong")
    page.keyboard.press("Space")
    reach(page, "Take a dot back from “A strong")
    page.keyboard.press("Space")
    reach(page, "Next:")
    page.keyboard.press("Enter")

    assert calls(page) == [
        ["letIn", ["s"]],
        ["add", "Typed without a mouse"],
        ["dot", "b"],
        ["undot", "b"],
        ["next"],
    ]


def test_a_menu_of_a_card_works_by_keyboard(stage: Stage) -> None:
    page = stage.open(facts(), SCENES["a topic, leading"][1])

    reach(page, "More for “A strong")
    page.keyboard.press("Enter")
    reach(page, "Move down")
    page.keyboard.press("Enter")

    assert calls(page) == [["move", "b", "down"]]
