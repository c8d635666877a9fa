"""Links in letters by which somebody answers without signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.core import signing

if TYPE_CHECKING:
    from minim.meetings.meeting import Meeting
    from minim.meetings.stretch import Stretch
    from minim.people.models import Person

SALT = "minim.meetings.answer"


class Keys(NamedTuple):
    """Primary keys of what a link is about; `meeting` is 0 when it is about all of them."""

    person: int
    stretch: int
    meeting: int


def token_of(person: Person, stretch: Stretch, meeting: Meeting | None) -> str:
    """What a link carries: nobody can make one up for somebody else."""
    return signing.dumps([person.pk, stretch.pk, meeting.pk if meeting else 0], salt=SALT)


def keys_of(token: str) -> Keys | None:
    """What a link is about; None when we did not write it."""
    try:
        return Keys(*signing.loads(token, salt=SALT))
    except (signing.BadSignature, TypeError):
        return None
