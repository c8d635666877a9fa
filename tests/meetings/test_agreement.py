"""A group's agreement: versions, everybody's own yes, and two who write at once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import time_machine

from minim.groups.models import Role
from minim.meetings.agreement import LONGEST
from minim.meetings.models import Agreement, AgreementMoved, AgreementRefused, Standing, Yes
from minim.playbook import our_agreement
from tests.make import make_person

if TYPE_CHECKING:
    from minim.groups.models import Group
    from tests.cast import Cast

OURS = our_agreement().words


def write(cast: Cast, words: str) -> Agreement:
    now = Agreement.objects.now_of(cast.group)
    return Agreement.objects.write(cast.group, words, by=cast.pat, read=now.mark)


def everybody_agrees(group: Group) -> None:
    now = Agreement.objects.now_of(group)
    for seat in group.sitting():
        Agreement.objects.agree(group, seat.person, read=now.mark)


def standing(cast: Cast) -> Standing:
    return Agreement.objects.standing_of(cast.group)


def test_a_group_begins_with_our_words_and_looking_at_them_writes_nothing(cast: Cast) -> None:
    now = Agreement.objects.now_of(cast.group)

    assert (now.words, now.number) == (OURS, 1)
    assert standing(cast) == Standing(is_made=False, is_agreed_by_all=False)
    assert not Agreement.objects.exists()


def test_the_first_yes_makes_our_words_the_groups(cast: Cast) -> None:
    with time_machine.travel(datetime(2026, 11, 25, 9, tzinfo=UTC)):
        Agreement.objects.agree(cast.group, cast.pat, read=Agreement.objects.now_of(cast.group).mark)

    now = Agreement.objects.now_of(cast.group)
    assert (now.number, now.written_by) == (1, None)
    assert [(yes.person, f"{yes.said_on}") for yes in Yes.objects.all()] == [(cast.pat, "2026-11-25")]
    assert standing(cast) == Standing(is_made=True, is_agreed_by_all=False)


def test_one_yes_is_enough_of_each_and_all_of_them_are_all(cast: Cast) -> None:
    everybody_agrees(cast.group)
    everybody_agrees(cast.group)

    assert Yes.objects.count() == cast.group.sitting().count()
    assert standing(cast) == Standing(is_made=True, is_agreed_by_all=True)


def test_new_words_are_agreed_to_anew_and_the_old_ones_are_kept(cast: Cast) -> None:
    everybody_agrees(cast.group)

    write(cast, "We are kind.")

    kept = Agreement.objects.filter(group=cast.group).values_list("number", "words", "written_by")
    assert list(kept) == [(2, "We are kind.", cast.pat.pk), (1, OURS, None)]
    assert standing(cast) == Standing(is_made=True, is_agreed_by_all=False)
    assert Agreement.objects.now_of(cast.group).said_yes([cast.pat, cast.fay]) == {}


def test_the_same_words_make_no_new_version(cast: Cast) -> None:
    write(cast, "We are kind.\n\n- One speaks.")
    everybody_agrees(cast.group)

    write(cast, "\r\nWe are kind.  \r\n\r\n- One speaks.\r\n\r\n")

    assert Agreement.objects.filter(group=cast.group).count() == 2
    assert standing(cast).is_agreed_by_all


def test_a_new_member_has_not_agreed_yet_and_a_leaver_does_not_count(cast: Cast) -> None:
    everybody_agrees(cast.group)
    seats = [(seat.person, Role(seat.role)) for seat in cast.group.sitting()]
    newcomer = make_person("Nora")

    cast.group.seat([*seats, (newcomer, Role.PARTICIPANT)], cast.group.opened_on)
    with_newcomer = standing(cast)
    cast.group.seat([seat for seat in seats if seat[0] != cast.pat], cast.group.opened_on)

    assert not with_newcomer.is_agreed_by_all
    assert standing(cast).is_agreed_by_all


def test_a_yes_can_be_taken_back(cast: Cast) -> None:
    everybody_agrees(cast.group)

    Agreement.objects.take_back(cast.group, cast.pat)

    now = Agreement.objects.now_of(cast.group)
    assert set(now.said_yes([cast.pat, cast.fay])) == {cast.fay.pk}
    assert not standing(cast).is_agreed_by_all


def test_nobody_says_yes_to_words_they_have_not_read(cast: Cast) -> None:
    read = Agreement.objects.now_of(cast.group).mark
    write(cast, "We are kind.")

    with pytest.raises(AgreementMoved):
        Agreement.objects.agree(cast.group, cast.fay, read=read)

    assert not Yes.objects.exists()


def test_the_second_of_two_who_write_is_told_what_stands_now(cast: Cast) -> None:
    read = Agreement.objects.now_of(cast.group).mark
    first = Agreement.objects.write(cast.group, "Pat's words", by=cast.pat, read=read)

    with pytest.raises(AgreementMoved) as told:
        Agreement.objects.write(cast.group, "Fay's words", by=cast.fay, read=read)

    assert told.value.now == first
    assert Agreement.objects.now_of(cast.group).words == "Pat's words"


@pytest.mark.parametrize("words", ["", " \n\t\r\n ", "\0", "x" * (LONGEST + 1), "😀" * 1_000_000])
def test_no_words_and_too_many_are_refused(cast: Cast, words: str) -> None:
    with pytest.raises(AgreementRefused):
        write(cast, words)

    assert not Agreement.objects.exists()


def test_only_who_sits_in_the_group_reads_it(cast: Cast) -> None:
    write(cast, "We are kind.")
    everyone = (cast.fay, cast.pat, cast.olive, cast.bo, cast.sam, cast.root)

    readers = [person.name for person in everyone if Agreement.objects.read_by(person).exists()]

    assert readers == ["Fay", "Pat"]


def test_a_closed_group_leaves_no_words_behind(cast: Cast) -> None:
    write(cast, "We are kind.")
    everybody_agrees(cast.group)
    Agreement.objects.agree(cast.sams_group, cast.sam, read=Agreement.objects.now_of(cast.sams_group).mark)

    cast.group.close(cast.group.opened_on)
    Agreement.objects.forget_closed()

    assert [kept.group for kept in Agreement.objects.all()] == [cast.sams_group]
    assert [yes.person for yes in Yes.objects.all()] == [cast.sam]
