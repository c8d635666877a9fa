"""Forming: the worker's part of an assignment's life.

A worker may be killed at any moment. Until the one transaction at the end nothing but progress is written, so that
whoever takes the row over simply begins again with the same seed.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone

from minim.assignments.drafts import DraftGroup, DraftSeat
from minim.assignments.errands import Errand, carried_out, waiting
from minim.assignments.facts import draft_of
from minim.assignments.problem import plan_of, problems_for
from minim.assignments.states import State
from minim.engine import ProblemError, judge, solve
from minim.groups.models import Role
from minim.timetable import DEFAULT_HOURS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from minim.assignments.facts import DraftFacts
    from minim.assignments.models import Assignment
    from minim.assignments.problem import Part, Request
    from minim.engine import Plan, Progress, Result

log = logging.getLogger(__name__)

TRIES = 3
EVERY = 0.5
"""Seconds between two looks at the database while the engine thinks."""
LEFT_OUT_LENGTH = 400

NOBODY = "Nobody takes part in this program yet. Enrol people first, then form groups."
STOPPED = "You stopped before the first plan was found. Ask again, and give it a little longer."
KILLED = f"Forming was interrupted {TRIES} times. Ask your administrator to look at the worker's log, then ask again."
BROKEN = "Something went wrong on our side while forming these groups. It has been logged; please ask again."


class _ForgottenError(Exception):
    """The engine's plan does not keep what the Organizer has decided by hand."""


ANY_TIME = (
    "We do not know the working hours of {people} people. With {hours} in each one's zone no plan was possible, "
    "so the clock was left out for them: some groups will have to look for an hour."
)


class _LostError(Exception):
    """The worker is to stop, or somebody else has the row by now."""


def form(assignment: Assignment, beat: Callable[[], bool]) -> None:
    begun = assignment.held().filter(attempts__lt=TRIES)
    if not begun.update(state=State.FORMING, attempts=models.F("attempts") + 1):
        _give_up(assignment, KILLED)
        return
    try:
        _form(assignment, beat)
    except _LostError:
        assignment.held().update(
            state=State.WAITING, attempts=assignment.attempts, leased_until=None, lease_holder=""
        )
    except ProblemError as error:
        _give_up(assignment, str(error))
    except Exception:
        log.exception("Forming assignment %s failed", assignment.pk)
        _give_up(assignment, BROKEN)


def _form(assignment: Assignment, beat: Callable[[], bool]) -> None:
    request, draft = problems_for(assignment), draft_of(assignment)
    if not request.parts:
        _give_up(assignment, NOBODY)
        return
    if errand := Errand.of(assignment.choices):
        _run(assignment, request, errand)
        return
    watch = _Watch(assignment, beat, len(request.parts))
    formed = _solve(assignment, request, draft, watch)
    if request.assumed_hours and not assignment.choices.get("any_time") and _clashes(formed):
        # Hours that we only assumed must not make a company impossible.
        assignment.choices = {**assignment.choices, "any_time": True}
        looser = problems_for(assignment)
        without = _solve(assignment, looser, draft, watch.again())
        if _clashes(without):
            assignment.choices = {**assignment.choices, "any_time": False}
        else:
            request, formed = looser, without
    _keep(assignment, request, formed)


def _run(assignment: Assignment, request: Request, errand: Errand) -> None:
    """One act on today's groups. Hours that we only assumed do not stand in its way."""
    try:
        done = carried_out(assignment, request, errand)
    except ProblemError:
        if not request.assumed_hours:
            raise
        assignment.choices = {**assignment.choices, "any_time": True}
        request = problems_for(assignment)
        done = carried_out(assignment, request, errand)
    assignment.choices = {**assignment.choices, "relaxations": waiting(request, done.formed)}
    _keep(assignment, request, done.formed, done=done.sentences)


def _solve(
    assignment: Assignment, request: Request, draft: DraftFacts, watch: _Watch
) -> list[tuple[Part, Result]]:
    formed = []
    for part in request.parts:
        watch.begin(part)
        start = plan_of(draft, part.cohort) if draft.groups else None
        result = solve(
            part.problem,
            seconds=assignment.seconds,
            seed=assignment.seed,
            start=start if start and start.groups else None,
            progress=watch.tell,
            should_stop=watch.must_stop,
        )
        watch.raise_if_lost()
        formed.append((part, result))
    return formed


def _clashes(formed: list[tuple[Part, Result]]) -> list[dict[str, Any]]:
    return [
        {"cohort": part.cohort, "name": part.name, **result.clash.to_json()}
        for part, result in formed
        if result.clash
    ]


class _Watch:
    """Between the engine and the row: writes progress, hears the wish to stop. Looks at the database twice a second."""

    def __init__(self, assignment: Assignment, beat: Callable[[], bool], cohorts: int) -> None:
        self.assignment, self.beat, self.cohorts = assignment, beat, cohorts
        self.number, self.name = 0, ""
        self.lost = self.stopped = False
        self.looked_at = 0.0
        self.news: dict[str, Any] = {}

    def again(self) -> _Watch:
        """Count the cohorts from the first once more."""
        self.number = 0
        return self

    def begin(self, part: Part) -> None:
        self.number, self.name = self.number + 1, part.name

    def tell(self, progress: Progress) -> None:
        self.news = {
            **progress.to_json(), "cohort": self.name, "number": self.number, "cohorts": self.cohorts,
        }  # fmt: skip
        self._look()

    def must_stop(self) -> bool:
        if not self.beat():
            self.lost = True
        self._look()
        return self.lost or self.stopped

    def raise_if_lost(self) -> None:
        if self.lost or not self.beat():
            raise _LostError

    def _look(self) -> None:
        if time.monotonic() - self.looked_at < EVERY:
            return
        self.looked_at = time.monotonic()
        if not self.assignment.held().update(progress=self.news):
            self.lost = True
        self.stopped = self.assignment.held().filter(stop_asked=True).exists()


