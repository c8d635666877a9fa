"""A world in which there is something to find behind every door: two programs, groups, drafts, letters, sessions."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.test import Client
from django.utils import timezone

from minim.assignments.models import Assignment, DraftGroup, DraftSeat, State
from minim.groups.models import Note, Role, Thread
from minim.meetings.asking import token_of
from minim.meetings.models import (
    ActionItem,
    Agreement,
    Attendance,
    Feed,
    Meeting,
    OwnFormat,
    Room,
    Series,
    Stretch,
)
from minim.notices.models import Notice
from minim.notices.unsubscribing import token_for
from minim.people.models import BusyCalendar, RosterImport, SetupKey
from minim.playbook import GuideRole, formats
from minim.playbook.training import modules_for
from minim.programs.invitations import Invitation, Part
from minim.programs.models import Cohort, KeepApart
from minim.programs.overrides import Override
from minim.rollout.answers import Answers
from minim.rollout.models import Mailing, Plan, Retrospective, Training
from minim.timetable import Rhythm
from minim.web.sessions import hashed
from tests.cast import make_cast
from tests.make import make_group, make_person, make_program
from tests.pulse.polls import answer, ended, make_poll
from tests.reports.rows import make_key, make_report

if TYPE_CHECKING:
    from minim.groups.models import Group
    from minim.people.models import Person
    from minim.programs.models import Program
    from tests.cast import Cast

ROLES = ("anonymous", "olive", "oscar", "fay", "pat", "bo", "sam", "root", "peopleops", "left")


@dataclass
class World:
    """`clients` holds a browser per role; `objects` the arguments that lead to a thing, under the thing's name."""

    clients: dict[str, Client] = field(default_factory=dict)
    objects: dict[str, dict[str, Any]] = field(default_factory=lambda: {"": {}})


def make_world() -> World:
    world, cast = World(), make_cast()
    oscar = make_person("Oscar", is_organizer=True)
    others = make_program(organizers=[oscar])
    oscars_group = make_group(program=others)
    people = {
        "olive": cast.olive,
        "oscar": oscar,
        "fay": cast.fay,
        "pat": cast.pat,
        "bo": cast.bo,
        "sam": cast.sam,
        "root": cast.root,
        "peopleops": make_person("Quinn", is_people_ops=True),
        "left": make_person("Lena", is_organizer=True),
    }
    cast.program.organizers.add(people["left"])
    lefts_token = Feed.objects.renew(people["left"])
    world.clients = {"anonymous": Client(), **{role: browser_of(person) for role, person in people.items()}}
    people["left"].leave()
    add_program(world, "", cast.program, cast.pat, cast.fay)
    add_program(world, "oscars_", others, *[seat.person for seat in oscars_group.sitting()][:2])
    add_plans(world, {"": cast.program, "oscars_": others})
    mix(world)
    add_letters_and_people(world, people)
    add_meetings(world, "", cast.group)
    add_meetings(world, "oscars_", oscars_group)
    add_rooms(world, {"": cast.group, "oscars_": oscars_group})
    add_agreements(world, cast.group, oscars_group)
    add_formats(world, cast.group, cast.sams_group)
    add_past(world, {"": cast.group, "sams_": cast.sams_group, "oscars_": oscars_group})
    add_reports(world, people["peopleops"])
    add_polls(cast.group)
    add_help(world, cast, oscars_group, [people["left"], oscar])
    for module in modules_for(GuideRole.FACILITATOR):
        Training.objects.finish(cast.pat, module)
    world.objects["mixed_meeting"] = world.objects["oscars_meeting"] | {"pk": cast.group.pk}
    stretch = Stretch.objects.get(series__group=cast.group)
    invited = Invitation.objects.ask(cast.program, [cast.pat, people["left"]], Part.TAKE_PART)
    world.objects |= {
        "pats_invitation": {"pk": invited[cast.pat.pk].pk},
        "pats_invited": {"token": invited[cast.pat.pk].token},
        "lefts_invited": {"token": invited[people["left"].pk].token},
        "pats_answer": {"token": token_of(cast.pat, stretch, None)},
        "lefts_answer": {"token": token_of(people["left"], stretch, None)},
        "group": {"pk": cast.group.pk},
        "sams_group": {"pk": cast.sams_group.pk},
        "oscars_group": {"pk": oscars_group.pk},
        "nothing": {"pk": 999_999},
        "guide": {"slug": "first-meeting"},
        "no_guide": {"slug": "dancing"},
        "module": {"slug": "turning-anger"},
        "no_module": {"slug": "dancing"},
        "certificate": {"role": "facilitator"},
        "no_certificate": {"role": "participant"},
        "pats_session": {"key": hashed(world.clients["pat"].cookies["minim"].value)},
        "fresh_token": {"token": SetupKey.objects.issue()},
        "guess": {"token": "guess"},
        "pats_way_out": {"token": token_for(cast.pat, "reminder")},
        "letter_words": {"kind": "seated"},
        "no_words": {"kind": "nothing-of-ours"},
        "pats_feed": {"token": Feed.objects.renew(cast.pat)},
        "lefts_feed": {"token": lefts_token},
        "pats_calendar": {"pk": busy_calendar_of(cast.pat).pk},
    }
    return world


