from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given

from minim.engine import Plan, Problem
from minim.engine.score import burden, group_quanta, pair_quanta
from minim.engine.tally import MET, Tally, burdens, count_groups, members_of
from tests.engine.crew import examples
from tests.engine.test_kernels import plans

quick = examples(40)


@quick
@given(plans())
def test_many_pairs_at_once_count_as_each_pair_alone(given_plan: tuple[Problem, Plan]) -> None:
    people = given_plan[0].candidates
    one, other = np.triu_indices(len(people), 1)

    counted = Tally(given_plan[0]).pairs(one.astype(np.int64), other.astype(np.int64))

    for at, (i, j) in enumerate(zip(one, other, strict=True)):
        alone = Counter(dict(pair_quanta(people[i], people[j])))
        assert {wish: amount[at] for wish, amount in counted.items() if amount[at] and wish != MET} == {
            wish: amount for wish, amount in alone.items() if amount
        }
        assert counted[MET][at] == (alone["earlier-groupmates"] > 0)


@quick
@given(plans())
def test_groups_count_as_the_readable_score_counts_them(given_plan: tuple[Problem, Plan]) -> None:
    problem, plan = given_plan
    members = members_of(problem, plan)

    counts = count_groups(problem, members)

    for at, places in enumerate(members):
        alone = group_quanta(problem, [problem.candidates[place] for place in places])
        assert {wish: amount[at] for wish, amount in counts.items() if amount[at] and wish != MET} == {
            wish: amount for wish, amount in alone.items() if amount
        }
        assert burdens(problem, counts)[at] == burden(problem, alone)
