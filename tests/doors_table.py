"""What each address answers to whom: one line per route. A route that is missing here fails the build."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.utils import timezone

from minim.health.report import Quarter
from tests.doors_world import ROLES

NOBODY: frozenset[str] = frozenset()
EVERYBODY = frozenset(ROLES)
SIGNED_IN = EVERYBODY - {"anonymous", "left"}
ORGANIZERS = frozenset({"olive", "oscar"})
OLIVE, OSCAR, PAT, FAY = (frozenset({name}) for name in ("olive", "oscar", "pat", "fay"))
MEMBERS = FAY | PAT
PEOPLE_OPS = frozenset({"peopleops"})

GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")


@dataclass(frozen=True)
class Door:
    """`opens` says for each thing (a name in `World.objects`) to whom the address opens for it.

    Everybody else finds nothing; whoever is not signed in is sent to the sign-in, unless the door is `public`.
    `more` are further arguments of the address, `sends` is what a form would say.
    """

    methods: tuple[str, ...]
    opens: dict[str, frozenset[str]]
    public: bool = False
    more: dict[str, object] = field(default_factory=dict)
    sends: str = ""


def to(who: frozenset[str], methods: tuple[str, ...] = GET) -> Door:
    """A door without a thing behind it, for these people."""
    return Door(methods, {"": who})


def public(*methods: str) -> Door:
    return Door(methods or GET, {"": EVERYBODY}, public=True)


def of(thing: str, *methods: str, mixed: bool = False, sends: str = "") -> Door:
    """For the program's own Organizer only. `mixed`: things of another program stay shut below one's own address."""
    opens = {thing: OLIVE, f"oscars_{thing}": OSCAR}
    if mixed:
        opens[f"mixed_{thing}"] = NOBODY
    return Door(methods or GET, opens, sends=sends)


def act(thing: str = "draft") -> Door:
    """A hand's act on the draft board."""
    return of(thing, *POST, mixed=thing != "draft", sends="version=0&name=Quiet+Note")


def this_quarter() -> dict[str, object]:
    now = Quarter.of(timezone.localdate())
    return {"year": now.year, "number": now.number}


def of_import(*methods: str) -> Door:
    """A roster on its way in is seen by whoever brought it."""
    return Door(methods or GET, {"olives_import": OLIVE, "oscars_import": OSCAR})


def of_meeting(who: frozenset[str], methods: tuple[str, ...], *things: str) -> Door:
    """A group's meetings, for people who sit there. The Organizer sees when they are, and no more."""
    own, *others = things or ("meeting", "oscars_meeting", "mixed_meeting")
    return Door(methods, {own: who, **dict.fromkeys(others, NOBODY)}, sends="said=ACCEPTED")


def of_agreement(methods: tuple[str, ...] = GET, *things: str) -> Door:
    """A group's words are for who sits there. Not for their Organizer, and not for members of another group."""
    own, *others = things or ("group", "sams_group", "oscars_group", "nothing")
    opens = {own: MEMBERS, **dict.fromkeys(others, NOBODY)}
    if "sams_group" in opens:
        opens["sams_group"] = frozenset({"sam"})
    return Door(methods, opens, sends="read=something&words=We+listen.")


def of_room(methods: tuple[str, ...], **more: object) -> Door:
    """A room is for who sits there. Not for their Organizer, not for PeopleOps, not for anybody's manager."""
    return Door(methods, {"room": MEMBERS, "oscars_room": NOBODY, "mixed_room": NOBODY}, more=more)


def of_format(who: frozenset[str], methods: tuple[str, ...], *more: str) -> Door:
    """A group's formats: its members read them, whoever leads it shapes them. Sam does not lead, Olive sees none."""
    sams = NOBODY if who == FAY else frozenset({"sam"})
    opens = {"format": who, "mixed_format": NOBODY, "sams_format": sams}
    opens |= {name: who if name == "our_format" else NOBODY for name in more}
    return Door(methods, opens)


def of_held(who: frozenset[str], methods: tuple[str, ...]) -> Door:
    """A meeting that is over, with who was there: for the group alone, and not for its Organizer."""
    return Door(
        methods, {"held": who, "meeting": who, "oscars_held": NOBODY, "mixed_held": NOBODY}, sends="there="
    )


