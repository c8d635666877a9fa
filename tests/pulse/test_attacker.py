"""An attacker who lets groups come, go, answer and close in any order, reads all that each role can read, and compares.

Whatever was published must leave every answer of every member possible; nothing may be there before a round closes; and
two publications of a group never differ by a person without a pause between them.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from minim.groups.models import Role
from minim.pulse import bands, results, rounds
from minim.pulse.bands import ANSWERS, Level, Span
from minim.pulse.casting import cast
from minim.pulse.models import Band, PollRefused, Round, Sheet
from tests.make import make_group, make_person, make_program
from tests.pulse.polls import ballot_of, ended, make_poll, people_of

if TYPE_CHECKING:
    from minim.groups.models import Group
    from minim.people.models import Person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)
GROUPS = 3
PLACES = st.integers(0, GROUPS - 1)
GIVEN = st.lists(st.integers(1, 5), min_size=9, max_size=9)


class Attacker(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.olive, self.sam = make_person(is_organizer=True), make_person()
        self.program = make_program(organizers=[self.olive])
        self.groups = [make_group(size, program=self.program) for size in (3, 5, 6)]
        self.spare = [make_person() for _ in range(3)]
        self.poll: Round | None = None
        self.given: dict[int, dict[int, int]] = {}
        self.published: dict[int, list[tuple[int, set[int]]]] = {group.pk: [] for group in self.groups}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    # --- what can happen ---------------------------------------------------------------------------------------

    @precondition(lambda self: self.poll is None)
    @rule()
    def open(self) -> None:
        self.poll, self.given = make_poll(*self.groups), {group.pk: {} for group in self.groups}

    @precondition(lambda self: self.poll is not None)
    @rule(place=PLACES, given=GIVEN)
    def answer(self, place: int, given: list[int]) -> None:
        group = self.groups[place]
        for person, answer in zip(people_of(group), given, strict=False):
            self._answer(group, person, answer)

    @rule(place=PLACES)
    def leave(self, place: int) -> None:
        people = people_of(self.groups[place])
        if len(people) > 2:
            self.spare.append(people[-1])
            self._seat(self.groups[place], people[:-1])

    @precondition(lambda self: self.spare)
    @rule(place=PLACES)
    def join(self, place: int) -> None:
        people = people_of(self.groups[place])
        if len(people) < 9:
            self._seat(self.groups[place], [*people, self.spare.pop()])

    @precondition(lambda self: self.poll is not None)
    @rule()
    def close(self) -> None:
        assert self.poll
        before = set(Band.objects.values_list("pk", flat=True))
        poll, self.poll = ended(self.poll), None
        for group in self.groups:
            told = self._read(self.olive, poll, group)
            assert told == self._read(people_of(group)[0], poll, group)
            if told != {Level.NOT_ENOUGH}:
                self._judge(poll, group, told)
        self._judge_total(poll)
        assert before == set(Band.objects.filter(pk__in=before).values_list("pk", flat=True))

    # --- what must hold ----------------------------------------------------------------------------------------

    @invariant()
    def nothing_is_there_before_the_close(self) -> None:
        if self.poll is not None:
            stored = Round.objects.get(pk=self.poll.pk)
            assert not Band.objects.filter(round=self.poll).exists()
            assert (stored.totals, stored.topic_steps) == ({}, {})

    @invariant()
    def who_is_not_of_it_reads_nothing(self) -> None:
        assert not Band.objects.seen_by(self.sam).exists()

    def _judge(self, poll: Round, group: Group, told: set[Any]) -> None:
        """What was told of a group, to one who knows exactly who has answered, and to one who sat there before."""
        [level], n = told, len(self.given[group.pk])
        assert level in set(Level), "nothing but a band is told"
        span = Span.of(Level(level), n)
        assert n >= bands.LOWEST_FLOOR
        assert span.possible() == list(ANSWERS)
        assert span.lowest <= sum(self.given[group.pk].values()) <= span.highest
        people, before = {one.pk for one in people_of(group)}, self.published[group.pk]
        if before and before[-1][1] != people:
            assert poll.number - before[-1][0] >= 2, "two publications differ by a person, without a pause"
        before.append((poll.number, people))

    def _judge_total(self, poll: Round) -> None:
        if any(poll.totals.values()):
            published = [pk for pk, told in self.published.items() if told and told[-1][0] == poll.number]
            assert len(published) >= bands.ENOUGH_GROUPS
            assert sum(len(self.given[pk]) for pk in published) >= bands.ENOUGH_ANSWERS

    def _read(self, person: Person, poll: Round, group: Group) -> set[Any]:
        return set(
            Band.objects.seen_by(person).filter(round=poll, group=group).values_list("level", flat=True)
        )

    def _answer(self, group: Group, person: Person, answer: int) -> None:
        assert self.poll
        if person.pk in self.given[group.pk]:
            return
        try:
            cast(ballot_of(person, self.poll, answer))
        except (PollRefused, rounds.Part.DoesNotExist):
            return
        self.given[group.pk][person.pk] = answer

    def _seat(self, group: Group, people: list[Person]) -> None:
        roles = [(one, Role.PARTICIPANT if place else Role.FACILITATOR) for place, one in enumerate(people)]
        group.seat(roles, TODAY)


def attack(examples: int) -> None:
    chosen = settings(
        max_examples=examples,
        stateful_step_count=14,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    run_state_machine_as_test(Attacker, settings=chosen)


def test_no_way_of_coming_going_and_comparing_tells_an_answer() -> None:
    attack(6)


# --- mutants ---------------------------------------------------------------------------------------------------


SAID = {"answer": [5, 4, 4, 5, 5, 4, 4, 4, 4], "some": [5, 4, 4]}


def story(*acts: str) -> None:
    """One course of events, as the attacker could find it."""
    attacker = Attacker()
    try:
        for act in acts:
            name, _, place = act.partition(" ")
            more = {"given": SAID[name]} if name in SAID else {}
            getattr(attacker, "answer" if name in SAID else name)(
                **({"place": int(place)} | more if place else {})
            )
            attacker.nothing_is_there_before_the_close()
            attacker.who_is_not_of_it_reads_nothing()
    finally:
        attacker.teardown()


A_ROUND = ("open", "answer 1", "close")


def test_the_stories_below_are_harmless_as_things_are() -> None:
    story(
        "open", "answer 0", "answer 1", "answer 2", "close", "leave 2", *A_ROUND, "open", "answer 2", "close"
    )


def test_releasing_the_mean_would_be_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "band", lambda answers_sum, n, floor: f"{answers_sum / max(n, 1):.1f}")
    with pytest.raises(AssertionError, match="nothing but a band"):
        story(*A_ROUND)


def test_skipping_the_floor_would_be_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        results, "band", lambda answers_sum, n, floor: bands.band(4 * answers_sum, 4 * n, floor)
    )
    with pytest.raises(AssertionError):
        story("open", "some 1", "close")


def test_publishing_live_would_be_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    really = Sheet.count

    def count_and_tell(sheet: Sheet, ballot: Any) -> None:
        really(sheet, ballot)
        Band.objects.create(
            round=sheet.round, group_id=ballot.group, series=1, question=f"q{ballot.spent[:8]}", level="well"
        )

    monkeypatch.setattr(Sheet, "count", count_and_tell)
    with pytest.raises(AssertionError):
        story(*A_ROUND)


def test_going_on_after_a_change_would_be_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "mark_of", lambda members: "same")
    monkeypatch.setattr(results, "mark_of", lambda members: "same")
    with pytest.raises(AssertionError, match="without a pause"):
        story(*A_ROUND, "leave 1", *A_ROUND)
