"""The numbers beside each person say exactly what a walk up the chain says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minim.people.models import Person
from tests.make import make_person

pytestmark = pytest.mark.django_db


@st.composite
def companies(draw: st.DrawFn) -> list[tuple[int | None, bool]]:
    """For each person the place of their manager in the list, and whether they have left."""
    size = draw(st.integers(1, 14))
    return [
        (draw(st.one_of(st.none(), st.integers(0, place - 1))) if place else None, draw(st.booleans()))
        for place in range(size)
    ]


def found_by_walking(company: list[tuple[int | None, bool]]) -> list[tuple[set[int], int, int, int]]:
    """For each person: everybody above, height, direct reports and everybody below, who have not left."""
    above: list[set[int]] = []
    for manager, _ in company:
        above.append(set() if manager is None else {manager, *above[manager]})
    answers = []
    for place in range(len(company)):
        below = [other for other in range(len(company)) if place in above[other] and not company[other][1]]
        direct = [other for other in below if company[other][0] == place]
        steps = [len(above[other] - above[place]) for other in below]
        answers.append((above[place], max(steps, default=0), len(direct), len(below)))
    return answers


@given(company=companies())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_numbers_agree_with_walking_the_chain(db: None, company: list[tuple[int | None, bool]]) -> None:
    Person.objects.all().delete()
    people: list[Person] = []
    for place, (manager, left) in enumerate(company):
        above = None if manager is None else people[manager]
        status = "left" if left else "active"
        people.append(Person.objects.create(name=f"P{place}", manager=above, status=status))

    Person.objects.renumber()

    fresh = [Person.objects.get(pk=person.pk) for person in people]
    places = {person.pk: place for place, person in enumerate(people)}
    assert [
        (
            {places[person.pk] for person in Person.objects.above(one)},
            one.height,
            one.report_count,
            one.below_count,
        )
        for one in fresh
    ] == found_by_walking(company)
    for one in fresh:
        below = set(Person.objects.below(one).values_list("pk", flat=True))
        assert below == {other.pk for other in fresh if one.is_above(other)}


def test_above_any_finds_every_chain_at_once() -> None:
    top = make_person("Top")
    left, right = make_person("Left", manager=top), make_person("Right", manager=top)
    low, deep = make_person("Low", manager=left), make_person("Deep", manager=right)
    make_person("Aside")
    for person in (low, deep):
        person.refresh_from_db()

    found = Person.objects.above_any([low, deep])

    assert set(found) == {top, left, right}
    assert list(Person.objects.above_any([])) == []


def test_a_second_numbering_writes_nothing(django_assert_num_queries: Any) -> None:
    make_person(manager=make_person())

    with django_assert_num_queries(3):
        Person.objects.renumber()
