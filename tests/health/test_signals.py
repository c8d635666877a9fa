"""What is wrong in a group, told by examples, and what to do about it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minim.engine.sizes import chance_of_quorum
from minim.health.advice import CERTAINTY, Act, advice, size_for_quorum
from minim.health.facts import Facts, Held, Polled, Said
from minim.health.signals import DEFAULTS, Signal, Sure, Thresholds, Urgency, signals
from minim.meetings.afterword import Mood
from minim.meetings.attendance import QUORUM
from minim.pulse.bands import Level

TODAY = date(2027, 6, 28)
WELL, MIXED, STRUGGLING, UNKNOWN = Level.WELL, Level.MIXED, Level.STRUGGLING, Level.NOT_ENOUGH


def came(*counts: int, seats: int = 7, first: int = 1) -> tuple[Held, ...]:
    """Meetings every two weeks, the last a week ago."""
    days = [TODAY - timedelta(days=7 + 14 * back) for back in range(len(counts))][::-1]
    return tuple(
        Held(day, first + at, count, seats) for at, (day, count) in enumerate(zip(days, counts, strict=True))
    )


def polled(*levels: Level) -> tuple[Polled, ...]:
    return tuple(
        Polled(TODAY - timedelta(days=30 * back), level) for back, level in enumerate(reversed(levels))
    )[::-1]


def said(*words: Mood, ago: int = 7) -> tuple[Said, ...]:
    return tuple(Said(TODAY - timedelta(days=ago + back), word) for back, word in enumerate(reversed(words)))[
        ::-1
    ]


def ago(*days: int) -> tuple[date, ...]:
    return tuple(TODAY - timedelta(days=one) for one in days)


def alder(**facts: Any) -> Facts:
    """Fay's group of seven, which has met for half a year, with nothing wrong."""
    usual: dict[str, Any] = {
        "group": 1,
        "name": "Alder",
        "program": 1,
        "opened_on": TODAY - timedelta(days=180),
        "size": 7,
        "facilitator": 2,
        "facilitator_name": "Fay",
        "held": came(6, 5, 6, 6, 5, 6, 6, 5),
    }
    return Facts(**usual | facts)


YOUNG = {"opened_on": TODAY - timedelta(days=20)}
CERTAIN, LIKELY, EARLY = Sure.CERTAIN, Sure.LIKELY, Sure.EARLY
NOW, SOON, WATCH = Urgency.NOW, Urgency.SOON, Urgency.WATCH

EXAMPLES: list[tuple[str, dict[str, Any], list[tuple[str, Urgency, Sure]]]] = [
    ("all is well", {}, []),
    ("all is well, by every poll", {"polled": polled(WELL, MIXED, WELL)}, []),
    ("a boss", {"is_breaching": True}, [("breach", NOW, CERTAIN)]),
    ("nobody leads", {"facilitator": None}, [("leaderless", NOW, CERTAIN)]),
    ("not trained", {"is_trained": False}, [("untrained", WATCH, CERTAIN)]),
    (
        "not trained, and young",
        {"is_trained": False, "held": (), **YOUNG},
        [("untrained", SOON, CERTAIN)],
    ),
    (
        "no time after three weeks",
        {"has_time": False, "held": (), **YOUNG},
        [("no-time", SOON, CERTAIN)],
    ),
    (
        "no time in the first week",
        {"has_time": False, "held": (), "opened_on": TODAY - timedelta(days=6)},
        [],
    ),
    (
        "called off twice",
        {"cancelled": ago(40, 20)},
        [("called-off", SOON, LIKELY)],
    ),
    ("called off long ago", {"cancelled": ago(140, 120)}, []),
    ("nobody notes who came", {"unnoted": 2}, [("unnoted", SOON, LIKELY)]),
    ("two at the first meeting", {"held": came(2), **YOUNG}, [("no-quorum", NOW, EARLY)]),
    (
        "two at two of the first three",
        {"held": came(5, 2, 2), **YOUNG},
        [("few-come", SOON, LIKELY), ("no-quorum", NOW, LIKELY)],
    ),
    ("one bad meeting after many", {"held": came(6, 5, 6, 6, 5, 2)}, [("no-quorum", WATCH, EARLY)]),
    ("two of the last four", {"held": came(6, 5, 6, 2, 5, 2)}, [("no-quorum", NOW, CERTAIN)]),
    ("half of them come", {"held": came(3, 3, 3, 3, 3)}, [("few-come", SOON, LIKELY)]),
    ("it falls", {"held": came(7, 7, 7, 7, 5, 5, 4, 5)}, [("falling", WATCH, LIKELY)]),
    ("one has stopped", {"stopped": 1}, [("stopped", WATCH, LIKELY)]),
    ("struggling once", {"polled": polled(WELL, STRUGGLING)}, [("struggling", NOW, LIKELY)]),
    (
        "struggling twice",
        {"polled": polled(STRUGGLING, UNKNOWN, STRUGGLING)},
        [("struggling", NOW, CERTAIN)],
    ),
    ("struggling, and well again", {"polled": polled(STRUGGLING, WELL)}, []),
    ("never good", {"polled": polled(MIXED, MIXED, MIXED)}, [("mixed", WATCH, LIKELY)]),
    ("nobody may know", {"polled": polled(UNKNOWN, UNKNOWN)}, []),
    ("asks for help", {"said": said(Mood.GOOD, Mood.HELP)}, [("help", NOW, CERTAIN)]),
    ("asked long ago", {"said": said(Mood.HELP, ago=60)}, []),
    ("asked, and it went well since", {"said": said(Mood.HELP, Mood.GOOD)}, []),
    ("hard twice", {"said": said(Mood.HARD, Mood.GOOD, Mood.HARD)}, [("hard", SOON, LIKELY)]),
]


