"""Two years of a company: who follows minim's advice has fuller and better groups than who does nothing, the two
Facilitators who do harm are found, and those with an unlucky group are not blamed.

What an act does to a group is assumed, and modestly: a word helps attendance a little, coaching helps how a Facilitator
leads a little, new faces take half of a group's bad luck away. What more members do for a quorum is arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import mean

import numpy as np
import pytest

from minim.health.advice import Act
from minim.health.cases import Case, cases
from minim.health.facts import Facts, Held, Polled
from minim.health.patterns import patterns
from minim.health.pooling import ATTENDANCE
from minim.meetings.attendance import QUORUM
from minim.pulse.bands import Level

BEGIN = date(2027, 1, 11)
FORTNIGHT = timedelta(weeks=2)
MEETINGS = 52
A_MIX = 18
"""Meetings after which everybody gets another group."""
BAD = (1, 2)
UNLUCKY = (30, 33, 36)
KEPT = 26


@dataclass
class Group:
    """`luck` is the group's own. It moves attendance and polls, and so does what the Facilitator brings."""

    pk: int
    facilitator: int
    size: int
    luck: float = 0.0
    led_since: date = BEGIN
    held: list[Held] = field(default_factory=list)
    polled: list[Polled] = field(default_factory=list)
    last_act: int = -9


class Company:
    def __init__(self, seed: int, *, follows_advice: bool) -> None:
        self.rng, self.follows = np.random.default_rng(seed), follows_advice
        self.brings = {1: -0.22, 2: -0.25} | {one: float(self.rng.normal(0, 0.04)) for one in range(3, 60)}
        self.groups = [Group(number, 1 + number // 3, 7) for number in range(6)]
        self.groups += [
            Group(number, 3 + (number - 6) // 2, int(self.rng.integers(5, 8))) for number in range(6, 40)
        ]
        self.past: list[Group] = []
        self.draw_luck()
        self.talked: dict[int, float] = {}
        self.spare = 59
        self.quorate: list[bool] = []
        self.moods: list[Level] = []
        self.found: set[int] = set()

    def live(self) -> Company:
        for number in range(MEETINGS):
            if number and number % A_MIX == 0:
                self.mix(number)
            self.meet(number)
            if number % 4 == 3:
                self.look(number)
        return self

    def mix(self, number: int) -> None:
        """Everybody gets another group; who leads goes on leading."""
        self.past += self.groups
        begun = BEGIN + number * FORTNIGHT
        self.groups = [
            Group(100 * number + group.pk, group.facilitator, group.size, led_since=begun)
            for group in self.groups
        ]
        self.talked.clear()
        self.draw_luck()

    def draw_luck(self) -> None:
        for group in self.groups:
            group.luck = -0.3 if group.pk in UNLUCKY else float(self.rng.normal(0, 0.05))

    def meet(self, number: int) -> None:
        day = BEGIN + number * FORTNIGHT
        for group in self.groups:
            if self.rng.random() < 0.01 and group.size > QUORUM:
                group.size -= 1
            good = self.brings[group.facilitator] + group.luck
            chance = float(np.clip(0.78 + good + self.talked.get(group.pk, 0.0), 0.05, 0.97))
            came = int(self.rng.binomial(group.size, chance))
            group.held.append(Held(day, len(group.held) + 1, came, group.size))
            self.quorate.append(came >= QUORUM)
            if len(group.held) <= 3 or number % 2:
                self.poll(group, day, good)

    def poll(self, group: Group, day: date, good: float) -> None:
        feeling = 3.6 + 4 * good + self.rng.normal(0, 0.5)
        level = Level.WELL if feeling >= 3.5 else Level.STRUGGLING if feeling <= 2.5 else Level.MIXED
        group.polled.append(Polled(day, level))
        self.moods.append(level)

    def facts(self, groups: list[Group]) -> list[Facts]:
        return [
            Facts(
                group=group.pk, name=f"Group {group.pk}", program=1, opened_on=group.led_since, size=group.size,
                facilitator=group.facilitator, facilitator_name=f"Facilitator {group.facilitator}",
                led_since=group.led_since, held=tuple(group.held[-KEPT:]), polled=tuple(group.polled[-KEPT:]),
            )
            for group in groups
        ]  # fmt: skip

    def look(self, number: int) -> None:
        """Once in two months somebody opens the page."""
        now, past, today = self.facts(self.groups), self.facts(self.past), BEGIN + number * FORTNIGHT
        self.found |= {who for who, pattern in patterns([*now, *past]).items() if pattern.is_pattern}
        if not self.follows:
            return
        by_key = {group.pk: group for group in self.groups}
        for case in cases(now, today, past=past):
            group = by_key[case.group]
            if number - group.last_act >= 6 and group in self.groups:
                group.last_act = number
                self.act(case, group, today)

    def act(self, case: Case, group: Group, today: date) -> None:
        act = case.advice[0].act
        if act == Act.ADD:
            group.size += case.advice[0].people
        elif act == Act.COACH and case.is_pattern:
            self.spare -= 1
            group.facilitator, group.led_since = self.spare, today
        elif act == Act.COACH:
            self.brings[group.facilitator] = min(0.0, self.brings[group.facilitator] + 0.03)
        elif act == Act.SWAP:
            group.luck /= 2
        elif act in (Act.MERGE, Act.DISSOLVE):
            self.groups.remove(group)
            for other in sorted(self.groups, key=lambda one: one.size)[: group.size]:
                other.size += 1
        else:
            self.talked[group.pk] = min(0.1, self.talked.get(group.pk, 0.0) + 0.03)


def lived(seed: int, *, follows_advice: bool) -> Company:
    return Company(seed, follows_advice=follows_advice).live()


@pytest.mark.parametrize("seed", range(4))
def test_following_advice_fills_groups_and_mends_them(seed: int) -> None:
    with_minim, without = lived(seed, follows_advice=True), lived(seed, follows_advice=False)

    assert 1 - mean(with_minim.quorate) < 0.7 * (1 - mean(without.quorate))
    assert with_minim.moods.count(Level.STRUGGLING) / len(with_minim.moods) < 0.8 * (
        without.moods.count(Level.STRUGGLING) / len(without.moods)
    )


@pytest.mark.parametrize("seed", range(6))
def test_the_two_who_do_harm_are_found_and_bad_luck_is_not_blamed(seed: int) -> None:
    company = lived(seed, follows_advice=False)
    unlucky = {group.facilitator for group in company.past if group.pk in UNLUCKY}

    assert set(BAD) <= company.found
    assert all(company.brings[one] < -ATTENDANCE.matters for one in company.found)
    assert any(company.brings[one] > -ATTENDANCE.matters for one in unlucky)


def test_without_looking_at_other_groups_the_unlucky_would_be_blamed() -> None:
    """Mutant: judging each group alone, by whether it struggles."""
    company = lived(0, follows_advice=False)

    alone = {one.group for one in company.facts(company.past) if (one.attendance or 1.0) < 0.6}

    assert alone & set(UNLUCKY)
