"""A case as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from minim.groups.models import Thread
from minim.health.cases import Case
from minim.health.models import CareList
from minim.health.signals import Sure, Urgency
from minim.people.models import Person
from minim.web.care.ways import Reach, Way, about_who_leads, patience, ways

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from typing import Any

    from minim.groups.models import Group
    from minim.programs.models import Program

SURE = {Sure.CERTAIN: "", Sure.LIKELY: ", hardly by chance", Sure.EARLY: "; it may be chance"}
TONES = {Urgency.NOW: "bad", Urgency.SOON: "warn", Urgency.WATCH: ""}
URGENCY = {Urgency.NOW: "Now", Urgency.SOON: "Soon", Urgency.WATCH: "Watch"}


@dataclass(frozen=True)
class Shown:
    """A group as the page shows it."""

    case: Case
    program: Program
    urgency: str
    tone: str
    ways: list[Way]
    patience: str
    leader: str

    @property
    def first(self) -> Way | None:
        return self.ways[0] if self.ways else None

    @property
    def others(self) -> list[Way]:
        return self.ways[1:]

    @property
    def signals(self) -> list[tuple[str, date, str]]:
        return [(one.source, one.since, SURE[one.sure]) for one in self.case.signals]


def shown(organizer: Person, kept: Iterable[tuple[dict[str, Any], Program]]) -> list[Shown]:
    """These cases, as they are kept in lists, for somebody who may read them. Two questions to the database."""
    cases = [(Case.from_json(one), program) for one, program in kept]
    reached = _reached(organizer, [case for case, _ in cases])
    return [_shown(case, program, reached[case.group]) for case, program in cases]


def shown_of(organizer: Person, group: Group) -> Shown | None:
    """What the last look found about one group; None when it fares well, or nobody has looked."""
    care = CareList.objects.overseen_by(organizer).filter(program=group.program_id).first()
    kept = [(one, group.program) for one in care.found if one["group"] == group.pk] if care else []
    return next(iter(shown(organizer, kept)), None)


def _reached(organizer: Person, cases: Sequence[Case]) -> Mapping[int, Reach]:
    """How whoever leads each of these groups is reached, by group."""
    leaders = Person.objects.filter(pk__in={case.facilitator for case in cases if case.facilitator})
    addresses = dict(leaders.values_list("pk", "email"))
    asking = Thread.objects.read_by(organizer).filter(
        group__in=[case.group for case in cases], asked_by__in=leaders.values("pk"), closed_at=None
    )
    threads = dict(asking.values_list("group_id", "pk"))
    return {
        case.group: Reach(threads.get(case.group), addresses.get(case.facilitator or 0) or "")
        for case in cases
    }


def _shown(case: Case, program: Program, reach: Reach) -> Shown:
    return Shown(
        case,
        program,
        URGENCY[case.urgency],
        TONES[case.urgency],
        ways(case, reach),
        patience(case),
        about_who_leads(case),
    )
