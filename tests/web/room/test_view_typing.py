"""While somebody types, others change the room: nothing typed is lost, and the caret stays in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.web.room.scenes import FAY, NOOR, PAT, SAM, facts, inside, with_cards, written
from tests.web.room.stage import calls, show

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.web.room.stage import Stage

BASE = "Ask them first.\nThen decide."
CARET = "it => [it.value, it.selectionStart, it === document.activeElement]"


def noted(note: str = BASE, **changes: Any) -> dict[str, Any]:
    model = with_cards(inside(3, me=PAT, table="a", **changes), a="table")
    model["texts"]["a"]["note"] = written(note, NOOR)
    return model


def put_caret(field: Locator, at: int) -> None:
    field.focus()
    field.evaluate("(it, at) => it.setSelectionRange(at, at)", at)


# --- a new topic ----------------------------------------------------------------------------------------------------


def test_a_draft_its_caret_and_the_scroll_survive_every_change(stage: Stage) -> None:
    model = with_cards(inside(2, me=PAT))
    page = stage.open(facts(PAT), model, (390, 500))
    field = page.get_by_label("Bring a topic")
    field.fill("Somebody in my team")
    put_caret(field, 8)
    scrolled = page.evaluate("scrollY")

    for number in range(5):
        model["state"]["cards"][number % 4]["dots"] += 1
        model["state"]["cards"].reverse()
        show(page, model)

    assert field.evaluate(CARET) == ["Somebody in my team", 8, True]
    assert page.evaluate("scrollY") == scrolled
    page.keyboard.type(" else")
    assert field.input_value() == "Somebody else in my team"


def test_a_refused_topic_stays_typed_and_says_why(stage: Stage) -> None:
    page = stage.open(facts(PAT), inside(2, me=PAT))
    page.evaluate("stage.refusals.add = 'There are 200 cards already.'")
    field = page.get_by_label("Bring a topic")
    field.fill("A strong engineer")

    page.get_by_role("button", name="Add", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("There are 200 cards already.")
    assert field.input_value() == "A strong engineer"
    page.evaluate("delete stage.refusals.add")
    field.press("Enter")
    expect(field).to_have_value("")
    assert calls(page) == [["add", "A strong engineer"]] * 2


def test_what_is_typed_while_a_topic_is_on_its_way_stays(stage: Stage) -> None:
    page = stage.open(facts(PAT), inside(2, me=PAT))
    page.evaluate("void (stage.held.add = new Promise(done => { window.answer = done; }))")
    field = page.get_by_label("Bring a topic")
    field.fill("One")
    field.press("Enter")
    field.fill("One and two")

    page.evaluate("answer()")
    page.evaluate("new Promise(done => setTimeout(done, 50))")

    assert field.input_value() == "One and two"


def test_a_topic_that_no_card_holds_is_told_in_clear_words(stage: Stage) -> None:
    page = stage.open(facts(PAT), inside(2, me=PAT))
    field = page.get_by_label("Bring a topic")
    field.fill("🌱" * 4_096)

    field.press("Enter")

    expect(page.get_by_text("That is longer than a card holds: 16,384 of 16,380 bytes.")).to_be_visible()
    assert calls(page) == []
    field.fill("🌱" * 4_095)
    field.press("Enter")
    expect(field).to_have_value("")
    assert calls(page) == [["add", "🌱" * 4_095]]


def test_a_new_line_is_one_and_enter_while_composing_is_none(stage: Stage) -> None:
    page = stage.open(facts(PAT), inside(2, me=PAT))
    field = page.get_by_label("Bring a topic")
    field.fill("one")
    field.press("Shift+Enter")
    field.evaluate("""it => it.dispatchEvent(
        new KeyboardEvent("keydown", {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))""")

    assert field.input_value() == "one\n"
    assert calls(page) == []


def test_a_refused_action_item_stays_typed(stage: Stage) -> None:
    page = stage.open(facts(PAT), inside(4, me=PAT))
    page.evaluate("stage.refusals.keepAction = 'There are 60 open items already.'")
    page.get_by_label("What will be done?").fill("Ask Platform")
    page.get_by_label("By whom?").select_option(str(SAM))

    page.get_by_role("button", name="Keep it").click()

    expect(page.get_by_role("alert")).to_contain_text("There are 60 open items already.")
    expect(page.get_by_label("What will be done?")).to_have_value("Ask Platform")
    expect(page.get_by_label("By whom?")).to_have_value(str(SAM))


def test_ones_own_topic_is_changed_from_the_words_it_had(stage: Stage) -> None:
    model = with_cards(inside(2, me=NOOR))
    page = stage.open(facts(NOOR), model)
    page.locator("summary[aria-label^='More for']").click()
    page.get_by_role("button", name="Change the words").click()
    field = page.get_by_label("Your topic")
    expect(field).to_be_focused()
    field.fill("Skip-levels")
    show(page, model)
    page.evaluate("stage.refusals.edit = 'Not now.'")
    page.get_by_role("button", name="Save").click()
    expect(field).to_have_value("Skip-levels")

    page.evaluate("delete stage.refusals.edit")
    page.get_by_role("button", name="Save").click()

    expect(field).to_have_count(0)
    assert (
        calls(page)
        == [["edit", "a", "topic", "Skip-levels", "Skip-level meetings feel like an interrogation"]] * 2
    )


# --- the note all of us write ---------------------------------------------------------------------------------------


def test_a_note_is_sent_after_a_pause_and_only_once(stage: Stage) -> None:
    page = stage.open(facts(PAT), noted(), still=True)
    field = page.get_by_label("Note everybody")
    put_caret(field, len(BASE))
    page.keyboard.type(" Together.")
    assert calls(page) == []

    page.clock.run_for(800)
    page.clock.run_for(5_000)

    assert calls(page) == [["edit", "a", "note", f"{BASE} Together.", BASE]]


def test_what_others_write_comes_in_and_the_caret_stays_with_its_words(stage: Stage) -> None:
    page = stage.open(facts(PAT), noted(), still=True)
    field = page.get_by_label("Note everybody")
    put_caret(field, len(BASE))
    page.keyboard.type(" Together.")

    show(page, noted(f"Noor says: {BASE}"))

    merged = f"Noor says: {BASE} Together."
    assert field.evaluate(CARET) == [merged, len(merged), True]
    page.clock.run_for(800)
    assert calls(page) == [["edit", "a", "note", merged, f"Noor says: {BASE}"]]


def test_a_caret_in_the_middle_is_not_moved_by_words_after_it(stage: Stage) -> None:
    page = stage.open(facts(PAT), noted())
    field = page.get_by_label("Note everybody")
    put_caret(field, 4)

    show(page, noted(f"{BASE} And sleep over it."))

    assert field.evaluate(CARET) == [f"{BASE} And sleep over it.", 4, True]


def test_my_own_words_that_come_back_late_do_not_double(stage: Stage) -> None:
    page = stage.open(facts(PAT), noted(), still=True)
    page.evaluate("void (stage.held.edit = new Promise(done => { window.answer = done; }))")
    field = page.get_by_label("Note everybody")
    put_caret(field, len(BASE))
    page.keyboard.type(" One")
    page.clock.run_for(800)
    page.keyboard.type(" two")
    show(page, noted(f"{BASE} One"))

    page.evaluate("answer()")
    page.clock.run_for(800)

    assert field.input_value() == f"{BASE} One two"
    assert calls(page)[-1] == ["edit", "a", "note", f"{BASE} One two", f"{BASE} One"]


def test_a_note_that_cannot_be_sent_stays_says_so_and_is_tried_again(stage: Stage) -> None:
    page = stage.open(facts(PAT), noted(), still=True)
    page.evaluate("stage.refusals.edit = 'The connection is lost.'")
    field = page.get_by_label("Note everybody")
    put_caret(field, 0)
    page.keyboard.type("Now: ")
    page.clock.run_for(800)
    expect(page.get_by_text("The connection is lost. It stays here and is tried again.")).to_be_visible()
    page.evaluate("delete stage.refusals.edit")

    page.clock.run_for(5_100)

    assert field.input_value() == f"Now: {BASE}"
    assert calls(page) == [["edit", "a", "note", f"Now: {BASE}", BASE]] * 2
    assert page.get_by_text("It stays here and is tried again.").count() == 0


def test_leaving_the_field_sends_at_once(stage: Stage) -> None:
    page = stage.open(facts(PAT), noted(), still=True)
    page.get_by_label("Note everybody").fill("All new")

    page.get_by_label("Bring a topic").focus()

    assert calls(page) == [["edit", "a", "note", "All new", BASE]]


def test_while_letters_are_composed_the_field_is_left_alone(stage: Stage) -> None:
    page = stage.open(facts(PAT), noted())
    field = page.get_by_label("Note everybody")
    put_caret(field, 0)
    field.dispatch_event("compositionstart")

    show(page, noted("Other words."))
    assert field.input_value() == BASE
    field.dispatch_event("compositionend")

    assert field.input_value() == "Other words."


def test_an_unknown_note_of_a_new_table_begins_with_its_own_words(stage: Stage) -> None:
    page = stage.open(facts(PAT), noted())
    page.get_by_label("Note everybody").fill("About the first")
    model = with_cards(inside(3, me=PAT, table="b"), a="done", b="table")
    model["texts"]["b"]["note"] = written("About the second", FAY)

    show(page, model)

    assert page.get_by_label("Note everybody").input_value() == "About the second"
