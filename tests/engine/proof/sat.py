"""The hard rules and one wish as a model for CP-SAT, written from the rules' sentences, not from the engine."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from ortools.sat.python import cp_model

from minim.engine import Candidate, Problem
from minim.engine.rules import pair_breaches
from minim.engine.score import pair_quanta
from minim.engine.slots import MISSES, start_costs
from minim.engine.wishes import WISHES


@dataclass(frozen=True)
class Answer:
    """The least value of a wish that was found, and whether it is the least there is."""

    value: float
    proved: bool


class Model:
    """Who sits in which group, who leads it, from which level it starts and when it meets."""

    def __init__(self, problem: Problem, people: list[Candidate], groups: int) -> None:
        self.problem, self.people, self.groups = problem, people, range(groups)
        self.model = cp_model.CpModel()
        self.costs = np.unique(np.stack([start_costs(who.hours, problem.quarters) for who in people]), axis=1)
        count = range(len(people))
        self.sits = [[self.model.new_bool_var("") for _ in self.groups] for _ in count]
        self.leads = [[self.model.new_bool_var("") for _ in self.groups] for _ in count]
        self.meets = [[self.model.new_bool_var("") for _ in self.costs.T] for _ in self.groups]
        for at in count:
            self.model.add_exactly_one(self.sits[at])
        for group in self.groups:
            self._shape(group)
            self._levels(group)
            self._hours(group)

    def least(self, wish: str, seconds: float) -> Answer | None:
        """Minimize one wish; None when no plan was found in time."""
        self.model.minimize(sum(self._early_or_late() if wish == "unpopular-hours" else self._pairs(wish)))
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = 2
        status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return Answer(solver.objective_value / WISHES[wish].quanta, status == cp_model.OPTIMAL)

    def _shape(self, group: int) -> None:
        low, high = self.problem.size
        members = [row[group] for row in self.sits]
        self.model.add_linear_constraint(sum(members), low, high)
        self.model.add_exactly_one(row[group] for row in self.leads)
        for who, sits, leads in zip(self.people, self.sits, self.leads, strict=True):
            self.model.add_implication(leads[group], sits[group])
            if not who.may_facilitate:
                self.model.add(leads[group] == 0)
        for one, other in combinations(range(len(self.people)), 2):
            if any(pair_breaches(self.problem, "", self.people[one].key, self.people[other].key)):
                self.model.add_at_most_one(members[one], members[other])

    def _levels(self, group: int) -> None:
        band, levels = self.problem.level_band, [who.level for who in self.people]
        base = self.model.new_int_var(min(levels) - band, max(levels), "")
        for at, level in enumerate(levels):
            sits, leads = self.sits[at][group], self.leads[at][group]
            self.model.add(base <= level).only_enforce_if(sits, leads.negated())
            self.model.add(base + band >= level).only_enforce_if(sits, leads.negated())
            for other, theirs in enumerate(levels):
                if other != at and not theirs - band <= level <= theirs + 1:
                    self.model.add_at_most_one(leads, self.sits[other][group])

    def _hours(self, group: int) -> None:
        self.model.add_exactly_one(self.meets[group])
        for at, start in np.argwhere(self.costs == MISSES).tolist():
            self.model.add_at_most_one(self.sits[at][group], self.meets[group][start])

    def _pairs(self, wish: str) -> list[cp_model.LinearExpr]:
        terms: list[cp_model.LinearExpr] = []
        for one, other in combinations(range(len(self.people)), 2):
            cost = sum(
                amount for name, amount in pair_quanta(self.people[one], self.people[other]) if name == wish
            )
            if cost:
                together = self.model.new_bool_var("")
                for group in self.groups:
                    self.model.add_bool_or(
                        self.sits[one][group].negated(), self.sits[other][group].negated(), together
                    )
                terms.append(cost * together)
        return terms

    def _early_or_late(self) -> list[cp_model.IntVar]:
        awkward = [self.model.new_bool_var("") for _ in self.people]
        for at, start in np.argwhere(self.costs == 1).tolist():
            for group in self.groups:
                self.model.add_bool_or(
                    self.sits[at][group].negated(), self.meets[group][start].negated(), awkward[at]
                )
        return awkward
