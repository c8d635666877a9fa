from __future__ import annotations

from minim.roster.levels import choose_levels

LINES = {"top": None, "mid": "top", "low": "mid", "other": "mid"}


def test_a_column_that_agrees_with_the_lines_is_taken() -> None:
    found = choose_levels(LINES, {"top": 9, "mid": 5, "low": 2})

    assert (found.source, found.of) == ("column", {"top": 9, "mid": 5, "low": 2})


def test_a_column_in_which_one_is_the_top_is_turned_around() -> None:
    found = choose_levels(LINES, {"top": 1, "mid": 2, "low": 4})

    assert (found.source, found.of) == ("column-from-top", {"top": 4, "mid": 3, "low": 1})
    assert "1 is the top" in found.sentence


def test_one_missing_level_is_enough_to_count_from_the_tree() -> None:
    found = choose_levels(LINES, {"top": 9, "mid": None, "low": 2})

    assert (found.source, found.of) == ("tree", {"top": 2, "mid": 1, "low": 0})


def test_a_column_that_contradicts_the_lines_is_not_believed() -> None:
    found = choose_levels(LINES, {"top": 5, "mid": 9, "low": 2, "other": 2})

    assert found.source == "tree"


def test_a_few_exceptions_do_not_turn_a_column_around() -> None:
    lines = {"top": None} | {f"p{number}": "top" for number in range(20)}
    given = {"top": 9} | {f"p{number}": 12 if number == 3 else 5 for number in range(20)}

    assert choose_levels(lines, given).source == "column"


def test_the_lines_are_followed_over_people_without_a_level() -> None:
    assert choose_levels(LINES, {"top": 1, "low": 2}).source == "column-from-top"


def test_people_whom_the_lines_do_not_know_stand_at_the_bottom() -> None:
    assert choose_levels({}, {"alone": None}).of == {"alone": 0}


def test_equal_levels_are_no_contradiction() -> None:
    assert choose_levels(LINES, {"mid": 3, "low": 3}).source == "column"
