"""The timeline: a picture that needs no style of its own and leaves nothing out."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given

from minim.rollout.answers import Answers
from minim.rollout.planning import DatedPlan, plan_for
from minim.rollout.timeline import DOT, NARROW, WIDE, timeline_svg
from tests.rollout.companies import answers

SVG = "{http://www.w3.org/2000/svg}"
USUAL = plan_for(Answers(managers=80, start_on=date(2027, 1, 11), zones=3))


def drawn(plan: DatedPlan, width: int = WIDE) -> ElementTree.Element:
    return ElementTree.fromstring(timeline_svg(plan, width))


def texts(svg: ElementTree.Element) -> str:
    return " ".join(" ".join(one.itertext()) for one in svg.iter(f"{SVG}text"))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_step_task_and_milestone_is_in_it(width: int) -> None:
    svg = drawn(USUAL, width)

    assert all(step.title in texts(svg) for step in USUAL.steps)
    assert all(one.title in texts(svg) for one in USUAL.milestones)
    strokes = svg.findall(f".//{SVG}path[@stroke-width]/{SVG}title")
    assert sorted(one.text or "" for one in strokes) == sorted(task.title for task in USUAL.tasks)


def test_a_strict_page_may_show_it_twice() -> None:
    written = timeline_svg(USUAL)

    assert not re.search(r"\bstyle=|<style|<script|\son[a-z]+=|\bid=|href", written)
    colours = set(re.findall(r'(?:fill|stroke)="([^"]*)"', written))
    assert colours == {"currentColor", "#fff"}


def test_whoever_cannot_see_it_is_told() -> None:
    svg = drawn(USUAL)

    assert svg.get("role") == "img"
    assert "Put the groups together: 25 Feb to 10 Mar." in (svg.get("aria-label") or "")


@given(answers())
def test_nothing_leaves_the_sheet_and_no_dot_hides_another(said: Answers) -> None:
    plan = plan_for(said)
    for width in (WIDE, NARROW):
        svg = drawn(plan, width)
        _, _, wide, high = map(float, (svg.get("viewBox") or "").split())
        places = [(number(dot, "cx"), number(dot, "cy")) for dot in svg.iter(f"{SVG}circle")]

        assert all(x - DOT + 1 >= 0 and x + DOT <= wide + 1 and 0 < y < high for x, y in places)
        assert all(
            abs(x - other_x) >= 2 * DOT or abs(y - other_y) >= 2 * DOT
            for place, (x, y) in enumerate(places)
            for other_x, other_y in places[:place]
        )


def number(element: Any, name: str) -> float:
    return float(element.get(name))
