"""Moving people by hand. Every act is a step that can be taken back, and none acts on a draft it has not seen."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from minim.assignments.drafts import DraftGroup, DraftSeat, Step
from minim.assignments.states import ActRefused, Outdated, State
from minim.groups.models import Group, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minim.assignments.models import Assignment
    from minim.people.models import Person

SEAT_FIELDS = ("role", "pinned", "reason")
GROUP_FIELDS = ("name", "locked")

NOT_OPEN = "This plan is no draft any more ({state}), so nobody can be moved in it."
OUTDATED = "Somebody else has changed this draft. Here it is as it stands now."
LOCKED = "{group} is locked. Unlock it first."
OTHER_COHORT = "{name} belongs to another cohort than {group}, and cohorts are not mixed."
BY_HAND = "You left {name} out by hand."


def move(
    assignment: Assignment, person: Person, to: DraftGroup | None, *, by: Person | None, version: int | None
) -> None:
    with _changing(assignment, by, version) as change:
        seat, target = change.seat_of(person), change.group(to)
        if seat.draft_group_id == (target.pk if target else None):
            return
        if target and target.cohort_id != seat.cohort_id:
            raise ActRefused(OTHER_COHORT.format(name=person.name, group=target.name))
        came_from = change.leave(seat)
        if target:
            change.enter(seat, target, Role.PARTICIPANT)
            change.sentence = f"Moved {person.name} from {came_from} to {target.name}."
        else:
            seat.pinned, seat.reason = True, BY_HAND.format(name=person.name)
            change.sentence = f"Left {person.name} out."


def swap(
    assignment: Assignment, one: Person, other: Person, *, by: Person | None, version: int | None
) -> None:
    with _changing(assignment, by, version) as change:
        first, second = change.seat_of(one), change.seat_of(other)
        here, there = change.group_of(first), change.group_of(second)
        if not here or not there:
            raise ActRefused("Only people who both sit in a group can exchange their places.")
        if here.cohort_id != there.cohort_id:
            raise ActRefused(OTHER_COHORT.format(name=one.name, group=there.name))
        roles = first.role, second.role
        change.leave(first)
        change.leave(second)
        change.enter(first, there, roles[1])
        change.enter(second, here, roles[0])
        change.sentence = f"Swapped {one.name} and {other.name}."


def make_facilitator(
    assignment: Assignment, person: Person, *, by: Person | None, version: int | None
) -> None:
    with _changing(assignment, by, version) as change:
        seat = change.seat_of(person)
        group = change.group_of(seat)
        if not group:
            raise ActRefused(f"{person.name} has no group to lead.")
        change.refuse_locked(group)
        for leader in change.leaders_of(group):
            leader.role = Role.PARTICIPANT
        seat.role = Role.FACILITATOR
        change.sentence = f"{person.name} leads {group.name}."


def pin(
    assignment: Assignment, person: Person, *, pinned: bool, by: Person | None, version: int | None
) -> None:
    with _changing(assignment, by, version) as change:
        seat = change.seat_of(person)
        group = change.group_of(seat)
        if group:
            change.refuse_locked(group)
        seat.pinned = pinned
        where = group.name if group else "being left out"
        change.sentence = (
            f"Pinned {person.name} to {where}." if pinned else f"Unpinned {person.name} from {where}."
        )


def lock(
    assignment: Assignment, group: DraftGroup, *, locked: bool, by: Person | None, version: int | None
) -> None:
    with _changing(assignment, by, version) as change:
        row = change.group(group)
        assert row is not None
        row.locked = locked
        change.sentence = f"{'Locked' if locked else 'Unlocked'} {row.name}."


def rename(
    assignment: Assignment, group: DraftGroup, name: str, *, by: Person | None, version: int | None
) -> None:
    with _changing(assignment, by, version) as change:
        row, name = change.group(group), " ".join(name.split())
        assert row is not None
        change.refuse_locked(row)
        if not 0 < len(name) <= 120:
            raise ActRefused("A group's name has 1 to 120 characters.")
        if _is_taken(assignment, row, name):
            raise ActRefused(f"There is another group named {name}. Please choose a name of its own.")
        change.sentence = f"Renamed {row.name} to {name}."
        row.name = name


def undo(assignment: Assignment, *, version: int | None) -> Step:
    with _open(assignment, version):
        step = assignment.next_undo()
        if step is None:
            raise ActRefused("There is nothing to take back.")
        _restore(assignment, step.before)
        return _mark(assignment, step, undone=True)


def redo(assignment: Assignment, *, version: int | None) -> Step:
    with _open(assignment, version):
        step = assignment.next_redo()
        if step is None:
            raise ActRefused("There is nothing to do again.")
        _restore(assignment, step.after)
        return _mark(assignment, step, undone=False)


class _Change:
    """Rows on their way from one state to the next: what was touched is saved and remembered as one step."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment, self.sentence = assignment, ""
        self.rows: dict[tuple[str, int], DraftSeat | DraftGroup] = {}
        self.before: dict[tuple[str, int], dict[str, Any]] = {}

    def seat_of(self, person: Person) -> DraftSeat:
        """The person's seat; somebody who was enrolled after the draft was formed gets theirs now."""
        seat = self.assignment.draft_seats.filter(person=person).first() or self._new_seat(person)
        return self._touch(seat)  # type: ignore[return-value]

    def group(self, group: DraftGroup | None) -> DraftGroup | None:
        if group is None:
            return None
        found = self.assignment.draft_groups.filter(pk=group.pk).first()
        if found is None:
            raise Outdated(OUTDATED)
        return self._touch(found)  # type: ignore[return-value]

    def group_of(self, seat: DraftSeat) -> DraftGroup | None:
        return self.group(seat.draft_group)

    def leaders_of(self, group: DraftGroup) -> list[DraftSeat]:
        return [self._touch(seat) for seat in group.draft_seats.filter(role=Role.FACILITATOR)]  # type: ignore[misc]

    def leave(self, seat: DraftSeat) -> str:
        """Out of their group; tells where they were."""
        group = self.group_of(seat)
        if group:
            self.refuse_locked(group)
        seat.draft_group_id, seat.role = None, Role.PARTICIPANT
        return group.name if group else "being left out"

    def enter(self, seat: DraftSeat, group: DraftGroup, role: str) -> None:
        self.refuse_locked(group)
        if seat.reason:
            seat.pinned, seat.reason = False, ""
        seat.draft_group_id, seat.role = group.pk, role

    def refuse_locked(self, group: DraftGroup) -> None:
        if group.locked:
            raise ActRefused(LOCKED.format(group=group.name))

    def record(self, by: Person | None) -> None:
        after = {key: _state(row) for key, row in self.rows.items()}
        changed = [key for key in self.rows if self.before[key] != after[key]]
        if not changed:
            return
        steps = self.assignment.steps
        steps.filter(undone=True).delete()
        number = (steps.aggregate(last=Max("number"))["last"] or 0) + 1
        before, now = [self.before[key] for key in changed], [after[key] for key in changed]
        _restore(self.assignment, now)
        steps.create(number=number, sentence=self.sentence[:300], before=before, after=now, made_by=by)
        _grow(self.assignment)

    def _touch(self, row: DraftSeat | DraftGroup) -> DraftSeat | DraftGroup:
        key = (type(row).__name__, row.pk)
        if key not in self.rows:
            self.rows[key], self.before[key] = row, _state(row)
        return self.rows[key]

    def _new_seat(self, person: Person) -> DraftSeat:
        enrolment = self.assignment.program.enrolments.taking_part().filter(person=person).first()
        if enrolment is None:
            raise ActRefused(f"{person.name} does not take part in {self.assignment.program}.")
        return self.assignment.draft_seats.create(
            person=person, cohort_id=enrolment.cohort_id, reason=f"{person.name} was enrolled later."
        )


