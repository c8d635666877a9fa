"""Signals: what is wrong in a group, since when, from what one knows it, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import timedelta
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Any

from minim.health.facts import LATELY, Facts
from minim.meetings.afterword import Mood
from minim.meetings.attendance import QUORUM
from minim.pulse.bands import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date


class Urgency(IntEnum):
    WATCH = 1
    SOON = 2
    NOW = 3


class Sure(StrEnum):
    CERTAIN = "certain"
    LIKELY = "likely"
    EARLY = "early"
    """Said of one meeting or one word. It may be nothing, and costs little to ask."""


@dataclass(frozen=True, slots=True)
class Signal:
    """`since` is the day of the first thing seen; `source` says in one sentence from what it is known."""

    kind: str
    urgency: Urgency
    since: date
    source: str
    sure: Sure


def threshold(default: float, low: float, high: float, label: str, words: str, *, share: bool = False) -> Any:
    """A number an Organizer may choose between `low` and `high`; a `share` is shown in per cent."""
    return field(
        default=default, metadata={"low": low, "high": high, "label": label, "words": words, "share": share}
    )


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When something is a signal. An Organizer may change each within its bounds."""

    empty_meetings: float = threshold(
        2,
        1,
        4,
        "Meetings with fewer than three",
        "So many of the last four are too many. One of the first three always is.",
    )
    low_attendance: float = threshold(
        0.5,
        0.2,
        0.9,
        "Members who come",
        "Fewer than this, over the last four meetings, are few.",
        share=True,
    )
    falling: float = threshold(
        0.2, 0.05, 0.5, "A fall", "By so much the share who come has fallen.", share=True
    )
    cancelled: float = threshold(
        2, 1, 4, "Meetings called off", "So many within the time of the last four are too many."
    )
    unnoted: float = threshold(
        2, 1, 5, "Meetings of which nobody noted who came", "So many in a row, and perhaps nobody met."
    )
    days_without_time: float = threshold(
        14, 3, 60, "Days without a time", "After so many a new group should have a time to meet."
    )
    hard_words: float = threshold(
        2, 1, 3, "Hard meetings", "So many of the last three, by the Facilitator’s own word."
    )
    days_of_a_word: float = threshold(
        30, 7, 120, "Days for which a word counts", "What a Facilitator said of a meeting is old after that."
    )
    mixed_rounds: float = threshold(
        3, 2, 6, "Polls that were not good", "So many in a row. One that says struggling always counts."
    )

    @classmethod
    def of(cls, chosen: Mapping[str, float]) -> Thresholds:
        """What an Organizer chose, as far as it is within bounds; the default of everything else."""
        known = {one.name: one.metadata for one in fields(cls)}
        return cls(
            **{
                name: value
                for name, value in chosen.items()
                if name in known and known[name]["low"] <= value <= known[name]["high"]
            }
        )


DEFAULTS = Thresholds()


def signals(facts: Facts, today: date, limits: Thresholds = DEFAULTS) -> list[Signal]:
    """Everything that is wrong, the most pressing first. A group that fares well has none."""
    found = [
        *_promises(facts, today),
        *_meeting_at_all(facts, today, limits),
        *_quorum(facts, limits),
        *_attendance(facts, limits),
        *_polls(facts, limits),
        *_words(facts, today, limits),
    ]
    return sorted(found, key=lambda one: (-one.urgency, one.since, one.kind))


def _promises(facts: Facts, today: date) -> Iterator[Signal]:
    if facts.is_breaching:
        source = "Somebody sits there with a person of their own management chain."
        yield Signal("breach", Urgency.NOW, today, source, Sure.CERTAIN)
    if facts.facilitator is None:
        yield Signal("leaderless", Urgency.NOW, today, "Nobody leads this group.", Sure.CERTAIN)
    elif not facts.is_trained:
        urgency = Urgency.SOON if facts.is_young else Urgency.WATCH
        source = f"{facts.facilitator_name} has not finished the training for Facilitators."
        yield Signal("untrained", urgency, facts.opened_on, source, Sure.CERTAIN)


def _meeting_at_all(facts: Facts, today: date, limits: Thresholds) -> Iterator[Signal]:
    waited = (today - facts.opened_on).days
    if not facts.has_time and waited >= limits.days_without_time:
        since = facts.held[-1].on if facts.held else facts.opened_on
        known = f"{(today - since).days} days without a next meeting."
        yield Signal("no-time", Urgency.SOON, since, known, Sure.CERTAIN)
    if facts.unnoted >= limits.unnoted:
        since = facts.held[-1].on if facts.held else facts.opened_on
        known = f"Nobody noted who came to the last {_number(facts.unnoted)} meetings, if anybody did."
        yield Signal("unnoted", Urgency.SOON, since, known, Sure.LIKELY)
    begun = facts.held[-LATELY].on if len(facts.held) >= LATELY else facts.opened_on
    lately = [day for day in facts.cancelled if day >= begun]
    if len(lately) >= limits.cancelled:
        known = f"{len(lately)} meetings were called off since {_said_day(begun)}."
        yield Signal("called-off", Urgency.SOON, lately[0], known, Sure.LIKELY)


