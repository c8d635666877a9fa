"""Rounds for stories, and browsers that answer them. Keys are made once and used again: making one takes long."""

from __future__ import annotations

import secrets
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from minim.pulse.ballots import Ballot, decoded, encoded, pack
from minim.pulse.blind import SigningKey
from minim.pulse.casting import cast
from minim.pulse.models import Issued, Part, Round
from minim.pulse.results import close
from tests.make import make_group, make_program
from tests.pulse.second import hide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minim.groups.models import Group
    from minim.people.models import Person
    from minim.programs.models import Program

_next = 0
MANY = 12


make_slowly = SigningKey.make


@cache
def key_number(number: int) -> SigningKey:
    return make_slowly()


def next_key() -> SigningKey:
    """Another key than the last eleven: as good as a fresh one, as long as a story has fewer groups."""
    global _next  # noqa: PLW0603
    _next += 1
    return key_number(_next % MANY)


def make_poll(*groups: Group, program: Program | None = None, **changed: Any) -> Round:
    """An open round of these groups, or of a new one of five."""
    groups = groups or (make_group(5, program=program or make_program()),)
    begun = Round.objects.begin(groups[0].program, groups)
    assert begun
    if changed:
        Round.objects.filter(pk=begun.pk).update(**changed)
        begun.refresh_from_db()
    return begun


def people_of(group: Group) -> list[Person]:
    return [seat.person for seat in group.sitting()]


def ballot_of(
    person: Person, poll: Round, answers: int | Sequence[int] = 3, chosen: Sequence[int] = ()
) -> Ballot:
    """What this person's browser makes of a signature, and has not cast yet."""
    part = Part.objects.asking(person).get(round=poll)
    serial, prefix = secrets.token_bytes(32), secrets.token_bytes(32)
    message = prefix + pack("token", str(poll.pk), str(part.group_id), encoded(serial))
    hidden = hide(decoded(part.modulus), message)
    signature = hidden.signature(Issued.objects.sign(person, poll.pk, hidden.blinded))
    given = [answers] * len(poll.questions) if isinstance(answers, int) else answers
    topics = tuple(place in chosen for place in range(len(poll.topics)))
    return Ballot(poll.pk, part.group_id, serial, prefix, signature, tuple(given), topics)


def answer(person: Person, poll: Round, answers: int | Sequence[int] = 3, chosen: Sequence[int] = ()) -> None:
    cast(ballot_of(person, poll, answers, chosen))


def sent(ballot: Ballot) -> dict[str, Any]:
    """A ballot as a browser writes it."""
    return {
        "round": ballot.round,
        "group": ballot.group,
        "serial": encoded(ballot.serial),
        "prefix": encoded(ballot.prefix),
        "signature": encoded(ballot.signature),
        "answers": list(ballot.answers),
        "topics": [int(chosen) for chosen in ballot.topics],
    }


def ended(poll: Round) -> Round:
    """The round, closed as the worker does it."""
    began = timezone.now() - timedelta(days=2)
    Round.objects.filter(pk=poll.pk).update(opens_at=began, closes_at=timezone.now())
    assert close(poll.pk)
    poll.refresh_from_db()
    return poll
