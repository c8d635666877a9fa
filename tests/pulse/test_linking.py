"""Forensics: somebody with every copy of the database, as often as they like, guesses who gave which answer, and who
answered at all. They do no better than somebody who throws dice. Mutants that keep more give themselves away."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from minim.lib.scrubbing import scrub_closed
from minim.people.models import Person
from minim.pulse import ballots, casting, counting
from minim.pulse.ballots import Ballot, encoded
from minim.pulse.casting import cast
from minim.pulse.models import Issued, PollRefused, Round, Sheet, Theme, Waiting
from minim.worker.polling import TABLES
from tests.make import make_group, make_program
from tests.pulse.polls import answer, ballot_of, ended, make_poll, people_of
from tests.web.serious.everything import all_bytes, all_rows, changed

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db(transaction=True)

Dump = dict[str, list[tuple[str, ...]]]


def dump() -> Dump:
    """Every row of every table in the order in which it lies, with what the database notes beside it: SQLite's rowid,
    PostgreSQL's place and transaction."""
    beside = "ctid::text, xmin::text" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        found: Dump = {}
        for name in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT {beside}, * FROM {connection.ops.quote_name(name)}")
            found[name] = [tuple(map(_text, row)) for row in cursor.fetchall()]
        return found


def _text(value: Any) -> str:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def vote(people: list[Person], poll: Round, given: dict[int, int]) -> list[Dump]:
    """Everybody visits; then those with an answer give it, in an order by chance, with a copy taken after each."""
    cast_by = {person.pk: ballot_of(person, poll, given.get(person.pk, 3)) for person in people}
    for person in people:
        Client().force_login(person)
    copies = [dump()]
    for pk in random.sample(sorted(given), len(given)):
        cast(cast_by[pk])
        copies.append(dump())
    return copies


@pytest.fixture
def poll() -> Round:
    program = make_program()
    return make_poll(make_group(6, program=program), make_group(6, program=program))


def members(poll: Round) -> list[Person]:
    return [person for part in poll.parts.order_by("group") for person in people_of(part.group)]


# --- successive copies -----------------------------------------------------------------------------------------


def differing(before: Dump, after: Dump) -> set[str]:
    return {name for name in after if before[name] != after[name]}


def test_each_ballot_leaves_the_same_trace_whoever_casts_it_and_whatever_it_says(poll: Round) -> None:
    people = members(poll)
    given = {person.pk: 1 + place % 5 for place, person in enumerate(people)}

    copies = vote(people, poll, given)

    assert [differing(*pair) for pair in pairwise(copies)] == [{"pulse_sheet"}] * 12
    assert {len(copy["pulse_sheet"]) for copy in copies} == {1}
    texts = [sheet_in(copy) for copy in copies]
    assert {len(text) for text in texts} == {len(texts[0])}
    assert max(alike(*pair) for pair in pairwise(texts)) < 0.1


def sheet_in(copy: Dump) -> str:
    return max(copy["pulse_sheet"][0], key=len)


def alike(one: str, other: str) -> float:
    """Which part of the letters is the same; of sixteen signs by chance one in sixteen."""
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


