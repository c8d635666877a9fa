"""A format fills whatever meeting a group has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minim.playbook import fitted, format_of, formats


@pytest.mark.parametrize("slug", formats())
@given(minutes=st.integers(10, 180))
def test_it_fills_the_meeting_and_stays_a_format(slug: str, minutes: int) -> None:
    ours = formats()[slug]

    found = fitted(ours, minutes)

    assert found.minutes == minutes
    assert format_of(found.to_json(), slug) == found
    assert [step.name for step in found.steps] == [step.name for step in ours.steps]


@pytest.mark.parametrize("slug", formats())
def test_in_the_time_it_was_made_for_nothing_changes(slug: str) -> None:
    assert fitted(formats()[slug], 60) == formats()[slug]


def test_each_step_keeps_its_share() -> None:
    found = fitted(formats()["mini-m"], 90)

    assert [step.minutes for step in found.steps] == [12, 6, 9, 46, 10, 7]


def test_fewer_minutes_than_steps_are_refused() -> None:
    with pytest.raises(ValueError, match="at least as many"):
        fitted(formats()["mini-m"], 5)
