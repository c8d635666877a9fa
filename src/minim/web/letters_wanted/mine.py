"""My letters: which ones I want, and when they may come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone

from minim.notices.kinds import DIGEST, KINDS, REMINDER
from minim.notices.models import Preference
from minim.web.access import form_page, signed_in, visitor
from minim.web.letters_wanted.forms import OPTIONAL, WantedForm
from minim.web.notices.clock import render_there

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@form_page
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    person = visitor(request)
    preference = Preference.objects.of(person)
    if request.method != "POST":
        return _page(request, preference, WantedForm(preference))
    form = WantedForm(preference, request.POST)
    if not form.is_valid():
        return _page(request, preference, form, status=422)
    form.keep(preference)
    preference.save()
    messages.success(request, "Saved. From now on we write to you like this.")
    return redirect("my-letters")


def _page(
    request: HttpRequest, preference: Preference, form: WantedForm, *, status: int = 200
) -> HttpResponse:
    facts: dict[str, Any] = {
        "form": form,
        "optional": OPTIONAL,
        "chosen": form["wanted"].value() or [],
        "stopped": [KINDS[name] for name in (REMINDER, DIGEST) if not preference.wants(name)],
        "waiting": [kind.title for kind in KINDS.values() if kind.gathered],
        "always": [kind for kind in KINDS.values() if not kind.optional],
        "has_zone": bool(visitor(request).zone),
        "now": timezone.now(),
    }
    return render_there(request, "letters_wanted/mine.html", facts, status=status)
