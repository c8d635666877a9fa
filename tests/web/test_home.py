"""The first page says what to do next: to Olive, to Fay, to Pat, and kindly to Bo."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minim.assignments.models import Assignment, DraftGroup, DraftSeat, State
from minim.notices.models import Notice
from minim.people.models import Person
from minim.web.home.state import standings
from minim.web.home.steps import next_steps
from tests.make import make_group, make_person, make_program

if TYPE_CHECKING:
    from django.test import Client

    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def titles(organizer: Person) -> list[str]:
    return [step.title for step in next_steps(organizer)]


def page(client: Client, person: Person) -> str:
    client.force_login(person)
    return client.get(reverse("home")).content.decode()


def test_an_empty_house_asks_for_a_roster() -> None:
    olive = make_person("Olive", is_organizer=True, employee_id=None)

    assert titles(olive) == ["Begin with a plan", "Bring your roster"]


def test_a_roster_without_a_program_asks_for_a_program() -> None:
    olive = make_person("Olive", is_organizer=True)

    assert titles(olive) == ["Begin with a plan", "Plant your program"]


def test_a_program_without_groups_asks_for_groups() -> None:
    olive = make_person("Olive", is_organizer=True)
    program = make_program(organizers=[olive], name="Circles")
    program.enrol([make_person(), make_person()])

    assert titles(olive) == ["Begin with a plan", "Form the first groups of Circles"]


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (State.WAITING, "Draft 1 is being formed"),
        (State.FORMING, "Draft 1 is being formed"),
        (State.DRAFT, "Draft 1 waits for your eyes"),
        (State.IMPOSSIBLE, "Draft 1 could not be formed"),
        (State.FAILED, "Draft 1 could not be formed"),
        (State.PUBLISHED, None),
        (State.SET_ASIDE, None),
    ],
)
def test_a_plan_is_named_until_it_is_done(cast: Cast, state: State, title: str | None) -> None:
    plan = Assignment.objects.create(program=cast.program, name="Draft 1", state=state)
    DraftGroup.objects.create(assignment=plan, name="Half Note")

    assert [found for found in titles(cast.olive) if "Draft 1" in found] == ([title] if title else [])


def test_a_group_that_breaks_a_promise_comes_first(cast: Cast) -> None:
    cast.fay.manager = cast.pat
    cast.fay.save()
    Person.objects.renumber()
    Assignment.objects.create(program=cast.program, name="Draft 1", state=State.DRAFT)

    assert titles(cast.olive)[0] == f"{cast.group.name} breaks a promise"


def test_letters_that_do_not_get_through_are_told(cast: Cast) -> None:
    Notice.objects.create(
        kind="seat", recipient=cast.pat, subject="Hello", message_id="<1>", last_error="550 no such"
    )
    Notice.objects.create(kind="seat", recipient=cast.sam, subject="Hello", message_id="<2>")

    assert "1 letter did not get through" in titles(cast.olive)


def test_people_without_a_group_are_counted(cast: Cast) -> None:
    assert titles(cast.olive) == ["1 person has no group"]
    cast.bo.leave()
    assert titles(cast.olive) == []


def test_a_draft_that_seats_them_is_named_instead_of_the_people_who_wait(cast: Cast) -> None:
    draft = Assignment.objects.create(program=cast.program, name="Draft 1", state=State.DRAFT)
    box = DraftGroup.objects.create(assignment=draft, name="Half Note")
    seat = DraftSeat.objects.create(assignment=draft, draft_group=box, person=cast.bo)

    (step,) = next_steps(cast.olive)
    seat.draft_group = None
    seat.save()

    assert "1 group for" in step.text
    assert "with a seat for 1 person who had none" in step.text
    assert titles(cast.olive) == ["Draft 1 waits for your eyes", "1 person has no group"]


def test_only_ones_own_programs_are_told(cast: Cast) -> None:
    oscar = make_person("Oscar", is_organizer=True)
    other = make_program(organizers=[oscar], name="Elsewhere")
    Assignment.objects.create(program=other, name="Foreign draft", state=State.DRAFT)

    assert "Foreign draft" not in " ".join(titles(cast.olive))
    assert [standing.program for standing in standings(cast.olive)] == [cast.program]


def test_a_program_stands_in_a_few_numbers(cast: Cast) -> None:
    closed = make_group(program=cast.program)
    closed.close(date(2026, 10, 1))

    (standing,) = standings(cast.olive)

    everybody = cast.program.enrolments.count()
    assert (standing.people, standing.groups, standing.usual_size, standing.waiting) == (everybody, 2, 4, 4)


def test_olive_has_one_primary_action(client: Client, cast: Cast) -> None:
    Assignment.objects.create(program=cast.program, name="Draft 1", state=State.DRAFT)

    shown = page(client, cast.olive)

    assert shown.count("button primary") == 1
    assert "Draft 1 waits for your eyes" in shown


def test_members_see_their_group_and_nobody_elses(client: Client, cast: Cast) -> None:
    for person, badge in ((cast.fay, "You facilitate"), (cast.pat, "You take part")):
        shown = page(client, person)
        assert badge in shown
        assert cast.group.name in shown
        assert cast.sams_group.name not in shown
        assert "Sam" not in shown


def test_a_broken_promise_is_not_repeated_to_members(client: Client, cast: Cast) -> None:
    before = page(client, cast.pat)
    cast.fay.manager = cast.pat
    cast.fay.save()
    Person.objects.renumber()
    after = page(client, cast.pat)

    assert "Nobody of your management chain sits here" in before
    assert "Nobody of your management chain sits here" not in after
    assert "Reporting lines have changed" in after


def test_without_a_group_there_is_a_kind_word_and_no_plan(client: Client, cast: Cast) -> None:
    Assignment.objects.create(program=cast.program, name="Draft 1", state=State.DRAFT)

    shown = page(client, cast.bo)

    assert "Your group is still to come" in shown
    assert "Draft 1" not in shown


def test_a_closed_group_is_no_longer_shown(client: Client, cast: Cast) -> None:
    cast.group.close(date(2026, 10, 1))

    assert cast.group.name not in page(client, cast.pat)


def test_home_asks_the_database_a_fixed_number_of_times(client: Client, cast: Cast) -> None:
    client.force_login(cast.olive)
    client.get(reverse("home"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("home"))
    for _ in range(5):
        make_group(program=cast.program)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("home"))

    assert len(many) == len(few)


def test_signed_out_one_is_led_to_the_sign_in(client: Client) -> None:
    assert client.get(reverse("home")).headers["Location"] == f"{reverse('account_login')}?next=/"
