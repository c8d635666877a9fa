"""What a group has taken on, on screen: any member adds, changes, takes over and settles; nobody else finds it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from minim.groups.models import GroupQuerySet
from minim.meetings.actions import MOST_OPEN
from minim.meetings.models import ActionItem, Settled
from tests.meetings.held import NOW
from tests.web.meetings.reading import enter, section, soup, words

if TYPE_CHECKING:
    from django.test import Client
    from time_machine import Traveller

    from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("clock")

CANARY = "Kestrel at dawn"
HOSTILE = "<script>alert(1)</script> مرحبا 🙂"
BY_HTMX = {"HX-Request": "true"}


def at(name: str, cast: Cast, *more: int) -> str:
    return reverse(f"meetings:{name}", args=[cast.group.pk, *more])


def keep(cast: Cast, text: str = "Write the guide", **more: Any) -> ActionItem:
    return ActionItem.objects.keep(cast.group, text, **{"owner": cast.pat} | more)


# Who may look


@pytest.mark.parametrize("who", ["olive", "sam", "bo", "root"])
def test_whoever_does_not_sit_there_finds_nothing_anywhere(client: Client, cast: Cast, who: str) -> None:
    item = keep(cast, CANARY)
    enter(client, getattr(cast, who))

    answers = [client.get(at("actions", cast)), client.get(at("action", cast, item.pk))]
    answers += [
        client.post(at("actions", cast), {"text": "x", "owner": cast.pat.pk}),
        client.post(at("action", cast, item.pk), {"text": "x", "owner": cast.pat.pk}),
        client.post(at("settle", cast, item.pk), {"state": "done"}),
        client.post(at("take", cast, item.pk)),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert CANARY not in "".join(answer.content.decode() for answer in answers)
    kept = ActionItem.objects.get()
    assert (kept.text, kept.owner, kept.state) == (CANARY, cast.pat, Settled.OPEN)


def test_a_query_that_gives_too_much_would_be_seen(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A leak on purpose: what the test above looks for is there to be found."""
    keep(cast, CANARY)

    monkeypatch.setattr(GroupQuerySet, "of_member", lambda groups, person: groups)

    assert CANARY in words(enter(client, cast.olive).get(at("actions", cast)))