def of_action(*methods: str) -> Door:
    """What a group has taken on is for whoever sits there. Sam's is not found below an address of Fay's."""
    opens = {"action": MEMBERS, "sams_action": frozenset({"sam"})}
    opens |= {"oscars_action": NOBODY, "mixed_action": NOBODY}
    return Door(methods, opens, sends="state=done&text=Walk")


TIMED = Door(
    GET,
    {"group": FAY | OLIVE, "sams_group": OLIVE, "oscars_group": OSCAR, "nothing": NOBODY},
)
"""Who leads a group may set its time, and who organizes its program."""


def of_words(*methods: str) -> Door:
    """The words of a letter are everybody's who organizes; there are words for the letters we know."""
    return Door(methods, {"letter_words": ORGANIZERS, "no_words": NOBODY})


def of_report(*methods: str) -> Door:
    """A report is for the recipients it was sealed to. For one who was left out it is not there."""
    return Door(methods or GET, {"report": PEOPLE_OPS, "report_about_quinn": NOBODY, "nothing": NOBODY})


def of_mailing(*methods: str) -> Door:
    """A letter to many, for the Organizers of its program."""
    return of("mailing", *(methods or GET), mixed=True)


def of_thread(*methods: str) -> Door:
    """For whoever asked and the program's Organizers: not for the group, nor for whoever leads it since then."""
    opens = {"thread": FAY | OLIVE, "old_thread": OLIVE, "oscars_thread": OSCAR, "nothing": NOBODY}
    return Door(methods, opens, sends="text=Please&nobody_told=on")


