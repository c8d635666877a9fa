"""What an advice becomes on a page: a button that begins the act, a way to a page, or a letter of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.urls import reverse

from minim.assignments.errands import Kind
from minim.health.advice import Act
from minim.health.pooling import FEWEST_GROUPS

if TYPE_CHECKING:
    from minim.health.advice import Advice
    from minim.health.cases import Case

ERRANDS = {
    Act.REPAIR: Kind.REPAIR,
    Act.ADD: Kind.ADD,
    Act.SWAP: Kind.FRESHEN,
    Act.CHANGE_FACILITATOR: Kind.LEAD,
    Act.MERGE: Kind.MERGE,
    Act.DISSOLVE: Kind.DISSOLVE,
}
NEW_FACES = 2
SUBJECT = "How is it going?"
NUMBERS = ("no", "one", "two", "three", "four", "five", "six")


@dataclass(frozen=True, slots=True)
class Way:
    """`errand` is what is asked for with a button, for so many `people`; otherwise `href` leads there."""

    label: str
    icon: str
    why: str
    errand: str = ""
    people: int = 1
    href: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """How the Facilitator is reached: the thread in which they ask for help, else their address; "" when neither."""

    thread: int | None = None
    address: str = ""


def ways(case: Case, reach: Reach) -> list[Way]:
    """What can be done, in the order in which it is advised."""
    return [_way(one, case, reach) for one in case.advice if one.act != Act.WAIT]


def patience(case: Case) -> str:
    """Why nothing has to be done, where that is the advice."""
    return next((one.why for one in case.advice if one.act == Act.WAIT), "")


def about_who_leads(case: Case) -> str:
    """What can be said about whether it is the Facilitator. "" where nobody would ask."""
    if case.facilitator is None or not any(one.kind in ASKED for one in case.signals):
        return ""
    name = case.facilitator_name
    if case.is_pattern:
        return f"It goes so in other groups that {name} leads, too often to be chance."
    if case.until_known:
        return (
            f"It may be bad luck or how {name} leads: nobody can tell yet. "
            f"About {case.until_known} more meetings of each of {name}’s groups would."
        )
    if case.leads < FEWEST_GROUPS:
        known = "no other group" if case.leads <= 1 else "one other group"
        return f"{name} has led {known}, so nobody can tell whether it is the group or who leads it."
    return f"In the other groups that {name} has led it goes otherwise."


ASKED = ("struggling", "no-quorum", "few-come")


def _way(advice: Advice, case: Case, reach: Reach) -> Way:
    people = advice.people or NEW_FACES
    if advice.act == Act.TALK and reach.thread:
        label = f"Answer {case.facilitator_name}"
        return Way(label, "message-circle", advice.why, href=reverse("help:thread", args=[reach.thread]))
    label, icon = _words(advice, case)
    if advice.act in ERRANDS:
        return Way(label, icon, advice.why, ERRANDS[advice.act].value, people)
    return Way(label, icon, advice.why, href=_place(advice.act, case, reach.address))


def _words(advice: Advice, case: Case) -> tuple[str, str]:
    name = case.facilitator_name or "the group"
    count = NUMBERS[advice.people] if advice.people < len(NUMBERS) else str(advice.people)
    return {
        Act.REPAIR: ("Find another seat", "move"),
        Act.ADD: (f"Add {count} {'person' if advice.people == 1 else 'people'}", "user-plus"),
        Act.SWAP: ("Bring two new faces", "shuffle"),
        Act.CHANGE_FACILITATOR: ("Find another Facilitator", "user-check"),
        Act.MERGE: ("Join it with another group", "merge"),
        Act.DISSOLVE: ("End it, and seat everybody elsewhere", "split"),
        Act.TALK: (f"Write to {name}", "mail"),
        Act.TRAIN: ("See the training", "graduation-cap"),
        Act.COACH: ("How to coach", "lightbulb"),
        Act.FIND_TIME: ("Find a time", "calendar-clock"),
    }[advice.act]


def _place(act: Act, case: Case, address: str) -> str:
    if act == Act.TRAIN:
        return reverse("training:people")
    if act == Act.COACH:
        return reverse("guides:guide", args=["watching-health"])
    if act == Act.FIND_TIME:
        return reverse("times:find", args=[case.group])
    return (
        f"mailto:{quote(address)}?subject={quote(SUBJECT)}"
        if address
        else reverse("groups:detail", args=[case.group])
    )
