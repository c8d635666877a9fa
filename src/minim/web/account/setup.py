"""The one-time link with which the first Organizer comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render

from minim.people.models import Person, SetupKey
from minim.web.access import form_page
from minim.web.account.entering import enter
from minim.web.account.forms import SetupForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@form_page
def set_up(request: HttpRequest, token: str) -> HttpResponse:
    key = SetupKey.objects.open_with(token)
    if key is None:
        raise Http404
    form = SetupForm(request.POST or None)
    if form.is_valid():
        enter(request, make_organizer(key, form.known(form.cleaned_data["email"]), form.cleaned_data))
        return redirect("home")
    answer = render(request, "setup/welcome.html", {"form": form}, status=422 if form.is_bound else 200)
    # The address holds the token: other pages hear where a visitor comes from, but not this path.
    answer.headers["Referrer-Policy"] = "strict-origin"
    return answer


@transaction.atomic
def make_organizer(key: SetupKey, known: Person | None, facts: dict[str, str]) -> Person:
    """Spend the key on one Organizer: somebody of the roster when the address is known, else somebody new."""
    if not key.use():
        raise Http404
    person = known or Person(email=facts["email"], name=facts["name"])
    person.is_organizer = True
    person.save()
    Person.objects.renumber()
    return person
