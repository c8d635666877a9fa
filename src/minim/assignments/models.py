"""Assignment: who should sit where. Asked for, formed, reviewed as a draft, published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction

from minim.assignments import comparing, errands, forming, moving, places, publishing, requesting, reviewing
from minim.assignments.drafts import DraftGroup, DraftSeat, Step
from minim.assignments.states import ActRefused, Outdated, PublishRefused, State
from minim.groups.models import Group
from minim.lib.leases import Leased, LeasedQuerySet
from minim.people.models import Person
from minim.programs.models import Program

if TYPE_CHECKING:
    from collections.abc import Callable

    from minim.assignments.comparing import Comparison
    from minim.assignments.errands import Errand
    from minim.assignments.places import Place
    from minim.assignments.reviewing import Review
    from minim.engine.explain import GroupStory

__all__ = [
    "ActRefused",
    "Assignment",
    "DraftGroup",
    "DraftSeat",
    "Outdated",
    "PublishRefused",
    "State",
    "Step",
]


class AssignmentQuerySet(LeasedQuerySet):
    def waiting(self) -> AssignmentQuerySet:
        """What a worker should form now: asked for, or left behind by a worker that died."""
        return self.filter(state__in=(State.WAITING, State.FORMING)).order_by("created_at", "pk")

    def overseen_by(self, person: Person) -> AssignmentQuerySet:
        return self.filter(program__organizers=person)

    def drafts(self) -> AssignmentQuerySet:
        return self.filter(state=State.DRAFT)

    def ask(self, program: Program, *, by: Person | None, name: str = "", **wanted: Any) -> Assignment:
        """Leave a request for the worker. `wanted` may name `seconds` and `seed`."""
        return self.create(  # type: ignore[no-any-return]
            program=program,
            name=name or requesting.next_name(program),
            choices=requesting.snapshot(program),
            created_by=by,
            **wanted,
        )

    def send(self, program: Program, errand: Errand, *, by: Person | None) -> Assignment:
        """Leave an errand on today's groups for the worker."""
        group = Group.objects.filter(pk=errand.group or 0).first()
        return self.create(  # type: ignore[no-any-return]
            program=program,
            name=errands.name_of(errand, group)[:120],
            choices=errands.choices_for(program, errand),
            created_by=by,
        )


