"""How Larkfield came to be where it is today, told with the same acts an Organizer has.

The roster is imported, groups are formed by the engine, reviewed and published; afterwards each day is moved into the
past, counted from today, so that the demo never looks stale.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from minim.assignments.models import Assignment, State
from minim.cli.demo.company import Company
from minim.cli.demo.help import ask_for_help, say_how_it_was
from minim.cli.demo.letters import write_letters
from minim.cli.demo.meetings import hold_meetings
from minim.cli.demo.polls import hold_polls
from minim.cli.demo.rollout import lay_out_plan
from minim.cli.demo.themes import let_sentences_go_up
from minim.cli.demo.times import find_times
from minim.cli.demo.training import train
from minim.groups.models import Group, Role, Seat
from minim.health.models import CareList
from minim.notices.models import Notice
from minim.people.models import Person
from minim.programs.models import Cohort, Program
from minim.roster import read_sheet
from minim.web.demo.doors import DOORS, address_of

if TYPE_CHECKING:
    from datetime import date


OLIVE, FAY, PAT = DOORS
BOS_NAME = "Bo Lindqvist"
SECONDS = 0.4
"""For each cohort of each round. The engine finds good groups of 120 people in less."""
FINISHED_ROUNDS = ((392, 212), (197, 46))
"""How many days ago each began and ended."""
CURRENT_ROUND = 33
NEWCOMERS_SINCE = 9
DRAFT_SINCE = timedelta(hours=2)


class StoryError(Exception):
    """The demo could not be laid out; the message says where it stopped."""


def tell() -> None:
    company = Company()
    Person.objects.apply(read_sheet(company.sheet(), filename="larkfield.csv"))
    olive = appoint_olive()
    program = begin_program(olive)
    for number, (began, ended) in enumerate(FINISHED_ROUNDS, start=1):
        publish_round(program, olive, f"Round {number}", days_ago=began)
        finish_round(program, day(ended))
    publish_round(program, olive, "Round 3", days_ago=CURRENT_ROUND, cast=True)
    keep_letters_since(CURRENT_ROUND)
    let_time_pass(program, company)
    meet_since_then(program, olive)
    leave_a_draft(program, olive)
    train(program, olive, Person.objects.get(email=PAT.email))
    write_letters(program, olive)
    lay_out_plan(program, olive)
    CareList.objects.look(program)


def appoint_olive() -> Person:
    olive = Person.objects.get(email=OLIVE.email)
    olive.is_organizer = True
    olive.save(update_fields=["is_organizer"])
    return olive


def begin_program(olive: Person) -> Program:
    program = Program.objects.begin("Managers’ circles", olive, anyone_may_facilitate=False)
    program.take_out(Person.objects.get(manager=None, is_outside=False))
    program.add_cohort(Cohort(name="Front-line managers", lowest_level=1, highest_level=1))
    program.add_cohort(Cohort(name="Managers of managers", lowest_level=2, highest_level=3))
    return program


def publish_round(program: Program, olive: Person, name: str, *, days_ago: int, cast: bool = False) -> None:
    plan = form(program, olive, name)
    if cast:
        give_parts(plan)
    plan.publish(by=olive)
    move_into_past(program, plan, days_ago)


def form(program: Program, olive: Person, name: str) -> Assignment:
    """What the worker does when an Organizer asks for groups."""
    plan = Assignment.objects.ask(program, by=olive, name=name, seconds=SECONDS, seed=len(name))
    claimed = Assignment.objects.filter(pk=plan.pk).claim("demo", seconds=300)
    assert claimed is not None
    claimed.form(lambda: True)
    plan.refresh_from_db()
    if plan.state != State.DRAFT:
        raise StoryError(f"{name} could not be formed: {plan.trouble or json.dumps(plan.clash)}")
    return plan


def give_parts(plan: Assignment) -> None:
    """Fay, Pat and his boss Bo are whoever the engine put into fitting places: the parts are given, not the seats."""
    front_line = plan.draft_seats.filter(cohort__position=0, draft_group__isnull=False)
    fay = front_line.filter(role=Role.FACILITATOR).order_by("draft_group__position").first()
    assert fay is not None
    others = front_line.filter(draft_group=fay.draft_group, role=Role.PARTICIPANT)
    pat = others.select_related("person__manager").order_by("person__employee_id").first()
    assert pat is not None
    assert pat.person.manager is not None
    for person, name in ((fay.person, FAY.name), (pat.person, PAT.name), (pat.person.manager, BOS_NAME)):
        rename(person, name, plan)


def rename(person: Person, name: str, plan: Assignment) -> None:
    told = json.dumps(plan.explanation).replace(person.name, name)
    plan.explanation = json.loads(told)
    plan.save(update_fields=["explanation"])
    person.name, person.email = name, address_of(name)
    person.save(update_fields=["name", "email"])


def move_into_past(program: Program, plan: Assignment, days_ago: int) -> None:
    """As if all that happened today had happened then."""
    today, then, back = timezone.localdate(), day(days_ago), timedelta(days=days_ago)
    Group.objects.filter(program=program, opened_on=today).update(opened_on=then)
    Seat.objects.filter(program=program, taken_on=today).update(taken_on=then)
    Seat.objects.filter(program=program, left_on=today).update(left_on=then)
    assert plan.published_at is not None
    assert plan.formed_at is not None
    Assignment.objects.filter(pk=plan.pk).update(
        created_at=plan.created_at - back,
        formed_at=plan.formed_at - back,
        published_at=plan.published_at - back,
    )
    sent = timezone.now() - back + timedelta(minutes=1)
    Notice.objects.filter(sent_at=None).update(sent_at=sent, created_at=sent, due_at=sent)


def finish_round(program: Program, on: date) -> None:
    for group in program.groups.open():
        group.close(on)


def keep_letters_since(days_ago: int) -> None:
    """Letters of rounds long past are no longer there, as in any tidy house."""
    Notice.objects.filter(created_at__lt=timezone.now() - timedelta(days=days_ago + 1)).delete()


def let_time_pass(program: Program, company: Company) -> None:
    """Since the groups were published four managers came and one left."""
    sitting = Seat.objects.current().filter(program=program, role=Role.PARTICIPANT, person__height=1)
    leaver = sitting.exclude(person__name__in=[PAT.name]).order_by("-person__employee_id").first()
    assert leaver is not None
    Person.objects.apply(
        read_sheet(company.sheet(newcomers=True, names=current_names()), filename="larkfield.csv")
    )
    leaver.person.refresh_from_db()
    leaver.person.leave()
    Seat.objects.vacate_all(leaver.person, day(NEWCOMERS_SINCE))
    program.refill()


def meet_since_then(program: Program, olive: Person) -> None:
    fays = Group.objects.open().get(seats__person__email=FAY.email, seats__left_on=None)
    groups = list(program.groups.open())
    find_times(groups, fays)
    hold_meetings(groups, fays)
    say_how_it_was(groups, fays)
    ask_for_help(groups, fays, olive)
    hold_polls(program)
    let_sentences_go_up(program)


def leave_a_draft(program: Program, olive: Person) -> None:
    """What waits for Olive when she comes in."""
    draft = form(program, olive, "With the newcomers")
    fay = Person.objects.get(email=FAY.email)
    draft.pin(fay, by=olive)
    begun = timezone.now() - DRAFT_SINCE
    Assignment.objects.filter(pk=draft.pk).update(created_at=begun, formed_at=begun + timedelta(seconds=5))


def current_names() -> dict[str, str]:
    return {person.employee_id or "": person.name for person in Person.objects.exclude(employee_id=None)}


def day(days_ago: int) -> date:
    return timezone.localdate() - timedelta(days=days_ago)
