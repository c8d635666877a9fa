"""Training keeps its promises: every story ends, every end teaches something, and it takes as long as it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minim.playbook import GuideRole
from minim.playbook.practice import MOMENTS, practice_format, practice_lines, practice_people
from minim.playbook.training import (
    FOLDER,
    ORDER,
    PRACTICE,
    START,
    Ending,
    Judgement,
    Module,
    Scenario,
    module_after,
    modules,
    modules_for,
)

FACILITATOR, ORGANIZER = GuideRole.FACILITATOR, GuideRole.ORGANIZER
LONGEST_STORY = 3
"""Choices until the end."""

SCENARIOS = [story for module in modules().values() for story in module.scenarios]
every_module = pytest.mark.parametrize("module", modules().values(), ids=ORDER)
every_scenario = pytest.mark.parametrize("story", SCENARIOS, ids=lambda story: story.title)


def reached(story: Scenario, begin: str = START) -> set[str]:
    found, ahead = set[str](), [begin]
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += [choice.to for choice in story.scenes[name].choices]
    return found


def test_every_file_is_a_module_and_every_module_a_file() -> None:
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(ORDER)


def test_each_role_takes_about_as_long_as_promised() -> None:
    taken = {role: sum(module.minutes for module in modules_for(role)) for role in (FACILITATOR, ORGANIZER)}

    assert taken == {FACILITATOR: pytest.approx(90, abs=5), ORGANIZER: pytest.approx(45, abs=4)}


def test_modules_of_one_role_follow_each_other_to_the_last() -> None:
    own, at = modules_for(FACILITATOR), modules_for(FACILITATOR)[0]
    walked = [at]
    while following := module_after(at):
        walked.append(following)
        at = following

    assert tuple(walked) == own
    assert own[-1].slug == PRACTICE


@every_module
def test_a_module_has_something_to_decide(module: Module) -> None:
    assert module.questions
    assert module.scenarios or module.slug == PRACTICE
    assert module.guides or module.slug == PRACTICE
    assert 40 < len(module.summary) < 160
    assert 8 <= module.minutes <= 25


@every_module
def test_every_question_has_one_good_answer_a_tempting_one_and_one_that_does_harm(module: Module) -> None:
    for question in module.questions:
        assert sorted(answer.judgement for answer in question.answers) == sorted(Judgement), question.ask
        assert all(answer.why for answer in question.answers)


def test_the_best_answer_stands_in_no_place_of_its_own() -> None:
    places = [
        [answer.judgement for answer in question.answers].index(Judgement.HELPS)
        for module in modules().values()
        for question in module.questions
    ]

    assert all(places.count(place) >= len(places) / 6 for place in range(3)), places


def test_the_way_to_a_good_end_stands_in_no_place_of_its_own() -> None:
    places = {leads_well(story).index(True) for story in SCENARIOS}

    assert len(places) > 1


def leads_well(story: Scenario) -> list[bool]:
    """For each first choice, whether a good end can still follow."""
    return [
        any(story.scenes[name].end == Ending.GOOD for name in reached(story, choice.to))
        for choice in story.scenes[START].choices
    ]


@every_scenario
def test_every_choice_leads_to_a_scene_and_no_scene_is_an_orphan(story: Scenario) -> None:
    assert reached(story) == set(story.scenes)


@every_scenario
def test_a_scene_goes_on_or_ends_and_every_end_teaches_something(story: Scenario) -> None:
    for scene in story.scenes.values():
        assert bool(scene.choices) != bool(scene.end), scene.name
        assert bool(scene.end) == bool(scene.lesson), scene.name
        assert len(scene.choices) != 1, f"{scene.name} leaves nothing to choose"


@every_scenario
def test_a_story_can_end_well_and_can_have_a_price_and_can_be_mended(story: Scenario) -> None:
    assert {scene.end for scene in story.scenes.values() if scene.end} == set(Ending)


@given(st.data())
def test_whatever_one_chooses_a_story_reaches_an_end_soon(data: st.DataObject) -> None:
    story = data.draw(st.sampled_from(SCENARIOS))
    scene, chosen = story.scenes[START], 0

    while not scene.end:
        scene = story.scenes[data.draw(st.sampled_from(scene.choices)).to]
        chosen += 1

    assert 2 <= chosen <= LONGEST_STORY


def test_people_in_the_practice_meeting_speak_at_moments_that_come() -> None:
    numbers = {one.number for one in practice_people()}

    assert {line.when for line in practice_lines()} == set(MOMENTS)
    assert {line.who for line in practice_lines() if line.who} == numbers
    assert all(line.coach or (line.says and line.who) for line in practice_lines())


def test_everybody_has_something_to_say_at_their_turn_and_at_the_end() -> None:
    for moment in ("turn", "last"):
        speakers = [line.who for line in practice_lines() if line.when == moment]

        assert sorted(filter(None, speakers)) == [one.number for one in practice_people()]


def test_the_practice_meeting_has_every_kind_of_step_its_people_wait_for() -> None:
    kinds = [step.kind.value for step in practice_format().steps]

    assert kinds == ["round", "gather", "topic", "commit", "close"]
