"""The room as a browser talks to it: what it is told, what it may do, and what is refused with words."""

from __future__ import annotations

import json
from contextlib import ExitStack
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from minim.groups import models as seats
from minim.meetings.models import ActionItem, Attendance, Meeting, OwnFormat, Room, Text
from minim.people.models import Person
from minim.playbook import formats
from minim.web.room import look
from minim.web.room.acts import ACTS
from tests.meetings.rooms import entry_of, meet_now, record_of
from tests.meetings.sealed import text_on
from tests.web.ears import Ear, session_of

if TYPE_CHECKING:
    from tests.cast import Cast


class Seat:
    """One person's browser in the room of a meeting."""

    def __init__(self, meeting: Meeting, person: Person) -> None:
        self.base = f"/groups/{meeting.series.group_id}/meetings/{meeting.pk}/room/"
        self.client = Client()
        self.client.force_login(person)
        self.person = person

    def post(self, path: str, words: object = None) -> Any:
        body = words if isinstance(words, str) else json.dumps(words or {})
        return self.client.post(self.base + path, body, content_type="application/json")

    def act(self, name: str, **words: object) -> Any:
        return self.post(f"acts/{name}/", words)

    def does(self, name: str, **words: object) -> None:
        answer = self.act(name, **words)
        assert answer.status_code == 200, answer.content

    def state(self, **known: str | int) -> dict[str, Any]:
        answer = self.client.get(f"{self.base}state/", known)
        assert answer.status_code == 200, answer.content
        found: dict[str, Any] = answer.json()
        return found

    def enters(self) -> Seat:
        assert self.post("enter/").status_code == 200
        return self


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return meet_now(cast.group)


@pytest.fixture
def fay(cast: Cast, meeting: Meeting) -> Seat:
    return Seat(meeting, cast.fay).enters()


@pytest.fixture
def pat(cast: Cast, meeting: Meeting, fay: Seat) -> Seat:
    return Seat(meeting, cast.pat).enters()


def let_in(first: Seat, *others: Seat) -> list[dict[str, Any]]:
    """The first begins, and lets the others in at once."""
    entries = [entry_of(seat.person) for seat in (first, *others)]
    for seat, entry in zip((first, *others), entries, strict=True):
        seat.does("knock", entry=entry)
    room = Room.objects.get()
    first.does("epoch", record=record_of(room, 1, entries[0]["device"], entries[0]))
    if others:
        first.does("epoch", record=record_of(room, 2, entries[0]["device"], *entries))
    return entries


# --- being told -------------------------------------------------------------------------------------------------


def test_a_browser_is_told_who_is_here_and_where_things_stand(cast: Cast, fay: Seat, pat: Seat) -> None:
    state = pat.state()

    shown = [(one["name"], one["facilitates"], one["here"], one["inside"]) for one in state["people"]]
    assert shown[:2] == [("Fay", True, True, False), ("Pat", False, True, False)]
    assert [one[2] for one in shown[2:]] == [False, False]
    assert (state["lead"], state["second"], state["epoch"]) == (cast.fay.pk, None, 0)
    assert state["dots"] == {"open": True, "left": 3, "each": 3, "placed": 0}
    assert (state["cards"], state["texts"], state["records"], state["asking"]) == ([], [], [], [])
    assert abs(state["now"] / 1000 - timezone.now().timestamp()) < 5


def test_a_browser_fetches_only_what_is_new_to_it(fay: Seat, pat: Seat) -> None:
    let_in(fay, pat)
    fay.does("texts", texts=[text_on("one")])
    before = pat.state()
    fay.does("texts", texts=[text_on("two", sealed="newer")])
    known = {"uid": before["uid"], "after": before["version"], "epoch": 2}

    new, all_ = pat.state(**known), pat.state(**known | {"uid": "another room"})

    assert [text["envelope"]["sealed"] for text in new["texts"]] == ["newer"]
    assert (new["records"], len(all_["texts"]), len(all_["records"])) == ([], 2, 2)


def test_dots_of_others_are_counted_and_never_named(fay: Seat, pat: Seat) -> None:
    fay.does("texts", texts=[text_on("one"), text_on("two")])
    pat.does("dot", card="two")
    pat.does("dot", card="two")

    fays, pats = fay.state(), pat.state()

    assert [(one["id"], one["dots"], one["mine"]) for one in fays["cards"]] == [("two", 2, 0), ("one", 0, 0)]
    assert [one["mine"] for one in pats["cards"]] == [2, 0]
    assert (fays["dots"]["left"], pats["dots"]["left"], fays["dots"]["placed"]) == (3, 1, 1)