@pytest.mark.parametrize(
    ("facts", "expected"), [one[1:] for one in EXAMPLES], ids=[one[0] for one in EXAMPLES]
)
def test_what_is_wrong(facts: dict[str, Any], expected: list[tuple[str, Urgency, Sure]]) -> None:
    found = signals(alder(**facts), TODAY)

    assert sorted((one.kind, one.urgency, one.sure) for one in found) == sorted(expected)


def test_each_says_since_when_and_from_what() -> None:
    facts = alder(held=came(6, 5, 6, 2, 5, 2), polled=polled(STRUGGLING, STRUGGLING))

    assert signals(facts, TODAY) == [
        Signal(
            "no-quorum",
            NOW,
            facts.held[3].on,
            "Fewer than three people came to 2 of the last 4 meetings.",
            Sure.CERTAIN,
        ),
        Signal(
            "struggling", NOW, facts.polled[0].on, "Its last 2 polls say that it is struggling.", Sure.CERTAIN
        ),
    ]


def test_of_one_meeting_it_says_that_it_was_the_first() -> None:
    (found,) = signals(alder(held=came(2), **YOUNG), TODAY)

    assert found.source == "Fewer than three people came to the first meeting."


ADVICE: list[tuple[str, dict[str, Any], list[Act]]] = [
    ("all is well", {}, []),
    ("a boss", {"is_breaching": True}, [Act.REPAIR, Act.TALK]),
    ("asks for help", {"said": said(Mood.HELP)}, [Act.TALK]),
    ("no time", {"has_time": False, "held": (), **YOUNG}, [Act.FIND_TIME, Act.TALK]),
    ("two at the first meeting", {"held": came(2), **YOUNG}, [Act.TALK]),
    ("too few, and more would do", {"held": came(4, 2, 4, 2, seats=6), "size": 6}, [Act.ADD, Act.TALK]),
    ("four members", {"held": came(2, 2, 3, 2, seats=4), "size": 4}, [Act.ADD, Act.MERGE, Act.TALK]),
    ("hardly anybody comes", {"held": came(2, 1, 2, 2)}, [Act.DISSOLVE, Act.TALK]),
    ("struggling once", {"polled": polled(STRUGGLING)}, [Act.COACH, Act.TALK]),
    ("struggling for long", {"polled": polled(STRUGGLING, STRUGGLING)}, [Act.SWAP, Act.COACH, Act.TALK]),
    ("one has stopped", {"stopped": 1}, [Act.WAIT, Act.TALK]),
]


@pytest.mark.parametrize(("facts", "expected"), [one[1:] for one in ADVICE], ids=[one[0] for one in ADVICE])
def test_what_helps(facts: dict[str, Any], expected: list[Act]) -> None:
    group = alder(**facts)

    assert [one.act for one in advice(group, signals(group, TODAY))] == expected


def test_who_leads_is_changed_only_where_it_is_a_pattern() -> None:
    group = alder(polled=polled(STRUGGLING, STRUGGLING))
    found = signals(group, TODAY)

    assert Act.CHANGE_FACILITATOR in [one.act for one in advice(group, found, is_pattern=True)]
    assert Act.CHANGE_FACILITATOR not in [one.act for one in advice(group, found)]


@given(st.lists(st.integers(0, 9), min_size=4, max_size=12), st.integers(3, 12))
def test_as_many_are_added_as_make_a_quorum_nearly_certain(counts: list[int], size: int) -> None:
    group = alder(held=came(*counts, seats=size), size=size)

    for one in advice(group, signals(group, TODAY)):
        if one.act == Act.ADD:
            share = group.attendance or 0
            assert size_for_quorum(group) == size + one.people
            assert chance_of_quorum([share] * (size + one.people), QUORUM) >= CERTAINTY
            assert chance_of_quorum([share] * (size + one.people - 1), QUORUM) < CERTAINTY


@given(
    st.lists(st.integers(0, 9), max_size=12),
    st.lists(st.sampled_from(list(Level)), max_size=5),
    st.lists(st.sampled_from(list(Mood)), max_size=5),
    st.integers(0, 3),
    st.booleans(),
)
def test_whoever_is_told_of_something_is_told_what_to_do(
    counts: list[int], levels: list[Level], words: list[Mood], stopped: int, trained: bool
) -> None:
    group = alder(
        held=came(*counts),
        polled=polled(*levels),
        said=said(*words),
        stopped=stopped if len(counts) > 2 else 0,
        is_trained=trained,
    )
    found = signals(group, TODAY)

    assert bool(found) == bool(advice(group, found))
    assert [one.urgency for one in found] == sorted((one.urgency for one in found), reverse=True)


def test_an_organizer_chooses_when_something_is_a_signal() -> None:
    stricter = Thresholds.of({"low_attendance": 0.9, "empty_meetings": 99, "unknown": 1})

    assert stricter.low_attendance == 0.9
    assert stricter.empty_meetings == DEFAULTS.empty_meetings
    assert [one.kind for one in signals(alder(), TODAY, stricter)] == ["few-come"]
