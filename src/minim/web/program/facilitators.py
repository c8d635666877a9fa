"""Who may facilitate: anyone, or only who is willing and trained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from minim.assignments.outlook import outlook
from minim.people.models import Person
from minim.web.access import form_page, organizer_only
from minim.web.program.forms import FacilitatorForm, FacilitatorRuleForm
from minim.web.program.reach import page_of, reach, sought

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from minim.programs.models import Program


@form_page
@organizer_only
def facilitators(request: HttpRequest, pk: int) -> HttpResponse:
    form = FacilitatorRuleForm(request.POST or None, instance=reach(request, pk))
    if request.method == "POST" and form.is_valid():
        form.instance.save(update_fields=["anyone_may_facilitate"])
        messages.success(request, "Saved.")
        return redirect("programs:facilitators", pk)
    program = reach(request, pk)
    context = {"program": program, "form": form, "outlook": outlook(program), **_people(request, program)}
    return render(request, "programs/facilitators.html", context, status=422 if form.errors else 200)


@require_safe
@organizer_only
def people(request: HttpRequest, pk: int) -> HttpResponse:
    program = reach(request, pk)
    return render(request, "programs/_willing.html", {"program": program, **_people(request, program)})


@require_POST
@organizer_only
def switch(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    """Note for one person who takes part whether they are willing, and whether they are trained."""
    program = reach(request, pk)
    enrolment = get_object_or_404(program.enrolments.taking_part(), person=person_pk)
    form = FacilitatorForm(request.POST, instance=enrolment.person)
    form.is_valid()
    form.instance.save(update_fields=["willing", "trained"])
    if request.htmx:  # type: ignore[attr-defined]
        context = {"program": program, "enrolment": enrolment, "outlook": outlook(program), "answers": True}
        return render(request, "programs/_willing_row.html", context)
    query = urlencode({"q": sought(request), "page": request.POST.get("page", "1")})
    return redirect(f"{reverse('programs:facilitators', args=[pk])}?{query}#people")


def _people(request: HttpRequest, program: Program) -> dict[str, Any]:
    """Those who are willing or trained first."""
    q = sought(request)
    rows = program.enrolments.taking_part().order_by(
        "-person__trained", "-person__willing", "person__name", "person_id"
    )
    if q:
        rows = rows.filter(person__in=Person.objects.matching(q).order_by().values("pk"))
    return {"page_obj": page_of(request, rows), "q": q}
