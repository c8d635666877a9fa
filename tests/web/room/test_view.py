"""What one sees in the room: every scene readable, the right time, and each person's own view of it."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from minim.web.templatetags.minim import hue, initials
from tests.browser import LAPTOP, PHONE, SMALL_PHONE, until_there, violations
from tests.web.room.scenes import (
    ACTIONS,
    DEE,
    FAY,
    IDA,
    MATEO,
    MINUTE,
    NAMES,
    NOOR,
    PAT,
    facts,
    inside,
    scenes,
    with_cards,
    written,
)
from tests.web.room.stage import calls, page_of, show
from tests.web.test_parts import SYMBOLS

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.web.room.stage import Stage

SCENES = scenes()
LOOKS: tuple[tuple[tuple[int, int], Any], ...] = ((LAPTOP, "light"), (PHONE, "dark"))
DRAWN = "all => all.map(it => it.getAttribute('href').split('#')[1])"
TWO_HOURS_WRONG = "const now = Date.now; Date.now = () => now() + 7_200_000;"


def clock(page: Page) -> str | None:
    return page.get_by_role("timer").get_attribute("aria-label")


def topic(*, minutes: float = 3, me: int = PAT) -> dict[str, Any]:
    return with_cards(inside(3, minutes=minutes, me=me, table="a"), a="table")


# --- every scene ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_is_for_everybody(stage: Stage, scene: str) -> None:
    """It fits the smallest phone, with one heading, a neutral title and a way out; axe finds nothing in two looks."""
    page = stage.open(*SCENES[scene], size=SMALL_PHONE)

    for width, height in (LAPTOP, PHONE, SMALL_PHONE):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").count() == 1
    assert page.title() == "Group meeting"
    assert set(page.eval_on_selector_all("use", DRAWN)) - SYMBOLS == set()
    assert page.get_by_role("link", name="Quiet Note").first.get_attribute("href") == "/groups/1/"

    found: list[tuple[str, list[str]]] = []
    for (width, height), theme in LOOKS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme)
        found += violations(page)
    assert found == []


def test_without_javascript_the_room_says_why_it_stays_shut() -> None:
    page = page_of(facts())

    shut = page.partition("<noscript>")[2].partition("</noscript>")[0]
    assert "The room stays shut in this browser." in shut
    assert 'href="/groups/1/"' in shut
    assert "<textarea" not in page
    assert "<form" not in page


# --- time -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "told", "state"),
    [
        (3, "7:00 left on topic", "running"),
        (9.5, "0:30 left on topic", "last"),
        (11 + 10 / 60, "Over by 1:10", "over"),
    ],
)
def test_the_topic_has_its_own_time_and_a_gentle_end(
    stage: Stage, minutes: float, told: str, state: str
) -> None:
    page = stage.open(facts(PAT), topic(minutes=minutes))

    assert clock(page) == told
    assert state in str(page.get_by_role("timer").get_attribute("class")).split()


def test_extra_time_and_a_pause_count(stage: Stage) -> None:
    model = inside(0, minutes=2)
    page = stage.open(facts(), model)
    assert clock(page) == "6:00 left in step"

    model["state"]["step"] |= {"extra": 120, "paused": model["now"] - MINUTE}
    show(page, model)

    assert clock(page) == "9:00 paused"


def test_a_clock_two_hours_wrong_does_no_harm(stage: Stage) -> None:
    page = stage.open(facts(PAT), topic())
    right = [clock(page), page.locator(".room-strip").inner_text()]
    page.context.add_init_script(TWO_HOURS_WRONG)
    page.goto("/room/")
    until_there(page, "stage")
    show(page, topic())

    assert page.evaluate("Math.abs(Date.now() - performance.timeOrigin - performance.now()) > 7_000_000")
    assert [clock(page), page.locator(".room-strip").inner_text()] == right
    assert right[0] == "7:00 left on topic"


def test_the_clock_runs_between_two_models(stage: Stage) -> None:
    page = stage.open(facts(PAT), topic(), still=True)
    page.evaluate("stage.still = false")

    page.clock.run_for(65_000)

    assert clock(page) == "5:55 left on topic"


# --- what each may do -----------------------------------------------------------------------------------------------


def test_only_whoever_leads_has_the_controls_and_the_words(stage: Stage) -> None:
    page = stage.open(facts(), topic(me=FAY))
    expect(page.get_by_role("group", name="Leading this meeting")).to_be_visible()
    expect(page.get_by_role("heading", name="For you, who leads")).to_be_visible()

    page = stage.open(facts(PAT), topic())

    expect(page.get_by_role("heading", name="Next topics")).to_be_visible()
    assert page.get_by_role("group", name="Leading this meeting").count() == 0
    assert page.get_by_role("heading", name="For you, who leads").count() == 0
    assert page.get_by_role("heading", name="Voices").count() == 0


def test_whoever_leads_asks_for_each_act_once(stage: Stage) -> None:
    page = stage.open(facts(), topic(me=FAY))
    lead = page.get_by_role("group", name="Leading this meeting")

    for name in ("Back", "Thumbs", "Finish", "5 min", "Pause", "Next"):
        lead.get_by_role("button", name=name).click()

    assert calls(page) == [["back"], ["askThumbs"], ["finish"], ["more", 5], ["pause"], ["next"]]


def test_the_question_comes_by_itself_once_when_a_topic_runs_long(stage: Stage) -> None:
    page = stage.open(facts(), topic(minutes=7.9, me=FAY))
    asks = page.get_by_text("This topic’s time is nearly over.")
    assert asks.count() == 0

    show(page, topic(minutes=8, me=FAY))
    expect(asks).to_be_visible()
    page.get_by_role("button", name="Dismiss this question").click()
    show(page, topic(minutes=12, me=FAY))

    assert asks.count() == 0


def test_in_a_round_the_button_is_where_the_word_is(stage: Stage) -> None:
    model = inside(0, me=PAT, turn={"now": PAT, "spoken": [FAY, DEE]})
    page = stage.open(facts(PAT), model)
    page.get_by_role("button", name="I have spoken").click()

    model["state"]["turn"] = {"now": NOOR, "spoken": [FAY, DEE, PAT]}
    show(page, model)

    assert calls(page) == [["passTurn"]]
    assert page.get_by_role("button", name="spoken").count() == 0
    expect(page.get_by_text("Noor Rahman has the word", exact=True)).to_be_visible()


def test_whoever_leads_gives_the_word_to_anybody_or_skips(stage: Stage) -> None:
    page = stage.open(facts(), inside(0, turn={"now": DEE, "spoken": [FAY]}))

    page.get_by_role("button", name="Mateo not yet").click()
    page.get_by_role("button", name="Skip for now").click()
    page.get_by_role("button", name="Dee has spoken").click()

    assert calls(page) == [["giveTurn", MATEO], ["giveTurn", IDA], ["passTurn"]]


def test_dots_are_put_and_taken_back_and_never_more_than_there_are(stage: Stage) -> None:
    model = with_cards(inside(2, me=PAT))
    page = stage.open(facts(PAT), model)
    page.get_by_role("button", name="Put a dot. 1 on “Onboarding").click()
    page.get_by_role("button", name="Take a dot back from “Skip-level").click()
    model["state"]["dots"]["left"] = 0
    show(page, model)

    page.get_by_role("button", name="Put a dot. 1 on “Onboarding").press("Enter")

    assert calls(page) == [["dot", "d"], ["undot", "a"]]
    expect(page.get_by_role("alert")).to_contain_text("Your dots are all placed.")


def test_closed_dots_are_a_number_and_no_button(stage: Stage) -> None:
    model = with_cards(inside(2, me=PAT))
    model["state"]["dots"]["open"] = False

    page = stage.open(facts(PAT), model)

    assert page.get_by_role("button", name="dot").count() == 0
    expect(page.get_by_text("Dots: 5 on “Skip-level")).to_have_count(1)


def test_one_changes_only_ones_own_cards(stage: Stage) -> None:
    page = stage.open(facts(PAT), with_cards(inside(2, me=PAT)))
    assert page.locator(".room-topic .menu").count() == 0

    page = stage.open(facts(NOOR), with_cards(inside(2, me=NOOR)))

    assert page.locator(".room-topic .menu").count() == 1
    assert page.locator(".room-topic", has_text="Skip-level").locator(".menu").count() == 1


def test_thumbs_are_counted_for_all_and_decided_by_one(stage: Stage) -> None:
    page = stage.open(*SCENES["thumbs"])
    page.get_by_role("button", name="Enough 1").click()
    assert page.get_by_role("button", name="5 more minutes").count() == 0

    lead = stage.open(*SCENES["thumbs, leading"])
    lead.get_by_role("button", name="5 more minutes").click()
    lead.get_by_role("button", name="Finish the topic").click()

    assert calls(page) == [["thumb", "down"]]
    assert calls(lead) == [["more", 5], ["finish"]]


def test_an_action_item_has_words_an_owner_and_a_quick_day(stage: Stage) -> None:
    page = stage.open(facts(PAT), inside(4, me=PAT))
    page.get_by_label("What will be done?").fill("Ask Platform about the freeze")
    page.get_by_label("By whom?").select_option(label="Dee Okafor")
    page.get_by_role("button", name="In a week").click()

    page.get_by_role("button", name="Keep it").click()

    expect(page.get_by_label("What will be done?")).to_have_value("")
    assert calls(page) == [
        ["keepAction", {"text": "Ask Platform about the freeze", "owner": DEE, "due": "2026-12-15"}]
    ]


def test_looking_back_settles_what_was_promised(stage: Stage) -> None:
    page = stage.open(facts(), inside(1, actions=ACTIONS))
    first = page.get_by_role("group", name="How it went: Draft a one-page")

    first.get_by_role("button", name="Done").click()
    first.get_by_role("button", name="No longer needed").click()

    assert calls(page) == [["settle", 1, "done"], ["settle", 1, "dropped"]]
    assert page.get_by_label("What will be done?").count() == 0


def test_closing_says_first_what_goes_and_what_stays(stage: Stage) -> None:
    model = with_cards(inside(5, actions=ACTIONS))
    page = stage.open(facts(), model)
    page.get_by_role("group", name="Leading").get_by_role("button", name="Close the meeting").click()

    dialog = page.get_by_role("dialog", name="Close the meeting?")
    expect(dialog).to_contain_text("4 topics and all notes")
    expect(dialog).to_contain_text("1 new action item and that 7 people were here")
    assert calls(page) == []
    dialog.get_by_role("button", name="Close and forget").click()

    assert calls(page) == [["close"]]


def test_after_the_end_nothing_that_was_said_is_left_in_the_page(stage: Stage) -> None:
    model = topic()
    model["texts"]["a"]["note"] = written("CANARY-NOTE")
    page = stage.open(facts(PAT), model)
    page.get_by_label("Bring a topic").fill("CANARY-DRAFT")
    assert "Skip-level" in page.content()

    show(page, model | {"phase": "over", "texts": {}})

    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert not any(word in page.content() for word in ("Skip-level", "CANARY"))
    assert page.locator("textarea").count() == 0


def test_after_the_end_the_facilitator_alone_is_led_on_to_say_how_it_was(stage: Stage) -> None:
    for person, words, ends in ((FAY, "Say how it was", "#afterword"), (PAT, "What stays", "")):
        page = stage.open(facts(person), topic())

        show(page, topic() | {"phase": "over", "texts": {}})

        link = page.locator(".room-farewell .button.primary")
        expect(link).to_contain_text(words)
        assert str(link.get_attribute("href")).endswith(ends)


# --- the door and those behind it -----------------------------------------------------------------------------------


def test_those_at_the_door_are_let_in_one_by_one_or_together(stage: Stage) -> None:
    page = stage.open(*SCENES["somebody at the door"])
    words = page.get_by_role("region", name="2 are at the door").get_by_role("list", name="The five words")

    page.get_by_role("button", name="Let in Sam Oduya").click()
    page.get_by_role("button", name="Let all in").click()

    assert words.inner_text().split() == ["lantern", "orbit", "velvet", "harvest", "puzzle"]
    assert calls(page) == [["letIn", ["s"]], ["letIn", ["s", "f2"]]]


def test_outside_one_sees_who_could_open_and_no_card(stage: Stage) -> None:
    facts_, model = deepcopy(SCENES["door"])
    model["state"]["cards"] = with_cards(inside(1))["state"]["cards"]

    page = stage.open(facts_, model)

    expect(page.get_by_role("region", name="Somebody inside lets you in")).to_contain_text("Fay Lindqvist")
    assert page.locator(".room-topic, textarea").count() == 0


def test_beginning_anew_is_asked_twice(stage: Stage) -> None:
    page = stage.open(*SCENES["deserted"])
    page.get_by_role("button", name="Begin anew").click()
    assert calls(page) == []

    page.get_by_role("button", name="Yes, lose it and begin anew").click()

    assert calls(page) == [["beginAnew"]]


def test_when_whoever_leads_is_silent_somebody_takes_over(stage: Stage) -> None:
    page = stage.open(*SCENES["taking over"])

    expect(page.get_by_text("Fay Lindqvist’s connection seems lost.")).to_be_visible()
    page.get_by_role("button", name="Take over").click()

    assert calls(page) == [["takeOver"]]


def test_whoever_leads_hands_over_names_a_helper_ticks_and_takes_out(stage: Stage) -> None:
    page = stage.open(facts(), inside(0))

    for name, act in (
        ("Dee Okafor", "Let them lead"),
        ("Dee Okafor", "Helps to lead"),
        ("Sam Oduya", "Here in person"),
        ("Dee Okafor", "Take their device out"),
    ):
        page.locator(f"summary[aria-label='More for {name}']").click()
        page.get_by_role("button", name=act).locator("visible=true").click()

    assert calls(page) == [["handOver", DEE], ["nameSecond", DEE], ["tick", 10, True], ["takeOut", f"d{DEE}"]]


def test_a_card_that_cannot_be_read_says_why_and_one_passed_on_says_by_whom(stage: Stage) -> None:
    model = with_cards(inside(2, me=PAT))
    model["texts"]["a"]["topic"] = {"sealed": True, "why": "It was written before you came."}
    model["texts"]["b"]["topic"] = written("A strong engineer", FAY, passed_on=True)

    page = stage.open(facts(PAT), model)

    expect(page.get_by_text("Cannot be read here. It was written before you came.")).to_be_visible()
    expect(page.get_by_text("Mateo Ruiz, passed on by Fay Lindqvist")).to_be_visible()


def test_changes_are_told_politely_and_seconds_never(stage: Stage) -> None:
    page = stage.open(facts(PAT), inside(0, me=PAT, turn={"now": FAY, "spoken": []}), still=True)
    told = page.get_by_role("status")
    heard: list[str] = []

    page.evaluate("stage.still = false")
    page.clock.run_for(20_000)
    heard.append(told.inner_text())
    show(page, inside(0, me=PAT, turn={"now": PAT, "spoken": [FAY]}))
    heard.append(told.inner_text())
    show(page, topic())
    heard.append(told.inner_text())
    show(page, topic() | {"asking": [{"device": "s", "person": 10, "name": "Sam Oduya", "mine": False}]})
    heard.append(told.inner_text())

    assert heard == [
        "",
        "It is your turn.",
        "Step 4: Work on the topics. A topic is on the table.",
        "At the door: Sam Oduya.",
    ]


def test_people_look_the_same_as_on_every_other_page(stage: Stage) -> None:
    page = stage.open(facts(), inside(0))
    names = [*NAMES.values(), "Ana María del Río", "Cher", "(Bo) Li", "李 雷"]

    ours = page.evaluate("names => names.map(name => [stage.hueOf(name), stage.initialsOf(name)])", names)

    assert ours == [[hue(name), initials(name)] for name in names]


def test_two_hundred_topics_stay_quick(stage: Stage) -> None:
    model = inside(2, me=PAT)
    model["state"]["cards"] = [
        {"id": f"c{n}", "by": NOOR, "dots": n % 7, "mine": 0, "state": "waiting"} for n in range(200)
    ]
    model["texts"] = {f"c{n}": {"topic": written(f"Topic number {n}")} for n in range(200)}
    page = stage.open(facts(PAT), model)

    took = []
    for n in range(9):
        model["state"]["cards"][n]["dots"] += 1
        took.append(show(page, model))

    assert page.locator(".room-topic").count() == 200
    assert sorted(took)[4] < 50


def test_long_texts_are_whole_but_folded_and_run_in_their_own_direction(stage: Stage) -> None:
    long = "كلمة 🌱 " * 1_170
    model = with_cards(inside(2, me=PAT))
    model["texts"]["a"]["topic"] = written(long)
    page = stage.open(facts(PAT), model)
    card = page.locator(".room-topic").first
    folded = card.bounding_box()

    card.get_by_role("button", name="Show all of it").click()
    unfolded = card.bounding_box()

    said = card.locator(".said")
    assert said.text_content() == long
    assert said.evaluate("it => getComputedStyle(it).direction") == "rtl"
    assert folded
    assert unfolded
    assert folded["height"] < 200 < 1_000 < unfolded["height"]


def test_on_paper_stands_nothing_that_was_said_and_no_name(stage: Stage) -> None:
    page = stage.open(*SCENES["somebody at the door"])
    page.emulate_media(media="print")

    printed = page.locator("body").inner_text()

    assert printed.strip().startswith("Group meeting")
    assert "Work on the topics" in printed
    assert not any(
        word in printed for word in (*NAMES.values(), "Skip-level", "lantern", "Quiet Note", "Voices")
    )
