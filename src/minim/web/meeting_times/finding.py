"""Finding a time: what fits whom, and what it would mean, before anybody hears of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from minim.meetings.models import Series, SeriesRefused
from minim.meetings.words import rhythm_words
from minim.timetable import rotations
from minim.web.access import form_page, signed_in, visitor
from minim.web.meeting_times.ahead import left_out, seasons_of, strips_of, surprises_of
from minim.web.meeting_times.circle import Circle, zone_of
from minim.web.meeting_times.forms import InvitationForm, SearchForm
from minim.web.meeting_times.offers import costs_of, offers_of, turns_of
from minim.web.meeting_times.reach import reach_timed
from minim.web.meeting_times.week import week_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from minim.groups.models import Group
    from minim.meetings.models import Stretch
    from minim.timetable import Rhythm
    from minim.web.meeting_times.search import Search

FIRST = 4
"""Cards one sees at once; the others wait in a fold."""


@dataclass(frozen=True)
class Finder:
    """A search for a group, as its address says it."""

    group: Group
    circle: Circle
    series: Series | None
    stretch: Stretch | None
    form: SearchForm

    @classmethod
    def of(cls, request: HttpRequest, pk: int) -> Finder:
        group = reach_timed(request, pk)
        circle = Circle.of(group)
        series = Series.objects.filter(group=group).first()
        asked = request.POST if request.method == "POST" else request.GET
        stretch = series.stretch_now() if series else None
        form = SearchForm(asked, group=group, zones=circle.zones, series=series, stretch=stretch)
        return cls(group, circle, series, stretch, form)

    @property
    def changes(self) -> bool:
        """Whether the group has a time, which this one would replace."""
        return self.stretch is not None


@require_safe
@signed_in
def find(request: HttpRequest, pk: int) -> HttpResponse:
    finder = Finder.of(request, pk)
    context: dict[str, Any] = {"finder": finder, "group": finder.group, "form": finder.form}
    if finder.circle.seats and finder.form.is_valid():
        context |= _found(finder, finder.form.search())
    return render(request, "meeting_times/find.html", context)


@form_page
@signed_in
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """One hour, or several that take turns: what it means for everybody; and once that is clear, it is set."""
    finder = Finder.of(request, pk)
    if not finder.form.is_valid() or not finder.form.turns or finder.form.turns_are_wrong:
        return _back_to_search(request, finder)
    search = finder.form.search()
    rhythm = search.rhythm(finder.form.turns, changes=finder.changes)
    form = InvitationForm(request.POST if request.method == "POST" else None, initial=_invitation(finder))
    if request.method == "POST" and form.is_valid() and _is_set(request, finder, rhythm, form):
        return redirect("times:series", pk)
    context = {
        "finder": finder,
        "group": finder.group,
        "form": form,
        **_outlook(request, finder, rhythm, search),
    }
    return render(
        request, "meeting_times/choose.html", context, status=422 if request.method == "POST" else 200
    )


def _found(finder: Finder, search: Search) -> dict[str, Any]:
    members = finder.circle.members(search.first_on, search.last_on, finder.series)
    ranking, names = search.ranking(members), finder.circle.names
    offers = offers_of(ranking.slots or ranking.quorum, names)
    return {
        "search": search,
        "advice": ranking.advice,
        "fits": bool(ranking.slots),
        "offers": offers[:FIRST],
        "more_offers": offers[FIRST:],
        "nearly": offers_of(ranking.quorum, names)[:FIRST] if ranking.slots else [],
        "turns": turns_of(rotations(ranking, limit=2), names),
        "week": week_of(search.week(members), len(members)),
    }


def _outlook(request: HttpRequest, finder: Finder, rhythm: Rhythm, search: Search) -> dict[str, Any]:
    circle, turns = finder.circle, finder.form.turns
    members = circle.members(search.first_on, search.last_on, finder.series)
    found = {member.key: member.availability for member in members}
    slots = search.slots(members, turns)
    first = rhythm.occurrence(0)
    return {
        "search": search,
        "turns": [f"{weekday}-{minute}" for weekday, minute in turns],
        "rhythm": rhythm,
        "words": rhythm_words(rhythm, rhythm.zone),
        "own_words": _own_words(request, rhythm),
        "first_on": first.on,
        "costs": costs_of(slots),
        "strips": strips_of(rhythm, circle, found),
        "seasons": seasons_of(rhythm, circle, found),
        "surprises": surprises_of(rhythm),
        "left_out": left_out(rhythm, search.holidays),
        "unreached": [seat.person.name for seat in circle.seats if not seat.person.email],
    }


def _own_words(request: HttpRequest, rhythm: Rhythm) -> str:
    """The rhythm on the reader's own clock, where that is another."""
    zone = zone_of(visitor(request))
    return "" if zone == rhythm.zone else rhythm_words(rhythm, zone)


def _invitation(finder: Finder) -> dict[str, Any]:
    series = finder.series
    return {"place": series.place, "shows_members": series.shows_members} if series else {}


def _is_set(request: HttpRequest, finder: Finder, rhythm: Rhythm, form: InvitationForm) -> bool:
    """Set the time; false when it was refused, and the form says why."""
    person, regions = visitor(request), finder.form.regions()
    said = form.cleaned_data
    try:
        if request.POST.get("changes"):
            _change(finder, rhythm, person, {**said, "holidays_of": regions})
        else:
            Series.objects.begin(finder.group, rhythm, by=person, holidays_of=regions, **said)
    except SeriesRefused as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, "The time is set, and everybody is being invited.")
    return True


def _change(finder: Finder, rhythm: Rhythm, person: Any, about: dict[str, Any]) -> None:
    series = finder.series
    if series is None or not finder.changes:
        raise SeriesRefused(f"{finder.group} has no time any more that could be changed. Find a new one.")
    stretches = series.stretches.live(rhythm.first_on)
    if [stretch.rhythm for stretch in stretches] == [rhythm]:
        raise SeriesRefused(
            f"That is when {finder.group} meets already. Choose another hour, or leave it so."
        )
    with transaction.atomic():
        series.describe(**about, by=person)
        series.change_from(rhythm, by=person)


def _back_to_search(request: HttpRequest, finder: Finder) -> HttpResponse:
    if request.method != "POST" and not finder.form.turns_are_wrong:
        address = reverse("times:find", args=[finder.group.pk])
        query = request.GET.copy()
        query.pop("slot", None)
        return redirect(f"{address}?{query.urlencode()}")
    context: dict[str, Any] = {"finder": finder, "group": finder.group, "form": finder.form}
    if finder.form.is_valid():
        context |= _found(finder, finder.form.search()) | {"wrong_hour": True}
    return render(request, "meeting_times/find.html", context, status=422)