def _keep(
    assignment: Assignment,
    request: Request,
    formed: list[tuple[Part, Result]],
    done: Sequence[str] = (),
) -> None:
    if clashes := _clashes(formed):
        _end(assignment, State.IMPOSSIBLE, clash={"cohorts": clashes})
    elif any(result.plan is None for _, result in formed):
        _end(assignment, State.FAILED, trouble=STOPPED)
    else:
        plans = [(part, result.plan) for part, result in formed if result.plan]
        _refuse_forgotten(plans)
        with transaction.atomic():
            told = _explain(request, formed, any_time=bool(assignment.choices.get("any_time")))
            told["done"] = list(done)
            if _end(
                assignment,
                State.DRAFT,
                explanation=told,
                choices=assignment.choices,
                formed_at=timezone.now(),
            ):
                _write(assignment, request, plans)


def _refuse_forgotten(plans: list[tuple[Part, Plan]]) -> None:
    """Pins and locks are known only until the plan is written over them: judge them here, not when publishing."""
    for part, plan in plans:
        for breach in judge(part.problem, plan):
            if breach.rule in ("pinned", "locked"):
                raise _ForgottenError(breach.sentence)


def _explain(request: Request, formed: list[tuple[Part, Result]], *, any_time: bool) -> dict[str, Any]:
    """What the engine says about its own plan, as it was formed."""
    return {
        "levels": request.levels,
        "notes": [ANY_TIME.format(people=request.assumed_hours, hours=DEFAULT_HOURS)] if any_time else [],
        "cohorts": [
            {
                "cohort": part.cohort,
                "name": part.name,
                "compromises": [compromise.to_json() for compromise in result.compromises],
                "certificate": [bound.to_json() for bound in result.certificate],
                "score": result.score,
                "seed": result.seed,
                "seconds": round(result.seconds, 2),
                "stopped_by": result.stopped_by,
            }
            for part, result in formed
        ],
    }


def _end(assignment: Assignment, state: State, **changes: Any) -> bool:
    """Finish, if the row is still ours; false when another worker has it by now."""
    ended = assignment.held().update(
        state=state,
        version=models.F("version") + 1,
        leased_until=None,
        lease_holder="",
        stop_asked=False,
        progress={},
        **{"clash": {}, "trouble": "", **changes},
    )
    return bool(ended)


def _give_up(assignment: Assignment, sentence: str) -> None:
    _end(assignment, State.FAILED, trouble=sentence[:400])


@dataclass(frozen=True)
class _Kept:
    """What the Organizer decided in the draft before: it outlives forming again."""

    locked: frozenset[str]
    pinned: frozenset[int]
    left_out: frozenset[int]

    @classmethod
    def of(cls, assignment: Assignment) -> _Kept:
        pinned = assignment.draft_seats.filter(pinned=True)
        return cls(
            frozenset(assignment.draft_groups.filter(locked=True).values_list("name", flat=True)),
            frozenset(pinned.exclude(draft_group=None).values_list("person_id", flat=True)),
            frozenset(pinned.filter(draft_group=None).values_list("person_id", flat=True)),
        )


def _write(assignment: Assignment, request: Request, plans: list[tuple[Part, Plan]]) -> None:
    kept = _Kept.of(assignment)
    for rows in (assignment.steps, assignment.draft_seats, assignment.draft_groups):
        rows.all().delete()
    groups = [
        DraftGroup(
            assignment=assignment,
            cohort_id=part.cohort,
            name=group.name,
            locked=group.name in kept.locked,
            continues_id=request.continues.get(group.name),
        )
        for part, plan in plans
        for group in plan.groups
    ]
    for position, group in enumerate(groups):
        group.position = position
    DraftGroup.objects.bulk_create(groups, batch_size=500)
    DraftSeat.objects.bulk_create(_seats(assignment, request, plans, groups, kept), batch_size=500)


def _seats(
    assignment: Assignment,
    request: Request,
    plans: list[tuple[Part, Plan]],
    groups: list[DraftGroup],
    kept: _Kept,
) -> list[DraftSeat]:
    rows = {group.name: group for group in groups}
    seated = [
        DraftSeat(
            assignment=assignment,
            person_id=int(key),
            cohort_id=part.cohort,
            draft_group=rows[group.name],
            role=Role.FACILITATOR if key == group.facilitator else Role.PARTICIPANT,
            pinned=int(key) in kept.pinned,
        )
        for part, plan in plans
        for group in plan.groups
        for key in group.members
    ]
    left = [(part.cohort, who) for part, plan in plans for who in plan.left_out]
    left += [(None, who) for who in request.left_out]
    return [
        *seated,
        *(
            DraftSeat(
                assignment=assignment,
                person_id=int(who.key),
                cohort_id=cohort,
                reason=who.reason[:LEFT_OUT_LENGTH],
                pinned=int(who.key) in kept.left_out,
            )
            for cohort, who in left
        ),
    ]