def test_counts_that_lie_open_would_be_seen(poll: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minim.pulse.sheets.seal", lambda plain, salt, what: plain)
    monkeypatch.setattr("minim.pulse.sheets.unseal", lambda sealed, salt, what: sealed)
    sheet = Sheet.objects.get()
    sheet.write(counting.Pages({part.group_id: counting.Counts.none(5, 8) for part in poll.parts.all()}, []))
    people = members(poll)

    copies = vote(people, poll, {people[0].pk: 5})

    assert alike(*map(sheet_in, copies)) > 0.5


# --- who has answered ------------------------------------------------------------------------------------------


PLACE = re.compile(r"\(\d+,\d+\)")


def guesses(copies: list[Dump], people: list[Person], answered: set[int]) -> int:
    """How many guesses are right: as many people as have answered, those first whom the copies connect with what came
    anew between the first and the last, by a value that both rows hold, or by the person's number within it."""
    first, last = copies[0], copies[-1]
    known = {value for name in first for row in first[name] for value in row}
    fresh = {value for name in last for row in last[name] if row not in first[name] for value in row} - known
    words = [set(re.findall(r"\w+", value)) for value in fresh if not PLACE.fullmatch(value)]
    score = {
        person.pk: sum(str(person.pk) in found for found in words)
        + sum(len(fresh & set(row)) for name in last for row in last[name] if str(person.pk) in row[1:])
        for person in people
    }
    order = random.sample(people, len(people))
    best = sorted(order, key=lambda person: -score[person.pk])[: len(answered)]
    return sum(person.pk in answered for person in best)


def test_who_has_answered_is_guessed_no_better_than_by_dice(poll: Round) -> None:
    people = members(poll)
    given = dict.fromkeys([person.pk for person in random.sample(people, 6)], 4)
    copies = vote(people, poll, given)

    right = [guesses(copies, people, set(given)) for _ in range(200)]

    assert 2.5 < sum(right) / 200 < 3.5  # six of twelve by dice: three are right


def kept_slip(monkeypatch: pytest.MonkeyPatch, what: Callable[[Ballot], str]) -> None:
    """A server that notes some lines beside each ballot, in a table that is there."""
    really = casting.cast

    def cast_and_note(ballot: Ballot) -> None:
        really(ballot)
        note = what(ballot)
        with connection.cursor() as cursor:
            for line in "abc":  # more than chance puts into the bytes of a sheet
                cursor.execute(
                    "INSERT INTO worker_heartbeat (name, seen_at) VALUES (%s, %s)",
                    [f"{note} {line}", timezone.now()],
                )

    monkeypatch.setitem(globals(), "cast", cast_and_note)


def test_a_server_that_notes_who_would_be_seen(poll: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant that logs from where a ballot came: here the number of whoever sent it."""
    people = members(poll)
    given = dict.fromkeys([person.pk for person in random.sample(people, 6)], 4)
    monkeypatch.setattr(random, "sample", lambda population, k: list(population)[:k])
    order = iter(sorted(given))
    kept_slip(monkeypatch, lambda ballot: f"from {next(order)}")

    copies = vote(people, poll, given)

    assert guesses(copies, people, set(given)) == 6


# --- which answers belong together -----------------------------------------------------------------------------


def test_no_copy_holds_a_ballot_or_an_order_of_ballots(poll: Round) -> None:
    """Spent ballots lie in the order of their hashes. Nothing of what came with them is there, sealed or not."""
    sealed = [ballot_of(person, poll, [1, 2, 3, 4, 5]) for person in members(poll)[:8]]
    for ballot in sealed:
        cast(ballot)

    spent = Sheet.objects.get().read().spent
    assert spent == sorted(one.spent for one in sealed)
    assert spent != [one.spent for one in sealed]
    assert found_of(sealed) == []


def found_of(cast_ballots: list[Ballot]) -> list[str]:
    """What can be found of these ballots in the rows, the files and the opened sheets."""
    opened = b"".join(sheet.read().packed() for sheet in Sheet.objects.all())
    there = all_bytes() + opened
    parts = ("serial", "prefix", "signature")
    return [
        part
        for one in cast_ballots
        for part in parts
        for text in _written(getattr(one, part))
        if text in there
    ]


def _written(data: bytes) -> list[bytes]:
    return [data, encoded(data).encode(), data.hex().encode(), repr(data).encode()[2:40]]


def test_a_server_that_keeps_the_slip_would_be_seen(poll: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_slip(monkeypatch, lambda ballot: f"{encoded(ballot.serial)}{ballot.answers}")
    ballot = ballot_of(members(poll)[0], poll, [1, 2, 3, 4, 5])
    cast(ballot)

    assert found_of([ballot]) == ["serial"]


def test_what_the_server_signed_leads_to_no_ballot(poll: Round) -> None:
    """Of each request a hash is kept, of each ballot another. Whoever has both lists can match them in any way."""
    people = members(poll)
    cast_ballots = [ballot_of(person, poll) for person in people]
    for ballot in cast_ballots:
        cast(ballot)

    asked = set(Issued.objects.values_list("blinded", flat=True))
    spent = {one.spent for one in cast_ballots}

    assert (len(asked), len(spent)) == (12, 12)
    assert not asked & spent
    assert {field.name for field in Issued._meta.get_fields()} == {"id", "round", "person", "blinded"}
    assert {field.name for field in Sheet._meta.get_fields()} == {"id", "round", "sealed", "parts"}


def test_no_field_of_counts_or_bands_names_a_person_or_a_moment() -> None:
    for model in apps.get_app_config("pulse").get_models():
        if model in (Issued, Round):
            continue
        bears_a_monday = model in (Theme, Waiting)
        for field in model._meta.get_fields():
            assert bears_a_monday or not isinstance(field, models.DateField | models.TimeField), field
            assert not isinstance(field, models.DateTimeField), field
            assert (
                getattr(field, "related_model", None) is not Issued._meta.get_field("person").related_model
            ), field


# --- after the close -------------------------------------------------------------------------------------------


def test_after_the_close_no_file_holds_counts_keys_or_spent_ballots(poll: Round) -> None:
    part = poll.parts.first()
    assert part
    key, sheet, salt = bytes(part.sealed_key), bytes(Sheet.objects.get().sealed), bytes(poll.salt)
    answer(people_of(part.group)[0], poll, 5)
    assert salt in all_bytes() or connection.vendor == "postgresql"

    ended(poll)
    assert scrub_closed(Round.objects.to_erase(), TABLES)

    left = all_bytes()
    assert [what for what in (key, sheet, salt) if what in left or repr(what).encode() in left] == []


def test_a_log_that_is_not_emptied_would_be_seen(poll: Round) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's log is another matter: docs/privacy.md says so")
    salt = bytes(poll.salt)
    ended(poll)

    assert salt in all_bytes()


# --- nothing is told early -------------------------------------------------------------------------------------


def test_until_the_close_nothing_that_anybody_reads_is_changed_by_answers(poll: Round) -> None:
    before = all_rows()
    for person in members(poll):
        answer(person, poll, 1)

    assert changed(before, all_rows()) == {"pulse_sheet", "pulse_issued"}


def test_a_server_that_publishes_live_would_be_seen(poll: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    really = casting.cast

    def and_publish(ballot: Ballot) -> None:
        really(ballot)
        counts = Sheet.objects.get().read().groups[ballot.group]
        Round.objects.filter(pk=ballot.round).update(totals={"open": counts.sums()})

    monkeypatch.setattr("tests.pulse.polls.cast", and_publish)
    before = all_rows()
    answer(members(poll)[0], poll, 1)

    assert "pulse_round" in changed(before, all_rows())


def test_a_spent_ballot_is_refused_on_both_databases(poll: Round) -> None:
    ballot = ballot_of(members(poll)[0], poll)
    cast(ballot)
    with pytest.raises(PollRefused, match="spent"):
        cast(ballot)
    assert ballots.SPENT == 16