def browser_of(person: Person) -> Client:
    """A browser in which this person is signed in, and has been seen."""
    browser, now = Client(), int(time.time())
    browser.force_login(person)
    session = browser.session
    session.update({"began": now, "seen": now, "device": "Firefox on Linux"})
    session.save()
    return browser


def add_program(world: World, whose: str, program: Program, first: Person, second: Person) -> None:
    """A program with everything in it: "oscars_draft" is a draft of Oscar's program, "draft" one of Olive's."""
    cohort = Cohort.objects.create(program=program, name="Leads")
    program.sort_into_cohorts()
    low, high = sorted((first, second), key=lambda person: person.pk)
    pair = KeepApart.objects.create(program=program, first=low, second=high)
    Override.objects.let_lead(program, [first], by=program.organizers.all()[0], why="A reason of hers")
    draft = Assignment.objects.ask(program, by=None, name="Draft")
    draft.held_by_nobody(state=State.DRAFT, formed_at=timezone.now())
    box = DraftGroup.objects.create(assignment=draft, cohort=cohort, name="Half Note")
    for person, role in ((second, Role.FACILITATOR), (first, Role.PARTICIPANT)):
        DraftSeat.objects.create(assignment=draft, cohort=cohort, draft_group=box, person=person, role=role)
    pk, mailing = program.pk, Mailing.objects.begin(program, "announcement", program.organizers.all()[0])
    world.objects |= {
        f"{whose}program": {"pk": pk},
        f"{whose}mailing": {"pk": pk, "mailing_pk": mailing.pk},
        f"{whose}member": {"pk": pk, "person_pk": first.pk},
        f"{whose}organizer": {"pk": pk, "person_pk": program.organizers.latest("pk").pk},
        f"{whose}cohort": {"pk": pk, "cohort_pk": cohort.pk},
        f"{whose}pair": {"pk": pk, "pair_pk": pair.pk},
        f"{whose}draft": {"pk": draft.pk},
        f"{whose}ask": {"program_pk": pk},
        f"{whose}draft_group": {"pk": draft.pk, "group_pk": box.pk},
        f"{whose}draft_person": {"pk": draft.pk, "person_pk": first.pk},
    }


def add_plans(world: World, programs: dict[str, Program]) -> None:
    """A plan of the rollout for each program."""
    answers = Answers(managers=20, start_on=timezone.localdate())
    for whose, program in programs.items():
        plan = Plan.objects.begin(answers, by=program.organizers.all()[0], program=program)
        Retrospective.objects.ask(plan, by=program.organizers.all()[0])
        world.objects[f"{whose}plan"] = {"pk": plan.pk}
        world.objects[f"{whose}task"] = {"pk": plan.pk, "task_pk": plan.tasks.all()[0].pk}


def mix(world: World) -> None:
    """Oscar's things under Olive's addresses: "mixed_cohort" is a cohort of his below a program of hers."""
    for name in ("member", "organizer", "cohort", "pair", "draft_group", "draft_person", "mailing", "task"):
        world.objects[f"mixed_{name}"] = world.objects[f"oscars_{name}"] | {"pk": world.objects[name]["pk"]}


def add_meetings(world: World, whose: str, group: Group) -> None:
    """A time for this group, from next week on."""
    today = timezone.localdate()
    rhythm = Rhythm("Europe/Berlin", today + timedelta(days=7 - today.weekday()), 15 * 60, 60, 2)
    first = Series.objects.begin(group, rhythm).meetings.all()[0]
    world.objects[f"{whose}meeting"] = {"pk": group.pk, "meeting_pk": first.pk}


def add_rooms(world: World, groups: dict[str, Group]) -> None:
    """Each group is just meeting, in the room of its second meeting."""
    for whose, group in groups.items():
        meeting = Meeting.objects.filter(series__group=group)[1]
        Room.objects.open(meeting, group.sitting()[0].person)
        world.objects[f"{whose}room"] = {"pk": group.pk, "meeting_pk": meeting.pk}
    world.objects["mixed_room"] = world.objects["oscars_room"] | {"pk": groups[""].pk}


def add_agreements(world: World, own: Group, oscars: Group) -> None:
    """Each group has changed its words once: version 1 and version 2 are there to be read."""
    for whose, group in (("", own), ("oscars_", oscars)):
        now, writer = Agreement.objects.now_of(group), group.sitting()[0].person
        made = Agreement.objects.write(group, "We are kind.", by=writer, read=now.mark)
        world.objects[f"{whose}words"] = {"pk": group.pk, "number": made.number}
    world.objects["no_words_yet"] = {"pk": own.pk, "number": 3}


