"""Wishes in words."""

from __future__ import annotations

from minim.assignments.wishes import IMPORTANCE, WISHES, importance, usual_importance, weight, weights


def test_untouched_sliders_keep_exactly_the_usual_weights() -> None:
    usual = {wish: usual_importance(wish) for wish in WISHES}

    assert weights(usual) == {}
    assert {wish: weight(wish, place) for wish, place in usual.items()} == {
        name: wish.weight for name, wish in WISHES.items()
    }


def test_what_was_said_is_read_back() -> None:
    for wish in WISHES:
        for place in range(len(IMPORTANCE)):
            assert importance(wish, weights({wish: place})) == place


def test_the_usual_order_is_the_order_of_the_house() -> None:
    words = {
        wish: IMPORTANCE[usual_importance(wish)]
        for wish in ("same-manager", "earlier-groupmates", "same-department", "same-location")
    }

    assert words == {
        "same-manager": "matters most",
        "earlier-groupmates": "matters much",
        "same-department": "matters",
        "same-location": "matters a little",
    }


def test_what_matters_most_weighs_about_as_much_as_the_heaviest_wish() -> None:
    assert 50 <= weight("same-location", 5) <= 200
