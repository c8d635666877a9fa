"""A round from its beginning to its end: who is asked, what is counted, what is told, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from minim.groups.models import Group, Role
from minim.pulse.casting import cast
from minim.pulse.models import Band, Issued, Part, Plan, PollRefused, Round, Sheet
from minim.pulse.results import close
from tests.make import make_group, make_person, make_program
from tests.pulse.polls import answer, ballot_of, ended, make_poll, people_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cast import Cast

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(PollRefused) as refused:
        act()
    return refused.value.reason


def told(poll: Round, group: Group) -> list[str]:
    return list(Band.objects.filter(round=poll, group=group).order_by("pk").values_list("level", flat=True))


def all_answer(poll: Round, group: Group, answers: list[int]) -> None:
    for person, given in zip(people_of(group), answers, strict=False):
        answer(person, poll, given)


def seats_now(group: Group, *people: object) -> None:
    facilitator, *others = people
    group.seat([(facilitator, Role.FACILITATOR), *((one, Role.PARTICIPANT) for one in others)], TODAY)  # type: ignore[list-item]


# --- opening ---------------------------------------------------------------------------------------------------


def test_a_round_keeps_the_words_and_the_floor_it_was_opened_with() -> None:
    program = make_program()
    Plan.objects.of(program).choose(["help", "open"], floor=5, asks_topics=False)
    poll = make_poll(program=program)

    Plan.objects.of(program).choose(["room"], floor=6)
    poll.refresh_from_db()

    assert (poll.number, poll.floor, poll.slugs, poll.topics) == (1, 5, ["open", "help"], [])
    assert poll.questions[0] == ["open", "I can speak openly here."]
    assert poll.closes_at - poll.opens_at == timedelta(days=5)


def test_a_floor_is_raised_and_never_lowered() -> None:
    plan = Plan.objects.of(make_program())

    assert refusal(lambda: plan.choose(["open"], floor=3)) == "floor"
    plan.choose(["open"], floor=6)
    assert refusal(lambda: plan.choose(["open"], floor=5)) == "floor"
    assert refusal(lambda: plan.choose(["weather"], floor=6)) == "questions"
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.update(floor=3)


def test_the_database_itself_keeps_the_floor_of_a_round() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_poll(floor=3)


def test_one_round_at_a_time() -> None:
    poll = make_poll()

    assert Round.objects.begin(poll.program, Group.objects.all()) is None
    assert Round.objects.count() == 1
    ended(poll)
    assert Round.objects.begin(poll.program, Group.objects.all()).number == 2  # type: ignore[union-attr]


def test_a_group_below_the_floor_is_not_asked_at_all() -> None:
    program = make_program()
    small, large = make_group(3, program=program), make_group(4, program=program)
    poll = make_poll(small, large)

    assert list(Part.objects.asked()) == [Part.objects.get(group=large)]
    assert not Part.objects.asking(people_of(small)[0]).exists()
    assert told(ended(poll), small) == ["not-enough"] * 5


# --- having a ballot signed ------------------------------------------------------------------------------------


def test_everybody_has_one_ballot_signed_and_the_same_as_often_as_it_is_asked() -> None:
    poll = make_poll()
    group = poll.parts.get().group
    pat, *_ = people_of(group)
    first = Issued.objects.sign(pat, poll.pk, b"\x05" * 256)

    assert Issued.objects.sign(pat, poll.pk, b"\x05" * 256) == first
    assert refusal(lambda: Issued.objects.sign(pat, poll.pk, b"\x06" * 256)) == "issued"
    assert Issued.objects.count() == 1


def test_only_members_have_a_ballot_signed_and_only_while_the_round_is_open(cast: Cast) -> None:
    group = make_group(5, program=cast.program)
    poll = make_poll(group)
    member = people_of(group)[0]

    for stranger in (cast.olive, cast.sam, cast.root, cast.bo):
        assert refusal(partial(Issued.objects.sign, stranger, poll.pk, b"\x05" * 256)) == "nowhere"
    assert refusal(lambda: Issued.objects.sign(member, poll.pk + 1, b"\x05" * 256)) == "nowhere"
    assert refusal(lambda: Issued.objects.sign(member, poll.pk, b"\xff" * 256)) == "malformed"
    ended(poll)
    assert refusal(lambda: Issued.objects.sign(member, poll.pk, b"\x05" * 256)) == "nowhere"
    assert not Issued.objects.exists()


def test_whoever_has_left_gets_none_and_then_nobody_of_the_group_does() -> None:
    poll = make_poll()
    group = poll.parts.get().group
    fay, gone, *others = people_of(group)
    seats_now(group, fay, *others)

    assert refusal(lambda: Issued.objects.sign(gone, poll.pk, b"\x05" * 256)) == "nowhere"
    assert refusal(lambda: Issued.objects.sign(fay, poll.pk, b"\x05" * 256)) == "changed"


# --- casting ---------------------------------------------------------------------------------------------------


def test_a_ballot_is_counted_once() -> None:
    poll = make_poll()
    ballot = ballot_of(people_of(poll.parts.get().group)[0], poll, [1, 2, 3, 4, 5], chosen=[0, 2])
    cast(ballot)

    assert refusal(lambda: cast(ballot)) == "spent"
    assert refusal(lambda: cast(replace(ballot, answers=(5, 5, 5, 5, 5)))) == "spent"
    pages = Sheet.objects.get().read()
    counts = pages.groups[ballot.group]
    assert (counts.ballots, counts.sums(), counts.topics[:3]) == (1, [1, 2, 3, 4, 5], [1, 0, 1])
    assert pages.spent == [ballot.spent]


def test_forged_half_and_misplaced_ballots_are_refused() -> None:
    program = make_program()
    group, other = make_group(5, program=program), make_group(5, program=program)
    poll = make_poll(group, other)
    ballot = ballot_of(people_of(group)[0], poll)

    assert refusal(lambda: cast(replace(ballot, signature=bytes(256)))) == "forged"
    assert refusal(lambda: cast(replace(ballot, serial=bytes(32)))) == "forged"
    assert refusal(lambda: cast(replace(ballot, group=other.pk))) == "forged"
    assert refusal(lambda: cast(replace(ballot, group=other.pk + 9))) == "nowhere"
    assert refusal(lambda: cast(replace(ballot, answers=(3, 3, 3, 3)))) == "half"
    assert refusal(lambda: cast(replace(ballot, topics=()))) == "half"
    assert [one.ballots for one in Sheet.objects.get().read().groups.values()] == [0, 0]


def test_a_ballot_of_another_round_is_refused_and_so_is_a_late_one() -> None:
    poll = make_poll()
    group = poll.parts.get().group
    first, second = (ballot_of(person, poll) for person in people_of(group)[:2])
    Round.objects.filter(pk=poll.pk).update(closes_at=timezone.now())
    assert refusal(lambda: cast(first)) == "closed"
    ended(poll)
    assert refusal(lambda: cast(first)) == "closed"

    later = make_poll(group)

    assert refusal(lambda: cast(second)) == "closed"
    assert refusal(lambda: cast(replace(second, round=later.pk))) == "forged"


def test_no_ballot_is_counted_between_the_close_and_its_notice() -> None:
    poll = make_poll()
    ballot = ballot_of(people_of(poll.parts.get().group)[0], poll)
    Sheet.objects.all().delete()

    assert refusal(lambda: cast(ballot)) == "closed"


# --- closing ---------------------------------------------------------------------------------------------------


def test_all_groups_of_a_program_are_told_at_once_and_nothing_else_is_left() -> None:
    program = make_program()
    well, mixed, bad, few = (make_group(5, program=program) for _ in range(4))
    poll = make_poll(well, mixed, bad, few)
    for group, given in ((well, [4, 4, 5, 3, 4]), (mixed, [3] * 5), (bad, [2, 3, 1, 2, 2]), (few, [5] * 3)):
        all_answer(poll, group, given)
    assert not Band.objects.exists()

    ended(poll)

    assert [told(poll, group)[0] for group in (well, mixed, bad, few)] == [
        "well",
        "mixed",
        "struggling",
        "not-enough",
    ]
    assert poll.totals["open"] == [3.0, 3.0]
    assert set(poll.topic_steps.values()) == {1}
    assert (Sheet.objects.count(), Issued.objects.count(), bytes(poll.salt)) == (0, 0, b"")
    assert set(Part.objects.values_list("modulus", flat=True)) == {""}
    assert not Part.objects.exclude(sheet=None).exists()
    assert {bytes(key) for key in Part.objects.values_list("sealed_key", flat=True)} == {b""}


def test_a_round_closes_once_and_never_opens_again() -> None:
    poll = ended(make_poll())
    before = list(Band.objects.values())

    assert close(poll.pk) is False
    assert list(Band.objects.values()) == before


def test_two_groups_make_no_program() -> None:
    program = make_program()
    groups = [make_group(9, program=program) for _ in range(2)]
    poll = make_poll(*groups)
    for group in groups:
        all_answer(poll, group, [4] * 9)

    assert set(ended(poll).totals.values()) == {None}
    assert poll.topic_steps == {}


def test_what_was_sealed_under_another_secret_is_not_told(settings: object) -> None:
    poll = make_poll()
    all_answer(poll, poll.parts.get().group, [5] * 5)
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]

    assert set(told(ended(poll), poll.parts.get().group)) == {"not-enough"}


# --- who reads it ----------------------------------------------------------------------------------------------


def test_members_read_their_group_organizers_all_and_others_nothing(cast: Cast) -> None:
    ours, theirs = make_group(5, program=cast.program), make_group(5, program=cast.program)
    ended(make_poll(ours, theirs))
    pat, quinn = people_of(ours)[1], make_person("Quinn", is_people_ops=True)

    def groups_read(person: object) -> set[int]:
        return set(Band.objects.seen_by(person).values_list("group", flat=True))  # type: ignore[arg-type]

    assert groups_read(pat) == {ours.pk}
    assert groups_read(cast.olive) == {ours.pk, theirs.pk}
    assert [groups_read(one) for one in (cast.bo, cast.sam, cast.root, quinn)] == [set()] * 4


# --- people come and go ----------------------------------------------------------------------------------------


def test_after_a_change_a_group_is_passed_over_once_and_begins_a_new_series() -> None:
    poll = make_poll()
    group = poll.parts.get().group
    fay, *others = people_of(group)
    all_answer(poll, group, [5] * 5)
    ended(poll)
    seats_now(group, fay, *others[1:])

    second = ended(make_poll(group))
    third = make_poll(group)
    all_answer(third, group, [1] * 4)
    ended(third)

    assert [told(one, group)[0] for one in (poll, second, third)] == ["well", "not-enough", "struggling"]
    assert list(Part.objects.values_list("series", "is_paused")) == [(1, False), (2, True), (2, False)]
    series = Band.objects.of_series(group).filter(question="open")
    assert list(series.values_list("level", flat=True)) == ["not-enough", "struggling"]


def test_a_change_while_a_round_is_open_leaves_it_untold() -> None:
    poll = make_poll()
    group = poll.parts.get().group
    fay, *others = people_of(group)
    all_answer(poll, group, [5] * 5)
    seats_now(group, fay, *others, make_person())

    assert set(told(ended(poll), group)) == {"not-enough"}
    again = make_poll(group)
    all_answer(again, group, [5] * 6)
    assert set(told(ended(again), group)) == {"well"}


def test_a_new_leader_of_the_same_people_changes_nothing() -> None:
    poll = ended(make_poll())
    group = poll.parts.get().group
    fay, pat, *others = people_of(group)
    seats_now(group, pat, fay, *others)

    assert make_poll(group).parts.get().is_paused is False


def test_a_group_under_another_name_is_passed_over_too() -> None:
    poll = ended(make_poll())
    old = poll.parts.get().group
    people = people_of(old)
    old.close(TODAY)
    renamed = make_group(program=old.program, facilitator=people[0], members=people[1:4])
    mixed = make_group(program=old.program, facilitator=people[4], members=[make_person() for _ in range(4)])

    parts = make_poll(renamed, mixed).parts

    assert dict(parts.values_list("group", "is_paused")) == {renamed.pk: True, mixed.pk: False}
