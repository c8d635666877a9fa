"""A page whose only content is a number that any member of the group can raise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template import engines
from django.urls import path
from django.views.decorators.http import require_POST

from minim.config import urls
from minim.groups.models import Group
from minim.web.access import signed_in, visitor
from minim.web.live import stream
from tests.lib.things import Thing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

PAGE = """{% extends "base.html" %}{% load static %}
{% block scripts %}
<script src="{% static "vendor/htmx-sse.min.js" %}" nonce="{{ request.csp_nonce }}" defer></script>
{% endblock %}
{% block main %}
<section id="room" hx-sse:connect="/room/{{ thing.pk }}/hears/?seen={{ thing.version }}" hx-sse:close="end"
         hx-config='{"sse": {"reconnectMaxDelay": 2000}}'>
  <h1>Room</h1>
  <p id="number" hx-get="/room/{{ thing.pk }}/number/" hx-trigger="changed from:#room">{{ thing.version }}</p>
  <button class="button" hx-post="/room/{{ thing.pk }}/change/" hx-swap="none">Change</button>
</section>
{% endblock %}"""


@signed_in
def room(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(PAGE).render({"thing": _reach(request, pk)}, request))


@signed_in
def number(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(str(_reach(request, pk).version))


@signed_in
def hears(request: HttpRequest, pk: int) -> HttpResponseBase:
    person, thing = visitor(request), _reach(request, pk)
    return stream(request, [thing.topic], lambda: Group.objects.of_member(person).filter(pk=pk).exists())


@require_POST
@signed_in
def change(request: HttpRequest, pk: int) -> HttpResponse:
    _reach(request, pk).changed()
    return HttpResponse(status=204)


def _reach(request: HttpRequest, pk: int) -> Thing:
    group = get_object_or_404(Group.objects.of_member(visitor(request)), pk=pk)
    return get_object_or_404(Thing, pk=group.pk)


urlpatterns = [
    *urls.urlpatterns,
    path("room/<int:pk>/", room),
    path("room/<int:pk>/number/", number),
    path("room/<int:pk>/hears/", hears),
    path("room/<int:pk>/change/", change),
]