DOORS: dict[str, Door] = {
    "": to(SIGNED_IN),
    "healthz": public(),
    "setup/<str:token>/": Door(BOTH, {"fresh_token": EVERYBODY, "guess": NOBODY}, public=True),
    "account/": to(SIGNED_IN),
    "account/letters/": to(SIGNED_IN, BOTH),
    "account/invitations/": to(SIGNED_IN),
    "account/invitations/<int:pk>/": Door(
        POST, {"pats_invitation": PAT, "nothing": NOBODY}, sends="said=never"
    ),
    "account/sign-in/": public(*BOTH),
    "account/sign-in/code/": public(*BOTH),
    "account/sign-in/again/": public(*POST),
    "account/sign-out/": public(*POST),
    "account/sign-out/everywhere/": to(SIGNED_IN, POST),
    "account/sessions/<str:key>/end/": Door(POST, {"pats_session": PAT}),
    "demo/": Door(GET, {"": NOBODY}, public=True),
    "demo/enter/<slug:who>/": Door(POST, {"": NOBODY}, public=True, more={"who": "olive"}),
    "parts/": public(),
    "people/": to(ORGANIZERS),
    "people/tree/": to(ORGANIZERS),
    "people/<int:pk>/": Door(GET, {"pats_person": ORGANIZERS, "nothing": NOBODY}),
    "people/<int:pk>/status/": Door(POST, {"pats_person": ORGANIZERS, "nothing": NOBODY}),
    "people/<int:pk>/leave/": Door(BOTH, {"pats_person": ORGANIZERS, "nothing": NOBODY}),
    "people/<int:pk>/people-ops/": Door(POST, {"pats_person": ORGANIZERS, "nothing": NOBODY}),
    "people/import/": to(ORGANIZERS, BOTH),
    "people/import/<int:pk>/": of_import(),
    "people/import/<int:pk>/columns/": of_import(*BOTH),
    "people/import/<int:pk>/apply/": of_import(*POST),
    "people/import/<int:pk>/discard/": of_import(*POST),
    "programs/": to(ORGANIZERS),
    "programs/new/": to(ORGANIZERS, BOTH),
    "programs/<int:pk>/": of("program"),
    "programs/<int:pk>/rename/": of("program", *POST),
    "programs/<int:pk>/who/": of("program", *BOTH),
    "programs/<int:pk>/who/count/": of("program"),
    "programs/<int:pk>/who/people/": of("program"),
    "programs/<int:pk>/who/found/": of("program"),
    "programs/<int:pk>/who/refill/": of("program", *POST),
    "programs/<int:pk>/who/<int:person_pk>/enrol/": of("member", *POST),
    "programs/<int:pk>/who/<int:person_pk>/take-out/": of("member", *POST, mixed=True),
    "programs/<int:pk>/who/<int:person_pk>/leave-to-rule/": of("member", *POST, mixed=True),
    "programs/<int:pk>/cohorts/": of("program", *BOTH),
    "programs/<int:pk>/cohorts/by-level/": of("program", *POST),
    "programs/<int:pk>/cohorts/<int:cohort_pk>/": of("cohort", *BOTH, mixed=True),
    "programs/<int:pk>/cohorts/<int:cohort_pk>/remove/": of("cohort", *POST, mixed=True),
    "programs/<int:pk>/rhythm/": of("program", *BOTH),
    "programs/<int:pk>/rhythm/sizes/": of("program"),
    "programs/<int:pk>/facilitators/": of("program", *BOTH),
    "programs/<int:pk>/facilitators/people/": of("program"),
    "programs/<int:pk>/facilitators/<int:person_pk>/": of("member", *POST, mixed=True),
    "programs/<int:pk>/facilitators/<int:person_pk>/let-lead/": of(
        "member", *POST, mixed=True, sends="why=So"
    ),
    "programs/<int:pk>/facilitators/<int:person_pk>/take-back/": of("member", *POST, mixed=True),
    "programs/<int:pk>/apart/": of("program", *BOTH),
    "programs/<int:pk>/apart/found/": of("program", *POST),
    "programs/<int:pk>/apart/<int:pair_pk>/remove/": of("pair", *POST, mixed=True),
    "programs/<int:pk>/wishes/": of("program", *BOTH),
    "programs/<int:pk>/letters/": of("program"),
    "programs/<int:pk>/letters/begin/<slug:kind>/": Door(
        POST, {"program": OLIVE, "oscars_program": OSCAR}, more={"kind": "announcement"}
    ),
    "programs/<int:pk>/letters/<int:mailing_pk>/": of_mailing(*BOTH),
    "programs/<int:pk>/letters/<int:mailing_pk>/preview/": of_mailing(*POST),
    "programs/<int:pk>/letters/<int:mailing_pk>/inside/": of_mailing(*BOTH),
    "programs/<int:pk>/letters/<int:mailing_pk>/readers/": of_mailing(),
    "programs/<int:pk>/letters/<int:mailing_pk>/leave/": of_mailing(*BOTH),
    "programs/<int:pk>/letters/<int:mailing_pk>/try/": of_mailing(*POST),
    "programs/<int:pk>/letters/<int:mailing_pk>/call-off/": of_mailing(*POST),
    "programs/<int:pk>/letters/<int:mailing_pk>/throw-away/": of_mailing(*POST),
    "programs/<int:pk>/letters/<int:mailing_pk>/again/": of_mailing(*POST),
    "programs/<int:pk>/invitations/": of("program"),
    "programs/<int:pk>/organizers/": of("program"),
    "programs/<int:pk>/organizers/<int:person_pk>/share/": of("member", *POST),
    "programs/<int:pk>/organizers/<int:person_pk>/take-back/": of("organizer", *POST, mixed=True),
    "assignments/": to(ORGANIZERS),
    "assignments/new/<int:program_pk>/": of("ask", *BOTH),
    "assignments/<int:pk>/": of("draft"),
    "assignments/<int:pk>/proof/": of("draft"),
    "assignments/<int:pk>/compare/": of("draft"),
    "assignments/<int:pk>/publish/": of("draft", *BOTH),
    "assignments/<int:pk>/reform/": act(),
    "assignments/<int:pk>/undo/": act(),
    "assignments/<int:pk>/redo/": act(),
    "assignments/<int:pk>/people/<int:person_pk>/": of("draft_person", mixed=True),
    "assignments/<int:pk>/people/<int:person_pk>/move/": act("draft_person"),
    "assignments/<int:pk>/people/<int:person_pk>/swap/": Door(
        POST,
        {"draft_person": OLIVE, "oscars_draft_person": NOBODY, "mixed_draft_person": NOBODY},
        sends="version=0&other={fay}",
    ),
    "assignments/<int:pk>/people/<int:person_pk>/swap-with/": of("draft_person", mixed=True),
    "assignments/<int:pk>/people/<int:person_pk>/lead/": act("draft_person"),
    "assignments/<int:pk>/people/<int:person_pk>/pin/": act("draft_person"),
    "assignments/<int:pk>/groups/<int:group_pk>/": of("draft_group", mixed=True),
    "assignments/<int:pk>/groups/<int:group_pk>/lock/": act("draft_group"),
    "assignments/<int:pk>/groups/<int:group_pk>/rename/": act("draft_group"),
    "assignments/<int:pk>/progress/": of("draft"),
    "assignments/<int:pk>/progress/now/": of("draft"),
    "assignments/<int:pk>/stop/": act(),
    "assignments/<int:pk>/relax/": act(),
    "assignments/<int:pk>/again/": act(),
    "assignments/<int:pk>/return/": act(),
    "assignments/<int:pk>/let-lead/": of("draft", *POST, sends="why=She+knows+how"),
    "assignments/<int:pk>/set-aside/": act(),
    "groups/": to(SIGNED_IN),
    "groups/found/": to(ORGANIZERS),
    "groups/<int:pk>/": Door(
        GET,
        {
            "group": frozenset({"olive", "fay", "pat"}),
            "sams_group": frozenset({"olive", "sam"}),
            "oscars_group": OSCAR,
            "nothing": NOBODY,
        },
    ),
    "groups/<int:pk>/time/": TIMED,
    "groups/<int:pk>/time/set/": replace(TIMED, methods=BOTH),
    "groups/<int:pk>/series/": Door(
        GET, {"group": MEMBERS | OLIVE, "sams_group": frozenset({"olive", "sam"}), "oscars_group": OSCAR}
    ),
    "groups/<int:pk>/series/answer/": of_meeting(MEMBERS, POST, "group", "oscars_group"),
    "groups/<int:pk>/series/about/": of_meeting(FAY, BOTH, "group", "oscars_group"),
    "groups/<int:pk>/series/end/": of_meeting(FAY, BOTH, "group", "oscars_group"),
    "groups/<int:pk>/series/<int:meeting_pk>/": of_meeting(FAY, BOTH),
    "groups/<int:pk>/series/<int:meeting_pk>/who/": of_meeting(FAY, GET),
    "groups/<int:pk>/series/<int:meeting_pk>/skip/": of_meeting(FAY, POST),
    "groups/<int:pk>/series/<int:meeting_pk>/put-back/": of_meeting(FAY, POST),
    "groups/<int:pk>/series/<int:meeting_pk>/answer/": of_meeting(MEMBERS, POST),
    "groups/<int:pk>/meetings/<int:meeting_pk>/": of_held(MEMBERS, GET),
    "groups/<int:pk>/meetings/<int:meeting_pk>/there/": of_held(FAY, POST),
    "groups/<int:pk>/meetings/<int:meeting_pk>/afterword/": replace(of_held(FAY, POST), sends="word=good"),
    "groups/<int:pk>/actions/": of_agreement(BOTH),
    "groups/<int:pk>/actions/<int:action_pk>/": of_action(*BOTH),
    "groups/<int:pk>/actions/<int:action_pk>/settle/": of_action(*POST),
    "groups/<int:pk>/actions/<int:action_pk>/take/": of_action(*POST),
    "groups/<int:pk>/agreement/": of_agreement(),
    "groups/<int:pk>/agreement/yes/": of_agreement(POST),
    "groups/<int:pk>/agreement/yes/back/": of_agreement(POST),
    "groups/<int:pk>/agreement/change/": of_agreement(BOTH),
    "groups/<int:pk>/agreement/versions/": of_agreement(),
    "groups/<int:pk>/agreement/versions/<int:number>/": of_agreement(
        GET, "words", "oscars_words", "no_words_yet"
    ),
    "groups/<int:pk>/agreement/since/<int:number>/": of_agreement(
        GET, "words", "oscars_words", "no_words_yet"
    ),
    "groups/<int:pk>/formats/": of_agreement(),
    "groups/<int:pk>/formats/next/": Door(
        POST, {"group": FAY, "sams_group": NOBODY, "oscars_group": NOBODY}, sends="which=troika"
    ),
    "groups/<int:pk>/formats/<slug:which>/": of_format(MEMBERS, GET, "our_format", "no_format"),
    "groups/<int:pk>/formats/<slug:which>/copy/": of_format(FAY, POST, "our_format", "no_format"),
    "groups/<int:pk>/formats/<int:which>/edit/": of_format(FAY, BOTH),
    "groups/<int:pk>/formats/<int:which>/remove/": of_format(FAY, POST),
    "groups/<int:pk>/meetings/<int:meeting_pk>/room/": of_room(GET),
    "groups/<int:pk>/meetings/<int:meeting_pk>/room/enter/": of_room(POST),
    "groups/<int:pk>/meetings/<int:meeting_pk>/room/here/": of_room(POST),
    "groups/<int:pk>/meetings/<int:meeting_pk>/room/state/": of_room(GET),
    "groups/<int:pk>/meetings/<int:meeting_pk>/room/hears/": of_room(GET),
    "groups/<int:pk>/meetings/<int:meeting_pk>/room/acts/<slug:name>/": of_room(POST, name="close"),
    "answer/<str:token>/": Door(
        BOTH,
        {"pats_answer": EVERYBODY, "lefts_answer": NOBODY, "guess": NOBODY},
        public=True,
        sends="said=ACCEPTED",
    ),
    "help/": to(SIGNED_IN),
    "help/<int:pk>/": of_thread(*BOTH),
    "help/<int:pk>/settle/": of_thread(*POST),
    "help/groups/<int:pk>/": Door(
        BOTH,
        {"group": FAY, "sams_group": NOBODY, "oscars_group": NOBODY},
        sends="text=Please&nobody_told=on",
    ),
    "help/groups/<int:pk>/notes/": of("group", *BOTH, sends="text=Ring+Fay"),
    "help/groups/<int:pk>/notes/<int:note_pk>/remove/": Door(
        POST, {"note": OLIVE, "lefts_note": NOBODY, "oscars_note": OSCAR, "mixed_note": NOBODY}
    ),
    "hours/": to(SIGNED_IN, BOTH),
    "hours/written/": to(SIGNED_IN, POST),
    "hours/roster/": to(SIGNED_IN, POST),
    "hours/days/": to(SIGNED_IN, POST),
    "hours/days/remove/": to(SIGNED_IN, POST),
    "hours/calendars/": to(SIGNED_IN, POST),
    "hours/calendars/<int:pk>/read/": Door(POST, {"pats_calendar": PAT}),
    "hours/calendars/<int:pk>/remove/": Door(POST, {"pats_calendar": PAT}),
    "hours/file/": to(SIGNED_IN, POST),
    "hours/file/take/": to(SIGNED_IN, POST),
    "calendar/": to(SIGNED_IN),
    "calendar/address/": to(SIGNED_IN, POST),
    "calendar/address/end/": to(SIGNED_IN, POST),
    "calendar/<str:token>.ics": Door(
        GET, {"pats_feed": EVERYBODY, "lefts_feed": NOBODY, "guess": NOBODY}, public=True
    ),
    "care/": to(ORGANIZERS),
    "care/look/": to(ORGANIZERS, POST),
    "care/programs/<int:pk>/": of("program", *BOTH),
    "care/groups/<int:pk>/": of("group", *POST, sends="errand=freshen&people=2"),
    "programs/<int:pk>/report/": of("program"),
    "programs/<int:pk>/report/<int:year>-<int:number>.pdf": Door(
        GET, {"program": OLIVE, "oscars_program": OSCAR}, more=this_quarter()
    ),
    "pulse/": to(SIGNED_IN),
    "pulse/open/": to(SIGNED_IN),
    "pulse/groups/<int:pk>/": Door(
        GET,
        {"group": MEMBERS | OLIVE, "sams_group": OLIVE | {"sam"}, "oscars_group": OSCAR, "nothing": NOBODY},
    ),
    "pulse/groups/<int:pk>/poll/": of_agreement(),
    "pulse/programs/<int:pk>/": of("program"),
    "pulse/programs/<int:pk>/plan/": of("program", *BOTH),
    "pulse/token/": to(SIGNED_IN, POST),
    "pulse/ballot/": public(*POST),
    "rollout/": to(ORGANIZERS, BOTH),
    "rollout/plans/": to(ORGANIZERS),
    "rollout/<int:pk>/": of("plan"),
    "rollout/<int:pk>/answers/": of("plan", *BOTH),
    "rollout/<int:pk>/program/": of("plan", *POST),
    "rollout/<int:pk>/timeline/": of("plan"),
    "rollout/<int:pk>/lists/": of("plan"),
    "rollout/<int:pk>/add/": of("plan", *BOTH),
    "rollout/<int:pk>/tasks/<int:task_pk>/": of("task", *BOTH, mixed=True),
    "rollout/<int:pk>/tasks/<int:task_pk>/found/": of("task", *POST, mixed=True),
    "rollout/<int:pk>/tasks/<int:task_pk>/tick/": of("task", *POST, mixed=True),
    "rollout/<int:pk>/tasks/<int:task_pk>/untick/": of("task", *POST, mixed=True),
    "rollout/<int:pk>/tasks/<int:task_pk>/give/": of("task", *POST, mixed=True),
    "rollout/<int:pk>/tasks/<int:task_pk>/remove/": of("task", *POST, mixed=True),
    "rollout/<int:pk>/tasks/<int:task_pk>/bring-back/": of("task", *POST, mixed=True),
    "rollout/<int:pk>/retrospective/": of("plan", *BOTH),
    "rollout/<int:pk>/retrospective/ask/": of("plan", *POST),
    "rollout/<int:pk>/retrospective/held/": of("plan", *POST),
    "rollout/<int:pk>/pack.pdf": of("plan"),
    "rollout/<int:pk>/pack.zip": of("plan"),
    "rollout/<int:pk>/milestones.ics": of("plan"),
    "rollout/<int:pk>/tasks.csv": of("plan"),
    "training/": to(SIGNED_IN),
    "training/people/": to(ORGANIZERS),
    "training/certificate/<slug:role>/": Door(GET, {"certificate": PAT, "no_certificate": NOBODY}),
    "training/practice/room/": to(SIGNED_IN),
    "training/<slug:slug>/": Door(GET, {"module": SIGNED_IN, "no_module": NOBODY}),
    "training/<slug:slug>/done/": Door(POST, {"module": SIGNED_IN, "no_module": NOBODY}),
    "guides/": to(SIGNED_IN),
    "guides/<slug:slug>/": Door(GET, {"guide": SIGNED_IN, "no_guide": NOBODY}),
    "trust/": to(SIGNED_IN),
    "serious/": to(SIGNED_IN),
    "serious/send/": public(*POST),
    "serious/receipt/": public(),
    "serious/receipt/read/": public(*POST),
    "serious/receipt/write/": public(*POST),
    "serious/inbox/": to(PEOPLE_OPS),
    "serious/inbox/keys/": to(PEOPLE_OPS, POST),
    "serious/inbox/keys/<str:mark>/remove/": Door(POST, {"quinns_key": PEOPLE_OPS, "raes_key": NOBODY}),
    "serious/inbox/<int:pk>/": of_report(),
    "serious/inbox/<int:pk>/answer/": of_report(*POST),
    "serious/inbox/<int:pk>/settle/": of_report(*POST),
    "serious/inbox/<int:pk>/delete/": of_report(*POST),
    "letters/": to(ORGANIZERS),
    "letters/<int:pk>/": Door(GET, {"pats_letter": NOBODY, "olives_letter": NOBODY}),
    "letters/<int:pk>/inside/": Door(GET, {"pats_letter": NOBODY, "olives_letter": NOBODY}),
    "letters/<int:pk>/again/": Door(
        POST, {"pats_letter": OLIVE, "olives_letter": NOBODY, "pats_reminder": NOBODY}
    ),
    "letters/people/<int:pk>/mended/": Door(POST, {"pats_person": OLIVE, "nothing": NOBODY}),
    "letters/sending/": to(ORGANIZERS),
    "letters/sending/now/": to(ORGANIZERS),
    "letters/sending/pause/": to(ORGANIZERS, POST),
    "letters/sending/resume/": to(ORGANIZERS, POST),
    "letters/words/": to(ORGANIZERS),
    "letters/words/<slug:kind>/": of_words(*BOTH),
    "letters/words/<slug:kind>/preview/": of_words(*POST),
    "letters/words/<slug:kind>/inside/": of_words(*BOTH),
    "letters/words/<slug:kind>/restore/": of_words(*BOTH),
    "invitation/<str:token>/": Door(
        BOTH,
        {"pats_invited": EVERYBODY, "lefts_invited": NOBODY, "guess": NOBODY},
        public=True,
        sends="said=yes",
    ),
    "unsubscribe/<str:token>/": Door(BOTH, {"pats_way_out": EVERYBODY, "guess": NOBODY}, public=True),
}
