"""What the draft board shows to Olive, that it shows nothing to anybody else, and how often it asks the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minim.assignments.models import Assignment, State
from tests.assignments.company import Company, draft, make_company, members, two_groups
from tests.cast import make_cast
from tests.make import make_person
from tests.web.board.words import HTMX, act, at, cards, sitting, soup, words

if TYPE_CHECKING:
    from django.test import Client

    from minim.assignments.models import DraftGroup
    from minim.people.models import Person

pytestmark = pytest.mark.django_db


# Looking


def test_the_board_shows_everybody_once(olive: Client, plan: Assignment) -> None:
    answer = olive.get(at("board", plan))

    shown = cards(answer)
    assert {key: sorted(names) for key, names in shown.items()} == {
        **{f"group-{group.pk}": sitting(group) for group in plan.draft_groups.all()},
        "group-none": [],
    }
    assert "24 people" in words(answer)
    assert "Nobody sits with their own management chain, and every other rule holds." in words(answer)


@pytest.mark.parametrize("fragment", [True, False])
def test_looking_at_somebody_works_in_the_dialog_and_without_a_script(
    olive: Client, plan: Assignment, fragment: bool
) -> None:
    first, second = two_groups(plan)
    pat = members(first)[-1]

    answer = olive.get(at("person", plan, pat), headers=HTMX if fragment else {})

    assert bool(soup(answer).html) != fragment
    assert all(said in words(answer) for said in (pat.name, first.name, second.name, "No group"))
    assert not fragment or soup(answer).select("[data-closes]")
    if not fragment:
        account = soup(answer).select_one(".avatar-button")
        assert account
        assert "Olive" in str(account)


def test_the_hand_that_lifts_somebody_hears_what_each_place_would_mean(
    olive: Client, plan: Assignment
) -> None:
    pat = members(two_groups(plan)[0])[-1]

    answer = olive.get(at("person", plan, pat), headers={"Accept": "application/json"})

    told = {place["id"]: (place["verdict"], place["sentence"]) for place in answer.json()["places"]}
    assert told == {
        f"group-{place.group or 'none'}": (place.verdict, place.sentence) for place in plan.places(pat)
    }
    assert len(told) == plan.draft_groups.count()


def test_what_the_hand_hears_is_what_the_board_says_afterwards(olive: Client, plan: Assignment) -> None:
    pat = members(two_groups(plan)[0])[-1]
    told = olive.get(at("person", plan, pat), headers={"Accept": "application/json"}).json()["places"]

    for place in told:
        answer = act(olive, "move", plan, pat, to=place["id"].removeprefix("group-").replace("none", ""))
        assert bool(soup(answer).select(".proof.bad")) == (place["verdict"] == "breaks"), place
        act(olive, "undo", plan)


def test_a_group_says_why(olive: Client, plan: Assignment) -> None:
    first, _ = two_groups(plan)

    answer = olive.get(at("group", plan, first), headers=HTMX)

    assert f"Why {first.name}?" in words(answer)
    assert all(person.name in words(answer) for person in members(first))
    assert "% probability" in words(answer)


def test_the_proof_counts_pairs_and_names_what_is_broken(olive: Client, plan: Assignment) -> None:
    first, second = two_groups(plan)
    sizes = [group.draft_seats.count() for group in plan.draft_groups.all()]

    wished = {wish.sentence for wish in plan.review().wishes if wish.value}
    answer = olive.get(at("proof", plan))
    good, proof = words(answer), soup(answer)
    plan.move(members(first)[0], second)
    bad = words(olive.get(at("proof", plan)))

    assert f"{sum(size * (size - 1) // 2 for size in sizes)} pairs of people share a group" in good
    assert wished - {row.get_text() for row in proof.select("th[scope=row]")} == set()
    assert f"{first.name} has no Facilitator." in bad
    assert "cannot be published as it is" in bad


def test_two_drafts_stand_side_by_side(olive: Client, company: Company, plan: Assignment) -> None:
    alone = words(olive.get(at("compare", plan)))
    other = draft(company, name="Spring")
    pat = members(two_groups(other)[0])[-1]
    other.move(pat, two_groups(other)[1])

    answer = olive.get(at("compare", plan), {"with": other.pk})

    assert "Nothing to compare with yet" in alone
    assert "Spring" in words(answer)
    assert len(soup(answer).select(".sides .seat")) == 48
    (there,) = [seat for seat in soup(answer).select(".sides > :last-child .seat") if pat.name in seat.text]
    assert "pinned" in (there.get("class") or [])


# Who may, and how quick


@pytest.mark.parametrize("who", ["oscar", "fay", "pat", "anonymous"])
def test_nobody_else_comes_near(client: Client, plan: Assignment, who: str) -> None:
    first, second = two_groups(plan)
    fay, pat = members(first)[0], members(first)[-1]
    if who != "anonymous":
        client.force_login({"oscar": make_person("Oscar", is_organizer=True), "fay": fay, "pat": pat}[who])
    looks = [at(name, plan) for name in ("board", "proof", "compare", "publish")]
    looks += [at("person", plan, pat), at("swap-with", plan, pat), at("group", plan, first)]

    looked = [client.get(address) for address in looks]
    acted = [
        act(client, "move", plan, pat, htmx=False, to=second.pk),
        act(client, "swap", plan, pat, htmx=False, other=members(second)[-1].pk),
        act(client, "lead", plan, pat, htmx=False),
        act(client, "pin", plan, pat, htmx=False),
        act(client, "lock", plan, first, htmx=False),
        act(client, "rename", plan, first, htmx=False, name="Mine"),
        *(act(client, name, plan, htmx=False) for name in ("undo", "redo", "reform", "publish")),
    ]

    if who == "anonymous":
        assert all(answer.headers["Location"].startswith("/account/sign-in/") for answer in looked + acted)
    else:
        assert {answer.status_code for answer in looked + acted} == {404}
    fresh = Assignment.objects.get(pk=plan.pk)
    assert (fresh.state, fresh.version, fresh.steps.count()) == (State.DRAFT, plan.version, 0)


def test_nobody_of_another_program_can_be_seated(olive: Client, plan: Assignment) -> None:
    cast = make_cast()
    first, _ = two_groups(plan)
    pat = members(first)[-1]
    other = draft(make_company(8, name="Other"))

    assert act(olive, "move", plan, cast.sam, to=first.pk).status_code == 404
    assert act(olive, "move", plan, pat, to=two_groups_of(other).pk).status_code == 404
    assert olive.get(at("group", plan, two_groups_of(other))).status_code == 404


def two_groups_of(plan: Assignment) -> DraftGroup:
    group = plan.draft_groups.first()
    assert group
    return group


def test_a_large_board_asks_the_database_no_more_often(client: Client) -> None:
    asked = {}
    for size in (25, 90):
        company = make_company(size)
        plan = draft(company)
        person = members(two_groups(plan)[0])[-1]
        client.force_login(company.olive)
        asked[plan.draft_groups.count()] = counts(client, plan, person)

    few, many = sorted(asked)
    assert few <= 5
    assert many >= 12
    assert asked[few] == asked[many]
    assert max(asked[few].values()) < 40


def counts(client: Client, plan: Assignment, person: Person) -> dict[str, int]:
    client.get(at("board", plan))  # writes down that this session is in use
    second = two_groups(plan)[1]
    return {
        "board": queries(lambda: client.get(at("board", plan))),
        "person": queries(lambda: client.get(at("person", plan, person), headers=HTMX)),
        "move": queries(lambda: act(client, "move", plan, person, to=second.pk)),
        "publish": queries(lambda: client.get(at("publish", plan))),
        "proof": queries(lambda: client.get(at("proof", plan))),
    }


def queries(look: Any) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        look()
    return len(asked)
