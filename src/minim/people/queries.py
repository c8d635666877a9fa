"""Finding people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Q

from minim.people.applying import Applied, apply_sheet
from minim.people.numbering import renumber

if TYPE_CHECKING:
    from minim.people.models import Person
    from minim.roster import Sheet


class PersonQuerySet(models.QuerySet["Person"]):
    def inside(self) -> PersonQuerySet:
        """People who are in the roster and in the company."""
        return self.filter(is_outside=False).exclude(status="left")

    def taking_part(self) -> PersonQuerySet:
        """People who can be given a seat."""
        return self.filter(is_outside=False, status__in=("active", "away"))

    def managers(self) -> PersonQuerySet:
        return self.filter(report_count__gt=0)

    def above(self, person: Person) -> PersonQuerySet:
        return self.filter(tree_enter__lt=person.tree_enter, tree_leave__gte=person.tree_enter)

    def below(self, person: Person) -> PersonQuerySet:
        return self.filter(tree_enter__gt=person.tree_enter, tree_enter__lte=person.tree_leave)

    def matching(self, words: str) -> PersonQuerySet:
        """People whose name, title, e-mail or department holds every one of the words."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(name__icontains=word)
                | Q(title__icontains=word)
                | Q(email__icontains=word)
                | Q(department__icontains=word)
                | Q(employee_id__iexact=word)
            )
        return found


class PersonManager(BaseUserManager["Person"].from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> Any:
        return self.get(email__iexact=username)

    def apply(self, sheet: Sheet, *, missing_left: bool = False) -> Applied:
        """Write a roster, all or nothing. `missing_left` marks people who are not in it as having left."""
        return apply_sheet(sheet, missing_left=missing_left)

    def renumber(self) -> None:
        """Number the reporting tree afresh after reporting lines have changed."""
        renumber()
