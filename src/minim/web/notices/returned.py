"""Addresses that do not work, found by letters which are not listed.

Said is only who cannot be reached, and why: not by which letter, nor when. A reminder that came back would otherwise
tell that its reader had not said no.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Min

from minim.notices.models import State
from minim.notices.states import condition
from minim.people.models import Person
from minim.web.notices.reach import optional_letters_overseen_by
from minim.web.notices.reasons import Reason, reason_of

if TYPE_CHECKING:
    from minim.notices.models import NoticeQuerySet

MOST = 50


@dataclass(frozen=True, slots=True)
class Returned:
    person: Person
    reason: Reason


def unreachable_for(organizer: Person) -> list[Returned]:
    """Whom letters did not reach, in the order of their names."""
    first = _lost(organizer).order_by().values("recipient").annotate(first=Min("pk")).values("first")
    letters = _lost(organizer).filter(pk__in=first).select_related("recipient").order_by("recipient__name")
    return [Returned(letter.recipient, reason_of(letter.last_error)) for letter in letters[:MOST]]


def write_again(organizer: Person, person: Person) -> bool:
    """Their address is mended: what is still of use leaves, the rest is let go. False when nothing was lost."""
    letters = list(_lost(organizer).filter(recipient=person))
    tried = [letter.try_again() for letter in letters]
    return any(tried)


def _lost(organizer: Person) -> NoticeQuerySet:
    lost = condition(State.BOUNCED) | condition(State.FAILED)
    inside = Person.objects.inside().order_by().values("pk")
    return optional_letters_overseen_by(organizer).filter(lost, recipient__in=inside)