def test_a_state_takes_few_questions_however_full_the_room(
    fay: Seat, pat: Seat, django_assert_max_num_queries: Any
) -> None:
    let_in(fay, pat)
    fay.does("texts", texts=[text_on(f"card {number}") for number in range(30)])

    with django_assert_max_num_queries(22):
        pat.state()


def test_whoever_asks_what_is_new_is_there(cast: Cast, fay: Seat, pat: Seat) -> None:
    _, pats = let_in(fay, pat)
    long_ago = timezone.now() - timedelta(minutes=1)
    room = Room.objects.get()
    room.presences.update(seen_at=long_ago)
    room.knocks.update(inside_at=long_ago)
    assert fay.state()["deserted"] is True

    pat.client.get(f"{pat.base}state/", headers={"Minim-Device": pats["device"]})

    assert cast.pat.pk in room.here()
    assert fay.state()["deserted"] is False


def test_one_look_serves_everybody_and_never_an_older_version(fay: Seat, pat: Seat) -> None:
    fay.does("texts", texts=[text_on("one")])
    pat.does("dot", card="one")
    looks = [fay.state()["cards"], pat.state()["cards"]]
    fay.does("dot", card="one")

    again = [fay.state()["cards"], pat.state()["cards"]]

    assert [[card["mine"] for card in cards] for cards in looks] == [[0], [1]]
    assert [[(card["dots"], card["mine"]) for card in cards] for cards in again] == [[(2, 1)], [(2, 1)]]


def test_everybody_else_finds_no_room(cast: Cast, meeting: Meeting, fay: Seat) -> None:
    for person in (cast.olive, cast.bo, cast.sam, cast.root):
        seat = Seat(meeting, person)
        answers = [seat.client.get(seat.base), seat.client.get(f"{seat.base}state/"), seat.post("enter/")]
        answers += [seat.act(name) for name in ACTS]
        assert {answer.status_code for answer in answers} == {404}, person


def test_who_loses_the_seat_in_mid_meeting_is_shut_out_and_taken_out(
    cast: Cast, fay: Seat, pat: Seat
) -> None:
    _, pats = let_in(fay, pat)

    cast.group.seats.filter(person=cast.pat).update(left_on=timezone.localdate())

    assert pat.client.get(f"{pat.base}state/").status_code == 404
    assert pat.act("texts", texts=[text_on("one")]).status_code == 404
    assert fay.state()["leaving"] == [pats["device"]]


# --- doing ------------------------------------------------------------------------------------------------------

LEADERS = sorted(name for name, act in ACTS.items() if act.leads)


@pytest.mark.parametrize("name", LEADERS)
def test_what_is_for_whoever_leads_is_refused_to_others(fay: Seat, pat: Seat, name: str) -> None:
    answer = pat.act(name)

    assert (answer.status_code, answer.json()) == (409, {"why": "That is for whoever leads the meeting."})
    assert Room.objects.exists()