def add_formats(world: World, own: Group, sams: Group) -> None:
    """A format of each group's own, and one of Sam's below an address of Fay's."""
    for whose, group in (("", own), ("sams_", sams)):
        made = OwnFormat.objects.copy(group, formats()["troika"])
        world.objects[f"{whose}format"] = {"pk": group.pk, "which": made.pk}
    world.objects["our_format"] = {"pk": own.pk, "which": "mini-m"}
    world.objects["no_format"] = {"pk": own.pk, "which": "dance"}
    world.objects["mixed_format"] = world.objects["sams_format"] | {"pk": own.pk}


def add_reports(world: World, quinn: Person) -> None:
    """A report sealed to Quinn and to Rae of PeopleOps, and one about Quinn, which leaves Quinn out."""
    rae = make_person("Rae", is_people_ops=True)
    keys = make_key(quinn), make_key(rae)
    world.objects |= {
        "report": {"pk": make_report(*keys).pk},
        "report_about_quinn": {"pk": make_report(keys[1]).pk},
        "quinns_key": {"mark": keys[0].mark},
        "raes_key": {"mark": keys[1].mark},
    }


def add_polls(group: Group) -> None:
    """This group was asked and told once, and is asked again now."""
    over = make_poll(group)
    for seat in group.sitting():
        answer(seat.person, over, 4)
    ended(over)
    make_poll(group)


def add_help(world: World, cast: Cast, oscars: Group, organizers: list[Person]) -> None:
    """Fay has asked for help, and so has somebody who led her group before. Each Organizer has a note."""
    left, oscar = organizers
    before, his = cast.group.sitting()[2].person, oscars.sitting()[0].person
    asked = {"": (cast.group, cast.fay), "old_": (cast.group, before), "oscars_": (oscars, his)}
    for whose, (group, by) in asked.items():
        thread = Thread.objects.ask(group, "Few come.", by=by)
        world.objects[f"{whose}thread"] = {"pk": thread.pk}
    noted = {"": (cast.group, cast.olive), "lefts_": (cast.group, left), "oscars_": (oscars, oscar)}
    for whose, (group, by) in noted.items():
        note = Note.objects.create(group=group, author=by, text="Ring them")
        world.objects[f"{whose}note"] = {"pk": group.pk, "note_pk": note.pk}
    world.objects["mixed_note"] = world.objects["oscars_note"] | {"pk": cast.group.pk}


def add_past(world: World, groups: dict[str, Group]) -> None:
    """Each group met two days ago: everybody was there, and somebody has taken something on."""
    today, two_days_ago = timezone.localdate(), timezone.now() - timedelta(days=2)
    for whose, group in groups.items():
        people = [seat.person for seat in group.sitting()]
        series, _ = Series.objects.get_or_create(group=group)
        stretch = series.stretches.first() or Stretch.objects.open(series, Rhythm("UTC", today, 900, 60, 2))
        held = Meeting.objects.create(
            series=series, stretch=stretch, planned_at=two_days_ago, starts_at=two_days_ago, minutes=60
        )
        Attendance.objects.tick(held, people)
        item = ActionItem.objects.keep(group, "Write a page", owner=people[-1])
        world.objects[f"{whose}held"] = {"pk": group.pk, "meeting_pk": held.pk}
        world.objects[f"{whose}action"] = {"pk": group.pk, "action_pk": item.pk}
    for thing in ("held", "action"):
        world.objects[f"mixed_{thing}"] = world.objects[f"sams_{thing}"] | {"pk": groups[""].pk}


def busy_calendar_of(person: Person) -> BusyCalendar:
    """A calendar at an address inside this machine, which nobody may have us fetch."""
    return BusyCalendar.objects.create(person=person, name="Work", address="http://127.0.0.1/busy.ics")


def add_letters_and_people(world: World, people: dict[str, Person]) -> None:
    for role in ("pat", "olive"):
        letter = Notice.objects.create(
            kind="seated", recipient=people[role], subject="Hello", message_id=f"<{role}@example.com>"
        )
        Notice.objects.filter(pk=letter.pk).update(created_at=timezone.now() - timedelta(hours=1))
        world.objects[f"{role}s_letter"] = {"pk": letter.pk}
    reminder = Notice.objects.create(
        kind="reminder", recipient=people["pat"], message_id="<reminder@example.com>", optional=True
    )
    reminder.failed("550 5.1.1 no such person", for_good=True)
    world.objects["pats_reminder"] = {"pk": reminder.pk}
    for role in ("pat", "fay"):
        world.objects[f"{role}s_person"] = {"pk": people[role].pk}
    for role in ("olive", "oscar"):
        sheet = b"employee_id,name,email\nE1,Ada,ada@example.com\n"
        upload = RosterImport.objects.create(owner=people[role], filename="roster.csv", content=sheet)
        world.objects[f"{role}s_import"] = {"pk": upload.pk}
