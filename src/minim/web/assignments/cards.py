"""What the draft board shows: a card per group, a chip per person."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.urls import reverse

from minim.groups.models import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from django.db.models import QuerySet

    from minim.assignments.models import Assignment, DraftGroup, DraftSeat
    from minim.assignments.reviewing import Review
    from minim.people.models import Person
    from minim.programs.models import Cohort


PERSON = (
    "name",
    "level",
    "height",
    "function",
    "department",
    "location",
    "time_zone",
    "own_zone",
    "manager",
    "manager__name",
)
"""All that a chip shows of a person."""


@dataclass(frozen=True)
class Chip:
    """One person on the board. `key` is the person's."""

    key: int
    name: str
    note: str
    leads: bool = False
    pinned: bool = False


@dataclass(frozen=True)
class Card:
    group: DraftGroup
    chips: tuple[Chip, ...]
    breaches: tuple[str, ...]


@dataclass(frozen=True)
class Board:
    """One cohort of a draft, or all of it where the program has no cohorts."""

    assignment: Assignment
    review: Review
    cohorts: Sequence[Cohort]
    chosen: Cohort | None

    @cached_property
    def people_at(self) -> str:
        """Where the pages of people in this draft begin: worked out once for hundreds of chips."""
        return reverse("assignments:board", args=[self.assignment.pk]) + "people/"

    def cards(self, only: Collection[int] | None = None) -> list[Card]:
        """The cards of this cohort, or only those of the groups named by their keys."""
        groups = self.assignment.draft_groups.all()
        if self.cohorts:
            groups = groups.filter(cohort=self.chosen)
        return self._cards(groups if only is None else groups.filter(pk__in=only))

    def all_cards(self) -> list[Card]:
        """The cards of every cohort."""
        return self._cards(self.assignment.draft_groups.all())

    def _cards(self, groups: QuerySet[DraftGroup]) -> list[Card]:
        shown = list(groups)
        seats: dict[int, list[DraftSeat]] = defaultdict(list)
        rows = self.assignment.draft_seats.filter(draft_group__in=shown).select_related("person__manager")
        rows = rows.only(
            "assignment", "draft_group", "role", "pinned", *(f"person__{field}" for field in PERSON)
        )
        for seat in rows.order_by("role", "person__name", "person_id"):
            seats[seat.draft_group_id or 0].append(seat)
        return [self._card(group, seats[group.pk]) for group in shown]

    def tray(self) -> list[Chip]:
        """Whoever has no group, each with the reason."""
        waiting = {
            who.person: who
            for who in self.review.unseated
            if not self.cohorts or self.chosen is None or who.cohort in (self.chosen.pk, None)
        }
        return [
            Chip(who.person, who.name, who.reason, pinned=who.by_hand)
            for who in sorted(waiting.values(), key=lambda who: (who.name, who.person))
        ]

    def loose(self) -> list[str]:
        """What is broken in no single group."""
        return [breach.sentence for breach in self.review.breaches if not breach.group]

    def counts(self) -> dict[str, int]:
        return {
            "groups": len(self.review.groups),
            "seated": self.assignment.draft_seats.exclude(draft_group=None).count(),
            "unseated": len(self.review.unseated),
            "broken": len(self.review.breaches),
        }

    def _card(self, group: DraftGroup, seats: list[DraftSeat]) -> Card:
        judged = self.review.groups.get(group.pk)
        chips = (
            Chip(
                key=seat.person_id,
                name=seat.person.name,
                note=note_on(seat.person),
                leads=seat.role == Role.FACILITATOR,
                pinned=seat.pinned,
            )
            for seat in seats
        )
        sentences = dict.fromkeys(breach.sentence for breach in judged.breaches) if judged else {}
        return Card(group, tuple(chips), tuple(sentences))


def board_of(assignment: Assignment, cohort: int | None) -> Board:
    """Raises ProblemError when the program can no longer be understood."""
    cohorts = list(assignment.program.cohorts.all())
    chosen = next((found for found in cohorts if found.pk == cohort), cohorts[0] if cohorts else None)
    return Board(assignment, assignment.review(), cohorts, chosen)


def note_on(person: Person) -> str:
    """What matters for a group, shortest first: work, level, manager, place."""
    level = person.height if person.level is None else person.level
    manager = f"under {person.manager.name}" if person.manager else ""
    place = person.location or person.zone.rpartition("/")[2].replace("_", " ")
    return "\u00a0· ".join(
        filter(None, (person.function or person.department, f"level {level}", manager, place))
    )
