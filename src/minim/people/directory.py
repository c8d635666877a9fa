"""Who in a roster is whom of the people we know."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minim.people.models import Person
    from minim.roster import Sheet


class Directory:
    """Everybody we know, under the key the roster uses for them: their employee number where they have one.

    Who is in the roster under a new number is known by their address. Not so who has left: the address may be
    somebody else's by now, and nobody may inherit another person's history.
    """

    def __init__(self, sheet: Sheet, everybody: list[Person]) -> None:
        self.listed = frozenset(row.employee_id for row in sheet.rows)
        self.people = {person.employee_id or f"person:{person.pk}": person for person in everybody}
        self._match_addresses(sheet)
        self._keys = {person.pk: key for key, person in self.people.items()}
        self._emails = {person.email.lower(): key for key, person in self.people.items() if person.email}

    def key_of(self, pk: int | None) -> str | None:
        return self._keys[pk] if pk else None

    def manager(self, written: str | None) -> str | None:
        """The key of a manager whom the roster names by number, or by address when they are not in it."""
        if written is None or written in self.people or written in self.listed:
            return written
        return self._emails.get(written.lower(), written)

    def is_stranger(self, key: str) -> bool:
        """Whether nobody is known by this number or address."""
        return self.manager(key) not in self.people

    def counts(self, key: str) -> bool:
        """Whether the roster should list this person: neither an outside manager nor added by hand."""
        person = self.people[key]
        return not person.is_outside and (key in self.listed or person.employee_id is not None)

    def _match_addresses(self, sheet: Sheet) -> None:
        by_email = {
            person.email.lower(): key
            for key, person in self.people.items()
            if person.email and key not in self.listed and person.status != "left"
        }
        for row in sheet.rows:
            key = by_email.get(row.email.lower())
            if key is not None and row.employee_id not in self.people:
                self.people[row.employee_id] = self.people.pop(key)
