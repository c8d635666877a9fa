"""What moving one person would change: shown before a hand lets go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from minim.engine.alternatives import without_or_with
from minim.engine.candidate import Candidate
from minim.engine.plan import Breach, Plain, Plan, PlanGroup
from minim.engine.problem import Problem
from minim.engine.rules import GROUP_RULES, pair_breaches, pairs_may_meet
from minim.engine.score import pair_quanta
from minim.engine.search.seating import Seated
from minim.engine.seatable import why_unseatable
from minim.engine.wishes import MILLI, WISHES

SHOWN = 2
"""Changes a sentence names."""


@dataclass(frozen=True, slots=True)
class WishChange(Plain):
    """By how much one wish changes in its own unit; below zero is better."""

    wish: str
    unit: str
    change: float


@dataclass(frozen=True, slots=True)
class Consequence(Plain):
    """What happens when somebody moves to `group` ("" is being left out); score below zero is better."""

    group: str
    gained: tuple[Breach, ...]
    lost: tuple[Breach, ...]
    score: float
    wishes: tuple[WishChange, ...]
    sentence: str


def consequences(problem: Problem, plan: Plan, key: str) -> tuple[Consequence, ...]:
    """Return what every other group, and being left out, would mean. Raises KeyError for strangers."""
    return _Move(problem, plan, key).everywhere()


class _Move:
    def __init__(self, problem: Problem, plan: Plan, key: str) -> None:
        self.problem, self.plan, self.who = problem, plan, problem.candidate(key)
        self.home = plan.group_of(key)
        seated = Seated(problem, plan)
        row = problem.number[key]
        self.place = seated.place
        self.changes = without_or_with(problem.arrays, seated.seats, row)
        self.home_quanta = self._met(self.home) if self.home else Counter()
        self.home_before, self.home_after = self._home_breaches()
        self.bench_before = self._bench(None if self.home else "")

    def everywhere(self) -> tuple[Consequence, ...]:
        targets = [group for group in self.plan.groups if group is not self.home]
        found = [self._to(group) for group in targets]
        return tuple(found if self.home is None else [*found, self._to(None)])

    def _to(self, target: PlanGroup | None) -> Consequence:
        before = [*self.home_before, *self.bench_before, *self._personal(self.home)]
        after = [*self.home_after, *self._bench(None if target else ""), *self._personal(target)]
        if target is not None:
            before += self._alone(target)
            joined = replace(target, members=(*target.members, self.who.key))
            after += self._alone(joined) + self._pairs(joined)
        gained = tuple((Counter(after) - Counter(before)).elements())
        lost = tuple((Counter(before) - Counter(after)).elements())
        points, changes = self._wishes(target)
        return Consequence(
            group=target.name if target else "",
            gained=gained,
            lost=lost,
            score=points / MILLI,
            wishes=changes,
            sentence=_sentence(self.who, target, gained, lost, points, changes),
        )

    def _home_breaches(self) -> tuple[list[Breach], list[Breach]]:
        if self.home is None:
            return [], []
        left = PlanGroup(
            self.home.name,
            "" if self.home.facilitator == self.who.key else self.home.facilitator,
            tuple(key for key in self.home.members if key != self.who.key),
        )
        return self._alone(self.home) + self._pairs(self.home), self._alone(left)

    def _alone(self, group: PlanGroup) -> list[Breach]:
        rules = [rule for rule in GROUP_RULES if rule is not pairs_may_meet]
        return [breach for rule in rules for breach in rule(self.problem, group)]

    def _pairs(self, group: PlanGroup) -> list[Breach]:
        others = [key for key in dict.fromkeys(group.members) if key != self.who.key]
        return [
            breach for key in others for breach in pair_breaches(self.problem, group.name, self.who.key, key)
        ]

    def _bench(self, group: str | None) -> list[Breach]:
        """Return the breach of having no seat without a reason; None stands for having one."""
        if group is None or why_unseatable(self.problem, self.who.key) is not None:
            return []
        return [
            Breach(
                "one-seat",
                "",
                (self.who.key,),
                f"{self.who.label} would have no seat, though a group could take them.",
            )
        ]

    def _personal(self, group: PlanGroup | None) -> list[Breach]:
        """Return broken pins and locks when the person sits in this group."""
        found, who, name = [], self.who, group.name if group else ""
        if who.pinned and name != who.pinned:
            found.append(
                Breach(
                    "pinned", who.pinned, (who.key,), f"{who.label} is pinned to {who.pinned} but not there."
                )
            )
        found += [
            Breach("locked", locked.name, (who.key,), f"{locked.name} is locked but would change.")
            for locked in self.problem.locked.values()
            if (who.key in locked.members) != (name == locked.name)
        ]
        return found

    def _met(self, group: PlanGroup) -> Counter[str]:
        """Count what the person costs with the others of a group, and whether sitting there is a move."""
        quanta: Counter[str] = Counter()
        for key in dict.fromkeys(group.members):
            if key != self.who.key and key in self.problem.number:
                for wish, amount in pair_quanta(self.who, self.problem.candidate(key)):
                    quanta[wish] += amount
        quanta["moves"] = int(self.who.today is not None and self.who.today != group.name)
        return quanta

    def _wishes(self, target: PlanGroup | None) -> tuple[int, tuple[WishChange, ...]]:
        quanta = self._met(target) if target else Counter()
        quanta.subtract(self.home_quanta)
        points = quanta["moves"] * WISHES["moves"].milli(self.problem.weights["moves"])
        for group in (self.home, target):
            if group is not None:
                points += int(self.changes[self.place[group.name], 0])
                quanta["unpopular-hours"] += int(self.changes[self.place[group.name], 1])
        changes = [
            WishChange(name, wish.unit, quanta[name] / wish.quanta)
            for name, wish in WISHES.items()
            if quanta[name]
        ]
        return points, tuple(changes)


def _sentence(
    who: Candidate,
    target: PlanGroup | None,
    gained: Sequence[Breach],
    lost: Sequence[Breach],
    points: int,
    changes: Sequence[WishChange],
) -> str:
    where = f"{who.label} to {target.name}" if target else f"{who.label} without a seat"
    if gained:
        more = f" And {len(gained) - 1} more." if len(gained) > 1 else ""
        return f"{where} breaks a rule: {gained[0].sentence}{more}"
    kept = "mends what is broken now" if lost else "keeps every rule"
    if points == 0:
        return f"{where} {kept} and costs the same."
    telling = sorted(changes, key=lambda change: -abs(change.change) * WISHES[change.wish].weight)[:SHOWN]
    words = ", ".join(_change(change) for change in telling) or "groups share compromises differently"
    return f"{where} {kept}; the plan gets {'better' if points < 0 else 'worse'}: {words}."


def _change(change: WishChange) -> str:
    amount = f"{abs(change.change):g} {'more' if change.change > 0 else 'fewer'}"
    return f"{change.wish.replace('-', ' ')} {amount} {change.unit}"