@contextmanager
def _changing(assignment: Assignment, by: Person | None, version: int | None) -> Iterator[_Change]:
    with _open(assignment, version):
        change = _Change(assignment)
        yield change
        change.record(by)


@contextmanager
def _open(assignment: Assignment, version: int | None) -> Iterator[None]:
    """The draft held against everybody else, if it still is what the person has looked at."""
    with transaction.atomic():
        fresh = assignment.locked()
        if fresh.state != State.DRAFT:
            raise ActRefused(NOT_OPEN.format(state=fresh.get_state_display().lower()))
        if fresh.version != (assignment.version if version is None else version):
            raise Outdated(OUTDATED)
        assignment.version = fresh.version
        yield


def _state(row: DraftSeat | DraftGroup) -> dict[str, Any]:
    if isinstance(row, DraftSeat):
        return {
            "seat": row.pk,
            "draft_group": row.draft_group_id,
            **{field: getattr(row, field) for field in SEAT_FIELDS},
        }
    return {"draft_group": row.pk, **{field: getattr(row, field) for field in GROUP_FIELDS}}


def _restore(assignment: Assignment, states: list[dict[str, Any]]) -> None:
    for state in states:
        if "seat" in state:
            fields = {field: state[field] for field in ("draft_group", *SEAT_FIELDS)}
            assignment.draft_seats.filter(pk=state["seat"]).update(**fields)
        else:
            fields = {field: state[field] for field in GROUP_FIELDS}
            assignment.draft_groups.filter(pk=state["draft_group"]).update(**fields)


def _mark(assignment: Assignment, step: Step, *, undone: bool) -> Step:
    step.undone = undone
    step.save(update_fields=["undone"])
    _grow(assignment)
    return step


def _grow(assignment: Assignment) -> None:
    assignment.version += 1
    assignment.save(update_fields=["version"])


def _is_taken(assignment: Assignment, row: DraftGroup, name: str) -> bool:
    in_draft = assignment.draft_groups.exclude(pk=row.pk).filter(name__iexact=name)
    today = Group.objects.open().filter(program=assignment.program_id, name__iexact=name)
    return in_draft.exists() or today.exclude(pk=row.continues_id or 0).exists()
