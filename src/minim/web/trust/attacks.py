"""What we tried against our own promises, told without the engineering. Each line is a test; the command repeats it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Attempt:
    tried: str
    ended: str


@dataclass(frozen=True)
class Trial:
    title: str
    assumed: str
    attempts: tuple[Attempt, ...]
    commands: tuple[str, ...]


RUN = ".venv/bin/python -m pytest"

ROOM = Trial(
    "Against what is said in a meeting",
    "We let the server lie in every way we could think of, and gave the attacker every secret on it.",
    (
        Attempt(
            "Read a note: on its way, in the database, in a backup.",
            "Unreadable. No key to it ever leaves the browsers of those present.",
        ),
        Attempt(
            "Slip a listener into the room, under no name or under a colleague’s.",
            "Refused by every browser, or everybody sees five other words than before.",
        ),
        Attempt(
            "Show half the group one room and the other half another.",
            "Refused where somebody saw both; otherwise the five words differ.",
        ),
        Attempt(
            "Read on after having left the group.",
            "Every change of people makes a new key, which the leaver does not get.",
        ),
        Attempt(
            "Put words into somebody’s mouth, bring an old note back, move it to another card.",
            "Refused: each note is signed, numbered and bound to its place.",
        ),
        Attempt(
            "Open an old meeting later, with the laptops of everybody who was there.",
            "The keys are gone with the meeting, so nothing is left that opens it.",
        ),
        Attempt(
            "Come with a browser that cannot encrypt.",
            "It stays outside and says so. There is no way to write in the clear.",
        ),
    ),
    (f"{RUN} tests/web/room -k an_attack_is_refused", f"{RUN} tests/web/room"),
)
REPORT = Trial(
    "Against a report to PeopleOps",
    "We hid a word nobody else uses in every field, also in the reporter’s name, and went looking for it.",
    (
        Attempt(
            "Search the database, its journal, the log and the mails for that word.",
            "Not there. The name of whoever signs a report is inside the seal too.",
        ),
        Attempt(
            "Let whoever was left out open it, or notice it in a number.",
            "They have no key to it, and to them the list is as if it did not exist.",
        ),
        Attempt(
            "Look for it as Organizer, Facilitator and administrator, on every page.",
            "Nothing: no page, no letter, no count, no line in a log.",
        ),
        Attempt(
            "Make the browser show who it is while it sends.",
            "The server turns such a request away unread.",
        ),
        Attempt(
            "Put in another key under a recipient’s name.",
            "The five words change, here and on the page where one writes.",
        ),
        Attempt(
            "Change a report, send it twice, move an answer, pass a meeting’s note off as a report.",
            "Refused.",
        ),
    ),
    (f"{RUN} tests/web/serious tests/reports",),
)
POLL = Trial(
    "Against an answer to a poll",
    "We gave the attacker every page of every role, every copy of the database, and time to compare.",
    (
        Attempt(
            "Work out one person’s answer from what is told, also by joining, leaving and comparing.",
            "Each of the five stays possible for everybody: we tried every combination, for four to nine people.",
        ),
        Attempt(
            "Find out who has answered: on a page, in a log, from what it costs to show.",
            "Every page is the same before and after, to the byte.",
        ),
        Attempt(
            "Tie an answer to a person by the order of rows, by what databases keep behind, by copy after copy.",
            "No better than dice.",
        ),
        Attempt(
            "Answer twice, too late, for another group, or with a ballot of one’s own making.",
            "Refused.",
        ),
        Attempt(
            "Ask a group about one sentence, and send another up.",
            "No browser offers a yes to what it has not opened itself.",
        ),
    ),
    (
        f"{RUN} tests/pulse tests/web/pulse",
        f"{RUN} tests/meetings/test_proposal.py tests/web/room/test_theme.py",
    ),
)
WHO_SITS = Trial(
    "Against the safety of a group",
    "We asked for every page there is, as everybody there could be.",
    (
        Attempt(
            "Open each address of minim as each kind of person, for their own things and for others’.",
            "What is not yours is not found, as if it had never been there.",
        ),
        Attempt(
            "Seat somebody with their manager, by hand or by a new reporting line.",
            "Refused when a seat is given, and named when reporting lines change.",
        ),
    ),
    (f"{RUN} tests/test_doors.py", f"{RUN} tests/groups tests/assignments"),
)
