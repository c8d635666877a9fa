"""Training: all modules by role, each on a page of its own, and the certificate when the last one is done.

What somebody chooses in a module stays in their browser: nothing of it is asked for, sent or kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from minim.playbook import GuideRole
from minim.playbook.training import PRACTICE, Module, module_after, modules, modules_for
from minim.rollout.models import Training
from minim.web.access import signed_in, visitor
from minim.web.guides.prose import prose
from minim.web.guides.reader import reader_of
from minim.web.training.shelves import LABELS, shelf_of, shelves

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@signed_in
def all_modules(request: HttpRequest) -> HttpResponse:
    person = visitor(request)
    shown = shelves(reader_of(person).roles, Training.objects.done_by(person))
    return render(request, "training/list.html", {"shelves": shown})


@require_safe
@signed_in
def one(request: HttpRequest, slug: str) -> HttpResponse:
    module, person = _module(slug), visitor(request)
    done = Training.objects.done_by(person)
    shown = {
        "module": module,
        "label": LABELS[module.role],
        "reading": prose(module.reading, reader_of(person)),
        "is_done": slug in done,
        "is_practice": slug == PRACTICE,
        "shelf": shelf_of(module.role, done),
        "next_module": module_after(module),
    }
    return render(request, "training/module.html", shown)


@require_POST
@signed_in
def done(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody says that they have been through it. Nothing else is asked, and nothing else is kept."""
    module, person = _module(slug), visitor(request)
    Training.objects.finish(person, module)
    if Training.objects.is_complete(person, module.role):
        messages.success(request, "That was the last one. Thank you for taking the time.")
        return redirect("training:certificate", module.role)
    following = module_after(module)
    return redirect("training:module", following.slug) if following else redirect("training:list")


@require_safe
@signed_in
def certificate(request: HttpRequest, role: str) -> HttpResponse:
    if role not in (GuideRole.FACILITATOR, GuideRole.ORGANIZER):
        raise Http404
    taken = GuideRole(role)
    completed_at = Training.objects.completed_at(visitor(request), taken)
    if completed_at is None:
        raise Http404
    shown = {
        "role": taken,
        "completed_at": completed_at,
        "modules": modules_for(taken),
        "minutes": sum(module.minutes for module in modules_for(taken)),
    }
    return render(request, "training/certificate.html", shown)


def _module(slug: str) -> Module:
    module = modules().get(slug)
    if module is None:
        raise Http404
    return module
