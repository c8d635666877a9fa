"""What minim can see done of a rollout, so that nobody has to tick it: signs, since when, and what was seen.

As many questions to the database for three thousand groups as for three. Nothing here tells of a single group.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q
from django.utils import timezone

from minim.assignments.models import Assignment, State
from minim.groups.models import Group, Role, Seat
from minim.meetings.models import Agreement, Meeting, Series, Yes
from minim.notices import kinds
from minim.people.models import Person, RosterImport
from minim.programs.models import Program
from minim.pulse.rounds import Round
from minim.rollout.models import Mailing, Retrospective

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

FIRST_THREE = ("first-meetings-met", "second-meetings-met", "third-meetings-met")
LETTERS = {
    "announcement-sent": (kinds.ANNOUNCEMENT, "The announcement has left."),
    "invitations-sent": (kinds.INVITATION, "The invitations have left."),
    "kick-off-sent": (kinds.KICK_OFF, "The kick-off letter has left."),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """`since` is None where nobody noted the day."""

    since: date | None
    words: str


def signs_of(program: Program | None) -> dict[str, Seen]:
    """Those of `playbook.SIGNS` that hold for a program; for a company without one, what can be known before."""
    found = dict(_of_company(program))
    if program is None:
        return found
    groups = _Groups(program)
    return (
        found
        | dict(_of_program(program, groups))
        | dict(_of_letters(program))
        | dict(_of_groups(program, groups))
    )


def _of_company(program: Program | None) -> Iterator[tuple[str, Seen]]:
    rostered = Person.objects.inside().exclude(employee_id=None).count()
    if rostered:
        first = RosterImport.objects.applied().aggregate(at=Min("applied_at"))["at"]
        yield (
            "roster-applied",
            Seen(_day(first), f"{_counted(rostered, 'person is', 'people are')} in the roster."),
        )
    organizers = Person.objects.inside().filter(is_organizer=True)
    if program:
        organizers = organizers.filter(organized_programs=program)
    names = list(organizers.order_by("name", "pk").values_list("name", flat=True)[:4])
    if names:
        since = _day(program.created_at) if program else None
        yield (
            "organizer-named",
            Seen(since, f"{_listed(names)} {'organizes' if len(names) == 1 else 'organize'} it."),
        )


def _of_program(program: Program, groups: _Groups) -> Iterator[tuple[str, Seen]]:
    begun = _day(program.created_at)
    yield (
        "program-begun",
        Seen(begun, f"{program.name} is there, and meets {program.get_cadence_display().lower()}."),
    )
    enrolled = program.enrolments.taking_part().count()
    if enrolled:
        yield "takers-chosen", Seen(begun, f"{_counted(enrolled, 'person takes', 'people take')} part.")
    published = Assignment.objects.filter(program=program, state=State.PUBLISHED)
    first = published.aggregate(at=Min("published_at"))["at"]
    if first:
        yield "assignment-published", Seen(_day(first), "The groups are published.")
    poll = Round.objects.polls().closed().filter(program=program).aggregate(at=Min("closed_at"))["at"]
    if poll:
        yield "first-poll-closed", Seen(_day(poll), "The first poll has closed.")
    held = Retrospective.objects.filter(plan__program=program).aggregate(on=Min("held_on"))["on"]
    if held:
        yield "retrospective-held", Seen(held, "You have looked back together.")
    yield from _of_facilitators(program, groups, enrolled)


def _of_facilitators(program: Program, groups: _Groups, enrolled: int) -> Iterator[tuple[str, Seen]]:
    """Before there are groups, as many as will be needed; from then on, whoever leads."""
    if groups.keys:
        leading = Seat.objects.current().filter(group__in=groups.keys, role=Role.FACILITATOR)
        leads = leading.aggregate(all=Count("pk"), trained=Count("pk", filter=Q(person__trained=True)))
        named, trained, needed = leads["all"], leads["trained"], len(groups.keys)
    else:
        willing = program.enrolments.taking_part().filter(person__willing=True)
        named = willing.count()
        trained = willing.filter(person__trained=True).count()
        needed = max(1, -(-enrolled // program.largest_group))
    if named >= needed:
        yield "facilitators-named", Seen(None, f"{_counted(named, 'person leads', 'people lead')}, or would.")
    if trained >= needed:
        yield "facilitators-trained", Seen(None, f"{_counted(trained, 'of them is', 'of them are')} trained.")


def _of_letters(program: Program) -> Iterator[tuple[str, Seen]]:
    left = Mailing.objects.filter(program=program).exclude(left_at=None)
    first = dict(left.order_by().values_list("kind").annotate(at=Min("left_at")))
    for sign, (kind, words) in LETTERS.items():
        if kind in first:
            yield sign, Seen(_day(first[kind]), words)


def _of_groups(program: Program, groups: _Groups) -> Iterator[tuple[str, Seen]]:
    if not groups.keys:
        return
    times = Series.objects.filter(group__in=groups.keys, ended_on=None).values_list("created_at", flat=True)
    if len(times) >= len(groups.keys):
        yield "times-chosen", Seen(_day(max(times)), "Every group has its hour.")
    agreed_on = _agreed_on(groups)
    if agreed_on:
        yield "agreement-agreed", Seen(agreed_on, "In every group everybody has said yes to its agreement.")
    met = _met(groups)
    for sign, number, name in zip(FIRST_THREE, (1, 2, 3), ("once", "twice", "three times"), strict=True):
        days = [days[number - 1] for days in met.values() if len(days) >= number]
        if len(days) == len(groups.keys):
            yield sign, Seen(max(days), f"Every group has met {name}.")


class _Groups:
    """The groups one began with: those that are open, and were opened first. Later ones change nothing any more."""

    def __init__(self, program: Program) -> None:
        rows = list(
            Group.objects.open().filter(program=program).order_by("opened_on").values_list("pk", "opened_on")
        )
        self.keys = [pk for pk, on in rows if on == rows[0][1]]


def _agreed_on(groups: _Groups) -> date | None:
    """When the last member of all these groups said yes to the words that stand; None while one has not."""
    standing: dict[int, int] = {}
    rows = Agreement.objects.filter(group__in=groups.keys).order_by("number").values_list("group_id", "pk")
    standing.update(rows)
    if len(standing) < len(groups.keys):
        return None
    seated = set(Seat.objects.current().filter(group__in=groups.keys).values_list("group_id", "person_id"))
    said = Yes.objects.filter(agreement__in=standing.values()).values_list(
        "agreement__group_id", "person_id", "said_on"
    )
    days = {(group, person): on for group, person, on in said if (group, person) in seated}
    return max(days.values()) if days and len(days) == len(seated) else None


def _met(groups: _Groups) -> dict[int, list[date]]:
    """On which days each of these groups met first, second and third. One to which nobody came is none."""
    held = Meeting.objects.filter(series__group__in=groups.keys, starts_at__lte=timezone.now())
    rows = held.exclude(attendances=None).distinct().order_by("starts_at")
    found: dict[int, list[date]] = {}
    for group, at in rows.values_list("series__group_id", "starts_at"):
        found.setdefault(group, []).append(timezone.localdate(at))
    return found


def _day(instant: datetime | None) -> date | None:
    return timezone.localdate(instant) if instant else None


def _counted(number: int, one: str, many: str) -> str:
    return f"One {one}" if number == 1 else f"{number:,} {many}"


def _listed(names: Iterable[str]) -> str:
    *most, last = islice(names, 4)
    return f"{', '.join(most)} and {last}" if most else last
