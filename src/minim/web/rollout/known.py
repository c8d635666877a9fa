"""What minim knows already when the interview begins, so that nobody is asked for it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from minim.people.models import Person
from minim.timetable import country_of_zone

if TYPE_CHECKING:
    from datetime import date

    from minim.programs.models import Program

UNTIL_START = timedelta(days=7)
USUAL_MANAGERS = 60


def known_answers(program: Program | None) -> dict[str, Any]:
    """What a form begins with; the usual where nobody has told us."""
    found: dict[str, Any] = {"start_on": _next_monday(timezone.localdate() + UNTIL_START)}
    if program:
        found["cadence"] = program.cadence
    return found | _of_roster(program)


def _of_roster(program: Program | None) -> dict[str, Any]:
    people = Person.objects.taking_part().managers()
    if program:
        people = Person.objects.filter(pk__in=program.enrolments.taking_part().order_by().values("person"))
    rows = list(people.values_list("height", "location", "time_zone", "own_zone"))
    if not rows:
        return {"managers": USUAL_MANAGERS}
    zones = Counter(own or given for _, _, given, own in rows if own or given)
    common = zones.most_common(1)
    return {
        "managers": len(rows),
        "levels": max(1, len({height for height, *_ in rows if height})),
        "sites": max(1, len({location for _, location, *_ in rows if location})),
        "zones": max(1, len(zones)),
        "country": country_of_zone(common[0][0]) if common else "",
    }


def _next_monday(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)
