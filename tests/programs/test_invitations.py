"""Yes, not now, never: what an answer does, and what no import, no rule and no hand can do against it."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minim.people.models import Person
from minim.programs.invitations import LEFT_IN_PEACE, Invitation, Part, Said
from minim.programs.models import EnrolmentRefused
from tests.make import add_person, make_person, make_program, number

if TYPE_CHECKING:
    from minim.programs.models import Program
    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def invited(cast: Cast, part: Part = Part.TAKE_PART, person: Person | None = None) -> Invitation:
    person = person or cast.bo
    return Invitation.objects.ask(cast.program, [person], part)[person.pk]


def takes_part(person: Person, program: Program) -> bool:
    return program.enrolments.taking_part().filter(person=person).exists()


@pytest.mark.parametrize("said", [Said.NOT_NOW, Said.NEVER])
def test_a_no_takes_effect_at_once_and_an_import_does_not_undo_it(cast: Cast, said: Said) -> None:
    assert takes_part(cast.bo, cast.program)

    invited(cast).answer(said)
    add_person("Newcomer", manager=cast.bo)
    Person.objects.renumber()
    cast.program.refill()

    assert not takes_part(cast.bo, cast.program)
    with pytest.raises(EnrolmentRefused, match=f"Only {cast.bo.name} can change that"):
        cast.program.enrol([cast.bo])
    cast.program.leave_to_rule(cast.bo)
    assert not takes_part(cast.bo, cast.program)


def test_a_no_to_one_program_says_nothing_about_another(cast: Cast) -> None:
    other = make_program()

    invited(cast).answer(Said.NEVER)
    other.refill()

    assert takes_part(cast.bo, other)


def test_the_last_word_counts(cast: Cast) -> None:
    invitation = invited(cast)

    invitation.answer(Said.NEVER)
    invitation.answer(Said.YES)

    assert takes_part(cast.bo, cast.program)
    assert list(Invitation.objects.values_list("said", flat=True)) == ["yes"]


def test_a_yes_of_somebody_the_rule_does_not_name_stays_when_the_rule_is_applied(cast: Cast) -> None:
    invited(cast, person=cast.sam).answer(Said.NOT_NOW)

    Invitation.objects.get(person=cast.sam).answer(Said.YES)
    cast.program.refill()

    assert takes_part(cast.sam, cast.program)


def test_a_yes_does_not_undo_what_olive_decided_by_hand(cast: Cast) -> None:
    invitation = invited(cast)
    cast.program.take_out(cast.bo)

    invitation.answer(Said.YES)
    cast.program.refill()

    assert not takes_part(cast.bo, cast.program)


def test_silence_changes_nothing(cast: Cast) -> None:
    before = set(cast.program.enrolments.values_list("person", "by_hand", "taken_out"))

    invited(cast)

    assert set(cast.program.enrolments.values_list("person", "by_hand", "taken_out")) == before


def test_being_asked_anew_is_not_yet_a_yes(cast: Cast) -> None:
    invited(cast).answer(Said.NOT_NOW)

    again = invited(cast)
    cast.program.refill()

    assert (again.said, again.is_open) == ("not-now", True)
    assert not takes_part(cast.bo, cast.program)


def test_who_said_not_now_is_left_in_peace_for_a_while_and_who_said_never_for_good(cast: Cast) -> None:
    for person, said in [(cast.bo, Said.NOT_NOW), (cast.pat, Said.NEVER), (cast.sam, Said.YES)]:
        invited(cast, person=person).answer(said)
    assert set(Invitation.objects.not_to_ask().values_list("person__name", flat=True)) == {"Bo", "Pat", "Sam"}

    Invitation.objects.update(said_at=timezone.now() - LEFT_IN_PEACE - timedelta(days=1))

    assert set(Invitation.objects.not_to_ask().values_list("person__name", flat=True)) == {"Pat", "Sam"}


@pytest.mark.parametrize(("said", "is_willing"), [("yes", True), ("not-now", False), ("never", False)])
def test_an_answer_about_leading_says_who_is_willing_and_nothing_else(
    cast: Cast, said: str, is_willing: bool
) -> None:
    invited(cast, Part.LEAD, cast.pat).answer(Said(said))

    assert Person.objects.get(pk=cast.pat.pk).willing is is_willing
    assert takes_part(cast.pat, cast.program)


def test_a_link_is_whoever_it_was_written_for_and_ends_when_they_leave(cast: Cast) -> None:
    invitation = invited(cast)
    token = invitation.token

    assert Invitation.objects.asked(token) == invitation
    assert Invitation.objects.asked(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    assert Invitation.objects.asked("guess") is None
    cast.bo.leave()
    assert Invitation.objects.asked(token) is None


ACTS = st.lists(
    st.sampled_from(
        ["refill", "ask", "by-hand", "to-rule", "renumber", "yes", "not-now", "never", "take-out"]
    ),
    max_size=12,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_whatever_happens_nobody_takes_part_whose_last_word_was_no(db: None, acts: list[str]) -> None:
    with transaction.atomic():
        boss = make_person("Boss")
        number(boss, add_person(manager=boss))
        program, last = make_program(), ""
        program.refill()
        invitation = Invitation.objects.ask(program, [boss], Part.TAKE_PART)[boss.pk]

        for act in acts:
            last = act if act in Said.values else last
            _do(act, program, boss, invitation)

            assert not (last in ("not-now", "never") and takes_part(boss, program))
        transaction.set_rollback(True)


def _do(act: str, program: Program, boss: Person, invitation: Invitation) -> None:
    if act in Said.values:
        invitation.answer(Said(act))
    elif act == "by-hand":
        with suppress(EnrolmentRefused):
            program.enrol([boss])
    elif act == "ask":
        Invitation.objects.ask(program, [boss], Part.TAKE_PART)
    elif act == "to-rule":
        program.leave_to_rule(boss)
    elif act == "take-out":
        program.take_out(boss)
    elif act == "refill":
        program.refill()
    else:
        Person.objects.renumber()
