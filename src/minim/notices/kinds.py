"""Every kind of letter: what it is for, whether one may do without it, and which facts its words may use."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Form(StrEnum):
    """How a fact is put into words."""

    TEXT = "text"
    """One line; nothing in it becomes Markdown."""
    NAMES = "names"
    """A list, shown as one says it: Ana, Bo and Cy."""
    YES_NO = "yes-no"
    """For {% if … %}."""
    CODE = "code"
    """Letters, digits and hyphens, shown as they are."""
    PLACE = "place"
    """A line of text; an address of a page becomes a link."""
    ADDRESS = "address"
    """An address of a page."""
    LETTERS = "letters"
    """Letters that were gathered, each with a subject and a body."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A fact. Only an `outside` one may stand in a subject, where others read over one's shoulder; words without a
    `needed` one would leave their reader helpless."""

    name: str
    meaning: str
    example: Any
    form: Form = Form.TEXT
    needed: bool = False
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of letter. `title` is what an Organizer calls it, `says_when` tells when it leaves.

    An `optional` kind can be unsubscribed. A `gathered` one comes in the digest, for those who want one. An `urgent`
    one knows no night. A `confided` one is never listed: that it was written would tell on its reader.
    """

    name: str
    title: str
    says_when: str
    variables: tuple[Variable, ...]
    optional: bool = False
    gathered: bool = False
    urgent: bool = False
    confided: bool = False

    @property
    def facts(self) -> tuple[Variable, ...]:
        """All the variables there are: its own and those of every letter."""
        return (*EVERYWHERE, *self.variables)

    @property
    def examples(self) -> dict[str, Any]:
        return {variable.name: variable.example for variable in self.facts}


class UnknownKind(LookupError):
    """There is no letter of this kind."""


DIGEST = "digest"
REMINDER = "reminder"
LOOK_IN = "look-in"
POLL_OPEN = "poll-open"
HELP = "help"
ANNOUNCEMENT, INVITATION, INVITATION_TO_LEAD = "announcement", "invitation", "invitation-to-lead"
KICK_OFF, BEFORE_FIRST, RETROSPECTIVE, THANKS = (
    "kick-off",
    "before-the-first-meeting",
    "retrospective",
    "thanks",
)
TO_MANY = (
    ANNOUNCEMENT,
    INVITATION,
    INVITATION_TO_LEAD,
    KICK_OFF,
    BEFORE_FIRST,
    RETROSPECTIVE,
    THANKS,
)
"""What an Organizer sends to many, when the moment has come; the others leave by themselves."""

_NAME = Variable("name", "the name of whoever reads the letter", "Pat Lindqvist")
_BASE_URL = Variable("base_url", "the address of this minim", "https://minim.example", Form.ADDRESS)
EVERYWHERE = (_NAME, _BASE_URL)

_GROUP = Variable("group", "the group’s name", "Alder", needed=True)
_PROGRAM = Variable("program", "the program’s name", "Mini-M")
_FACILITATOR = Variable("facilitator", "the Facilitator’s name", "Fay Adeyemi")
_LEADS = Variable("is_facilitator", "whether the reader leads the group", False, Form.YES_NO)
_OTHERS = Variable("others", "the other members’ names", ["Ana", "Bo", "Cy"], Form.NAMES)
_CADENCE = Variable("cadence", "how often the group meets", "every two weeks")
_MINUTES = Variable("minutes", "how long a meeting is, in minutes", 60)
_SEAT = (_GROUP, _PROGRAM, _FACILITATOR, _LEADS, _OTHERS, _CADENCE, _MINUTES)