def _quorum(facts: Facts, limits: Thresholds) -> Iterator[Signal]:
    lately = facts.held[-LATELY:]
    empty = [one for one in lately if not one.is_quorate]
    if not empty:
        return
    where = f"{len(empty)} of the last {len(lately)} meetings" if len(lately) > 1 else "the first meeting"
    known = f"Fewer than {_number(QUORUM)} people came to {where}."
    if facts.is_young:
        sure = Sure.LIKELY if len(empty) > 1 else Sure.EARLY
        yield Signal("no-quorum", Urgency.NOW, empty[0].on, known, sure)
    elif len(empty) >= limits.empty_meetings:
        yield Signal("no-quorum", Urgency.NOW, empty[0].on, known, Sure.CERTAIN)
    else:
        yield Signal("no-quorum", Urgency.WATCH, empty[0].on, known, Sure.EARLY)


def _attendance(facts: Facts, limits: Thresholds) -> Iterator[Signal]:
    now = facts.attendance
    if now is None or len(facts.held) < QUORUM:
        return
    lately, before = facts.held[-LATELY:], facts.held[:-LATELY]
    if now < limits.low_attendance:
        known = f"About {_percent(now)} of the members come."
        yield Signal("few-come", Urgency.SOON, lately[0].on, known, Sure.LIKELY)
    if len(before) >= LATELY:
        then = sum(one.share for one in before) / len(before)
        if then - now >= limits.falling:
            known = f"It was {_percent(then)} of the members, and is {_percent(now)}."
            yield Signal("falling", Urgency.WATCH, lately[0].on, known, Sure.LIKELY)
    if facts.stopped:
        known = f"{_people(facts.stopped)} missed the last three meetings."
        yield Signal("stopped", Urgency.WATCH, facts.held[-3].on, known, Sure.LIKELY)


def _polls(facts: Facts, limits: Thresholds) -> Iterator[Signal]:
    told = [one for one in facts.polled if one.level != Level.NOT_ENOUGH]
    if not told:
        return
    in_a_row = _last_run(told, lambda one: one.level == Level.STRUGGLING)
    not_good = _last_run(told, lambda one: one.level != Level.WELL)
    if in_a_row:
        sure = Sure.CERTAIN if len(in_a_row) > 1 else Sure.LIKELY
        known = "Its last poll says that it is struggling."
        if len(in_a_row) > 1:
            known = f"Its last {len(in_a_row)} polls say that it is struggling."
        yield Signal("struggling", Urgency.NOW, in_a_row[0].on, known, sure)
    elif len(not_good) >= limits.mixed_rounds:
        known = f"None of its last {len(not_good)} polls was good."
        yield Signal("mixed", Urgency.WATCH, not_good[0].on, known, Sure.LIKELY)


def _words(facts: Facts, today: date, limits: Thresholds) -> Iterator[Signal]:
    since = today - timedelta(days=limits.days_of_a_word)
    lately = [one for one in facts.said if one.on >= since][-3:]
    if lately and lately[-1].word == Mood.HELP:
        known = f"{facts.facilitator_name} asks for help."
        yield Signal("help", Urgency.NOW, lately[-1].on, known, Sure.CERTAIN)
        return
    hard = [one for one in lately if one.word != Mood.GOOD]
    if len(hard) >= limits.hard_words:
        known = f"{facts.facilitator_name} found {len(hard)} of the last {len(lately)} meetings hard."
        yield Signal("hard", Urgency.SOON, hard[0].on, known, Sure.LIKELY)


def _last_run(told: Sequence[Any], holds: Any) -> list[Any]:
    """The newest ones in a row for which it holds."""
    run: list[Any] = []
    for one in reversed(told):
        if not holds(one):
            break
        run.insert(0, one)
    return run


def _number(count: int) -> str:
    return ["no", "one", "two", "three", "four", "five"][count] if count <= 5 else str(count)


def _people(count: int) -> str:
    return "One member" if count == 1 else f"{_number(count).capitalize()} members"


def _percent(share: float) -> str:
    return f"{round(20 * share) * 5} %"


def _said_day(day: date) -> str:
    return f"{day.day} {day:%B}"
