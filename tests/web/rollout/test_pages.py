"""The interview, the plan and what one does to it, as Olive sees them."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from minim.pulse.models import Round
from minim.rollout.answers import Answers
from minim.rollout.models import Plan, Retrospective
from minim.worker.polling import open_retrospectives
from tests.make import make_group, make_people, make_person, make_program
from tests.pulse.polls import answer, ended, people_of

if TYPE_CHECKING:
    from django.test import Client

    from tests.cast import Cast

pytestmark = pytest.mark.django_db

SAID = {
    "managers": 80,
    "levels": 2,
    "sites": 1,
    "zones": 1,
    "start_on": (timezone.localdate() + timedelta(days=14)).isoformat(),
    "country": "DE",
    "meets": "remote",
    "cadence": "weekly",
    "trust": "high",
    "competition": "low",
    "tried": "never",
    "sponsor": "ceo",
    "stage": "growing",
    "organizer": "trusted",
}


@pytest.fixture(autouse=True)
def as_olive(client: Client, cast: Cast) -> None:
    client.force_login(cast.olive)


@pytest.fixture
def plan(cast: Cast) -> Plan:
    answers = Answers(managers=80, start_on=timezone.localdate() - timedelta(days=30))
    return Plan.objects.begin(answers, by=cast.olive, program=cast.program)


def at(name: str, plan: Plan, *more: int) -> str:
    return reverse(f"rollout:{name}", args=[plan.pk, *more])


def look(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words(node: Any) -> str:
    return " ".join(node.get_text(" ").split())


# The interview


def test_the_interview_begins_with_what_minim_knows(client: Client) -> None:
    lead = make_person("Lead", location="Lyon", time_zone="Europe/Paris")
    for person in make_people(3):
        person.manager = lead
        person.save()
    from_roster = look(client, reverse("rollout:begin"))

    assert from_roster.select_one("#id_managers")["value"] != "60"  # type: ignore[index]
    assert from_roster.select_one("#id_start_on")["value"] > timezone.localdate().isoformat()  # type: ignore[index, operator]


def test_answers_lead_to_a_plan(client: Client) -> None:
    answered = client.post(reverse("rollout:begin"), SAID, follow=True)

    page = BeautifulSoup(answered.content, "html.parser")
    assert words(page.h1) == "Yes, Mini-M fits you."
    assert len(page.select(".rollout-step")) == 8
    assert Plan.objects.get().answered.country == "DE"


def test_whoever_should_not_begin_hears_it_first(client: Client) -> None:
    answered = client.post(reverse("rollout:begin"), SAID | {"managers": 5}, follow=True)

    page = BeautifulSoup(answered.content, "html.parser")
    assert words(page.h1) == "Not yet. Something has to be there first."


@pytest.mark.parametrize(
    "wrong",
    [{"managers": 0}, {"start_on": "1926-01-01"}, {"start_on": ""}, {"country": "ZZ"}, {"trust": "lots"}],
)
def test_what_cannot_be_planned_by_is_said(client: Client, wrong: dict[str, object]) -> None:
    answered = client.post(reverse("rollout:begin"), SAID | wrong)

    assert answered.status_code == 422
    assert not Plan.objects.exists()


def test_whoever_has_a_plan_is_shown_that(client: Client, plan: Plan) -> None:
    answered = client.get(reverse("rollout:begin"), follow=True)

    assert answered.redirect_chain[-1][0] == at("plan", plan)


def test_new_answers_keep_what_minim_saw(client: Client, plan: Plan) -> None:
    client.post(at("answers", plan), SAID)

    rostered = plan.tasks.get(key="bring-roster")
    assert (rostered.is_done, rostered.is_seen) == (True, True)
    assert plan.tasks.get(key="shape-program").due_on < timezone.localdate()


def test_a_plan_is_attached_to_a_program_of_ones_own(client: Client, cast: Cast) -> None:
    plan = Plan.objects.begin(Answers(managers=80, start_on=timezone.localdate()), by=cast.olive)
    oscars = make_program(organizers=[make_person("Oscar", is_organizer=True)])

    client.post(at("attach", plan), {"program": oscars.pk})
    before = Plan.objects.get().program
    client.post(at("attach", plan), {"program": cast.program.pk})

    assert (before, Plan.objects.get().program) == (None, cast.program)


# The plan


def test_a_task_minim_saw_done_says_what_it_saw(client: Client, plan: Plan) -> None:
    task = plan.tasks.get(key="bring-roster")

    line = look(client, at("plan", plan)).select_one(f"#task-{task.pk}")

    assert line is not None
    assert "in the roster" in words(line)
    assert line.select_one("button[aria-pressed]") is None


def test_a_tick_by_hand_and_back(client: Client, plan: Plan) -> None:
    task = plan.tasks.get(key="agree-the-bargain")
    client.post(at("tick", plan, task.pk))
    task.refresh_from_db()
    ticked = task.is_done

    client.post(at("untick", plan, task.pk))

    task.refresh_from_db()
    assert (ticked, task.is_done) == (True, False)


def test_what_is_late_is_said_kindly(client: Client, plan: Plan) -> None:
    task = plan.tasks.get(key="agree-the-bargain")

    line = look(client, at("plan", plan)).select_one(f"#task-{task.pk}")

    assert "waiting since" in words(line)


def test_a_task_leads_to_the_page_of_its_own_program(client: Client, plan: Plan, cast: Cast) -> None:
    make_program(organizers=[cast.olive])
    task = plan.tasks.get(key="choose-takers")

    line = look(client, at("plan", plan)).select_one(f"#task-{task.pk}")

    assert line is not None
    assert reverse("programs:who", args=[cast.program.pk]) in [link["href"] for link in line.select("a")]


def test_the_whole_plan_takes_as_many_questions_however_long_it_is(client: Client, plan: Plan) -> None:
    client.get(at("plan", plan))
    with CaptureQueriesContext(connection) as few:
        client.get(at("plan", plan))
    for number in range(10):
        plan.add(f"Task {number}", step=2, owner="organizer", due_on=timezone.localdate()).give_to(
            make_person()
        )

    with CaptureQueriesContext(connection) as many:
        client.get(at("plan", plan))

    assert len(many) == len(few)


def test_a_task_of_ones_own(client: Client, plan: Plan) -> None:
    day = timezone.localdate() + timedelta(days=3)
    client.post(
        at("add", plan), {"title": "Ask the council", "step": 2, "owner": "people-ops", "due_on": day}
    )

    assert "Ask the council" in words(look(client, at("plan", plan)))
    assert "Ask the council" in words(look(client, at("lists", plan)))


def test_moving_giving_removing_and_bringing_back(client: Client, plan: Plan) -> None:
    task, day = plan.tasks.get(key="agree-the-bargain"), timezone.localdate() + timedelta(days=5)
    quinn = make_person("Quinn")
    client.post(at("task", plan, task.pk), {"due_on": day})
    client.post(at("give", plan, task.pk), {"person": quinn.pk, "q": "qui"})
    task.refresh_from_db()
    moved = (task.due_on, task.person)

    client.post(at("remove", plan, task.pk))
    gone = look(client, at("plan", plan))
    client.post(at("bring-back", plan, task.pk))

    assert moved == (day, quinn)
    assert gone.select_one(f"#task-{task.pk}") is None
    assert "Bring back" in words(gone)
    assert look(client, at("plan", plan)).select_one(f"#task-{task.pk}") is not None


def test_people_are_found_without_script_too(client: Client, plan: Plan) -> None:
    task = plan.tasks.get(key="agree-the-bargain")
    make_person("Quinn")

    page = client.post(at("give", plan, task.pk), {"q": "quinn"}).content.decode()

    assert "Give it to Quinn" in page
    assert plan.tasks.get(key="agree-the-bargain").person is None


def test_a_task_can_be_nobodys_again(client: Client, plan: Plan, cast: Cast) -> None:
    task = plan.tasks.get(key="agree-the-bargain")
    task.give_to(cast.bo)

    client.post(at("give", plan, task.pk), {"nobody": "1", "q": ""})

    task.refresh_from_db()
    assert task.person is None


def test_the_timeline_is_drawn_and_told(client: Client, plan: Plan) -> None:
    page = look(client, at("timeline", plan))

    assert [svg["role"] for svg in page.select("svg.timeline")] == ["img", "img"]
    assert len(page.select("tbody tr")) > 8
    assert not page.select("[style]")


def test_each_role_has_its_list(client: Client, plan: Plan) -> None:
    heads = [words(head) for head in look(client, at("lists", plan)).select(".rollout-sheet h2")]

    assert heads == ["Sponsor", "Organizer", "PeopleOps", "Facilitator", "Participant"]


# To take along


def test_what_is_taken_along_is_the_plan_as_it_stands(client: Client, plan: Plan) -> None:
    plan.add("Ask the council", step=2, owner="organizer", due_on=timezone.localdate())
    plan.tasks.get(key="agree-the-bargain").remove()

    tracker = client.get(at("csv", plan)).content.decode()

    assert "Ask the council" in tracker
    assert "agree-the-bargain" not in tracker


@pytest.mark.parametrize(("name", "begins"), [("pdf", b"%PDF"), ("ics", b"BEGIN:VCALENDAR"), ("zip", b"PK")])
def test_files_to_take_along(client: Client, plan: Plan, name: str, begins: bytes) -> None:
    answered = client.get(at(name, plan))

    assert answered.content.startswith(begins)
    assert answered["Content-Disposition"].startswith("attachment")


def test_the_archive_holds_everything(client: Client, plan: Plan) -> None:
    names = zipfile.ZipFile(io.BytesIO(client.get(at("zip", plan)).content)).namelist()

    assert {"mini-m/pack.pdf", "mini-m/tasks.csv", "mini-m/milestones.ics", "mini-m/timeline.svg"} <= set(
        names
    )


# Looking back


def test_people_are_asked_and_olive_reads_one_word_for_each(client: Client, cast: Cast) -> None:
    program = make_program(organizers=[cast.olive])
    groups = [make_group(5, program=program) for _ in range(3)]
    plan = Plan.objects.begin(
        Answers(managers=80, start_on=timezone.localdate()), by=cast.olive, program=program
    )
    client.post(at("ask", plan))
    open_retrospectives()
    asked = Round.objects.get(program=program)
    meanwhile = words(look(client, at("retrospective", plan)))
    for group in groups:
        for person in people_of(group):
            answer(person, asked, [5, 3, 1] + [3] * 7)
    ended(asked)

    told = look(client, at("retrospective", plan)).select("[aria-labelledby=told] .badge")

    assert "nobody can see anything" in meanwhile
    assert sorted(words(badge) for badge in told) == ["Change"] * 8 + ["Drop", "Keep"]


def test_a_decision_becomes_a_task(client: Client, plan: Plan, cast: Cast) -> None:
    Retrospective.objects.ask(plan, by=cast.olive)
    day = timezone.localdate() + timedelta(days=20)

    client.post(at("retrospective", plan), {"title": "Meet longer", "owner": "organizer", "due_on": day})
    client.post(at("held", plan))

    assert plan.tasks.get(title="Meet longer").decided_in.held_on == timezone.localdate()  # type: ignore[union-attr]
    assert "Meet longer" in words(look(client, at("plan", plan)))


def test_nothing_is_decided_before_anybody_looked_back(client: Client, plan: Plan) -> None:
    day = timezone.localdate()

    said = client.post(
        at("retrospective", plan), {"title": "Meet longer", "owner": "organizer", "due_on": day}
    )

    assert said.status_code == 404
    assert not plan.tasks.filter(title="Meet longer").exists()


def test_a_member_is_told_what_becomes_of_it_before(client: Client, cast: Cast) -> None:
    program = make_program(organizers=[cast.olive])
    group = make_group(5, program=program)
    plan = Plan.objects.begin(
        Answers(managers=80, start_on=timezone.localdate()), by=cast.olive, program=program
    )
    Retrospective.objects.ask(plan, by=cast.olive)
    open_retrospectives()

    client.force_login(people_of(group)[1])
    page = look(client, reverse("pulse:poll", args=[group.pk]))

    assert "Nothing of" in words(page.select_one("[aria-labelledby=told]"))
    assert {words(step) for step in page.select(".scale-steps label")} == {"Keep", "Change", "Drop"}
    assert page.select_one("[data-topics]") is None