def test_an_item_of_another_group_is_not_found_below_ones_own(client: Client, cast: Cast) -> None:
    sams = ActionItem.objects.keep(cast.sams_group, CANARY, owner=cast.sam)
    enter(client, cast.pat)

    answers = [
        client.get(at("action", cast, sams.pk)),
        client.post(at("settle", cast, sams.pk), {"state": "done"}),
        client.post(at("take", cast, sams.pk)),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert ActionItem.objects.get().owner == cast.sam


# Reading


def test_ones_own_come_first_and_what_is_late_is_said_kindly(
    client: Client, cast: Cast, clock: Traveller
) -> None:
    clock.move_to(NOW - timedelta(days=10), tick=False)
    keep(cast, "Fay's step", owner=cast.fay)
    keep(cast, "Pat's step", due_on=date(2026, 11, 20))
    clock.move_to(NOW, tick=False)

    answer = enter(client, cast.pat).get(at("actions", cast))

    assert "Pat's step was meant for Fri 20 Nov" in words(answer)
    assert words(answer).index("Pat's step") < words(answer).index("Fay's step")
    assert "Write what you will do, not why." in words(answer)


def test_when_nothing_is_open_the_page_says_so(client: Client, cast: Cast) -> None:
    assert "Nothing is open" in words(enter(client, cast.pat).get(at("actions", cast)))


def test_many_items_cost_no_more_queries_than_few(
    client: Client, cast: Cast, django_assert_num_queries: Any
) -> None:
    enter(client, cast.pat).get(at("actions", cast))
    for number in range(12):
        keep(cast, f"Item {number}", owner=[cast.fay, cast.pat][number % 2]).settle(
            [Settled.OPEN, Settled.OPEN, Settled.DONE][number % 3]
        )

    with django_assert_num_queries(7):
        client.get(at("actions", cast))


# Adding and changing


def test_pat_gives_fay_something_to_do(client: Client, cast: Cast) -> None:
    sent = {"text": " Ask  about\r\nthe freeze ", "owner": cast.fay.pk, "due_on": "2026-12-01"}

    answer = enter(client, cast.pat).post(at("actions", cast), sent, follow=True)

    kept = ActionItem.objects.get()
    assert (kept.text, kept.owner, kept.due_on) == ("Ask about the freeze", cast.fay, date(2026, 12, 1))
    assert answer.redirect_chain == [(at("actions", cast), 302)]
    assert "Ask about the freeze by Tue 1 Dec" in words(answer)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": " "}, "Say in a few words"),
        ({"text": "x" * 301}, "That is 301 characters"),
        ({"text": "😀" * 400_000}, "That is 400,000 characters"),
        ({"due_on": "2026-11-20"}, "This day is already over"),
        ({"due_on": "2029-01-01"}, "more than a year away"),
        ({"due_on": "soon"}, "Please write the day like 2027-02-28."),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_is_lost(
    client: Client, cast: Cast, wrong: dict[str, str], said: str
) -> None:
    sent = {"text": "Write the guide", "owner": cast.pat.pk, "due_on": ""} | wrong

    answer = enter(client, cast.pat).post(at("actions", cast), sent)

    assert answer.status_code == 422
    assert said in words(answer)
    typed = soup(answer).select_one("textarea").get_text()  # type: ignore[union-attr]
    assert typed.strip() == str(sent["text"]).strip()
    assert not ActionItem.objects.exists()


def test_nobody_from_elsewhere_is_given_anything(client: Client, cast: Cast) -> None:
    item = keep(cast)
    enter(client, cast.pat)
    sent = {"text": "Walk", "owner": cast.sam.pk}

    answers = [client.post(at("actions", cast), sent), client.post(at("action", cast, item.pk), sent)]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert [kept.owner for kept in ActionItem.objects.all()] == [cast.pat]


def test_more_than_a_group_can_remember_is_refused(client: Client, cast: Cast) -> None:
    for number in range(MOST_OPEN):
        keep(cast, f"Item {number}")

    answer = enter(client, cast.pat).post(at("actions", cast), {"text": "One more", "owner": cast.pat.pk})

    assert (answer.status_code, "Settle some of them first" in words(answer)) == (422, True)


def test_fay_changes_an_item_and_its_day_that_is_over_may_stay(
    client: Client, cast: Cast, clock: Traveller
) -> None:
    clock.move_to(NOW - timedelta(days=10), tick=False)
    item = keep(cast, due_on=date(2026, 11, 20))
    clock.move_to(NOW, tick=False)
    enter(client, cast.fay)
    shown = soup(client.get(at("action", cast, item.pk)))
    day = shown.select_one("[name=due_on]")["value"]  # type: ignore[index]

    client.post(at("action", cast, item.pk), {"text": "Half a page", "owner": cast.fay.pk, "due_on": day})

    item.refresh_from_db()
    assert (item.text, item.owner, item.due_on) == ("Half a page", cast.fay, date(2026, 11, 20))


def test_words_are_shown_as_they_are(client: Client, cast: Cast) -> None:
    keep(cast, HOSTILE)
    enter(client, cast.pat)

    for address in (at("actions", cast), reverse("groups:detail", args=[cast.group.pk]), reverse("home")):
        answer = client.get(address)
        assert HOSTILE in words(answer)
        assert "<script>alert" not in answer.content.decode()


# Settling


def test_any_member_settles_and_opens_again(client: Client, cast: Cast) -> None:
    item = keep(cast)
    enter(client, cast.fay)

    told = [
        client.post(at("settle", cast, item.pk), {"state": state}, follow=True)
        for state in ("done", "open", "dropped")
    ]

    settled = [section(answer, "Lately settled") for answer in told]
    assert [text.removeprefix("Lately settled ") for text in settled] == [
        "Write the guide Pat, 24 Nov Open again",
        "",
        "Write the guide Pat, 24 Nov Open again",
    ]
    item.refresh_from_db()
    assert item.state == Settled.DROPPED


def test_to_htmx_settling_answers_with_the_list(client: Client, cast: Cast) -> None:
    item = keep(cast)

    answer = enter(client, cast.pat).post(at("settle", cast, item.pk), {"state": "done"}, headers=BY_HTMX)

    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert soup(answer).select_one("#actions #settle-" + str(item.pk))
    assert "Done. It stays below for a while." in answer.content.decode()


@pytest.mark.parametrize("state", ["", "gone", "DONE"])
def test_a_state_nobody_knows_changes_nothing(client: Client, cast: Cast, state: str) -> None:
    item = keep(cast)

    answer = enter(client, cast.pat).post(at("settle", cast, item.pk), {"state": state})

    item.refresh_from_db()
    assert (answer.status_code, item.is_open) == (404, True)


def test_what_was_settled_long_ago_is_not_shown(client: Client, cast: Cast, clock: Traveller) -> None:
    clock.move_to(NOW - timedelta(days=31), tick=False)
    keep(cast, "Long ago").settle(Settled.DONE)
    clock.move_to(NOW, tick=False)

    assert "Long ago" not in words(enter(client, cast.pat).get(at("actions", cast)))


def test_what_a_leaver_took_on_stays_and_is_taken_over(client: Client, cast: Cast) -> None:
    item = keep(cast)
    cast.group.seats.filter(person=cast.pat).update(left_on=NOW.date())
    enter(client, cast.fay)

    before = section(client.get(at("actions", cast)), "Left behind")
    after = client.post(at("take", cast, item.pk), follow=True)

    item.refresh_from_db()
    assert "Write the guide was Pat’s" in before
    assert item.owner == cast.fay
    assert "Left behind" not in words(after)
    assert "It is yours now." in after.content.decode()


def test_what_a_leaver_took_on_can_be_dropped(client: Client, cast: Cast) -> None:
    item = keep(cast)
    cast.group.seats.filter(person=cast.pat).update(left_on=NOW.date())

    enter(client, cast.fay).post(at("settle", cast, item.pk), {"state": "dropped"})

    item.refresh_from_db()
    assert (item.state, item.owner) == (Settled.DROPPED, cast.pat)