def test_a_whole_meeting(cast: Cast, meeting: Meeting, fay: Seat, pat: Seat) -> None:
    let_in(fay, pat)
    fay.does("go-to", at=1)
    fay.does("pass-turn")
    pat.does("pass-turn")
    assert fay.state()["turn"] == {"now": None, "spoken": [cast.fay.pk, cast.pat.pk]}
    fay.does("extend", seconds=120)
    fay.does("pause")
    fay.does("resume")
    assert fay.state()["step"]["extra"] == 120
    pat.does("texts", texts=[text_on("one")])
    fay.does("close-dots")
    assert pat.act("dot", card="one").status_code == 409
    fay.does("open-dots")
    pat.does("dot", card="one")
    fay.does("take-up", card="one")
    fay.does("ask-thumbs")
    pat.does("thumb", way="up")
    table = pat.state()["table"]
    assert (table["card"], table["thumbs"]) == ("one", {"up": 1, "side": 0, "down": 0, "mine": "up"})
    fay.does("more", minutes=5)
    fay.does("finish")
    pat.does("keep-action", text="Ask for the day off", owner=cast.pat.pk, due="2026-12-24")
    fay.does("tick", person=list(cast.group.sitting())[-1].person_id, there=True)
    fay.does("close")

    for answer in (pat.client.get(f"{pat.base}state/"), pat.act("dot", card="one"), pat.post("here/")):
        assert (answer.status_code, answer.json()) == (200, {"closed": True})
    assert not Text.objects.exists()
    kept = ActionItem.objects.get()
    assert (kept.text, kept.owner, kept.due_on) == ("Ask for the day off", cast.pat, date(2026, 12, 24))
    assert Attendance.objects.filter(meeting=meeting).count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_change_is_told_with_what_is_new_to_whoever_sits_there_and_to_nobody_else(
    served: str, cast: Cast, meeting: Meeting
) -> None:
    fay, pat = Seat(meeting, cast.fay).enters(), Seat(meeting, cast.pat).enters()
    fay.does("texts", texts=[text_on("old")])
    before = Room.objects.get().version

    with ExitStack() as ears:
        fays, pats = (
            ears.enter_context(Ear(served, f"{seat.base}hears/", session_of(seat.person)))
            for seat in (fay, pat)
        )
        stands = [fays.heard()[-1], pats.heard()[-1]]
        fay.does("texts", texts=[text_on("new")])
        told = [json.loads(ear.heard()[-1].removeprefix("data: ")) for ear in (fays, pats)]
        seats.Seat.objects.current().filter(person=cast.pat).update(left_on=timezone.now().date())
        fay.does("texts", texts=[text_on("newest")])

        assert stands == [f"data: {before}"] * 2
        assert [(one["after"], one["version"]) for one in told] == [(before, before + 1)] * 2
        assert [[text["card"] for text in one["texts"]] for one in told] == [["new"]] * 2
        assert '"newest"' in fays.heard()[-1]
        assert pats.heard()[-1] == f"data: {before + 2}"


def test_action_items_of_earlier_meetings_come_along_and_can_be_settled(cast: Cast, meeting: Meeting) -> None:
    kept = ActionItem.objects.keep(cast.group, "From last time", owner=cast.pat)
    ActionItem.objects.filter(pk=kept.pk).update(kept_at=timezone.now() - timedelta(days=7))
    others = ActionItem.objects.keep(cast.sams_group, "Of another group", owner=cast.sam)
    fay = Seat(meeting, cast.fay).enters()

    assert [(one["text"], one["earlier"]) for one in fay.state()["actions"]] == [("From last time", True)]
    fay.does("settle", id=kept.pk, state="done")

    assert fay.state()["actions"][0]["state"] == "done"
    assert fay.act("settle", id=others.pk, state="done").status_code == 409
    others.refresh_from_db()
    assert others.state == "open"


def test_the_lead_can_be_taken_over_once_it_is_silent(cast: Cast, fay: Seat, pat: Seat) -> None:
    assert (pat.state()["may_take"], pat.act("take-over").status_code) == (False, 409)

    room = Room.objects.get()
    room.presences.filter(person=cast.fay).update(seen_at=timezone.now() - timedelta(minutes=1))
    look.forget(room.pk)

    assert pat.state()["may_take"] is True
    pat.does("take-over")
    assert pat.state()["lead"] == cast.pat.pk


def test_leaving_with_a_browser_is_told_so_that_others_make_a_new_key(fay: Seat, pat: Seat) -> None:
    _, pats = let_in(fay, pat)

    pat.does("leave", device=pats["device"])

    state = fay.state()
    assert state["leaving"] == [pats["device"]]
    assert [one["here"] for one in state["people"][:2]] == [True, False]


def test_a_room_meets_in_the_format_the_group_chose_even_when_that_changes(
    cast: Cast, meeting: Meeting, fay: Seat
) -> None:
    before = Room.objects.get().plan

    OwnFormat.objects.copy(cast.group, formats()["troika"])
    page = fay.client.get(fay.base)

    assert page.context["facts"]["format"] == before
    assert page.context["facts"]["meeting"]["number"] == 1


# --- saying it badly --------------------------------------------------------------------------------------------

BAD = [
    ("texts", "no JSON at all"),
    ("texts", "[" * 100_000),
    ("texts", {}),
    ("texts", {"texts": []}),
    ("texts", {"texts": [text_on("x" * 37)]}),
    ("texts", {"texts": [text_on("one", "diary")]}),
    ("texts", {"texts": [text_on("one", after=-1)]}),
    ("texts", {"texts": [text_on("one", sealed="x" * 1_000_000)]}),
    ("texts", {"texts": [text_on("one")] * 41}),
    ("texts", {"texts": [{"card": "one"}]}),
    ("knock", {"entry": {"device": "x" * 100_000}}),
    ("epoch", {"record": {"epoch": "one"}}),
    ("epoch", {"record": None}),
    ("dot", {"card": ""}),
    ("dot", {"card": "nul\0"}),
    ("go-to", {"at": -1}),
    ("go-to", {"at": True}),
    ("extend", {"seconds": 10**9}),
    ("more", {"minutes": "five"}),
    ("move", {"card": "one", "way": "sideways"}),
    ("settle", {"id": 1, "state": "forgotten"}),
    ("keep-action", {"text": "Do it", "owner": 1, "due": "tomorrow"}),
]


