"""Who takes part: the rule, what is decided by hand, and what the roster changes."""

from __future__ import annotations

import pytest

from minim.people.models import Person
from minim.programs.levels import Levels
from minim.programs.models import EnrolmentRefused, Program, WhoTakesPart
from tests.make import make_person, make_program

pytestmark = pytest.mark.django_db


def taking_part(program: Program) -> list[str]:
    return [enrolment.person.name for enrolment in program.enrolments.taking_part()]


def names(people: object) -> list[str]:
    return sorted(person.name for person in people)  # type: ignore[attr-defined]


def test_a_new_program_takes_everyone_with_reports_but_never_its_organizer_or_people_ops() -> None:
    olive = make_person("Olive", is_organizer=True)
    bo = make_person("Bo", manager=olive)
    ada = make_person("Ada", manager=olive, is_people_ops=True)
    make_person("Pat", manager=bo)
    make_person("Kim", manager=ada)

    program = Program.objects.begin("Managers", olive)

    assert names(program.organizers.all()) == ["Olive"]
    assert taking_part(program) == ["Bo"]


def test_title_words_are_whole_words_in_any_case() -> None:
    make_person("Una", title="Head of Design")
    make_person("Ben", title="Overhead Analyst")
    make_person("Eva", title="Team lead, Payments")

    program = make_program(who=WhoTakesPart.TITLES, title_words="HEAD, team lead")

    assert names(program.named_by_rule()) == ["Eva", "Una"]


def test_no_title_words_name_nobody() -> None:
    make_person("Una", title="Head of Design")

    assert names(make_program(who=WhoTakesPart.TITLES, title_words=" , ").named_by_rule()) == []


def test_levels_come_from_the_tree_while_a_manager_has_none_in_the_roster() -> None:
    top = make_person("Top", level=9)
    mid = make_person("Mid", manager=top)
    make_person("Low", manager=mid, level=9)

    program = make_program(who=WhoTakesPart.LEVELS, lowest_level=1, highest_level=1)

    assert names(program.named_by_rule()) == ["Mid"]


def test_levels_come_from_the_roster_when_every_manager_has_one() -> None:
    top = make_person("Top", level=9)
    mid = make_person("Mid", manager=top, level=4)
    make_person("Low", manager=mid, level=4)
    make_person("Unknown", manager=mid)

    program = make_program(who=WhoTakesPart.LEVELS, lowest_level=4, highest_level=8)

    assert names(program.named_by_rule()) == ["Low", "Mid"]


def test_a_column_in_which_one_is_the_top_keeps_its_own_numbers() -> None:
    top = make_person("Top", level=1)
    mid = make_person("Mid", manager=top, level=2)
    low = make_person("Low", manager=mid, level=3)
    make_person("Report", manager=low)

    levels = Levels.of_company()
    program = make_program(who=WhoTakesPart.LEVELS, lowest_level=2, highest_level=3)

    assert levels.sentence == "Levels come from the roster's level column, where 1 is the top."
    assert levels.counts(Person.objects.all()) == [(1, 1), (2, 1), (3, 1), (None, 1)]
    assert names(program.named_by_rule()) == ["Low", "Mid"]


def test_the_rule_is_previewed_before_it_is_applied() -> None:
    bo, pat = make_person("Bo"), make_person("Pat")
    report = make_person("Kim", manager=bo)
    program = make_program()
    program.refill()
    report.manager = pat
    report.save()
    Person.objects.renumber()

    changes = program.changes()
    before = (names(changes.coming), names(changes.going), taking_part(program))
    did = program.refill()

    assert before == (["Pat"], ["Bo"], ["Bo"])
    assert (did, taking_part(program)) == ((1, 1), ["Pat"])
    assert program.refill() == (0, 0)


def test_what_was_decided_by_hand_outlives_the_rule() -> None:
    bo, pat = make_person("Bo"), make_person("Pat")
    make_person("Kim", manager=bo)
    program = make_program()
    program.refill()

    program.take_out(bo)
    program.enrol([pat])
    program.refill()

    assert taking_part(program) == ["Pat"]


def test_leaving_somebody_to_the_rule_forgets_the_hand() -> None:
    bo, pat = make_person("Bo"), make_person("Pat")
    make_person("Kim", manager=bo)
    program = make_program()
    program.take_out(bo)
    program.enrol([pat])

    program.leave_to_rule(bo)
    program.leave_to_rule(pat)

    assert taking_part(program) == ["Bo"]
    assert not program.enrolments.filter(by_hand=True).exists()


def test_adding_by_hand_brings_back_whom_a_hand_took_out() -> None:
    pat = make_person("Pat")
    program = make_program()
    program.take_out(pat)

    program.enrol([pat])

    assert taking_part(program) == ["Pat"]


def test_an_organizer_of_the_program_is_refused_but_may_join_another() -> None:
    olive = make_person("Olive", is_organizer=True)
    own, other = make_program(organizers=[olive]), make_program()

    with pytest.raises(EnrolmentRefused, match="Olive oversees the program"):
        own.enrol([make_person("Pat"), olive])
    other.enrol([olive])

    assert (taking_part(own), taking_part(other)) == ([], ["Olive"])


def test_whoever_left_or_opted_out_is_refused_and_no_longer_counted() -> None:
    pat, sam = make_person("Pat"), make_person("Sam")
    program = make_program()
    program.enrol([pat, sam])
    pat.opt_out()

    with pytest.raises(EnrolmentRefused, match="Pat cannot take part at the moment: opted out"):
        program.enrol([pat])

    assert taking_part(program) == ["Sam"]


def test_two_people_are_kept_apart_once_in_whatever_order_they_are_named() -> None:
    pat, bo, program = make_person("Pat"), make_person("Bo"), make_program()

    new = [program.keep_apart(pat, bo), program.keep_apart(bo, pat)]

    assert new == [True, False]
    assert [(pair.first, pair.second) for pair in program.apart.all()] == [(pat, bo)]
