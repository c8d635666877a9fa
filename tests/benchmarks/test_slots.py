"""The company whose hours are measured is what it says, and the measurement tells what was found."""

from __future__ import annotations

from benchmarks.slots import SIZE, make_groups, measure


def test_groups_are_the_same_whenever_they_are_made() -> None:
    made = make_groups(60, 3, 0.2, 0.2, 0.2)

    assert made == make_groups(60, 3, 0.2, 0.2, 0.2)
    assert made != make_groups(60, 4, 0.2, 0.2, 0.2)
    assert {len(group) for group in made} == {SIZE}
    assert {len({who.availability.zone for who in group}) for group in made} == {1, 2, 3, 4}


def test_people_are_as_odd_as_asked() -> None:
    plain, odd = (make_groups(30, 1, share, share, share) for share in (0.0, 1.0))

    kinds = [
        {
            (bool(who.availability.exceptions), bool(who.availability.busy))
            for group in groups
            for who in group
        }
        for groups in (plain, odd)
    ]
    weeks = [len({who.availability.hours for group in groups for who in group}) for groups in (plain, odd)]

    assert kinds == [{(False, False)}, {(True, True)}]
    assert weeks[0] <= 10 < 200 < weeks[1]


def test_a_measurement_tells_what_was_found() -> None:
    told = measure(make_groups(12, 1, 0.1, 0.1, 0.1), 8)

    assert (told["groups"], told["weeks"]) == (12, 8)
    assert int(str(told["fit_all"])) + int(str(told["fit_most"])) == 12
    assert float(str(told["longest_ms"])) >= float(str(told["median_ms"])) > 0
