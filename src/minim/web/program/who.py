"""Who takes part: the rule, what is decided by hand, and what the roster changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from minim.people.models import Person
from minim.programs.levels import Levels
from minim.programs.models import EnrolmentRefused
from minim.web.access import form_page, organizer_only
from minim.web.program.forms import RuleForm
from minim.web.program.reach import FOUND, page_of, reach, sought
from minim.web.program.words import counted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from minim.programs.models import Program

NAMED = 12
"""So many people are named one by one when the roster has changed; the rest is counted."""


@form_page
@organizer_only
def who(request: HttpRequest, pk: int) -> HttpResponse:
    program = reach(request, pk)
    form = RuleForm(request.POST or None, instance=reach(request, pk))
    if request.method == "POST" and form.is_valid():
        came, went = form.instance.follow_rule()
        messages.success(request, f"Saved. {_came_and_went(came, went)}")
        return redirect("programs:who", pk)
    context = _rule(form) | {
        "program": program,
        "form": form,
        **_people(request, program),
        **_found(request, program),
    }
    context |= {"levels": Levels.of_company(), "steps": _steps(program), "drift": _drift(program)}
    status = 422 if form.errors else 200
    return render(request, "programs/who.html", context, status=status)


@require_safe
@organizer_only
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """Answers while the rule is being changed; nothing is saved."""
    form = RuleForm(request.GET, instance=reach(request, pk))
    return render(request, "programs/_count.html", _rule(form))


@require_safe
@organizer_only
def people(request: HttpRequest, pk: int) -> HttpResponse:
    program = reach(request, pk)
    return render(request, "programs/_people.html", {"program": program, **_people(request, program)})


@require_safe
@organizer_only
def found(request: HttpRequest, pk: int) -> HttpResponse:
    program = reach(request, pk)
    return render(request, "programs/_found.html", {"program": program, **_found(request, program)})


@require_POST
@organizer_only
def refill(request: HttpRequest, pk: int) -> HttpResponse:
    came, went = reach(request, pk).refill()
    messages.success(request, _came_and_went(came, went))
    return redirect("programs:who", pk)


@require_POST
@organizer_only
def enrol(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    program, person = reach(request, pk), get_object_or_404(Person.objects.inside(), pk=person_pk)
    try:
        program.enrol([person])
    except EnrolmentRefused as refused:
        return _answer(request, program, messages.WARNING, str(refused))
    return _answer(request, program, messages.SUCCESS, f"{person.name} takes part.")


@require_POST
@organizer_only
def take_out(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    program = reach(request, pk)
    person = get_object_or_404(Person, pk=person_pk, enrolments__program=program)
    program.take_out(person)
    return _answer(request, program, messages.SUCCESS, f"{person.name} no longer takes part.")


@require_POST
@organizer_only
def leave_to_rule(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    program = reach(request, pk)
    person = get_object_or_404(Person, pk=person_pk, enrolments__program=program)
    program.leave_to_rule(person)
    return _answer(
        request, program, messages.SUCCESS, f"The rule decides again whether {person.name} takes part."
    )


def _answer(request: HttpRequest, program: Program, level: int, sentence: str) -> HttpResponse:
    messages.add_message(request, level, sentence)
    if request.htmx:  # type: ignore[attr-defined]
        return render(
            request,
            "programs/_people.html",
            {"program": program, "answers": True, **_people(request, program)},
        )
    words = {"q": sought(request), "page": request.POST.get("page", "")}
    query = urlencode({name: value for name, value in words.items() if value})
    return redirect(f"{reverse('programs:who', args=[program.pk])}?{query}#people")


def _rule(form: RuleForm) -> dict[str, Any]:
    """What the rule of the form, saved or not, would do."""
    if form.is_bound and not form.is_valid():
        return {"count_form": form}
    program, changes = form.instance, form.instance.changes()
    return {
        "named": program.named_by_rule().count(),
        "coming": changes.coming.count(),
        "going": changes.going.count(),
        "added": program.enrolments.taking_part().filter(by_hand=True).count(),
        "unsaved": form.is_bound,
    }


def _people(request: HttpRequest, program: Program) -> dict[str, Any]:
    q, taking_part = sought(request), program.enrolments.taking_part()
    without_cohort = request.GET.get("cohort") == "none"
    rows = taking_part.select_related("person", "cohort")
    if q:
        rows = rows.filter(person__in=Person.objects.matching(q).order_by().values("pk"))
    if without_cohort:
        rows = rows.filter(cohort=None)
    levels = Levels.of_company()
    page = page_of(request, rows)
    for enrolment in page:
        enrolment.level = levels.of(enrolment.person)
    taken_out = (
        program.enrolments.filter(taken_out=True).select_related("person").order_by("person__name", "pk")
    )
    return {
        "page_obj": page,
        "q": q,
        "without_cohort": without_cohort,
        "taking_part": taking_part.count(),
        "taken_out": taken_out,
        "has_cohorts": program.cohorts.exists(),
    }


def _found(request: HttpRequest, program: Program) -> dict[str, Any]:
    add = sought(request, "add")
    if not add:
        return {"add": "", "found": []}
    inside = program.enrolments.taking_part().order_by().values("person")
    people = program.seatable().matching(add).exclude(pk__in=inside)
    return {"add": add, "found": people[:FOUND], "more": max(0, people.count() - FOUND)}


def _drift(program: Program) -> dict[str, Any]:
    """Who came and went in the roster since the rule was last applied."""
    changes = program.changes()
    coming, going = changes.coming.count(), changes.going.count()
    return {
        "sentence": _came_and_went(coming, going) if coming or going else "",
        "coming": changes.coming[:NAMED],
        "more_coming": max(0, coming - NAMED),
        "going": changes.going[:NAMED],
        "more_going": max(0, going - NAMED),
    }


def _steps(program: Program) -> list[dict[str, int | None]]:
    """Per level: how many people there are, and how many of them take part."""
    levels = Levels.of_company()
    company = Person.objects.taking_part()
    part = dict(
        levels.counts(company.filter(pk__in=program.enrolments.taking_part().order_by().values("person")))
    )
    return [
        {"level": level, "people": all_, "part": part.get(level, 0)} for level, all_ in levels.counts(company)
    ]


def _came_and_went(came: int, went: int) -> str:
    if not came and not went:
        return "Nobody came and nobody went."
    told = [
        f"{counted(came, 'person', 'people')} came" if came else "",
        f"{went} went" if came else f"{counted(went, 'person', 'people')} went",
    ]
    return ", ".join(part for part, number in zip(told, (came, went), strict=True) if number) + "."
