"""Asking for a plan: what is wanted is written down at that moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from minim.assignments.states import ActRefused, Outdated, State

if TYPE_CHECKING:
    from minim.assignments.models import Assignment
    from minim.programs.models import Cohort, Program

REFORMABLE = (State.DRAFT, State.IMPOSSIBLE, State.FAILED)


def next_name(program: Program) -> str:
    return f"Draft {program.assignments.count() + 1}"


def snapshot(program: Program) -> dict[str, Any]:
    """What the program asks for now. Later changes to the program do not change what judges this plan."""
    return {
        **_sizes(program),
        "cohorts": {str(cohort.pk): _sizes(cohort) for cohort in program.cohorts.all() if _differs(cohort)},
        "band": program.level_band,
        "minutes": program.meeting_minutes,
        "wishes": program.wishes,
        "anyone": program.anyone_may_facilitate,
        "on": timezone.localdate().isoformat(),
        "relaxations": {},
    }


@transaction.atomic
def ask_again(assignment: Assignment, *, version: int | None) -> None:
    fresh = _reformable(assignment, version)
    if fresh.choices.get("errand"):
        _run_again(assignment, fresh)
        return
    kept = fresh.choices.get("relaxations", {})
    _wait(assignment, fresh, {**snapshot(fresh.program), "relaxations": kept})


@transaction.atomic
def relax(assignment: Assignment, cohort: int | None, number: int) -> None:
    fresh = _reformable(assignment, None)
    key = str(cohort or "")
    clashes = [clash for clash in fresh.clash.get("cohorts", ()) if str(clash["cohort"] or "") == key]
    offered = [relaxation for clash in clashes for relaxation in clash["relaxations"]]
    if not 0 <= number < len(offered):
        raise ActRefused("This way out is no longer offered. Please look at the page again.")
    chosen = {"kind": offered[number]["kind"], "value": offered[number]["value"]}
    accepted = fresh.choices.get("relaxations", {})
    _release(fresh, chosen)
    choices = {**fresh.choices, "relaxations": {**accepted, key: [*accepted.get(key, ()), chosen]}}
    _wait(assignment, fresh, choices)


@transaction.atomic
def return_to_draft(assignment: Assignment) -> None:
    fresh = assignment.locked()
    if fresh.state not in (State.IMPOSSIBLE, State.FAILED) or not fresh.draft_groups.exists():
        raise ActRefused("There is no earlier plan to return to.")
    assignment.held_by_nobody(state=State.DRAFT, version=fresh.version + 1, clash={}, trouble="")


def _run_again(assignment: Assignment, fresh: Assignment) -> None:
    """Try an errand once more that could not be done. What a hand has changed since in its draft would be lost."""
    if fresh.state == State.DRAFT:
        raise ActRefused("This draft does one thing with today’s groups. For a whole new plan, ask for one.")
    _wait(assignment, fresh, {**fresh.choices, "relaxations": {}})


def _sizes(wanted: Program | Cohort) -> dict[str, Any]:
    """A cohort may leave its bounds to the program; then only what it says itself is kept."""
    if wanted.expected_attendance is not None:
        return {"size": None, "attendance": wanted.expected_attendance}
    return {"size": [wanted.smallest_group, wanted.largest_group], "attendance": None}


def _differs(cohort: Cohort) -> bool:
    bounds = (cohort.smallest_group, cohort.largest_group, cohort.expected_attendance)
    return any(bound is not None for bound in bounds)


def _reformable(assignment: Assignment, version: int | None) -> Assignment:
    fresh = assignment.locked()
    if fresh.state not in REFORMABLE:
        raise ActRefused(f"This plan is {fresh.get_state_display().lower()} and cannot be formed again now.")
    if version is not None and version != fresh.version:
        raise Outdated("Somebody else has changed this draft. Here it is as it stands now.")
    return fresh


def _release(fresh: Assignment, relaxation: dict[str, Any]) -> None:
    """Pins and locks that were given up are also gone from the board."""
    if relaxation["kind"] == "unpin":
        fresh.draft_seats.filter(person__in=[int(key) for key in relaxation["value"]]).update(pinned=False)
    if relaxation["kind"] == "unlock":
        fresh.draft_groups.filter(name__in=relaxation["value"]).update(locked=False)


def _wait(assignment: Assignment, fresh: Assignment, choices: dict[str, Any]) -> None:
    assignment.held_by_nobody(
        state=State.WAITING,
        choices=choices,
        seed=fresh.seed + 1,
        version=fresh.version + 1,
        attempts=0,
        stop_asked=False,
        progress={},
        clash={},
        trouble="",
    )
