"""What to do about a group: one act that helps, why, and what else could be done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from minim.engine.sizes import chance_of_quorum, smallest_size
from minim.health.facts import Facts
from minim.health.signals import Signal, Sure, Urgency
from minim.meetings.attendance import QUORUM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CERTAINTY = 0.95
LARGEST = 12
"""A larger group does not give everybody room, however few come."""
TOO_FEW = 0.4
"""With so few coming, more members only make the empty chairs more."""
SMALL = 4


class Act(StrEnum):
    REPAIR = "repair"
    TALK = "talk"
    TRAIN = "train"
    COACH = "coach"
    FIND_TIME = "find-time"
    ADD = "add"
    SWAP = "swap"
    CHANGE_FACILITATOR = "change-facilitator"
    MERGE = "merge"
    DISSOLVE = "dissolve"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Advice:
    """`people` is how many to add, where that is the act."""

    act: Act
    why: str
    people: int = 0


def advice(facts: Facts, found: Sequence[Signal], *, is_pattern: bool = False) -> list[Advice]:
    """Acts that help, the gentlest that is likely to be enough first. Nothing for a group that fares well.

    `is_pattern`: it is known of this group's Facilitator that it goes so in their other groups too.
    """
    by_kind = {signal.kind: signal for signal in found}
    acts = [
        *_promises(facts, by_kind),
        *_words(facts, by_kind),
        *_people(facts, by_kind),
        *_mood(facts, by_kind, is_pattern=is_pattern),
        *_rest(facts, found),
    ]
    return list({one.act: one for one in reversed(acts)}.values())[::-1]


def size_for_quorum(facts: Facts) -> int | None:
    """At which size three people come with 95 of 100 chances, at the attendance seen; None when that is too large."""
    seen = facts.attendance
    if not seen:
        return None
    try:
        wanted = smallest_size(seen, QUORUM, CERTAINTY)
    except ValueError:
        return None
    return wanted if wanted <= LARGEST else None


def _promises(facts: Facts, found: dict[str, Signal]) -> Iterator[Advice]:
    if "breach" in found:
        yield Advice(Act.REPAIR, "Nobody should sit with their own boss. Moving one person is enough.")
    if "leaderless" in found:
        yield Advice(Act.CHANGE_FACILITATOR, "A group without a Facilitator soon stops to meet.")


def _words(facts: Facts, found: dict[str, Signal]) -> Iterator[Advice]:
    if "help" in found:
        yield Advice(Act.TALK, f"{facts.facilitator_name} asked. An answer today is worth three next week.")
    if "no-time" in found:
        yield Advice(Act.FIND_TIME, "A group that has no time to meet is no group yet.")
    if "untrained" in found:
        yield Advice(
            Act.TRAIN, "An hour and a half of training makes the first meetings easier for everybody."
        )


def _people(facts: Facts, found: dict[str, Signal]) -> Iterator[Advice]:
    """Too few come: ask first, then add, then merge, then give the group up."""
    if "no-quorum" not in found and "few-come" not in found:
        return
    seen, wanted = facts.attendance or 0.0, size_for_quorum(facts)
    chance = chance_of_quorum([seen] * facts.size, QUORUM)
    if found.get("no-quorum", found.get("few-come")).sure == Sure.EARLY:  # type: ignore[union-attr]
        yield Advice(Act.TALK, "It was one meeting. Ask what kept people away, before it becomes a habit.")
        return
    if wanted and wanted > facts.size and seen >= TOO_FEW:
        more = wanted - facts.size
        why = (
            f"As people come now, three are there with {round(100 * chance)} of 100 chances. "
            f"With {wanted} members it would be {round(100 * CERTAINTY)}."
        )
        yield Advice(Act.ADD, why, more)
    if facts.size <= SMALL:
        yield Advice(
            Act.MERGE, f"With {facts.size} members one absence is felt. Two small groups make a good one."
        )
    if seen < TOO_FEW and not facts.is_young:
        yield Advice(
            Act.DISSOLVE, "Too few come for more members to help. In other groups they would be missed."
        )
    yield Advice(Act.TALK, "Ask the Facilitator what keeps people away: often it is the hour.")


def _mood(facts: Facts, found: dict[str, Signal], *, is_pattern: bool) -> Iterator[Advice]:
    """It does not go well in there: coach first, change who leads only with reason, give it up last."""
    struggling = found.get("struggling")
    if struggling is None and "hard" not in found:
        return
    if is_pattern:
        why = f"It goes so in other groups of {facts.facilitator_name} too. Coach first; change if it stays."
        yield Advice(Act.COACH, why)
        yield Advice(Act.CHANGE_FACILITATOR, why)
    elif facts.is_young or struggling is None or struggling.sure != Sure.CERTAIN:
        yield Advice(Act.COACH, "The first meetings set the pattern, and a little help now changes much.")
    else:
        yield Advice(Act.SWAP, "It has been so for a while. Two new people change how a group talks.")
        yield Advice(Act.COACH, "Sit down with the Facilitator: what would they do otherwise?")
        if "no-quorum" in found or "few-come" in found:
            why = "People neither come nor find help there. In other groups they could."
            yield Advice(Act.DISSOLVE, why)


def _rest(facts: Facts, found: Sequence[Signal]) -> Iterator[Advice]:
    """Nothing that calls for an act yet: a question to the Facilitator is the most."""
    if not found:
        return
    if max(signal.urgency for signal in found) == Urgency.WATCH:
        yield Advice(Act.WAIT, "It may pass by itself. You will see it here when it does not.")
    yield Advice(
        Act.TALK,
        f"A question to {facts.facilitator_name or 'the group'} costs little and shows that you care.",
    )
