"""The answer first: is Mini-M right for this company, and for whom in it?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from minim.rollout.advice import HEADLINES, Advice, Verdict, advice_for
from minim.rollout.answers import Answers, Meets, Trust
from tests.rollout.companies import answers

EASY = Answers(
    managers=80, start_on=date(2027, 1, 11), levels=1, meets=Meets.REMOTE, trust=Trust.HIGH, country="US"
)


def advice(**said: Any) -> Advice:
    return advice_for(replace(EASY, **said))


def test_a_company_that_is_ready_hears_yes_and_why() -> None:
    found = advice()

    assert (found.verdict, found.headline) == (Verdict.YES, "Yes, Mini-M fits you.")
    assert found.for_whom.startswith("For everybody who leads a team.")
    assert found.reasons[0].startswith("80 managers are enough to mix: about 12 groups")
    assert [caution.split(":")[0] for caution in found.cautions] == ["By video"]


@pytest.mark.parametrize(
    ("managers", "verdict"), [(3, "not-yet"), (11, "not-yet"), (12, "some"), (19, "some"), (20, "yes")]
)
def test_too_few_managers_cannot_be_mixed(managers: int, verdict: str) -> None:
    assert advice(managers=managers).verdict == verdict


def test_before_product_market_fit_there_is_something_better_to_do() -> None:
    found = advice(stage="before-fit")

    assert found.verdict == Verdict.NOT_YET
    assert "found its market" in found.reasons[0]
    assert "walk of two managers" in found.for_whom


def test_without_an_organizer_whom_people_trust_one_is_looked_for_first() -> None:
    nobody, unsure = advice(organizer="nobody"), advice(organizer="unsure")

    assert (nobody.verdict, unsure.verdict) == (Verdict.NOT_YET, Verdict.SOME)
    assert nobody.for_whom.startswith("The plan shows how to find the Organizer.")
    assert "Ask five of them in private" in unsure.cautions[0]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"sponsor": "nobody"}, "Nobody in leadership stands behind it yet."),
        ({"tried": "failed"}, "whether anything got out"),
        ({"trust": "low", "competition": "high"}, "Little trust and much competition"),
    ],
)
def test_what_has_to_be_mended_first_makes_it_a_careful_yes(said: dict[str, str], words: str) -> None:
    found = advice(**said)

    assert found.verdict == Verdict.SOME
    assert words in found.cautions[0]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"levels": 3}, "in groups of about 9 instead of 7"),
        ({"levels": 2, "managers": 30}, "too few for groups of their own"),
        ({"trust": "low"}, "the whole first hour for the agreement"),
        ({"competition": "high"}, "the first time somebody shows off"),
        ({"sponsor": "people"}, "PeopleOps never learns"),
        ({"tried": "faded"}, "It faded away once."),
        ({"managers": 900}, "Begin with a part"),
        ({"meets": "in-person"}, "whiteboard"),
        ({"meets": "remote"}, "cameras on"),
        ({"meets": "mixed"}, "Half and half divides it."),
        ({"zones": 4}, "4 zones: keep a group within a few hours"),
    ],
)
def test_each_caution_is_given_where_it_belongs_and_nowhere_else(said: dict[str, Any], words: str) -> None:
    assert any(words in caution for caution in advice(**said).cautions)
    easy = advice() if said != {"meets": "remote"} else advice(meets="in-person")
    assert not any(words in caution for caution in easy.cautions)


def test_those_who_lead_teams_begin() -> None:
    assert "Begin with those who lead teams." in advice(levels=2).for_whom
    assert "from several departments; then the rest of your 1,200." in advice(managers=1200).for_whom


@given(answers())
def test_every_company_gets_an_answer_with_reasons(said: Answers) -> None:
    found = advice_for(said)

    assert found.headline == HEADLINES[found.verdict]
    assert found.reasons or found.verdict == Verdict.SOME
    assert found.cautions
    words = (found.for_whom, *found.reasons, *found.cautions)
    assert all(line.endswith((".", "”.")) and "!" not in line and line[0] != " " for line in words)
    assert len(set(words)) == len(words)