_WHEN = Variable(
    "when", "when the meeting is, in the reader’s own time", "Tuesday 3 March at 15:00 (Berlin)", needed=True
)
_DAY = Variable("day", "the meeting’s day, in the reader’s own time", "Tuesday 3 March", outside=True)
_TIME = Variable(
    "time", "the hour at which the meeting begins, in the reader’s own time", "15:00", outside=True
)
_WAS = Variable(
    "was", "when the meeting would have been, in the reader’s own time", "Tuesday 3 March at 15:00 (Berlin)"
)
_NEXT = Variable(
    "next_when", "when the group meets next, if it is known", "Tuesday 17 March at 15:00 (Berlin)"
)
_WHERE = Variable(
    "where", "where the group meets: a room, or an address to join", "Room Oak, second floor", Form.PLACE
)
_RHYTHM = Variable(
    "rhythm",
    "day, hour and cadence, in the reader’s own time",
    "every two weeks on Tuesday at 15:00 (Berlin)",
)
_FROM = Variable("from_on", "the first day that is different", "Tuesday 3 March", outside=True)
_WHY = Variable("why", "the reason in minim’s words, such as a public holiday", "It is Unity Day in Germany.")
_ANSWER = Variable(
    "answer_url",
    "the reader’s own page to say yes or no",
    "https://minim.example/answer/kB7xQ/",
    Form.ADDRESS,
)
_ROOM = Variable(
    "room_url",
    "the page of the room in which the group meets",
    "https://minim.example/groups/7/meetings/41/room/",
    Form.ADDRESS,
)
_MEETING = (_GROUP, _PROGRAM, _FACILITATOR, _LEADS, _WHERE, _MINUTES, _ANSWER)

_ORGANIZER = Variable("organizer", "the name of whoever sends the letter", "Olive Duarte")
_TRUST = Variable(
    "trust_url", "the page on what minim promises", "https://minim.example/trust/", Form.ADDRESS
)
_SAY = Variable(
    "answer_url",
    "the reader’s own page to say yes, not now or never",
    "https://minim.example/invitation/kB7xQ/",
    Form.ADDRESS,
    needed=True,
)
_INVITATIONS = Variable(
    "invitations_url",
    "the page on which one changes an answer",
    "https://minim.example/account/invitations/",
    Form.ADDRESS,
)
_MANY = (_PROGRAM, _ORGANIZER, _CADENCE, _MINUTES, _TRUST, _INVITATIONS)
_SITTING = (
    *_MANY,
    Variable("group", _GROUP.meaning, _GROUP.example),
    _FACILITATOR,
    _LEADS,
)

