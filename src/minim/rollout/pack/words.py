"""How days, hours and people are called in everything the pack holds."""

from __future__ import annotations

from datetime import date

from minim.playbook import PlanRole
from minim.rollout.answers import Answers

ROLES = {
    PlanRole.SPONSOR: "Sponsor",
    PlanRole.ORGANIZER: "Organizer",
    PlanRole.PEOPLE_OPS: "PeopleOps",
    PlanRole.FACILITATOR: "Facilitator",
    PlanRole.PARTICIPANT: "Participant",
}
ABOUT_ROLES = {
    PlanRole.SPONSOR: (
        "You want this for your managers, and you keep the hour safe. "
        "It takes little of your time and all of your word."
    ),
    PlanRole.ORGANIZER: (
        "You bring the right people together, watch how the groups are, and change what does not work. "
        "Managers trust you with it."
    ),
    PlanRole.PEOPLE_OPS: "You receive what cannot stay in a room, and nothing else.",
    PlanRole.FACILITATOR: "You hold one group: its time, its tone, and the door for whoever is quiet.",
    PlanRole.PARTICIPANT: "You come, bring what is really on your mind, and listen to what is on the minds of others.",
}
LITTLE = 120
TITLE = "A Mini-M program of your own"
SHELVES = {
    "organizer": "For Organizers",
    "facilitator": "For Facilitators",
    "participant": "For Participants",
}


def day(on: date) -> str:
    """“Mon 11 January”."""
    return f"{on:%a} {on.day} {on:%B}"


def short_day(on: date) -> str:
    """“11 Jan”."""
    return f"{on.day} {on:%b}"


def days(first: date, last: date) -> str:
    """“11 to 13 January”, “29 January to 2 February”, or one day."""
    if first == last:
        return f"{first.day} {first:%B}"
    begin = (
        f"{first.day}" if (first.year, first.month) == (last.year, last.month) else f"{first.day} {first:%B}"
    )
    return f"{begin} to {last.day} {last:%B}"


def full_day(on: date) -> str:
    """“11 January 2027”."""
    return f"{on.day} {on:%B} {on.year}"


def spent(minutes: int) -> str:
    """“45 minutes”, “1 hour 30”."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} minutes"
    return f"{hours} hour{'s' if hours > 1 else ''}" + (f" {rest:02}" if rest else "")


def altogether(minutes: int) -> str:
    """“about 27 hours”; exact where it is little."""
    return spent(minutes) if minutes <= LITTLE else f"about {round(minutes / 60)} hours"


def for_company(answers: Answers) -> str:
    """“For 80 managers in about 12 groups”."""
    groups = "one group" if answers.groups == 1 else f"about {answers.groups:,} groups"
    return f"For {answers.managers:,} manager{'s' if answers.managers != 1 else ''} in {groups}"


def span(first: date, last: date) -> str:
    """“11 January 2027 to 24 June 2027”."""
    return f"{full_day(first)} to {full_day(last)}"


def lowered(sentence: str) -> str:
    """A sentence that goes on after “Done when”."""
    return sentence[:1].lower() + sentence[1:]
