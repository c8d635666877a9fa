"""What minim sees done of a rollout, and what it does not claim to see."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minim.assignments.models import Assignment, State
from minim.health.seen import signs_of
from minim.meetings.models import Agreement, Attendance, Meeting, Series, Stretch
from minim.notices import kinds
from minim.people.models import Person
from minim.playbook import SIGNS
from minim.rollout.answers import Answers
from minim.rollout.models import Mailing, Plan, Retrospective
from minim.timetable import Rhythm
from tests.make import make_group, make_person, make_program
from tests.pulse.polls import ended, make_poll

if TYPE_CHECKING:
    from minim.groups.models import Group
    from minim.programs.models import Program
    from tests.cast import Cast

pytestmark = pytest.mark.django_db

BEFORE_GROUPS = {"organizer-named", "roster-applied", "program-begun"}


def meet(group: Group, times: int) -> None:
    series, _ = Series.objects.get_or_create(group=group)
    stretch = Stretch.objects.open(series, Rhythm("UTC", timezone.localdate(), 900, 60, 1))
    for number in range(times):
        at = timezone.now() - timedelta(days=7 * (times - number), minutes=number)
        held = Meeting.objects.create(series=series, stretch=stretch, planned_at=at, starts_at=at, minutes=60)
        Attendance.objects.tick(held, [seat.person for seat in group.sitting()])


def agree(group: Group) -> None:
    for seat in group.sitting():
        Agreement.objects.agree(group, seat.person, read=Agreement.objects.now_of(group).mark)


def leave(program: Program, kind: str, by: Person) -> None:
    Mailing.objects.begin(program, kind, by)
    Mailing.objects.filter(kind=kind).update(left_at=timezone.now())


def test_a_company_that_begins_has_an_organizer_and_its_people() -> None:
    make_person("Olive", is_organizer=True)

    assert set(signs_of(None)) == {"organizer-named", "roster-applied"}


def test_nobody_organizes_an_empty_house() -> None:
    assert signs_of(None) == {}


def test_a_new_program_has_done_little() -> None:
    olive = make_person("Olive", is_organizer=True)

    assert set(signs_of(make_program(organizers=[olive]))) == BEFORE_GROUPS


def test_everything_that_can_be_seen_is_seen(cast: Cast) -> None:
    program = cast.program
    for group in program.groups.all():
        meet(group, 3)
        agree(group)
    Person.objects.update(trained=True)
    Assignment.objects.create(
        program=program, name="First", state=State.PUBLISHED, published_at=timezone.now()
    )
    for kind in (kinds.ANNOUNCEMENT, kinds.INVITATION, kinds.KICK_OFF):
        leave(program, kind, cast.olive)
    ended(make_poll(make_group(5, program=program, on=date(2026, 10, 1))))
    plan = Plan.objects.begin(Answers(managers=40, start_on=date(2026, 8, 3)), by=cast.olive, program=program)
    Retrospective.objects.ask(plan, by=cast.olive).finish()

    assert set(signs_of(program)) == set(SIGNS)


def test_one_group_that_has_not_met_is_enough_not_to_say_so(cast: Cast) -> None:
    meet(cast.group, 2)

    assert "first-meetings-met" not in signs_of(cast.program)


def test_every_group_has_met_once_and_not_twice(cast: Cast) -> None:
    meet(cast.group, 2)
    meet(cast.sams_group, 1)

    seen = signs_of(cast.program)

    assert seen["first-meetings-met"].since == timezone.localdate() - timedelta(days=7)
    assert "second-meetings-met" not in seen


def test_a_group_that_comes_later_takes_nothing_back(cast: Cast) -> None:
    meet(cast.group, 1)
    meet(cast.sams_group, 1)

    make_group(program=cast.program, on=date(2026, 11, 1))

    assert "first-meetings-met" in signs_of(cast.program)


def test_one_member_who_has_not_agreed_is_enough_and_is_not_named(cast: Cast) -> None:
    agree(cast.group)
    agree(cast.sams_group)
    agreed = "agreement-agreed" in signs_of(cast.program)

    Agreement.objects.take_back(cast.group, cast.pat)

    seen = signs_of(cast.program)
    assert agreed
    assert "agreement-agreed" not in seen
    assert "Pat" not in str(seen)


def test_a_facilitator_without_training_is_seen(cast: Cast) -> None:
    seen = signs_of(cast.program)

    assert "facilitators-named" in seen
    assert "facilitators-trained" not in seen


def test_another_program_is_another_story(cast: Cast) -> None:
    leave(cast.program, kinds.ANNOUNCEMENT, cast.olive)
    oscar = make_person("Oscar", is_organizer=True)

    assert set(signs_of(make_program(organizers=[oscar]))) == BEFORE_GROUPS


def test_as_many_questions_for_ten_groups_as_for_two(cast: Cast) -> None:
    meet(cast.group, 1)
    agree(cast.group)
    with CaptureQueriesContext(connection) as few:
        signs_of(cast.program)
    for _ in range(8):
        group = make_group(program=cast.program)
        meet(group, 2)
        agree(group)

    with CaptureQueriesContext(connection) as many:
        signs_of(cast.program)

    assert len(many) == len(few)