class Assignment(Leased):
    """One plan for a program, from the request to its publication.

    `choices` keeps what the Organizer asked for (sizes, band, wishes), so that the rules which formed the plan also
    judge it later. `version` grows with every change; whoever acts on an older version is told so.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="assignments")
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    choices = models.JSONField(default=dict)
    seed = models.BigIntegerField(default=0)
    seconds = models.FloatField(default=5.0, help_text="How long the engine may think, per cohort")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    formed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(
        default=0, help_text="How often a worker has begun to form it"
    )
    stop_asked = models.BooleanField(default=False)
    progress = models.JSONField(default=dict)
    explanation = models.JSONField(default=dict)
    clash = models.JSONField(default=dict)
    trouble = models.CharField(max_length=400, blank=True, help_text="Why forming failed, in one sentence")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether people can still be moved."""
        return self.state == State.DRAFT

    @property
    def is_busy(self) -> bool:
        """Whether a worker has it, or will soon."""
        return self.state in (State.WAITING, State.FORMING)

    # Asking and forming

    def ask_again(self, *, version: int | None = None) -> None:
        """Have everything formed afresh around pins, locks and whoever is left out by hand, with today's choices."""
        requesting.ask_again(self, version=version)

    def relax(self, cohort: int | None, number: int) -> None:
        """Accept one of the relaxations offered for a clash, and have it formed again."""
        requesting.relax(self, cohort, number)

    def stop(self) -> None:
        """Ask the worker to end with the best plan so far."""
        Assignment.objects.filter(pk=self.pk).update(stop_asked=True)

    def form(self, beat: Callable[[], bool]) -> None:
        """Form what is asked for. Called by a worker that holds the lease.

        `beat` answers whether to go on; when it says no the row is given back as it was, for the next worker.
        """
        forming.form(self, beat)

    def return_to_draft(self) -> None:
        """Go back to the plan from before an attempt that was impossible or failed."""
        requesting.return_to_draft(self)

    # Moving by hand. Each takes the `version` one has looked at; without it, the version this object was loaded with.

    def move(
        self, person: Person, to: DraftGroup | None, *, by: Person | None = None, version: int | None = None
    ) -> None:
        """Give somebody another group, or none. A Facilitator who leaves their group arrives as a Participant."""
        moving.move(self, person, to, by=by, version=version)

    def swap(
        self, one: Person, other: Person, *, by: Person | None = None, version: int | None = None
    ) -> None:
        """Let two people exchange their places, roles included."""
        moving.swap(self, one, other, by=by, version=version)

    def make_facilitator(
        self, person: Person, *, by: Person | None = None, version: int | None = None
    ) -> None:
        moving.make_facilitator(self, person, by=by, version=version)

    def pin(self, person: Person, *, by: Person | None = None, version: int | None = None) -> None:
        moving.pin(self, person, pinned=True, by=by, version=version)

    def unpin(self, person: Person, *, by: Person | None = None, version: int | None = None) -> None:
        moving.pin(self, person, pinned=False, by=by, version=version)

    def lock(self, group: DraftGroup, *, by: Person | None = None, version: int | None = None) -> None:
        moving.lock(self, group, locked=True, by=by, version=version)

    def unlock(self, group: DraftGroup, *, by: Person | None = None, version: int | None = None) -> None:
        moving.lock(self, group, locked=False, by=by, version=version)

    def rename(
        self, group: DraftGroup, name: str, *, by: Person | None = None, version: int | None = None
    ) -> None:
        moving.rename(self, group, name, by=by, version=version)

    def undo(self, *, version: int | None = None) -> Step:
        """Take the last step back. Raises ActRefused when there is none."""
        return moving.undo(self, version=version)

    def redo(self, *, version: int | None = None) -> Step:
        return moving.redo(self, version=version)

    def next_undo(self) -> Step | None:
        return self.steps.filter(undone=False).last()

    def next_redo(self) -> Step | None:
        return self.steps.filter(undone=True).first()

    # Looking

    def review(self) -> Review:
        """Judge and score the draft as it stands, against people as they are now."""
        return reviewing.review(self)

    def places(self, person: Person) -> list[Place]:
        """Where else somebody could sit, the best first, and what each place would mean."""
        return places.places(self, person)

    def why(self, group: DraftGroup) -> GroupStory | None:
        """Who brings what into a group, and what it gives up."""
        return places.why(self, group)

    def siblings(self) -> AssignmentQuerySet:
        """The other plans of the same program, newest first."""
        return self.program.assignments.exclude(pk=self.pk)

    def compare(self, other: Assignment) -> Comparison:
        """This draft beside another of the same program."""
        return comparing.compare(self, other)

    # Ending

    def publish(self, *, by: Person | None = None, version: int | None = None) -> None:
        """Open the groups, seat the people, post the letters: all or nothing. Raises PublishRefused."""
        publishing.publish(self, by=by, version=version)

    @transaction.atomic
    def set_aside(self) -> None:
        """Keep the plan, and never publish it."""
        fresh = self.locked()
        if fresh.state == State.PUBLISHED:
            raise ActRefused("This plan has been published; its groups are open.")
        self.state = State.SET_ASIDE
        fresh.held_by_nobody(state=State.SET_ASIDE)

    # For the stories of this room

    def locked(self) -> Assignment:
        """The row as it is now, held against everybody else until the transaction ends."""
        return Assignment.objects.select_for_update().get(pk=self.pk)  # type: ignore[no-any-return]

    def held_by_nobody(self, **changes: Any) -> None:
        """Write changes and give the lease back."""
        Assignment.objects.filter(pk=self.pk).update(leased_until=None, lease_holder="", **changes)
        for name, value in changes.items():
            setattr(self, name, value)
