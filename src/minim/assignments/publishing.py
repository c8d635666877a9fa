"""Publishing: groups open, people are seated and letters wait, all in one transaction or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from minim.assignments.facts import draft_of, facts_for
from minim.assignments.judging import judge_draft
from minim.assignments.letters import post_letters
from minim.assignments.problem import as_text, request_of
from minim.assignments.states import Outdated, PublishRefused, State
from minim.assignments.untrained import untrained_leaders, untrained_sentence
from minim.engine import ProblemError
from minim.groups.models import Group, Role, Seat, SeatRefused
from minim.programs.models import Program

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from minim.assignments.drafts import DraftGroup
    from minim.assignments.models import Assignment
    from minim.people.models import Person

OUTDATED = (
    "Somebody else has changed this draft since you looked at it. Please look again before you publish."
)
ALREADY = "This plan is {state}, so it cannot be published."
OVERTAKEN = (
    "Another plan of {program} was published after this one was formed. Form this draft again, then publish."
)
EMPTY = "This draft has no groups."
CROSSED = "Somebody else changed the groups of {program} at the same moment. Nothing was published; please try again."


def publish(assignment: Assignment, *, by: Person | None, version: int | None) -> None:
    try:
        with transaction.atomic():
            # Whoever publishes for this program waits here for the one before, and then sees what they did.
            program = Program.objects.select_for_update().get(pk=assignment.program_id)
            fresh = assignment.locked()
            fresh.program = program
            _refuse_unless_current(fresh, assignment.version if version is None else version)
            _refuse_breaches(fresh)
            _refuse_untrained(fresh)
            before = dict(Seat.objects.current().filter(program=program).values_list("person_id", "group_id"))
            leaders = set(_leaders(program))
            _seat_everybody(fresh, timezone.localdate())
            fresh.held_by_nobody(
                state=State.PUBLISHED,
                version=fresh.version + 1,
                published_at=timezone.now(),
                published_by=by,
            )
            post_letters(fresh, before, leaders, sender=by)
    except SeatRefused as refused:
        raise PublishRefused(str(refused)) from refused
    except IntegrityError as error:
        raise PublishRefused(CROSSED.format(program=assignment.program)) from error
    assignment.refresh_from_db()


def _refuse_unless_current(fresh: Assignment, version: int) -> None:
    if fresh.state != State.DRAFT:
        raise PublishRefused(ALREADY.format(state=fresh.get_state_display().lower()))
    if fresh.version != version:
        raise Outdated(OUTDATED)
    formed_at = fresh.formed_at or fresh.created_at
    if fresh.program.assignments.filter(state=State.PUBLISHED, published_at__gt=formed_at).exists():
        raise PublishRefused(OVERTAKEN.format(program=fresh.program))


def _refuse_breaches(fresh: Assignment) -> None:
    """The rules have the last word over the plan as it is stored and people as they are now, whoever made it."""
    draft = draft_of(fresh)
    if not draft.groups:
        raise PublishRefused(EMPTY)
    try:
        request = request_of(facts_for(fresh), draft, as_text(fresh.choices))
    except ProblemError as error:
        raise PublishRefused(str(error)) from error
    breaches = judge_draft(request, draft).breaches
    if breaches:
        raise PublishRefused(*dict.fromkeys(breach.sentence for breach in breaches))


def _refuse_untrained(fresh: Assignment) -> None:
    people = list(untrained_leaders(fresh))
    if people:
        raise PublishRefused(untrained_sentence(people))


def _leaders(program: Program) -> list[tuple[int, int]]:
    seats = Seat.objects.current().filter(program=program, role=Role.FACILITATOR)
    return list(seats.values_list("person_id", "group_id"))


def _seat_everybody(fresh: Assignment, on: date) -> None:
    """Empty every seat that changes before any is taken: nobody has two, not even for a moment."""
    rows = list(fresh.draft_groups.all())
    today = {group.pk: group for group in Group.objects.open().filter(program=fresh.program)}
    going_on = {row.continues_id for row in rows}
    for group in today.values():
        if group.pk not in going_on:
            group.close(on)
    people: dict[int, list[tuple[Person, Role]]] = {row.pk: [] for row in rows}
    for seat in fresh.draft_seats.select_related("person"):
        if seat.draft_group_id:
            people[seat.draft_group_id].append((seat.person, Role(seat.role)))
    for row in rows:
        row.group = _open(fresh, row, today, on)
        row.group.keep_only({person.pk: role for person, role in people[row.pk]}, on)
    for row in rows:
        assert row.group is not None
        row.group.seat(people[row.pk], on)
    type(rows[0]).objects.bulk_update(rows, ["group"], batch_size=500)


def _open(fresh: Assignment, row: DraftGroup, today: Mapping[int, Group], on: date) -> Group:
    """Today's group, under its new name if it was given one, or a new group."""
    group = today.get(row.continues_id or 0) or Group(program=fresh.program, opened_on=on)
    group.program, group.name, group.cohort_id = fresh.program, row.name, row.cohort_id
    group.save()
    return group
