"""Who has done the training: done or not, and nothing more, for whoever organizes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from minim.groups.models import Role, Seat
from minim.people.models import Person
from minim.playbook import GuideRole
from minim.programs.models import Enrolment, Program
from minim.programs.overrides import Override
from minim.rollout.models import Training
from minim.web.access import organizer_only, visitor
from minim.web.program.reach import page_of, sought

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


@require_safe
@organizer_only
def people(request: HttpRequest) -> HttpResponse:
    """Whoever leads, or would; everybody who takes part, when somebody is searched for."""
    programs, q = Program.objects.overseen_by(visitor(request)), sought(request)
    rows = _taking_part(programs)
    if q:
        rows = rows.filter(pk__in=Person.objects.matching(q).order_by().values("pk"))
    else:
        rows = rows.filter(Q(leads=True) | Q(willing=True) | Q(trained=True))
    rows = rows.order_by("trained", "-leads", "name", "pk")
    organizers = Person.objects.inside().filter(organized_programs__in=programs).distinct()
    through = Training.objects.people_through(GuideRole.ORGANIZER)
    page = page_of(request, rows)
    shown = {
        "page_obj": page,
        "q": q,
        "let": _let_lead(programs, [person.pk for person in page]),
        "counts": _counts(_taking_part(programs)),
        "organizers": [(person, person.pk in through) for person in organizers.order_by("name", "pk")],
        "programs": programs,
        "address": request.build_absolute_uri(reverse("training:list")),
    }
    return render(request, "training/people.html", shown)


def _taking_part(programs: QuerySet[Program]) -> QuerySet[Any]:
    """With `leads`: whether they lead a group today."""
    enrolled = Enrolment.objects.filter(program__in=programs, taken_out=False)
    leading = Seat.objects.current().filter(
        person=OuterRef("pk"), program__in=programs, role=Role.FACILITATOR, group__closed_on=None
    )
    found = Person.objects.taking_part().filter(pk__in=enrolled.values("person"))
    return found.annotate(leads=Exists(leading))


def _counts(rows: QuerySet[Any]) -> dict[str, int]:
    leading = rows.filter(leads=True)
    return {
        "leading": leading.count(),
        "trained": leading.filter(trained=True).count(),
        "ready": rows.filter(leads=False, willing=True, trained=True).count(),
        "waiting": rows.filter(leads=False, willing=True, trained=False).count(),
    }


def _let_lead(programs: QuerySet[Program], people: list[int]) -> set[int]:
    standing = Override.objects.standing().filter(program__in=programs, person__in=people)
    return set(standing.values_list("person", flat=True))
