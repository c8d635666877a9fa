"""What forming groups would give, before anybody asks for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minim.assignments.sizes import Sharing, share_out

if TYPE_CHECKING:
    from minim.programs.models import Cohort, Program


@dataclass(frozen=True)
class CohortOutlook:
    """`cohort` is None where the program has none and everybody is formed together."""

    cohort: Cohort | None
    sharing: Sharing


@dataclass(frozen=True)
class Outlook:
    cohorts: tuple[CohortOutlook, ...]
    without_cohort: int
    may_facilitate: int

    @property
    def people(self) -> int:
        return sum(part.sharing.people for part in self.cohorts) + self.without_cohort

    @property
    def groups(self) -> int:
        return sum(part.sharing.groups for part in self.cohorts)

    @property
    def facilitators_missing(self) -> int:
        return max(0, self.groups - self.may_facilitate)


def outlook(program: Program) -> Outlook:
    """Count on today's people, with the sizes as they stand in `program`, saved or not.

    Raises ValueError with a sentence when a size cannot be used.
    """
    enrolled = program.enrolments.taking_part()
    people: Counter[int | None] = Counter(enrolled.order_by().values_list("cohort", flat=True))
    ready = enrolled if program.anyone_may_facilitate else enrolled.ready_to_facilitate()
    cohorts: list[Cohort | None] = list(program.cohorts.all()) or [None]
    without = people[None] if cohorts[0] else 0
    parts = [
        CohortOutlook(one, share_out(people[one.pk if one else None], *sizes(program, one)))
        for one in cohorts
    ]
    return Outlook(tuple(parts), without, ready.count())


def sizes(program: Program, cohort: Cohort | None) -> tuple[int, int, float | None]:
    """Smallest, largest, expected attendance: the cohort's own where it has any, else the program's."""
    if cohort and cohort.expected_attendance is not None:
        return program.smallest_group, program.largest_group, cohort.expected_attendance
    if cohort and cohort.smallest_group and cohort.largest_group:
        return cohort.smallest_group, cohort.largest_group, None
    return program.smallest_group, program.largest_group, program.expected_attendance
