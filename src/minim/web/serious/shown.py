"""Recipients' keys as pages show them. The five words are made in the reader's own browser, from the key itself."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from minim.reports.models import Key

if TYPE_CHECKING:
    from minim.people.models import Person
    from minim.reports.models import Report


@dataclass(frozen=True)
class Holder:
    """Somebody who receives reports, with the keys of their browsers."""

    person: Person
    keys: list[Key]


def holders() -> list[Holder]:
    """Everybody who has a key, by name."""
    standing = Key.objects.standing().select_related("person")
    return [Holder(person, list(keys)) for person, keys in groupby(standing, attrgetter("person"))]


def readers_of(them: list[Holder]) -> list[dict[str, str]]:
    """Person and public key, as browsers bind them."""
    return [{"person": str(key.person_id), "key": key.public} for one in them for key in one.keys]


def report_for(report: Report, person: Person) -> dict[str, Any]:
    """A report as its reader's browser opens it: with the wraps for their own keys, and nobody else's."""
    wraps = {wrap.key.public: wrap.wrapped for wrap in report.wraps.all() if wrap.key.person_id == person.pk}
    readers = [
        {"person": whose, "key": key} | ({"wrap": wraps[key]} if key in wraps else {})
        for whose, key in report.readers
    ]
    return {
        "pk": report.pk,
        "receipt": report.receipt,
        "day": report.day.isoformat(),
        "ephemeral": report.ephemeral,
        "readers": readers,
        "iv": report.iv,
        "sealed": report.sealed,
        "settled": report.settled_on is not None,
        "words": words_of(report),
    }


def words_of(report: Report) -> list[dict[str, Any]]:
    return [
        {"number": word.number, "reporter": word.from_reporter, "iv": word.iv, "sealed": word.sealed}
        for word in report.words.all()
    ]
