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
from minim.programs.overrides import Override
from minim.web.access import form_page, organizer_only, visitor
from minim.web.program.forms import FacilitatorForm, FacilitatorRuleForm, LetLeadForm
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
    context["overrides"] = program.overrides.select_related("person", "by")
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
        enrolment = program.enrolments.with_training().select_related("person").get(pk=enrolment.pk)
        context = {"program": program, "enrolment": enrolment, "outlook": outlook(program), "answers": True}
        return render(request, "programs/_willing_row.html", context)
    query = urlencode({"q": sought(request), "page": request.POST.get("page", "1")})
    return redirect(f"{reverse('programs:facilitators', args=[pk])}?{query}#people")


@require_POST
@organizer_only
def let_lead(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    """Let one person lead without training, on record."""
    program, form = reach(request, pk), LetLeadForm(request.POST)
    enrolment = get_object_or_404(program.enrolments.taking_part(), person=person_pk)
    if form.is_valid():
        Override.objects.let_lead(
            program, [enrolment.person], by=visitor(request), why=form.cleaned_data["why"]
        )
        messages.success(
            request, f"{enrolment.person.name} may lead without training. It stands below, with your reason."
        )
    else:
        messages.warning(request, "Please say why. It stays on record.")
    return redirect("programs:facilitators", pk)


@require_POST
@organizer_only
def take_back(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    override = get_object_or_404(reach(request, pk).overrides.standing(), person=person_pk)
    override.take_back()
    messages.success(request, f"Taken back. {override.person.name} leads no new group without training.")
    return redirect("programs:facilitators", pk)


def _people(request: HttpRequest, program: Program) -> dict[str, Any]:
    """Those who are willing or trained first."""
    q = sought(request)
    rows = (
        program.enrolments.taking_part()
        .with_training()
        .order_by("-person__trained", "-person__willing", "person__name", "person_id")
    )
    if q:
        rows = rows.filter(person__in=Person.objects.matching(q).order_by().values("pk"))
    return {"page_obj": page_of(request, rows), "q": q}