@pytest.mark.parametrize(("name", "words"), BAD)
def test_what_a_room_does_not_say_is_refused_with_words(fay: Seat, name: str, words: object) -> None:
    answer = fay.post(f"acts/{name}/", words)

    assert answer.status_code in (409, 422)
    assert len(answer.json()["why"]) > 10
    assert not Text.objects.exists()


def test_more_than_fits_in_one_go_is_refused(fay: Seat) -> None:
    answer = fay.post("acts/texts/", json.dumps({"texts": "x" * 2_100_000}))

    assert (answer.status_code, answer.json()["why"]) == (422, "That is more than fits in one go.")


def test_what_an_envelope_brings_along_is_not_kept(fay: Seat) -> None:
    text = text_on("one")
    text["envelope"]["plain"] = "what was said"
    text["title"] = "what was said"

    fay.does("texts", texts=[text])

    assert "plain" not in Text.objects.get().envelope
    assert "what was said" not in json.dumps(fay.state())


def test_nobody_asks_for_somebody_else(cast: Cast, fay: Seat, pat: Seat) -> None:
    answer = pat.act("knock", entry=entry_of(cast.fay))

    assert (answer.status_code, answer.json()["why"]) == (409, "Everybody asks for themselves.")


def test_an_action_item_for_somebody_of_another_group_is_refused(cast: Cast, fay: Seat) -> None:
    answer = fay.act("keep-action", text="Do it", owner=cast.sam.pk, due=None)

    assert answer.status_code == 409
    assert not ActionItem.objects.exists()


def test_an_act_nobody_knows_is_not_found(fay: Seat) -> None:
    assert fay.act("dance").status_code == 404


# --- before and after -------------------------------------------------------------------------------------------


def test_before_its_hour_there_is_no_room_and_afterwards_a_page_about_it(cast: Cast) -> None:
    meeting = meet_now(cast.group, timedelta(hours=4))
    pat, fay = Seat(meeting, cast.pat), Seat(meeting, cast.fay)
    assert pat.client.get(pat.base).status_code == 404
    assert pat.post("enter/").status_code == 404

    fay.enters()
    pat.enters()
    fay.does("close")

    for seat in (pat, fay):
        assert seat.post("enter/").json() == {"closed": True}
        assert seat.client.get(seat.base).headers["Location"] == seat.base.removesuffix("room/")
    assert pat.post("enter/", {"anew": True}).json() == {"closed": True}
    assert fay.client.get(f"{fay.base}?again").status_code == 200
    assert "version" in fay.post("enter/", {"anew": True}).json()


def test_the_page_is_kept_nowhere_and_holds_nothing_that_is_said(fay: Seat, pat: Seat) -> None:
    let_in(fay, pat)
    fay.does("texts", texts=[text_on("one", sealed="ciphertext")])

    page = fay.client.get(fay.base)

    assert page.headers["Cache-Control"] == "no-store"
    assert "ciphertext" not in page.content.decode()
    assert "<title>Group meeting</title>" in page.content.decode()


def test_whoever_leads_finds_the_way_back_into_a_closed_room(
    cast: Cast, meeting: Meeting, fay: Seat, pat: Seat
) -> None:
    fay.does("close")
    page = fay.base.removesuffix("room/")

    fays, pats = (seat.client.get(page).content.decode() for seat in (fay, pat))

    assert f'href="{fay.base}?again"' in fays
    assert "?again" not in pats


def test_the_room_is_shut_to_whoever_stands_above_a_group_mate_and_says_why(
    cast: Cast, meeting: Meeting, fay: Seat, pat: Seat
) -> None:
    cast.fay.manager = cast.pat
    cast.fay.save(update_fields=["manager"])
    Person.objects.renumber()

    statuses = [seat.client.get(f"{seat.base}state/").status_code for seat in (fay, pat)]
    group = f"/groups/{cast.group.pk}/"
    said = [b"The room is shut for you" in seat.client.get(group).content for seat in (fay, pat)]

    assert (statuses, said) == ([200, 404], [False, True])
