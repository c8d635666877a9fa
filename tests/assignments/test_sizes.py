"""How large groups must be, and how many that makes."""

from __future__ import annotations

import pytest

from minim.assignments.sizes import bounds, share_out, smallest_group


def test_the_smallest_group_for_three_to_come() -> None:
    sizes = {attendance: smallest_group(attendance) for attendance in (0.9, 0.8, 0.7, 0.6, 0.5, 0.4)}

    assert sizes == {0.9: 5, 0.8: 6, 0.7: 7, 0.6: 8, 0.5: 11, 0.4: 14}


def test_everybody_is_shared_out_within_the_bounds() -> None:
    shared = share_out(216, 5, 8)

    assert (shared.groups, shared.sizes) == (33, {7: 18, 6: 15})
    assert sum(size * groups for size, groups in shared.sizes.items()) == 216


def test_expected_attendance_decides_the_bounds() -> None:
    assert bounds(5, 8, 0.7) == (7, 10, 7.0)
    assert share_out(70, 5, 8, 0.7).sizes == {7: 10}


@pytest.mark.parametrize("people", [0, 4, 9, 11])
def test_some_numbers_fit_no_groups(people: int) -> None:
    assert share_out(people, 6, 8).groups == (0 if people < 6 or 8 < people < 12 else 1)


def test_impossible_numbers_are_answered_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="Group sizes run from"):
        bounds(8, 5, None)
