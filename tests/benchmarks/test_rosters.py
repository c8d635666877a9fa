"""Made-up companies are what their family says, and the same whenever they are made."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from benchmarks.families import FAMILIES, family
from benchmarks.mixing import mixed
from benchmarks.rosters import cohort, problem, write
from minim.cli.form.lists import People, read_apart, read_facilitators, read_plan
from minim.engine import Plan, PlanGroup, judge, score
from minim.roster import read_sheet


@pytest.mark.parametrize("name", FAMILIES)
def test_makes_as_many_people_as_asked_and_the_same_twice(name: str) -> None:
    made = cohort(120, 3, name)

    assert len(made.candidates) == 120
    assert made == replace(cohort(120, 3, name), staff=made.staff)
    assert made.candidates != cohort(120, 4, name).candidates


def test_families_are_what_they_say() -> None:
    usual, deep, flat = (cohort(300, 1, name).candidates for name in ("everyday", "deep", "flat"))
    heights = [len({who.level for who in people}) for people in (flat, usual, deep)]
    weeks = {name: len({who.hours for who in cohort(300, 1, name).candidates}) for name in FAMILIES}
    new = {name: sum(who.newcomer for who in cohort(300, 1, name).candidates) for name in FAMILIES}

    assert heights == sorted(set(heights))
    assert weeks["one-site"] < weeks["everyday"] < weeks["six-zones"] < weeks["part-time"] < 50
    assert weeks["own-hours"] == 300
    assert new["newcomers"] > 1.5 * new["everyday"] > 0


def test_families_can_be_joined() -> None:
    made = cohort(300, 1, "three-rounds+pinned+apart+tight-facilitators")

    assert [len(who.earlier) for who in made.candidates] == [3] * 300
    assert sum(who.pinned is not None for who in made.candidates) == 6
    assert 20 <= len(made.apart) <= 30
    assert 300 / 8 <= sum(who.may_facilitate for who in made.candidates) < 300 / 5


def test_an_unknown_family_is_refused() -> None:
    with pytest.raises(ValueError, match="There is no family “stray”"):
        family("everyday+stray")


def test_today_is_a_plan_that_hardly_breaks_a_rule() -> None:
    made = cohort(2000, 1, "today")
    asked = made.problem()
    groups: dict[str, list[str]] = {}
    for who, seat in ((who, who.today) for who in made.candidates):
        groups.setdefault(seat or "", []).append(who.key)
    groups.pop("")
    breaches = judge(asked, Plan(tuple(PlanGroup(name, "", tuple(keys)) for name, keys in groups.items())))
    broken = Counter(breach.rule for breach in breaches)

    assert len(groups) > 250
    assert broken["chain"] + broken["level-band"] + broken["common-slot"] < 10


def test_earlier_groups_can_be_met_again() -> None:
    made = cohort(300, 1, "three-rounds")

    again = score(made.problem(), made.rounds[0]).value("earlier-groupmates")

    assert again >= sum(len(group.members) * (len(group.members) - 1) / 2 for group in made.rounds[0].groups)


def test_mixing_keeps_sizes() -> None:
    people = cohort(500, 2).candidates

    groups = mixed(people, Random(1))

    assert {len(group) for group in groups} <= {5, 6, 7, 8}
    assert len({who.key for group in groups for who in group}) == sum(map(len, groups)) > 480


def test_changes_go_to_the_problem() -> None:
    assert problem(60, 1, size=(4, 6)).size == (4, 6)
    assert problem(60, 1, apart=()).apart == frozenset()


def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    write(tmp_path, 1500, 1, "today+apart+pinned")

    files = {path.name: path.read_bytes() for path in sorted(tmp_path.iterdir())}
    sheet = read_sheet(files["company_1500.csv"])
    people = People({row.employee_id: row.email for row in sheet.rows})

    assert len(sheet.rows) == 1500
    assert not sheet.problems
    assert len(read_facilitators(files["facilitators.txt"], people)) > 50
    assert len(read_apart(files["apart.csv"], people)) > 5
    assert len(read_plan(files["today.csv"])) > 20
    assert len(read_plan(files["earlier-3.csv"])) > 20
    assert len(read_plan(files["pins.csv"])) > 2
