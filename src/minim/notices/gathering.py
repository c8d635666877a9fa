"""Gathers letters that wait for a digest into one letter, when its hour has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from minim.notices.kinds import DIGEST
from minim.notices.models import Notice, Preference, State
from minim.people.models import Person

if TYPE_CHECKING:
    from minim.notices.models import NoticeQuerySet

AT_A_TIME = 200


def gather() -> int:
    """Write the digests that are due; how many there were. Several workers may do this at once."""
    due = Notice.objects.in_state(State.GATHERED).filter(digest=None, due_at__lte=timezone.now())
    readers = list(due.order_by().values_list("recipient", flat=True).distinct()[:AT_A_TIME])
    for reader in readers:
        _gather_for(reader)
    return len(readers)


@transaction.atomic
def _gather_for(reader: int) -> None:
    """All that waits for this person's digest, also what came in a moment ago."""
    person = Person.objects.select_for_update().get(pk=reader)
    preference = Preference.objects.of(person)
    letters = [letter for letter in _waiting_for(person) if _is_wanted(letter, preference)]
    gathered = [letter for letter in letters if preference.gathers(letter.kind)]
    if len(gathered) > 1:
        facts = [{"subject": letter.subject, "body": _without_greeting(letter.body)} for letter in gathered]
        digest = Notice.objects.post(DIGEST, person, letters=facts)
        _rows(gathered).update(digest=digest, let_go_at=None if digest else timezone.now())
    else:
        _rows(letters).update(in_digest=False, due_at=timezone.now())


def _waiting_for(person: Person) -> list[Notice]:
    rows = Notice.objects.in_state(State.GATHERED).filter(digest=None, recipient=person)
    return list(rows.order_by("created_at", "pk"))


def _is_wanted(letter: Notice, preference: Preference) -> bool:
    """Whether it is still of use. If not, it is let go."""
    wanted = preference.wants(letter.kind) and not letter.is_useless(timezone.now())
    if not wanted:
        letter.let_go()
    return wanted


def _rows(letters: list[Notice]) -> NoticeQuerySet:
    return Notice.objects.filter(pk__in=[letter.pk for letter in letters])


def _without_greeting(body: str) -> str:
    """A letter within a letter greets nobody: the first paragraph goes if it is one line that ends in a comma."""
    greeting, _, rest = body.partition("\n\n")
    return rest if rest and "\n" not in greeting and greeting.endswith(",") else body
