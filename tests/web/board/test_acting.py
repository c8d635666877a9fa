"""Olive at the draft board: moving people by hand, and publishing only what keeps every rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from minim.assignments.models import Assignment, State
from minim.groups.models import Group
from minim.notices.models import Notice
from tests.assignments.company import form, members, two_groups
from tests.web.board.words import HTMX, act, at, broken, cards, messages, sitting, soup, words

if TYPE_CHECKING:
    from django.test import Client


pytestmark = pytest.mark.django_db


# Moving


def test_olive_moves_somebody_and_sees_just_the_cards_it_touched(olive: Client, plan: Assignment) -> None:
    first, second = two_groups(plan)
    pat = members(first)[-1]

    answer = act(olive, "move", plan, pat, to=second.pk)

    shown = cards(answer)
    assert set(shown) == {f"group-{first.pk}", f"group-{second.pk}", "group-none"}
    assert pat.name in shown[f"group-{second.pk}"]
    assert pat.name not in shown[f"group-{first.pk}"]
    assert f"Moved {pat.name} from {first.name} to {second.name}." in words(answer)
    assert answer.headers["HX-Trigger"] == "board:changed"
    (version,) = soup(answer).select("#board-version")
    assert version["value"] == str(Assignment.objects.get(pk=plan.pk).version)
    assert all(card.get("hx-swap-oob") for card in soup(answer).select(".board-group"))


def test_without_a_script_the_board_comes_again(olive: Client, plan: Assignment) -> None:
    first, second = two_groups(plan)
    pat = members(first)[-1]

    answer = act(olive, "move", plan, pat, htmx=False, to=second.pk)

    assert (answer.status_code, answer.headers["Location"]) == (302, at("board", plan))
    assert pat.name in sitting(second)


def test_somebody_is_left_out_and_stands_in_the_tray(olive: Client, plan: Assignment) -> None:
    pat = members(two_groups(plan)[0])[-1]

    answer = act(olive, "move", plan, pat, to="")

    assert cards(answer)["group-none"] == [pat.name]
    assert f"You left {pat.name} out by hand." in words(answer)


@pytest.mark.parametrize("said", [{}, {"to": "everywhere"}, {"to": "-1"}])
def test_nobody_is_left_out_by_a_slip(olive: Client, plan: Assignment, said: dict[str, Any]) -> None:
    pat = members(two_groups(plan)[0])[-1]

    act(olive, "move", plan, pat, **said)

    assert pat.name in sitting(two_groups(plan)[0])
    assert not plan.steps.exists()


def test_a_broken_rule_is_named_on_the_card_and_keeps_everything_unpublished(
    olive: Client, plan: Assignment
) -> None:
    first, second = two_groups(plan)
    fay = members(first)[0]

    moved = act(olive, "move", plan, fay, to=second.pk)
    asked = olive.get(at("publish", plan))
    refused = act(olive, "publish", plan, htmx=False)

    sentence = f"{first.name} has no Facilitator."
    assert broken(moved, first) == [sentence]
    assert sentence in words(asked)
    assert not soup(asked).select("main button")
    assert refused.status_code == 409
    assert all(said in words(refused) for said in ("Nothing was published.", sentence))
    plan.refresh_from_db()
    assert (plan.state, Group.objects.count(), Notice.objects.count()) == (State.DRAFT, 0, 0)


def test_undo_and_redo_say_what_they_do(olive: Client, plan: Assignment) -> None:
    first, second = two_groups(plan)
    pat = members(first)[-1]
    before, said = sitting(first), f"Moved {pat.name} from {first.name} to {second.name}."
    act(olive, "move", plan, pat, to=second.pk)
    assert f"Undo : {said}" in words(olive.get(at("board", plan)))

    undone = act(olive, "undo", plan)

    assert f"Taken back: {said}" in words(undone)
    assert sorted(cards(undone)[f"group-{first.pk}"]) == before
    assert f"Redo : {said}" in words(undone)
    again = act(olive, "redo", plan)
    assert pat.name in cards(again)[f"group-{second.pk}"]
    act(olive, "undo", plan)
    act(olive, "undo", plan)
    assert "There is nothing to take back." in messages(olive)


def test_moving_somebody_to_where_they_are_says_nothing(olive: Client, plan: Assignment) -> None:
    first, second = two_groups(plan)
    act(olive, "move", plan, members(first)[-1], to=second.pk)

    answer = act(olive, "move", plan, members(first)[-1], to=first.pk)

    assert set(cards(answer)) == {"group-none"}
    assert "Moved" not in (soup(answer).select_one(".message") or soup(answer).new_tag("p")).get_text()


def test_two_people_swap(olive: Client, plan: Assignment) -> None:
    first, second = two_groups(plan)
    one, other = members(first)[-1], members(second)[-1]

    offered = olive.get(at("swap-with", plan, one), headers=HTMX)
    answer = act(olive, "swap", plan, one, other=other.pk)

    choices = {option["value"] for option in soup(offered).select("option[value]")}
    assert str(other.pk) in choices
    assert not choices & {str(person.pk) for person in [one, *members(first)][:1]}
    shown = cards(answer)
    assert other.name in shown[f"group-{first.pk}"]
    assert one.name in shown[f"group-{second.pk}"]
    assert act(olive, "swap", plan, one, other="nobody").status_code == 404


def test_somebody_else_facilitates(olive: Client, plan: Assignment) -> None:
    first, _ = two_groups(plan)
    fay, pat = members(first)[:2]

    answer = act(olive, "lead", plan, pat)

    (leads,) = soup(answer).select(f"#group-{first.pk} .seat.leads")
    assert pat.name in leads.text
    assert fay.name not in leads.text


def test_a_pin_shows_and_goes(olive: Client, plan: Assignment) -> None:
    first, _ = two_groups(plan)
    pat = members(first)[-1]

    pinned = act(olive, "pin", plan, pat, pinned="yes")
    loose = act(olive, "pin", plan, pat, pinned="no")

    assert [seat.select_one(".seat-name span").text for seat in soup(pinned).select(".seat.pinned")] == [  # type: ignore[union-attr]
        pat.name
    ]
    assert soup(loose).select(".seat.pinned") == []


def test_a_locked_group_lets_nobody_in_or_out(olive: Client, plan: Assignment) -> None:
    first, second = two_groups(plan)
    pat = members(second)[-1]

    locked = act(olive, "lock", plan, first, locked="yes")
    refused = act(olive, "move", plan, pat, to=first.pk)

    (seats,) = soup(locked).select(f"#group-{first.pk} .seats")
    assert seats.has_attr("data-closed")
    assert refused.headers["HX-Redirect"] == at("board", plan)
    assert f"{first.name} is locked. Unlock it first." in messages(olive)
    assert pat.name in sitting(second)
    act(olive, "lock", plan, first, locked="no")
    assert pat.name in cards(act(olive, "move", plan, pat, to=first.pk))[f"group-{first.pk}"]


@pytest.mark.parametrize(
    ("name", "said"),
    [("", "1 to 120 characters"), ("x" * 121, "1 to 120 characters"), ("SECOND", "another group named")],
)
def test_a_name_no_group_can_have(olive: Client, plan: Assignment, name: str, said: str) -> None:
    first, second = two_groups(plan)
    before = first.name

    act(olive, "rename", plan, first, name=second.name.upper() if name == "SECOND" else name)

    first.refresh_from_db()
    assert first.name == before
    assert said in messages(olive)


def test_a_group_gets_another_name_and_markup_stays_words(olive: Client, plan: Assignment) -> None:
    first, _ = two_groups(plan)

    answer = act(olive, "rename", plan, first, name=" Quiet   <b>Note</b> ")

    (title,) = soup(answer).select(f"#group-{first.pk} h2")
    assert title.get_text() == "Quiet <b>Note</b>"
    assert not title.select("b")


@pytest.mark.parametrize("version", ["0", "", "soon"])
def test_whoever_looks_at_an_older_board_is_told_so(olive: Client, plan: Assignment, version: str) -> None:
    first, second = two_groups(plan)
    one, other = members(first)[-2:]
    plan.move(one, second)

    answer = olive.post(at("move", plan, other), {"version": version, "to": second.pk}, headers=HTMX)

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, at("board", plan))
    assert "Here it is as it stands now." in messages(olive)
    assert other.name in sitting(first)


def test_olive_may_not_publish_what_she_has_not_seen(olive: Client, plan: Assignment) -> None:
    seen = plan.version
    first, second = two_groups(plan)
    plan.move(members(first)[-1], second)

    answer = olive.post(at("publish", plan), {"version": seen})

    assert (answer.status_code, Group.objects.count()) == (409, 0)
    assert "Please look again before you publish." in words(answer)


# Ending


def test_forming_the_rest_again_keeps_pins_and_locks(olive: Client, plan: Assignment) -> None:
    first, second = two_groups(plan)
    pat, wanted = members(second)[-1], sitting(first)
    act(olive, "lock", plan, first, locked="yes")
    act(olive, "pin", plan, pat, pinned="yes")

    answer = act(olive, "reform", plan, htmx=False)
    busy = olive.get(at("board", plan))
    form(plan)

    assert answer.headers["Location"] == busy.headers["Location"] == at("progress", plan)
    locked = plan.draft_groups.get(name=first.name)
    assert (locked.locked, sitting(locked)) == (True, wanted)
    assert plan.draft_seats.get(person=pat).draft_group == plan.draft_groups.get(name=second.name)
    assert plan.draft_seats.get(person=pat).pinned


def test_publishing_says_first_what_it_will_do(olive: Client, plan: Assignment) -> None:
    asked = olive.get(at("publish", plan))

    answer = act(olive, "publish", plan, htmx=False)

    groups = plan.draft_groups.count()
    assert f"{groups} groups open, with 24 people." in words(asked)
    assert answer.headers["Location"] == reverse("groups:list")
    assert Group.objects.open().count() == groups
    assert Notice.objects.count() == 24
    assert "is published. The letters are on their way." in messages(olive)
    twice = act(olive, "publish", plan, htmx=False)
    assert (twice.status_code, Notice.objects.count()) == (409, 24)


def test_a_published_plan_can_be_looked_at_and_not_touched(olive: Client, plan: Assignment) -> None:
    first, second = two_groups(plan)
    act(olive, "publish", plan, htmx=False)

    board = olive.get(at("board", plan))
    act(olive, "move", plan, members(first)[-1], to=second.pk)

    assert not soup(board).select("main form, main [data-asks][href*='people']")
    assert "so nobody can be moved in it" in messages(olive)
