"""The story of a group: who comes together, who brings what, and what the group gives up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from minim.engine.candidate import Candidate
from minim.engine.plan import Plan, PlanGroup
from minim.engine.problem import Problem
from minim.engine.sizes import chance_of_quorum, usual_attendance
from minim.engine.slots import MISSES, best_start, in_words, start_costs
from minim.engine.stories.story import GroupStory, Member
from minim.engine.tally import burdens, count_groups, members_of
from minim.engine.telling import counted, listed, number, opened, percent
from minim.engine.wishes import ALIKE, FADE, MILLI

TRAITS = ("function", "department", "team", "location")
SHARED = {
    "manager": "report to {}",
    "department": "come from {}",
    "team": "are of the team {}",
    "function": "have the function {}",
    "location": "are in {}",
}


def group_stories(problem: Problem, plan: Plan) -> tuple[GroupStory, ...]:
    """Tell every group of a plan, in its order."""
    usual = usual_attendance(problem.candidates)
    members = members_of(problem, plan)
    points = burdens(problem, count_groups(problem, members)) / MILLI
    return tuple(
        _group_story(problem, group, [problem.candidates[at] for at in places], usual, float(own))
        for group, places, own in zip(plan.groups, members, points, strict=True)
    )


def _group_story(
    problem: Problem, group: PlanGroup, people: Sequence[Candidate], usual: float, points: float
) -> GroupStory:
    chance = chance_of_quorum([who.attendance for who in people], problem.quorum)
    time = _BestTime(problem, people)
    words = [Counter(getattr(who, field) for who in people) for field in TRAITS]
    return GroupStory(
        name=group.name,
        facilitator=group.facilitator,
        members=tuple(Member(who.key, _brings(who, words, group)) for who in people),
        sentence=_together(problem, people, time, chance),
        sentences=(
            *_shared(problem, people),
            *_met(problem, people),
            *time.unpopular(),
            *_thin(problem, people, chance, usual),
        ),
        best_time=time.words or "any time",
        quorum_chance=chance,
        points=points,
    )


class _BestTime:
    """The hour at which a group meets best; `words` is empty when nobody's hours are known."""

    def __init__(self, problem: Problem, people: Sequence[Candidate]) -> None:
        self.problem, self.people, self.words, self.misses = problem, people, "", 0
        self.costs = [start_costs(who.hours, problem.quarters) for who in people]
        if any(who.hours is not None for who in people):
            self.start, self.misses, _ = best_start(self.costs)
            self.words = in_words(self.start)

    def unpopular(self) -> Iterator[str]:
        """Name those for whom it is early or late."""
        if self.words and self.problem.weights["unpopular-hours"]:
            names = [
                who.label
                for who, cost in zip(self.people, self.costs, strict=True)
                if 0 < cost[self.start] < MISSES
            ]
            if names:
                yield f"{self.words}, the best hour, is early or late for {listed(names)}."


def _together(problem: Problem, people: Sequence[Candidate], time: _BestTime, chance: float) -> str:
    kinds = []
    for field in ("department", "function", "location"):
        different = len({getattr(who, field) for who in people} - {""})
        if different > 1:
            kinds.append(f"{number(different)} {field}s")
    said = [opened(counted(len(people), "person", "people")) + (f" from {listed(kinds)}" if kinds else "")]
    levels = sorted({who.level for who in people})
    if len(levels) > 1:
        said.append(f"Levels {levels[0]} to {levels[-1]}")
    known = [who.experience for who in people if who.experience is not None]
    if known and len(known) == len(people):
        said.append(f"Together they have managed for {counted(round(sum(known)), 'year', 'years')}")
    if time.words and not time.misses:
        said.append(f"All can meet {time.words}")
    said.append(f"At least {number(problem.quorum)} come with {percent(chance)} certainty")
    return ". ".join(said) + "."


def _brings(who: Candidate, words: Sequence[Counter[str]], group: PlanGroup) -> str:
    """Say what this person brings, what nobody else in the group has first; `words` are those of all, by trait."""
    alone: list[str] = []
    shared: dict[int, list[str]] = {}
    told = {""}
    for field, held in zip(TRAITS, words, strict=True):
        word = getattr(who, field)
        if word not in told:
            told.add(word)
            (shared.setdefault(held[word] - 1, []) if held[word] > 1 else alone).append(word)
    said = ["leads the group"] if who.key == group.facilitator else []
    said += [f"is the only one from {listed(alone)}"] if alone else []
    said += [f"has managed for {_years(who.experience)}"] if who.experience is not None else []
    said += ["is new"] if who.newcomer else []
    sentence = f"{who.label} {listed(said) if said else 'is one of the group'}"
    with_others = [
        f"{listed(words)} with {counted(count, 'other', 'others')}" for count, words in sorted(shared.items())
    ]
    return f"{sentence}; shares {', '.join(with_others)}." if with_others else f"{sentence}."


def _years(experience: float) -> str:
    if experience < 1:
        return counted(max(1, round(12 * experience)), "month", "months")
    return "one year" if experience == 1 else f"{experience:g} years"


def _shared(problem: Problem, people: Sequence[Candidate]) -> Iterator[str]:
    """Name everybody with the same manager, department and so on; the same people are named once."""
    found: dict[tuple[str, ...], list[str]] = {}
    for wish, field in ALIKE.items():
        words = Counter(getattr(who, field) for who in people if getattr(who, field))
        for word, count in words.items():
            if count > 1 and problem.weights[wish]:
                names = tuple(who.label for who in people if getattr(who, field) == word)
                said = SHARED[field].format(problem.label(word) if field == "manager" else word)
                found.setdefault(names, []).append(said)
    for names, phrases in found.items():
        yield f"{_named(names, people)} {listed(phrases)}."
    new = tuple(who.label for who in people if who.newcomer)
    if len(new) > 1 and problem.weights["newcomers"]:
        yield f"{_named(new, people)} are newcomers."


def _met(problem: Problem, people: Sequence[Candidate]) -> Iterator[str]:
    """Name those who sat together in an earlier round, each party once."""
    told = set()
    for back in range(len(FADE) if problem.weights["earlier-groupmates"] else 0):
        parties: dict[str, list[str]] = {}
        for who in people:
            group = who.earlier[back] if back < len(who.earlier) else None
            if group is not None:
                parties.setdefault(group, []).append(who.label)
        for names in map(tuple, parties.values()):
            if len(names) > 1 and names not in told:
                told.add(names)
                when = f"{number(back + 1)} rounds ago" if back else "in the last round"
                yield f"{_named(names, people)} sat together {when}."


def _thin(problem: Problem, people: Sequence[Candidate], chance: float, usual: float) -> Iterator[str]:
    """Say when a quorum is less certain than wanted because of who is in the group, not because of its size."""
    as_usual = chance_of_quorum([usual] * len(people), problem.quorum)
    if people and chance < problem.certainty <= as_usual:
        own = usual_attendance(people)
        yield (
            f"These people are expected to come less often than others ({percent(own)} instead of "
            f"{percent(usual)}), so {number(problem.quorum)} of them come with {percent(chance)} certainty "
            f"instead of {percent(problem.certainty)}."
        )


def _named(names: Sequence[str], people: Sequence[Candidate]) -> str:
    return "All of them" if 2 < len(names) == len(people) else listed(names)
