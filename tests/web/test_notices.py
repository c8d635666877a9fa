from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from minim.notices.models import Notice, Preference, State
from minim.web.notices import reasons
from tests.make import make_group, make_people, make_person, make_program

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries, Settings

    from minim.people.models import Person
    from tests.cast import Cast

pytestmark = pytest.mark.django_db

LIST = "/letters/"
in_the_demo = pytest.mark.urls("tests.web.demo_urls")


def post(to: Person, kind: str = "group-closed", **wanted: Any) -> Notice:
    """A letter that could leave at once: its reader knows no night."""
    Preference.objects.update_or_create(person=to, defaults={"quiet_from": 0, "quiet_to": 0})
    facts = {"group": "Alder", "program": "Mini-M", "code": "K7P-M2X", **wanted}
    notice = Notice.objects.post(kind, to, **facts)
    assert notice is not None
    return notice


def test_olive_sees_to_whom_which_letter_went_and_what_became_of_it(cast: Cast, client: Client) -> None:
    post(cast.pat).sent()
    post(cast.fay).failed("The mail server said: 550 No such person", for_good=True)
    post(cast.sam)
    client.force_login(cast.olive)

    page = client.get(LIST).content.decode()

    assert page.count('data-label="Letter">A place has ended') == 3
    assert "550 No such person" in page
    assert "Their mail server did not take the letter." in page
    assert "Send again" in page
    for state, there in (("sent", "Pat"), ("failed", "Fay"), ("waiting", "Sam")):
        shown = client.get(LIST, {"state": state}).context["page_obj"]
        assert [letter.recipient.name for letter in shown] == [there]


def test_olive_does_not_see_what_a_letter_says(cast: Cast, client: Client) -> None:
    notice = post(cast.pat, group="Snowdrop")
    assert "Snowdrop" in notice.body
    client.force_login(cast.olive)

    assert "Snowdrop" not in client.get(LIST).content.decode()
    assert client.get(reverse("notices:letter", args=[notice.pk])).status_code == 404
    assert client.get(reverse("notices:inside", args=[notice.pk])).status_code == 404


def test_letters_of_other_programs_are_not_olive_s(cast: Cast, client: Client) -> None:
    stranger = (
        make_group(program=make_program(organizers=[make_person(is_organizer=True)])).sitting()[0].person
    )
    notice = post(stranger)
    notice.failed("no", for_good=True)
    client.force_login(cast.olive)

    assert list(client.get(LIST).context["page_obj"]) == []
    assert client.post(reverse("notices:again", args=[notice.pk])).status_code == 404


@in_the_demo
def test_a_code_is_listed_for_nobody_not_even_in_the_demo(
    cast: Cast, client: Client, settings: Settings
) -> None:
    notice = post(cast.pat, "sign-in-code", secret=True)
    settings.DEMO = True
    for person in (cast.olive, cast.pat):
        client.force_login(person)
        assert list(client.get(LIST).context["page_obj"]) == []
        assert client.get(reverse("notices:letter", args=[notice.pk])).status_code == 404
        assert client.get(reverse("notices:inside", args=[notice.pk])).status_code == 404


def test_others_do_not_find_the_page(cast: Cast, client: Client) -> None:
    notice = post(cast.pat)
    notice.failed("no", for_good=True)

    assert client.get(LIST).status_code == 302
    for person in (cast.pat, cast.fay, cast.bo, cast.root):
        client.force_login(person)
        assert client.get(LIST).status_code == 404
        assert client.post(reverse("notices:again", args=[notice.pk])).status_code == 404


def test_olive_has_a_letter_sent_again(cast: Cast, client: Client) -> None:
    notice = post(cast.pat)
    notice.failed("no such person", for_good=True)
    client.force_login(cast.olive)

    answer = client.post(reverse("notices:again", args=[notice.pk]), follow=True)

    assert "The letter to Pat leaves in a moment." in answer.content.decode()
    assert Notice.objects.waiting().get() == notice
    assert (
        "not one that was given up"
        in client.post(reverse("notices:again", args=[notice.pk]), follow=True).content.decode()
    )


@in_the_demo
def test_in_the_demo_everybody_reads_their_own_letters_and_olive_all_of_her_program(
    cast: Cast, client: Client, settings: Settings
) -> None:
    settings.DEMO = True
    notice = post(cast.pat, group="Snowdrop")

    for person, found in (
        (cast.pat, True), (cast.olive, True), (cast.sam, False), (cast.bo, False), (cast.root, False),
    ):  # fmt: skip
        client.force_login(person)
        assert list(client.get(LIST).context["page_obj"]) == ([notice] if found else [])
        for name in ("letter", "inside"):
            answer = client.get(reverse(f"notices:{name}", args=[notice.pk]))
            assert answer.status_code == (200 if found else 404)
            assert ("Snowdrop" in answer.content.decode()) is found


@in_the_demo
def test_a_letter_in_its_frame_may_do_nothing(cast: Cast, client: Client, settings: Settings) -> None:
    settings.DEMO = True
    notice = post(cast.pat)
    client.force_login(cast.pat)

    around = client.get(reverse("notices:letter", args=[notice.pk]))
    inside = client.get(reverse("notices:inside", args=[notice.pk]))

    assert "frame-src 'self'" in around["Content-Security-Policy"]
    assert "script-src 'nonce-" in around["Content-Security-Policy"]
    assert around["X-Frame-Options"] == "DENY"
    assert inside["Content-Security-Policy"].startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert inside["Content-Security-Policy"].endswith("; sandbox")
    assert inside["X-Frame-Options"] == "SAMEORIGIN"
    assert 'sandbox=""' in around.content.decode()


