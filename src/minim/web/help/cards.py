"""Help as a thing among others on a group's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from minim.groups.models import Note, Thread

if TYPE_CHECKING:
    from minim.groups.models import Group
    from minim.people.models import Person


@dataclass(frozen=True)
class HelpCard:
    """`threads` have `has_news`. `notes` counts one's own; it is None for whoever leads the group."""

    threads: list[Thread]
    notes: int | None = None


def card_of_facilitator(group: Group, person: Person) -> HelpCard:
    return HelpCard(list(Thread.objects.filter(group=group, asked_by=person).with_news_for(person)))


def card_of_organizer(group: Group, person: Person) -> HelpCard:
    mine = Thread.objects.read_by(person).filter(group=group).with_news_for(person)
    notes = Note.objects.read_by(person).filter(group=group).count()
    return HelpCard(list(mine.select_related("asked_by")), notes)
