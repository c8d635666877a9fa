"""Cohorts: people of about the same level are put into groups together."""

from __future__ import annotations

import pytest

from minim.programs.levels import spans_of_levels
from minim.programs.models import Cohort, Program
from tests.make import make_person, make_program

pytestmark = pytest.mark.django_db


def cohorts(program: Program) -> dict[str, str | None]:
    return {
        enrolment.person.name: enrolment.cohort.name if enrolment.cohort else None
        for enrolment in program.enrolments.taking_part().select_related("cohort")
    }


def make_line() -> list[str]:
    top = make_person("Top", department="Board")
    mid = make_person("Mid", manager=top, department="Design")
    low = make_person("Low", manager=mid, department="Design")
    make_person("Report", manager=low)
    return ["Low", "Mid", "Top"]


def test_without_cohorts_nobody_has_one() -> None:
    make_line()
    program = make_program()
    program.refill()

    assert cohorts(program) == {"Low": None, "Mid": None, "Top": None}


def test_each_goes_to_the_first_cohort_that_fits() -> None:
    make_line()
    program = make_program()
    program.refill()

    program.add_cohort(Cohort(name="First line", highest_level=1))
    program.add_cohort(Cohort(name="Design", departments=["Design"]))

    assert cohorts(program) == {"Low": "First line", "Mid": "Design", "Top": None}


def test_changing_a_cohort_sorts_everyone_anew() -> None:
    make_line()
    program = make_program()
    program.refill()
    program.add_cohort(Cohort(name="Seniors", lowest_level=2))
    seniors = program.cohorts.get()
    seniors.lowest_level = 3
    seniors.save()

    program.sort_into_cohorts()

    assert cohorts(program) == {"Low": None, "Mid": None, "Top": "Seniors"}


def test_an_unknown_level_fits_no_bound_but_an_open_cohort() -> None:
    assert not Cohort(lowest_level=1).fits(None, "")
    assert not Cohort(highest_level=1).fits(None, "")
    assert Cohort().fits(None, "")


def test_sorting_asks_the_database_as_often_for_many_as_for_few(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    make_line()
    program = make_program()
    program.refill()
    program.add_cohort(Cohort(name="All"))

    with django_assert_num_queries(3):
        program.sort_into_cohorts()


@pytest.mark.parametrize(
    ("counts", "spans"),
    [
        ([], []),
        ([(None, 9)], []),
        ([(3, 2), (2, 9), (1, 40), (None, 4)], [(1, 1), (2, 3)]),
        ([(1, 2), (2, 3), (3, 5)], [(1, 2), (3, 3)]),
        ([(1, 2), (4, 1)], [(1, 4)]),
    ],
)
def test_levels_too_small_for_a_group_join_their_neighbors(counts: object, spans: object) -> None:
    assert spans_of_levels(counts, 5) == spans  # type: ignore[arg-type]


def test_cohorts_by_level_hold_everybody() -> None:
    make_line()
    program = make_program(smallest_group=3)
    program.refill()

    made = program.form_cohorts_by_level()

    assert (made, set(cohorts(program).values())) == (1, {"Levels 1 to 3"})