def test_a_long_list_is_read_with_a_fixed_number_of_queries(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    people = make_people(60)
    cast.program.enrol(people)
    for person in people:
        post(person)
    client.force_login(cast.olive)

    with django_assert_max_num_queries(13):
        answer = client.get(LIST, {"q": "Person"})

    assert len(answer.context["page_obj"]) == 50
    assert "1–50 of 60" in answer.content.decode()


# --- what has become of a letter ---------------------------------------------------------------------------------


def test_each_state_has_its_tab_and_every_letter_is_under_one(cast: Cast, client: Client) -> None:
    in_every_state(cast.pat)
    client.force_login(cast.olive)

    answer = client.get(LIST)
    shown = {state: list(client.get(LIST, {"state": state}).context["page_obj"]) for state in State.values}

    assert [(tab["label"], tab["count"]) for tab in answer.context["tabs"]] == [
        ("All", 7), ("Scheduled", 1), ("Waiting", 1), ("Waits for the digest", 1), ("Sent", 1), ("Came back", 1),
        ("Not sent", 1), ("Let go", 1),
    ]  # fmt: skip
    assert {state: [letter.state for letter in letters] for state, letters in shown.items()} == {
        state: [state] for state in State.values
    }


def test_empty_states_have_no_tab_and_unknown_ones_show_everything(cast: Cast, client: Client) -> None:
    notice = post(cast.pat)
    client.force_login(cast.olive)

    answer = client.get(LIST, {"state": "’; drop", "kind": "nothing", "q": "\x00pat", "page": "-1"})

    assert [tab["label"] for tab in answer.context["tabs"]] == ["All", "Waiting", "Sent"]
    assert list(answer.context["page_obj"]) == [notice]


def test_hours_are_those_of_olive_s_own_clock(cast: Cast, client: Client) -> None:
    notice = post(cast.pat)
    due_at = datetime(2031, 3, 4, 22, 30, tzinfo=UTC)
    Notice.objects.filter(pk=notice.pk).update(due_at=due_at)
    cast.olive.own_zone = "Asia/Tokyo"
    cast.olive.save()
    client.force_login(cast.olive)

    page = client.get(LIST).content.decode()

    assert "Wed 5 Mar, 07:30" in page
    assert "Times are those of Asia/Tokyo." in page


def test_olive_looks_for_one_kind(cast: Cast, client: Client) -> None:
    post(cast.pat)
    seated = post(cast.pat, "seated")
    client.force_login(cast.olive)

    answer = client.get(LIST, {"kind": "seated"})

    assert list(answer.context["page_obj"]) == [seated]
    assert answer.context["tabs"][0]["count"] == 1


@pytest.mark.parametrize(
    ("said", "plainly"),
    [
        ("smtp; 550 5.1.1 <pat@example.com>: Recipient address rejected: User unknown", reasons.NOBODY),
        ("550 5.1.2 Bad destination system", reasons.NO_SUCH_PLACE),
        ("452 4.2.2 Mailbox full", reasons.FULL),
        ("The mail server said: 552 too much mail", reasons.FULL),
        ("5.4.4 unable to route", reasons.NOT_FOUND),
        ("554 5.7.1 Message rejected due to policy", reasons.REFUSED),
        ("The mail server said: 550 go away", reasons.UNKNOWN),
        ("5.3.0 Other", reasons.UNKNOWN),
    ],
)
def test_a_reason_is_told_in_plain_words_and_in_the_server_s_own(said: str, plainly: str) -> None:
    assert reasons.reason_of(said) == reasons.Reason(plainly, said)


def test_our_own_sentences_are_plain_already() -> None:
    said = "The mail server cannot be reached: connection refused"

    assert reasons.reason_of(said) == reasons.Reason(said, "")


def test_a_letter_that_came_back_is_sent_again_once_its_address_is_mended(cast: Cast, client: Client) -> None:
    notice = post(cast.pat)
    notice.sent()
    Notice.objects.bounced(notice.message_id, "550 5.1.1 <script>alert(1)</script>", for_good=True)
    client.force_login(cast.olive)
    page = client.get(LIST).content.decode()

    client.post(reverse("notices:again", args=[notice.pk]))

    assert reasons.NOBODY in page
    assert "<script>alert" not in page
    assert Notice.objects.waiting().get() == notice


# --- making letters ----------------------------------------------------------------------------------------------


def in_every_state(person: Person) -> None:
    """A letter in each state there is."""
    now = timezone.now()
    rows: dict[State, dict[str, Any]] = {
        State.SCHEDULED: {"due_at": now + timedelta(hours=9)},
        State.WAITING: {},
        State.GATHERED: {"in_digest": True},
        State.SENT: {"sent_at": now},
        State.BOUNCED: {"sent_at": now, "bounced_at": now},
        State.FAILED: {"given_up_at": now},
        State.LET_GO: {"let_go_at": now},
    }
    for change in rows.values():
        Notice.objects.filter(pk=post(person).pk).update(**change)
