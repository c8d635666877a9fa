"""Tokens by which whoever holds a letter can stop its kind, without signing in (RFC 8058)."""

from __future__ import annotations

from django.conf import settings
from django.core import signing

from minim.notices.kinds import KINDS, Kind
from minim.notices.preferences import Preference
from minim.people.models import Person

SALT = "minim.notices.unsubscribing"


def token_for(person: Person, kind: str) -> str:
    """Good for as long as the installation keeps its secret: a letter may be read years later."""
    return signing.dumps([person.pk, kind], salt=SALT)


def address_for(person: Person, kind: str) -> str:
    return f"{settings.BASE_URL}/unsubscribe/{token_for(person, kind)}/"


def read_token(token: str) -> tuple[Person, Kind] | None:
    """Whose letters of which kind; None when the token is not ours, its person is gone or its kind must arrive."""
    try:
        key, name = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    kind, person = KINDS.get(name), Person.objects.filter(pk=key).first()
    if kind is None or not kind.optional or person is None or not person.is_active:
        return None
    return person, kind


def unsubscribe(token: str) -> tuple[Person, Kind] | None:
    """Stop what the token names, however often it is asked for; whom and what it concerned."""
    found = read_token(token)
    if found:
        person, kind = found
        Preference.objects.of(person).mute(kind.name)
    return found