_ALL = (
    Kind(
        "sign-in-code",
        "A code to sign in",
        "When somebody asks for a code to sign in. It leaves before every other letter.",
        (Variable("code", "the code", "K7P-M2X", Form.CODE, needed=True),),
        urgent=True,
    ),
    Kind(
        "seated",
        "A place in a group",
        "When groups are published, to everybody who is new in a group.",
        _SEAT,
    ),
    Kind(
        "facilitating",
        "Leading a group",
        "When groups are published, to everybody who begins to lead one.",
        _SEAT,
    ),
    Kind(
        "group-changed",
        "A group has changed",
        "When groups are published, to the members of a group that goes on with others.",
        (*_SEAT, Variable("newcomers", "the names of those who are new", ["Dee", "Eli"], Form.NAMES)),
        gathered=True,
    ),
    Kind(
        "group-closed",
        "A place has ended",
        "When groups are published, to whoever has no place any more.",
        (_GROUP, _PROGRAM),
    ),
    Kind(
        "ask-time",
        "Please choose a time",
        "When a group has no time to meet yet, to its Facilitator.",
        (
            _GROUP,
            _PROGRAM,
            _CADENCE,
            _MINUTES,
            _OTHERS,
            Variable(
                "time_url",
                "the page on which a time is found",
                "https://minim.example/groups/7/time/",
                Form.ADDRESS,
                needed=True,
            ),
        ),
        optional=True,
        gathered=True,
    ),
    Kind(
        "meeting-set",
        "When the group meets",
        "When a group has chosen its time, to every member. The invitation for the calendar is in it.",
        (*_MEETING, _WHEN, _DAY, _TIME, _RHYTHM),
    ),
    Kind(
        "meeting-moved",
        "A meeting is at another time",
        "When one meeting is moved, to every member. Their calendars move it too.",
        (*_MEETING, _WHEN, _DAY, _TIME, _WAS, _WHY),
    ),
    Kind(
        "meeting-skipped",
        "A meeting is off",
        "When one meeting is called off, to every member. Their calendars drop it.",
        (*_MEETING, Variable("was", _WAS.meaning, _WAS.example, needed=True), _DAY, _NEXT, _WHY),
    ),
    Kind(
        "series-changed",
        "The group meets at a new time",
        "When a group changes its usual time or place, to every member. Their calendars follow.",
        (*_MEETING, _WHEN, _DAY, _TIME, _RHYTHM, _FROM),
    ),
    Kind(
        "old-times-end",
        "The old times are over",
        "When a group changes its usual time, beside the new one. It takes the old times out of calendars.",
        (_GROUP, _PROGRAM, _FACILITATOR, _LEADS, _FROM),
    ),
    Kind(
        "series-ended",
        "The meetings end",
        "When a group’s meetings come to their end, to every member. Their calendars drop what was planned after.",
        (_GROUP, _PROGRAM, _FACILITATOR, _LEADS, _FROM),
    ),
    Kind(
        LOOK_IN,
        "A look into the inbox for reports",
        "Every Monday, to everybody of PeopleOps. It is the same whether something is there or not.",
        (
            Variable(
                "inbox_url",
                "the page on which reports are opened",
                "https://minim.example/serious/inbox/",
                Form.ADDRESS,
                needed=True,
            ),
        ),
    ),
    Kind(
        POLL_OPEN,
        "A poll is open",
        "When a poll opens, to everybody who is asked. There is no second letter: nobody knows who has answered.",
        (
            _PROGRAM,
            Variable("days", "for how many days it is open", 5),
            Variable(
                "poll_url",
                "the page that leads to the poll",
                "https://minim.example/pulse/",
                Form.ADDRESS,
                needed=True,
            ),
        ),
    ),
    Kind(
        HELP,
        "Somebody wrote about a group",
        "When a Facilitator asks you for help, or an Organizer answers. No word of it is in the letter.",
        (
            Variable("is_answer", "whether it is an answer, not a question", True, Form.YES_NO),
            Variable(
                "help_url",
                "the page on which it can be read",
                "https://minim.example/help/12/",
                Form.ADDRESS,
                needed=True,
            ),
        ),
        confided=True,
    ),
    Kind(
        REMINDER,
        "A reminder of a meeting",
        "Before each meeting, at the hours everybody chooses for themselves.",
        (*_MEETING, _WHEN, _DAY, _TIME, _ROOM),
        optional=True,
    ),
    Kind(
        DIGEST,
        "Letters gathered into one",
        "Once a day or once a week, to whoever wants one letter instead of several, when there is something in it.",
        (
            Variable(
                "letters",
                "the letters, each with a subject and a body",
                [{"subject": "Your group has changed", "body": "**Alder** goes on, with a few changes."}],
                Form.LETTERS,
                needed=True,
            ),
        ),
        optional=True,
    ),
    Kind(
        ANNOUNCEMENT,
        "Announcement",
        "When you send it, to everybody who could take part, before anybody is invited.",
        _MANY,
    ),
    Kind(
        INVITATION,
        "Invitation to take part",
        "When you send it, to everybody who could take part and has not answered yet.",
        (*_MANY, _SAY),
    ),
    Kind(
        INVITATION_TO_LEAD,
        "Invitation to facilitate",
        "When you send it, to people who take part and could lead a group.",
        (*_MANY, _SAY),
    ),
    Kind(
        KICK_OFF,
        "Kick-off",
        "When you send it, in the week before groups first meet, to everybody who sits in one.",
        _SITTING,
    ),
    Kind(
        BEFORE_FIRST,
        "Before the first meeting",
        "When you send it, a few days before the first meetings, to Facilitators.",
        _SITTING,
    ),
    Kind(
        RETROSPECTIVE,
        "Looking back",
        "When you send it, at the end of a cycle, to everybody who sits in a group.",
        _SITTING,
        optional=True,
    ),
    Kind(
        THANKS,
        "Thanks",
        "When you send it, at the end of a cycle, to everybody who sits in a group.",
        _SITTING,
        optional=True,
    ),
)

KINDS = {kind.name: kind for kind in _ALL}
"""All of them, in the order in which one meets them."""
CONFIDED = tuple(kind.name for kind in _ALL if kind.confided)


def kind_of(name: str) -> Kind:
    """The kind of this name. Raises UnknownKind."""
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownKind(f"There is no letter called “{name[:60]}”.") from None
