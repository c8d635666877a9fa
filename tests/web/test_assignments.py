"""Asking for groups, watching them being formed, and the ways out when no plan is possible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from minim.assignments.models import Assignment, DraftGroup, State
from tests.make import make_program

if TYPE_CHECKING:
    from django.test import Client

    from minim.people.models import Person
    from tests.cast import Cast

HTMX = {"HX-Request": "true"}
TOLD = {
    "stage": "improving",
    "best": 812.4,
    "bound": 640.0,
    "breaches": 0,
    "seconds": 3.2,
    "cohort": "Front line",
    "number": 2,
    "cohorts": 2,
}
CLASH = {
    "cohort": None,
    "name": "",
    "rules": ["size", "facilitator"],
    "sentences": ["9 people need 2 groups of 5 to 8, but only 1 may facilitate."],
    "relaxations": [
        {"kind": "size", "value": [5, 9], "sentence": "Allow groups of 5 to 9."},
        {"kind": "groups", "value": [1], "sentence": "Form a single group."},
    ],
    "people": [],
    "proved": True,
}


def enter(client: Client, person: Person) -> Client:
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def words(answer: Any) -> str:
    page = BeautifulSoup(answer.content, "html.parser")
    return " ".join((page.main or page).get_text(" ").split())


def at(name: str, assignment: Assignment) -> str:
    return reverse(f"assignments:{name}", args=[assignment.pk])


def ask(cast: Cast, **fields: Any) -> Assignment:
    assignment = Assignment.objects.ask(cast.program, by=cast.olive)
    Assignment.objects.filter(pk=assignment.pk).update(**fields)
    assignment.refresh_from_db()
    return assignment


@pytest.fixture
def olive(client: Client, cast: Cast) -> Client:
    return enter(client, cast.olive)


# Who may


@pytest.mark.parametrize("who", ["fay", "pat", "bo", "sam", "root"])
def test_nobody_else_finds_a_draft_or_may_ask(client: Client, cast: Cast, who: str) -> None:
    assignment = ask(cast, state=State.FAILED)
    enter(client, getattr(cast, who))

    read = [client.get(at(name, assignment)).status_code for name in ("progress", "progress-now")]
    done = [
        client.post(at(name, assignment)).status_code
        for name in ("stop", "relax", "again", "return", "set-aside")
    ]
    asked = client.post(reverse("assignments:new", args=[cast.program.pk]), {"name": "Mine", "seconds": 2})

    assert (set(read), set(done), asked.status_code) == ({404}, {404}, 404)
    assert Assignment.objects.get().state == State.FAILED


# Asking


def test_olive_asks_and_goes_to_watch(olive: Client, cast: Cast) -> None:
    page = reverse("assignments:new", args=[cast.program.pk])

    offered = words(olive.get(page))
    answer = olive.post(page, {"name": "Spring", "seconds": "60", "seed": "7"})

    asked = Assignment.objects.get()
    assert "Careful Ten seconds" in offered
    assert answer["Location"] == at("progress", asked)
    assert (asked.name, asked.state, asked.seconds, asked.seed, asked.created_by) == (
        "Spring", State.WAITING, 60, 7, cast.olive,
    )  # fmt: skip


def test_an_unheard_of_patience_is_refused(olive: Client, cast: Cast) -> None:
    answer = olive.post(
        reverse("assignments:new", args=[cast.program.pk]), {"name": "Spring", "seconds": "99999"}
    )

    assert (answer.status_code, Assignment.objects.count()) == (422, 0)


def test_an_empty_program_is_led_to_its_people_first(olive: Client, cast: Cast) -> None:
    empty = make_program(organizers=[cast.olive])

    text = words(olive.get(reverse("assignments:new", args=[empty.pk])))

    assert "Nobody takes part yet" in text


def test_too_few_facilitators_are_named_before_asking(olive: Client, cast: Cast) -> None:
    cast.program.anyone_may_facilitate, cast.program.smallest_group = False, 4
    cast.program.save()

    text = words(olive.get(reverse("assignments:new", args=[cast.program.pk])))

    assert "1 willing and trained Facilitator for about 2 groups." in text


# The list


def test_drafts_stand_by_program_and_those_set_aside_in_a_fold(
    olive: Client, cast: Cast, django_assert_num_queries: Any
) -> None:
    ask(cast, name="Open one", state=State.DRAFT)
    ask(cast, name="Old one", state=State.SET_ASIDE)
    foreign = Assignment.objects.ask(make_program(), by=None, name="Foreign one")
    olive.get("/assignments/")

    with django_assert_num_queries(4):
        answer = olive.get("/assignments/")

    page = BeautifulSoup(answer.content, "html.parser")
    fold = page.select_one("main details").text  # type: ignore[union-attr]
    assert ("Open one" in fold, "Old one" in fold) == (False, True)
    assert "Open one" in words(answer)
    assert foreign.name not in words(answer)


# Watching


def test_the_page_tells_where_the_work_stands(olive: Client, cast: Cast) -> None:
    assignment = ask(cast, state=State.FORMING, progress=TOLD)

    page = olive.get(at("progress", assignment))
    now = BeautifulSoup(page.content, "html.parser").select_one("[aria-current=step]")
    text = words(page)

    assert now is not None
    assert now.text == "Improving"
    assert "Cohort 2 of 2: Front line" in text
    assert "812 points away from perfect" in text
    assert "at least 640" in text
    assert "all kept" in text


def test_before_a_worker_comes_the_page_says_so(olive: Client, cast: Cast) -> None:
    assert "In line." in words(olive.get(at("progress", ask(cast))))


def test_the_moving_part_says_where_to_go_when_it_is_over(olive: Client, cast: Cast) -> None:
    assignment = ask(cast, state=State.FORMING)

    during = olive.get(at("progress-now", assignment), headers=HTMX)
    Assignment.objects.update(state=State.DRAFT)
    after = olive.get(at("progress-now", assignment), headers=HTMX)

    assert (during.status_code, b"<html" in during.content) == (200, False)
    assert (after.status_code, after["HX-Redirect"]) == (204, at("progress", assignment))


@pytest.mark.parametrize("state", [State.DRAFT, State.PUBLISHED])
def test_a_finished_draft_is_on_its_board(olive: Client, cast: Cast, state: State) -> None:
    assignment = ask(cast, state=state)

    assert olive.get(at("progress", assignment))["Location"] == at("board", assignment)


def test_olive_may_take_the_best_so_far(olive: Client, cast: Cast) -> None:
    assignment = ask(cast, state=State.FORMING, progress=TOLD)

    olive.post(at("stop", assignment))

    assignment.refresh_from_db()
    assert assignment.stop_asked
    assert "Stopping with the best so far" in words(olive.get(at("progress", assignment)))


# When no plan is possible


def test_a_clash_is_told_with_every_way_out(olive: Client, cast: Cast) -> None:
    assignment = ask(cast, state=State.IMPOSSIBLE, clash={"cohorts": [CLASH]})

    text = words(olive.get(at("progress", assignment)))

    assert "9 people need 2 groups of 5 to 8, but only 1 may facilitate." in text
    assert "Allow groups of 5 to 9." in text
    assert "Form a single group." in text
    assert "Proved: no plan exists" in text


def test_one_way_out_is_taken_and_formed_again(olive: Client, cast: Cast) -> None:
    assignment = ask(cast, state=State.IMPOSSIBLE, clash={"cohorts": [CLASH]})

    olive.post(at("relax", assignment), {"cohort": "", "number": "1"})

    assignment.refresh_from_db()
    assert assignment.state == State.WAITING
    assert assignment.choices["relaxations"] == {"": [{"kind": "groups", "value": [1]}]}


@pytest.mark.parametrize("said", [{"number": "9"}, {"number": "-1"}, {"number": "x"}, {}])
def test_a_way_out_that_is_not_offered_changes_nothing(
    olive: Client, cast: Cast, said: dict[str, str]
) -> None:
    assignment = ask(cast, state=State.IMPOSSIBLE, clash={"cohorts": [CLASH]})

    answer = olive.post(at("relax", assignment), said, follow=True)

    assignment.refresh_from_db()
    assert assignment.state == State.IMPOSSIBLE
    assert "message warning" in answer.content.decode()


def test_a_failure_says_why_and_may_be_tried_again(olive: Client, cast: Cast) -> None:
    assignment = ask(cast, state=State.FAILED, trouble="Forming was interrupted 3 times.")

    text = words(olive.get(at("progress", assignment)))
    olive.post(at("again", assignment))

    assignment.refresh_from_db()
    assert "Forming was interrupted 3 times." in text
    assert "Nothing was changed" in text
    assert assignment.state == State.WAITING


def test_an_earlier_draft_is_one_button_away(olive: Client, cast: Cast) -> None:
    assignment = ask(cast, state=State.FAILED)
    without = words(olive.get(at("progress", assignment)))
    DraftGroup.objects.create(assignment=assignment, name="Half Note")

    text = words(olive.get(at("progress", assignment)))
    olive.post(at("return", assignment))

    assignment.refresh_from_db()
    assert ("Back to the draft" in without, "Back to the draft" in text) == (False, True)
    assert assignment.state == State.DRAFT


def test_a_draft_is_set_aside_but_never_what_is_published(olive: Client, cast: Cast) -> None:
    draft, published = ask(cast, state=State.DRAFT), ask(cast, state=State.PUBLISHED)

    for assignment in (draft, published):
        olive.post(at("set-aside", assignment))
        assignment.refresh_from_db()

    assert (draft.state, published.state) == (State.SET_ASIDE, State.PUBLISHED)
