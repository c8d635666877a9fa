"""What is said about a place before somebody is moved is what happens when they are."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from minim.assignments import places
from minim.assignments.places import ORDER
from tests.assignments.company import draft, make_company, members, two_groups
from tests.make import make_person

if TYPE_CHECKING:
    from minim.assignments.models import Assignment
    from minim.assignments.places import Place
    from minim.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Assignment:
    return draft(make_company(24, smallest_group=4, largest_group=7))


def surprises(plan: Assignment, person: Person) -> list[tuple[Place, float, list[str]]]:
    """Places of which something else was said than what moving there really does."""
    found = []
    for place in plan.places(person):
        before = plan.review()
        plan.move(person, plan.draft_groups.get(pk=place.group) if place.group else None)
        after = plan.review()
        plan.undo()
        new = [breach.sentence for breach in (Counter(after.breaches) - Counter(before.breaches)).elements()]
        points = after.score - before.score
        if (place.verdict == "breaks") != bool(new) or place.points != pytest.approx(points, abs=1e-6):
            found.append((place, points, new))
    return found


def test_what_is_foretold_is_what_happens(plan: Assignment) -> None:
    people = [person for group in plan.draft_groups.all() for person in members(group)]
    verdicts = {place.verdict for person in people for place in plan.places(person)}

    assert [found for person in people for found in surprises(plan, person)] == []
    assert {"worse", "breaks"} <= verdicts


def test_so_it_is_in_a_draft_that_is_broken_already(plan: Assignment) -> None:
    first, second = two_groups(plan)
    fay, pat, out = members(second)[:3]
    for person in members(first)[3:]:
        plan.move(person, second)
    plan.move(fay, None)
    plan.move(out, None)
    plan.pin(pat)

    people = [fay, pat, out, *members(first), *members(second)]

    assert [found for person in people for found in surprises(plan, person)] == []
    assert any("Mends" in place.sentence for person in people for place in plan.places(person))


def test_one_may_not_sit_with_ones_director(plan: Assignment) -> None:
    first, second = two_groups(plan)
    pat = members(first)[-1]
    boss = pat.manager
    assert boss
    plan.program.enrol([boss])
    plan.move(boss, second)

    (there,) = [place for place in plan.places(pat) if place.group == second.pk]

    assert there.verdict == "breaks"
    assert boss.name in there.sentence
    assert pat.name in there.sentence


def test_the_best_place_stands_first_and_a_locked_one_last(plan: Assignment) -> None:
    first, second = two_groups(plan)
    plan.lock(second)

    found = plan.places(members(first)[-1])

    verdicts = [ORDER.index(place.verdict) for place in found if not place.is_locked and place.group]
    assert verdicts == sorted(verdicts)
    assert (found[-1].group, found[-1].is_locked) == (second.pk, True)
    assert first.pk not in [place.group for place in found]


def test_there_is_no_place_for_whom_no_cohort_takes(plan: Assignment) -> None:
    assert plan.places(make_person("Sam")) == []


def test_every_group_says_who_brings_what(plan: Assignment) -> None:
    first, _ = two_groups(plan)

    story = plan.why(first)

    assert story
    assert {int(member.key) for member in story.members} == {person.pk for person in members(first)}
    assert story.facilitator == str(members(first)[0].pk)
    assert 0 < story.quorum_chance <= 1


def test_a_pair_who_met_long_ago_is_told_as_a_pair() -> None:
    assert places._told("earlier-groupmates", 0.2) == "1 more pair who met before"
    assert places._told("earlier-groupmates", -1.5) == "2 fewer pairs who met before"
    assert places._told("moves", 1) == "1 more person in a new group"
    assert places._told("experience", 2.25) == "2.2 more years of experience apart"
