"""What forming groups would give, before anybody asks for it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minim.assignments.sizes import Sharing, share_out

if TYPE_CHECKING:
    from minim.programs.models import Cohort, Program

LEAST_EXPECTED = 0.2
"""Nobody may expect less of a program either: groups would be too large to be groups."""


@dataclass(frozen=True)
class CohortOutlook:
    """`cohort` is None where the program has none and everybody is formed together.

    `percent` is the mean attendance that its size follows; None when no roster says it of anybody.
    """

    cohort: Cohort | None
    sharing: Sharing
    percent: int | None = None


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
    people: dict[int | None, list[float | None]] = defaultdict(list)
    for cohort, attendance in enrolled.order_by().values_list("cohort", "person__attendance"):
        people[cohort].append(attendance)
    ready = enrolled.open_to_lead() if program.anyone_may_facilitate else enrolled.ready_to_facilitate()
    cohorts: list[Cohort | None] = list(program.cohorts.all()) or [None]
    without = len(people[None]) if cohorts[0] else 0
    parts = [_outlook(program, one, people[one.pk if one else None]) for one in cohorts]
    return Outlook(tuple(parts), without, ready.count())


def sizes(program: Program, cohort: Cohort | None) -> tuple[int, int, float | None]:
    """Smallest, largest, expected attendance: the cohort's own where it has any, else the program's."""
    if cohort and cohort.expected_attendance is not None:
        return program.smallest_group, program.largest_group, cohort.expected_attendance
    if cohort and cohort.smallest_group and cohort.largest_group:
        return cohort.smallest_group, cohort.largest_group, None
    return program.smallest_group, program.largest_group, program.expected_attendance


def _outlook(program: Program, cohort: Cohort | None, people: list[float | None]) -> CohortOutlook:
    """Everybody counts with the attendance their roster expects, others with what is expected of the cohort."""
    smallest, largest, expected = sizes(program, cohort)
    if expected is None or all(own is None for own in people):
        return CohortOutlook(cohort, share_out(len(people), smallest, largest, expected))
    mean = sum(expected if own is None else own for own in people) / len(people)
    sharing = share_out(len(people), smallest, largest, max(mean, LEAST_EXPECTED))
    return CohortOutlook(cohort, sharing, round(100 * mean))
