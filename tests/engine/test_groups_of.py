from __future__ import annotations

from itertools import combinations
from math import nan
from typing import Any

import numpy as np
import pytest

from minim.engine import Candidate, ProblemError, form_groups
from minim.engine.groups_of import candidates_from

ROSTER = [(f"Pat {at}", "ABC"[at % 3]) for at in range(12)]


def test_rows_become_mixed_groups() -> None:
    groups = form_groups(ROSTER, size=(3, 3), seconds=0.05)

    assert sorted(name for group in groups for name in group) == sorted(name for name, _ in ROSTER)
    department = dict(ROSTER)
    assert [sorted(department[name] for name in group) for group in groups] == [["A", "B", "C"]] * 4


def test_names_mappings_and_rows_say_the_same() -> None:
    mappings = [{"name": name, "department": department} for name, department in ROSTER]

    assert candidates_from(mappings) == candidates_from(ROSTER)
    assert candidates_from(["Ana"]) == [Candidate(key="Ana", name="Ana")]


def test_records_of_a_table_with_gaps_are_read() -> None:
    records = [
        {"name": "Ana", "level": 2.0, "experience": nan, "newcomer": np.True_, "team": ""},
        {"name": "Bo", "level": nan, "experience": np.float64(1.5), "newcomer": False, "team": "x"},
        {"name": "Cem", "level": np.int64(3), "experience": None},
    ]

    assert candidates_from(records) == [
        Candidate(key="Ana", name="Ana", level=2, newcomer=True),
        Candidate(key="Bo", name="Bo", experience=1.5, team="x"),
        Candidate(key="Cem", name="Cem", level=3),
    ]


def test_columns_name_the_places_of_a_row() -> None:
    read = candidates_from([(7, "Ana", ["Elm", None]), ("8", "Bo")], columns=("key", "name", "earlier"))

    assert read == [Candidate(key="7", name="Ana", earlier=("Elm", None)), Candidate(key="8", name="Bo")]


def test_a_number_of_groups_is_enough() -> None:
    assert sorted(map(len, form_groups(ROSTER[:11], groups=3, seconds=0.05))) == [3, 4, 4]


def test_the_facilitator_comes_first() -> None:
    people = [{"name": name, "may_facilitate": name in ("Pat 4", "Pat 9")} for name, _ in ROSTER]

    assert {group[0] for group in form_groups(people, groups=2, seconds=0.05)} == {"Pat 4", "Pat 9"}


def test_managers_and_pairs_apart_are_kept_apart() -> None:
    people = [{"name": name, "manager": "Pat 0" if name != "Pat 0" else None} for name, _ in ROSTER[:2]]
    people += [{"name": name} for name, _ in ROSTER[2:8]]

    groups = form_groups(people, size=(4, 4), apart=[("Pat 2", "Pat 3")], seconds=0.05)

    together = {frozenset(pair) for group in groups for pair in combinations(group, 2)}
    assert not together & {frozenset(("Pat 0", "Pat 1")), frozenset(("Pat 2", "Pat 3"))}


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        ([{"name": "Ana", "departement": "A"}], "“departement” says nothing to us. Did you mean department?"),
        ([{"name": "Ana", "shoe": 41}], "“shoe” says nothing to us. Known are key, name, level"),
        ([{"department": "A"}], "Everybody needs a name or a key"),
        ([("Ana", "A", "Oslo")], "has 3 entries, and columns names only name, department"),
        ([{"name": "Ana", "level": "senior"}], "Ana: level is a whole number, not 'senior'."),
        ([{"name": "Ana", "level": 1.5}], "Ana: level is a whole number, not 1.5."),
        ([{"name": "Ana", "newcomer": "yes"}], "Ana: newcomer is True or False, not 'yes'."),
        ([{"name": "Ana", "earlier": 3}], "Ana: earlier is a list of group names, the newest first, not 3."),
        ([{"name": "Ana", "attendance": 70}], "attendance is a probability between 0 and 1"),
        (["Ana", "Ana"], "Ana appears twice"),
    ],
)
def test_what_cannot_be_understood_is_named_with_the_way_out(people: list[Any], sentence: str) -> None:
    with pytest.raises(ProblemError) as refused:
        form_groups(people, size=(2, 2))

    assert sentence in str(refused.value)


def test_what_clashes_is_said() -> None:
    with pytest.raises(ProblemError, match="Ana") as refused:
        form_groups(["Ana", "Bo"], size=(2, 2), apart=[("Ana", "Bo")], seconds=0.05)

    assert "Bo" in str(refused.value)
