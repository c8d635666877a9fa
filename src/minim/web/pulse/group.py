"""What was told of one group: for its members, whoever leads it, and the Organizers of its program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from minim.groups.models import Seat
from minim.playbook import pulse_questions
from minim.web.access import signed_in, visitor
from minim.web.pulse.reach import open_for, reach_told
from minim.web.pulse.shown import cards_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@signed_in
def group(request: HttpRequest, pk: int) -> HttpResponse:
    group, person = reach_told(request, pk), visitor(request)
    [card] = cards_of([group])
    tells = {question.slug: question.tells for question in pulse_questions()}
    is_member = Seat.objects.current().filter(group=group, person=person).exists()
    context = {
        "group": group,
        "card": card,
        "lines": [(line, tells.get(line.slug, "")) for line in card.lines],
        "until": open_for(group, person),
        "is_member": is_member,
        "tells_of_a_poll": is_member,
    }
    return render(request, "pulse/group.html", context)
