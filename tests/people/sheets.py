"""Rosters as short as a story needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minim.people.models import Person
from minim.roster import read_sheet

if TYPE_CHECKING:
    from minim.people.applying import Applied
    from minim.roster import Sheet

HEADER = "employee_id,name,email,manager_id"


def sheet(*rows: str, header: str = HEADER) -> Sheet:
    return read_sheet("\n".join((header, *rows)))


def apply(*rows: str, header: str = HEADER, missing_left: bool = False) -> Applied:
    return Person.objects.apply(sheet(*rows, header=header), missing_left=missing_left)


def lines() -> dict[str, str | None]:
    """Everybody's number and their manager's, as they stand in the database."""
    found = Person.objects.order_by("employee_id").values_list("employee_id", "manager__employee_id")
    return {str(key): manager for key, manager in found}
