"""What one does to a task: tick it, move it, give it to somebody, add one, take one off and bring it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from minim.people.models import Person
from minim.rollout.pack import words
from minim.web.access import form_page, organizer_only, visitor
from minim.web.guides.prose import prose
from minim.web.guides.reader import reader_of
from minim.web.program.reach import FOUND, sought
from minim.web.rollout.forms import DayForm, GiveForm, OwnTaskForm
from minim.web.rollout.reach import reach, reach_task

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from minim.rollout.models import Task


@form_page
@organizer_only
def add(request: HttpRequest, pk: int) -> HttpResponse:
    plan = reach(request, pk)
    form = OwnTaskForm(request.POST or None, initial={"due_on": timezone.localdate(), "step": 2})
    if request.method == "POST" and form.is_valid():
        return _back(plan.add(**form.cleaned_data))
    status = 422 if form.errors else 200
    return render(request, "rollout/add.html", {"plan": plan, "form": form}, status=status)


@form_page
@organizer_only
def change(request: HttpRequest, pk: int, task_pk: int) -> HttpResponse:
    task = reach_task(request, pk, task_pk)
    form = DayForm(request.POST or None, initial={"due_on": task.due_on})
    if request.method == "POST" and form.is_valid():
        task.move_to(form.cleaned_data["due_on"])
        return _back(task)
    return _page(request, task, form)


@require_POST
@organizer_only
def found(request: HttpRequest, pk: int, task_pk: int) -> HttpResponse:
    """People whom it could be given to. A POST, so that no address names anybody."""
    task, q = reach_task(request, pk, task_pk), sought(request)
    return render(request, "rollout/_found.html", {"task": task, "found": _people(q), "q": q})


@require_POST
@organizer_only
def give(request: HttpRequest, pk: int, task_pk: int) -> HttpResponse:
    """To the person whose button was pressed, or to nobody in particular; else those are shown who were meant."""
    task, form = reach_task(request, pk, task_pk), GiveForm(request.POST, people=Person.objects.inside())
    if not form.is_valid() or ("nobody" not in request.POST and not form.cleaned_data["person"]):
        return _page(request, task, DayForm(initial={"due_on": task.due_on}))
    task.give_to(form.cleaned_data["person"])
    return _back(task)


@require_POST
@organizer_only
def tick(request: HttpRequest, pk: int, task_pk: int) -> HttpResponse:
    task = reach_task(request, pk, task_pk)
    task.tick()
    return _back(task)


@require_POST
@organizer_only
def untick(request: HttpRequest, pk: int, task_pk: int) -> HttpResponse:
    task = reach_task(request, pk, task_pk)
    task.untick()
    return _back(task)


@require_POST
@organizer_only
def remove(request: HttpRequest, pk: int, task_pk: int) -> HttpResponse:
    task = reach_task(request, pk, task_pk)
    task.remove()
    messages.success(
        request, f"“{task.title}” is off the plan. At the end of the page you can bring it back."
    )
    return redirect("rollout:plan", pk)


@require_POST
@organizer_only
def bring_back(request: HttpRequest, pk: int, task_pk: int) -> HttpResponse:
    task = reach_task(request, pk, task_pk)
    task.bring_back()
    return _back(task)


def _page(request: HttpRequest, task: Task, form: DayForm) -> HttpResponse:
    q = sought(request)
    context = {
        "plan": task.plan,
        "task": task,
        "form": form,
        "owner": words.ROLES[task.role],
        "words": prose(task.words, reader_of(visitor(request))),
        "found": _people(q),
        "q": q,
    }
    return render(request, "rollout/task.html", context, status=422 if form.errors else 200)


def _people(q: str) -> Iterable[Person]:
    return Person.objects.inside().matching(q).order_by("name", "pk")[:FOUND] if q else ()


def _back(task: Task) -> HttpResponse:
    return redirect(f"{reverse('rollout:plan', args=[task.plan_id])}#task-{task.pk}")
