"""How far Larkfield is with its training: whoever leads has done it, Olive is half through, and one was let lead."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from minim.groups.models import Role, Seat
from minim.people.models import Person
from minim.playbook import GuideRole
from minim.playbook.training import modules_for
from minim.programs.overrides import Override
from minim.rollout.models import Training

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minim.playbook.training import Module
    from minim.programs.models import Program

BEFORE_THE_ROUND = timedelta(days=41)
LET_LEAD = timedelta(days=6)
WHY = "Has led a peer group elsewhere for years, and does the training by the end of the month."
OLIVES_MODULES, PATS_MODULES = 2, 1


def train(program: Program, olive: Person, pat: Person) -> None:
    facilitators, organizers = modules_for(GuideRole.FACILITATOR), modules_for(GuideRole.ORGANIZER)
    leading = Seat.objects.current().filter(program=program, role=Role.FACILITATOR)
    for number, seat in enumerate(leading.select_related("person").order_by("pk")):
        finish(seat.person, facilitators, BEFORE_THE_ROUND - timedelta(days=number % 5, hours=number))
    finish(olive, organizers[:OLIVES_MODULES], BEFORE_THE_ROUND)
    finish(pat, facilitators[:PATS_MODULES], LET_LEAD)
    let_one_lead(program, olive)


def finish(person: Person, done: Sequence[Module], ago: timedelta) -> None:
    """One module a day, the last one so long ago."""
    for number, module in enumerate(reversed(done)):
        at = timezone.now() - ago - timedelta(days=number)
        Training.objects.create(person=person, module=module.slug, done_at=at)
    if Training.objects.is_complete(person, GuideRole.FACILITATOR):
        person.trained, person.trained_at = True, timezone.now() - ago
        person.save(update_fields=["trained", "trained_at"])


def let_one_lead(program: Program, olive: Person) -> None:
    """Somebody willing who has no time for the training yet."""
    waiting = program.enrolments.taking_part().filter(person__willing=True, person__trained=False)
    chosen = waiting.first()
    if chosen:
        Override.objects.let_lead(program, [chosen.person], by=olive, why=WHY)
        program.overrides.update(at=timezone.now() - LET_LEAD)
