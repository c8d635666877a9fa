"""Whoever asks many times a second gets the same seats as the database would find, with less work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minim.groups.models import Seat
from tests.make import make_group, make_people

if TYPE_CHECKING:
    from minim.people.models import Person

PLACES = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=4, max_size=4)


@pytest.fixture
def people(db: None) -> list[Person]:
    return make_people(4)


@given(places=PLACES)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_both_ways_find_the_same_seats(people: list[Person], places: list[tuple[int, int]]) -> None:
    Seat.objects.all().delete()
    for person, (enter, leave) in zip(people, places, strict=True):
        type(person).objects.filter(pk=person.pk).update(tree_enter=enter, tree_leave=leave)
    group = make_group(facilitator=people[0], members=people[1:])

    found = Seat.objects.above_nobody().filter(group=group).order_by("person__name", "person")

    assert Seat.objects.at_hand(group.pk) == list(found)
