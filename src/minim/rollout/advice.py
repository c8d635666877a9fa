"""Whether Mini-M is right for a company, for whom in it, and what to mind: the first thing anybody should hear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from minim.rollout.answers import (
    FEW,
    LARGER_SIZE,
    MANY,
    USUAL_SIZE,
    Answers,
    Competition,
    Meets,
    OrganizerFound,
    Sponsor,
    Stage,
    Tried,
    Trust,
)

TOO_FEW = 12
"""With fewer managers nearly everybody shares a chain, and two groups cannot be mixed at all."""
FEWEST_ABOVE = 10
"""Fewer managers of managers make no two groups, and hardly one."""


class Verdict(StrEnum):
    YES = "yes"
    SOME = "some"
    """For some of them, or after something else has been done."""
    NOT_YET = "not-yet"


HEADLINES = {
    Verdict.YES: "Yes, Mini-M fits you.",
    Verdict.SOME: "Yes, with care: begin small, and mend one thing first.",
    Verdict.NOT_YET: "Not yet. Something has to be there first.",
}


@dataclass(frozen=True, slots=True)
class Advice:
    """`headline` answers in one sentence; `for_whom` says who should begin, or what to do instead.

    `reasons` say why it should work, or why not yet; `cautions` what to mend first and to mind on the way.
    """

    verdict: Verdict
    headline: str
    for_whom: str
    reasons: tuple[str, ...]
    cautions: tuple[str, ...]


def advice_for(answers: Answers) -> Advice:
    """Never hides an obstacle behind a reason: whatever would stop a program is said first."""
    obstacles, reservations = tuple(_obstacles(answers)), tuple(_reservations(answers))
    verdict = Verdict.NOT_YET if obstacles else Verdict.SOME if reservations else Verdict.YES
    return Advice(
        verdict,
        HEADLINES[verdict],
        _instead(answers) if obstacles else _for_whom(answers),
        obstacles or tuple(_reasons(answers)),
        (*reservations, *_cautions_about_people(answers), *_cautions_about_places(answers)),
    )


def _obstacles(answers: Answers) -> Iterator[str]:
    if answers.managers < TOO_FEW:
        yield (
            f"With {_managers(answers.managers)} you cannot form two groups in which nobody sits with their own "
            f"chain and the faces are new. It takes about {TOO_FEW} at the very least, and {FEW} to be at ease."
        )
    if answers.stage == Stage.BEFORE_FIT:
        yield (
            "Until your product has found its market, what people do and whom they lead changes every few weeks. "
            "Groups need months to grow, and right now every free hour belongs to finding out what you are."
        )
    if answers.organizer == OrganizerFound.NOBODY:
        yield (
            "There is nobody yet whom managers trust to run it. Without that person people come, and say nothing. "
            "Look for them first; the plan begins there."
        )


def _reservations(answers: Answers) -> Iterator[str]:
    if TOO_FEW <= answers.managers < FEW:
        yield (
            f"{_managers(answers.managers).capitalize()} is tight: two groups, and only if reporting lines allow it. "
            "Ask neighbouring departments, and people who lead without reports, to join."
        )
    if answers.organizer == OrganizerFound.UNSURE:
        yield (
            "You are not sure that managers trust whoever would organize it. Ask five of them in private before "
            "you name anybody, and be ready to choose another."
        )
    if answers.sponsor == Sponsor.NOBODY:
        yield (
            "Nobody in leadership stands behind it yet. It may begin without, but the first busy quarter will "
            "take the hour away. Find one who wants it; the plan shows how."
        )
    if answers.tried == Tried.FAILED:
        yield (
            "Something like this went wrong here before. People remember whether anything got out. Find out what "
            "happened before you announce anything, and say what is different now."
        )
    if answers.trust == Trust.LOW and answers.competition == Competition.HIGH:
        yield (
            "Little trust and much competition: begin with a few groups of people who want it, from parts of the "
            "company that do not compete with each other, and let the rest hear of it from them."
        )


def _reasons(answers: Answers) -> Iterator[str]:
    if answers.managers >= FEW:
        yield (
            f"{_managers(answers.managers).capitalize()} are enough to mix: about {_groups(answers.groups)} in which "
            "nobody sits with anybody of their own chain."
        )
    if answers.trust == Trust.HIGH:
        yield "People trust each other already, so the first meetings will go deep soon."
    if answers.meets != Meets.IN_PERSON:
        yield (
            "Managers who work remotely are more alone with what is hard than others. They gain most from an hour "
            "in which somebody says “I had that too”."
        )
    if answers.zones == 1:
        yield "Everybody works in the same zone, so a fair hour is easy to find."
    if answers.sites > 1:
        yield f"Groups across your {answers.sites} sites make ties that nothing else makes."
    if answers.stage == Stage.GROWING:
        yield "You are growing, so many lead for the first time. They learn fastest from each other."
    if answers.tried == Tried.WORKED:
        yield "It has worked here before. Ask those who were there to lead the first groups."
    if answers.sponsor in (Sponsor.CEO, Sponsor.HEAD):
        yield "Somebody senior wants it, so that the hour survives a busy quarter."
    if answers.organizer == OrganizerFound.TRUSTED:
        yield "You have somebody whom managers trust to run it, which is what matters most."


def _cautions_about_people(answers: Answers) -> Iterator[str]:
    holds = answers.conditions
    if 0 < answers.managers_of_managers < FEWEST_ABOVE:
        yield (
            "You have only a handful of managers of managers, too few for groups of their own. Let them begin "
            "later, together with those of a neighbouring part of the company; never seat them with their reports."
        )
    elif "managers-of-managers" in holds:
        yield (
            f"Managers of managers come less often and take longer to be frank. Let them meet among themselves, in "
            f"groups of about {LARGER_SIZE} instead of {USUAL_SIZE}, and do not judge the program by them."
        )
    if "low-trust" in holds:
        yield (
            "People are careful with each other here. Give the first three meetings twice the care: a Facilitator "
            "who goes first with something unfinished, the whole first hour for the agreement, and a kind word the "
            "first time somebody shows off or puts somebody down."
        )
    if answers.sponsor == Sponsor.PEOPLE:
        yield (
            "When it comes from PeopleOps, some will take it for a measure. Let a leader of their own announce it, "
            "and say that PeopleOps never learns what is said in a group."
        )
    if answers.tried == Tried.FADED:
        yield "It faded away once. Watch who comes in the first six weeks, and end a tired group early."
    if "many-managers" in holds:
        yield f"More than {MANY} at once is more than one can watch. Begin with a part, and let the others follow."


def _cautions_about_places(answers: Answers) -> Iterator[str]:
    holds = answers.conditions
    if "remote" in holds:
        yield (
            "By video: cameras on, recording and transcripts off for good, each at their own screen and out of "
            "earshot. Leave a few minutes for nothing in particular; that is what remote managers miss."
        )
    if "in-person" in holds:
        yield (
            "In person: a room with a door that closes and no glass at the height of a face. What stands on a "
            "whiteboard can be read from the corridor, and by whoever comes next."
        )
    if answers.meets == Meets.MIXED:
        yield "A group meets in one way: all in a room, or all at their own screens. Half and half divides it."
    if answers.zones > 1:
        yield f"{answers.zones} zones: keep a group within a few hours, and take turns with early and late ones."


def _for_whom(answers: Answers) -> str:
    if answers.managers > MANY:
        return (
            "Begin with forty to a hundred managers who lead teams, from several departments; then the rest of "
            f"your {answers.managers:,}."
        )
    if answers.levels > 1:
        return (
            "Begin with those who lead teams. Those who lead managers form groups of their own, and may follow "
            "once the first have set."
        )
    return "For everybody who leads a team. All of them are about level, which is just what a group needs."


def _instead(answers: Answers) -> str:
    if answers.managers < TOO_FEW:
        return (
            "Meanwhile let two or three managers meet as a pair or a trio, or join with another company of your "
            "size. Come back when you have grown."
        )
    if answers.stage == Stage.BEFORE_FIT:
        return "Meanwhile a walk of two managers every other week does much of the good, and costs nothing to stop."
    return "The plan shows how to find the Organizer. Do its first step, and answer again."


def _managers(number: int) -> str:
    return "one manager" if number == 1 else f"{number:,} managers"


def _groups(number: int) -> str:
    return "one group" if number == 1 else f"{number:,} groups"
