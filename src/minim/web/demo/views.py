"""Into the demo company without a code. Outside the demo none of this exists."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from minim.people.models import Person
from minim.web.account.entering import enter
from minim.web.demo.doors import DOORS

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")


def in_demo_only(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A second lock: the addresses exist in the demo only, and the views refuse to work anywhere else."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@in_demo_only
def show_doors(request: HttpRequest) -> HttpResponse:
    return render(request, "demo/doors.html")


@require_POST
@in_demo_only
def enter_as(request: HttpRequest, who: str) -> HttpResponse:
    door = next((door for door in DOORS if door.slug == who), None)
    if door is None:
        raise Http404
    enter(request, get_object_or_404(Person.objects.inside(), email=door.email))
    messages.info(request, f"You are {door.first_name} now, the {door.role}.")
    return redirect("home")
