"""Finding people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Q

from minim.people.applying import Applied, apply_sheet
from minim.people.comparing import Comparison, compare_sheet
from minim.people.numbering import renumber
from minim.people.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from minim.people.models import Person
    from minim.roster import Sheet

STANDINGS = {
    "managers": "leading",
    "away": "away",
    "opted-out": "opted_out",
    "outside": "outside",
    "left": "gone",
}


class PersonQuerySet(models.QuerySet["Person"]):
    def inside(self) -> PersonQuerySet:
        """People who are in the roster and in the company."""
        return self.filter(is_outside=False).exclude(status="left")

    def taking_part(self) -> PersonQuerySet:
        """People who can be given a seat."""
        return self.filter(is_outside=False, status__in=("active", "away"))

    def managers(self) -> PersonQuerySet:
        return self.filter(report_count__gt=0)

    def leading(self) -> PersonQuerySet:
        """People of the company to whom somebody reports."""
        return self.inside().managers()

    def away(self) -> PersonQuerySet:
        return self.filter(is_outside=False, status="away")

    def opted_out(self) -> PersonQuerySet:
        return self.filter(is_outside=False, status="opted-out")

    def gone(self) -> PersonQuerySet:
        """People who have left the company."""
        return self.filter(is_outside=False, status="left")

    def outside(self) -> PersonQuerySet:
        """Managers who are named in the roster but not in it."""
        return self.filter(is_outside=True)

    def standing(self, kind: str) -> PersonQuerySet:
        """People of one of STANDINGS; everybody in the company for any other word."""
        return getattr(self, STANDINGS[kind])() if kind in STANDINGS else self.inside()

    def organizers(self) -> PersonQuerySet:
        """Organizers who can come in."""
        return self.inside().filter(is_organizer=True).exclude(email=None)

    def above(self, person: Person) -> PersonQuerySet:
        return self.filter(tree_enter__lt=person.tree_enter, tree_leave__gte=person.tree_enter)

    def above_any(self, people: Iterable[Person]) -> PersonQuerySet:
        """Everybody above at least one of these people. Meant for a page of them, not for thousands."""
        places = Q(pk__in=[])
        for person in people:
            places |= Q(tree_enter__lt=person.tree_enter, tree_leave__gte=person.tree_enter)
        return self.filter(places)

    def below(self, person: Person) -> PersonQuerySet:
        return self.filter(tree_enter__gt=person.tree_enter, tree_enter__lte=person.tree_leave)

    def drawn(self) -> PersonQuerySet:
        """People the tree shows: who has left only where somebody still reports to them, busiest branches first."""
        return self.filter(~Q(status="left") | Q(below_count__gt=0)).order_by("-below_count", "words", "pk")

    def matching(self, sought: str) -> PersonQuerySet:
        """People whose name, title, department, team, place, e-mail or number holds every one of the words."""
        found = self
        for word in fold(sought).split():
            found = found.filter(words__contains=word)
        return found

    def bring_back(self, on: date) -> int:
        """Make everybody active who was away until this day or an earlier one."""
        back = self.away().filter(away_until__lte=on)
        return back.update(status="active", away_until=None)


_FromQuerySet = BaseUserManager.from_queryset(PersonQuerySet)


class PersonManager(_FromQuerySet["Person"]):
    def get_by_natural_key(self, username: str | None) -> Any:
        return self.get(email__iexact=username)

    def compare(self, sheet: Sheet) -> Comparison:
        """What applying a roster would change. Nothing is written."""
        return compare_sheet(sheet)

    def apply(self, sheet: Sheet, *, missing_left: bool = False, expecting: str | None = None) -> Applied:
        """Write a roster, all or nothing; see `apply_sheet`.

        Seats stand a room above: call `Seat.objects.vacate_left(on)` in the same transaction.
        """
        return apply_sheet(sheet, missing_left=missing_left, expecting=expecting)

    def renumber(self) -> None:
        """Number the reporting tree afresh after reporting lines or statuses have changed."""
        renumber()
