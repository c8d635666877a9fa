"""Pat says which letters come and when, and stops some by the link in one of them."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from minim.config.logs import HideTokens
from minim.notices.kinds import KINDS
from minim.notices.models import Digest, Notice, Preference
from minim.notices.unsubscribing import address_for, token_for

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from minim.people.models import Person
    from tests.cast import Cast

pytestmark = pytest.mark.django_db

MINE = "/account/letters/"
USUAL: dict[str, Any] = {
    "reminders": ["1440", "60"],
    "wanted": ["ask-time", "retrospective", "thanks"],
    "digest": "none",
    "digest_minute": "08:00",
    "digest_weekday": "0",
    "is_quiet": "on",
    "quiet_from": "20:00",
    "quiet_to": "07:00",
}


def kept(person: Person) -> dict[str, Any]:
    preference = Preference.objects.of(person)
    names = ("reminders", "digest", "digest_minute", "digest_weekday", "quiet_from", "quiet_to", "muted")
    return {name: getattr(preference, name) for name in names}


def way_out(person: Person, kind: str) -> str:
    return f"/unsubscribe/{token_for(person, kind)}/"


# --- My letters --------------------------------------------------------------------------------------------------


def test_saving_what_is_shown_changes_nothing(cast: Cast, client: Client) -> None:
    before = kept(cast.pat)
    client.force_login(cast.pat)

    page = client.get(MINE)
    answer = client.post(MINE, USUAL, follow=True)

    assert "Saved. From now on we write to you like this." in answer.content.decode()
    assert page.context["form"].initial["reminders"] == [1440, 60]
    assert kept(cast.pat) == before


def test_pat_chooses_hours_a_weekly_digest_and_a_night(cast: Cast, client: Client) -> None:
    client.force_login(cast.pat)

    client.post(
        MINE,
        USUAL
        | {
            "reminders": ["15", "10080", "2880", "120"],
            "digest": "weekly",
            "digest_minute": "09:30",
            "digest_weekday": "4",
            "quiet_from": "22:15",
            "quiet_to": "06:00",
            "wanted": [],
        },
    )

    assert kept(cast.pat) == {
        "reminders": [10080, 2880, 120, 15],
        "digest": Digest.WEEKLY,
        "digest_minute": 570,
        "digest_weekday": 4,
        "quiet_from": 1335,
        "quiet_to": 360,
        "muted": ["ask-time", "retrospective", "thanks"],
    }
    Preference.objects.get(person=cast.pat).full_clean()


def test_no_night_and_no_reminders_at_all(cast: Cast, client: Client) -> None:
    client.force_login(cast.pat)

    client.post(MINE, {"digest": "none", "wanted": ["ask-time", "retrospective", "thanks"]})
    preference = Preference.objects.of(cast.pat)
    page = client.get(MINE)

    assert (preference.has_quiet_hours, preference.reminders, preference.muted) == (False, [], ["reminder"])
    assert page.context["form"].initial["is_quiet"] is False
    assert "You have stopped: A reminder of a meeting" in page.content.decode()


@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        ({"reminders": ["15", "60", "120", "1440", "2880"]}, "reminders", "choose 4 at most"),
        ({"reminders": ["7"]}, "reminders", "not one of the available choices"),
        ({"digest": "hourly"}, "digest", "not one of the available choices"),
        ({"digest": "daily", "digest_minute": ""}, "digest_minute", "at which hour"),
        ({"digest": "daily", "digest_minute": "25:00"}, "digest_minute", "Please write a time like 20:00."),
        ({"digest_weekday": "9"}, "digest_weekday", "not one of the available choices"),
        ({"quiet_from": ""}, "quiet_from", "when your night begins"),
        ({"quiet_from": "late"}, "quiet_from", "Please write a time like 20:00."),
        ({"quiet_to": "20:00"}, "quiet_to", "ends when it begins"),
        ({"wanted": ["seated"]}, "wanted", "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_kept(
    cast: Cast, client: Client, change: dict[str, Any], field: str, problem: str
) -> None:
    before = kept(cast.pat)
    client.force_login(cast.pat)

    answer = client.post(MINE, USUAL | {"digest_minute": "09:45"} | change)

    assert answer.status_code == 422
    assert [problem in told for told in answer.context["form"].errors[field]] == [True]
    assert list(answer.context["form"].errors) == [field]
    assert kept(cast.pat) == before
    if "digest_minute" not in change:
        assert "09:45" in answer.content.decode()


def test_letters_stopped_by_a_link_come_back_here(cast: Cast, client: Client) -> None:
    for kind in ("reminder", "digest"):
        client.post(way_out(cast.pat, kind))
    client.force_login(cast.pat)
    page = client.get(MINE)

    client.post(MINE, USUAL | {"digest": "daily"})

    assert page.context["form"].initial["reminders"] == []
    assert page.context["form"].initial["digest"] == Digest.NONE
    assert page.content.decode().count("You have stopped:") == 2
    assert kept(cast.pat)["muted"] == []
    assert kept(cast.pat)["reminders"] == [1440, 60]


def test_an_hour_chosen_elsewhere_is_offered_too(cast: Cast, client: Client) -> None:
    Preference.objects.create(person=cast.pat, reminders=[90])
    client.force_login(cast.pat)

    page = client.get(MINE).content.decode()

    assert "90 minutes before" in page


def test_the_clock_is_pat_s_or_we_ask_for_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.pat)
    unknown = client.get(MINE).content.decode()
    cast.pat.own_zone = "Asia/Kolkata"
    cast.pat.save()

    known = client.get(MINE).content.decode()

    assert "We do not know your clock" in unknown
    assert "(Asia/Kolkata)" in known
    assert 'href="/hours/"' in known


def test_the_account_page_leads_here(cast: Cast, client: Client) -> None:
    client.force_login(cast.pat)

    assert f'href="{MINE}"' in client.get("/account/").content.decode()


def test_the_page_takes_few_queries(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(cast.pat)
    client.get(MINE)

    with django_assert_max_num_queries(3):
        client.get(MINE)


# --- the way out in a letter -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS.values() if kind.optional])
def test_looking_stops_nothing_and_one_click_does(cast: Cast, client: Client, kind: str) -> None:
    for look in (client.get, client.head):
        assert look(way_out(cast.pat, kind)).status_code == 200
    looked = Preference.objects.of(cast.pat).wants(kind)

    answer = client.post(way_out(cast.pat, kind), {"List-Unsubscribe": "One-Click"})

    assert looked
    assert answer.status_code == 200
    assert "Done. They come no more." in answer.content.decode()
    assert not Preference.objects.of(cast.pat).wants(kind)


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_a_mail_program_s_own_request_is_enough(cast: Cast, content_type: str) -> None:
    """As RFC 8058 has it: no cookie, no token of a form, no page seen before."""
    program = Client(enforce_csrf_checks=True, headers={"origin": "https://mail.example"})
    sent = "List-Unsubscribe=One-Click"
    if content_type.startswith("multipart"):
        sent = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'

    answer = program.generic("POST", way_out(cast.pat, "reminder"), sent, content_type=content_type)

    assert answer.status_code == 200
    assert not Preference.objects.of(cast.pat).wants("reminder")


def test_it_is_the_address_our_letters_carry(cast: Cast, client: Client) -> None:
    notice = Notice.objects.post("reminder", cast.pat, when="soon")
    assert notice is not None
    assert notice.optional

    answer = client.get(address_for(cast.pat, notice.kind).removeprefix("http://127.0.0.1:8000"))

    assert "Stop these letters?" in answer.content.decode()


def test_stopping_twice_is_as_good_as_once(cast: Cast, client: Client) -> None:
    pages = [client.post(way_out(cast.pat, "reminder")) for _ in range(2)]

    assert [page.status_code for page in pages] == [200, 200]
    assert "stopped already" in client.get(way_out(cast.pat, "reminder")).content.decode()


def test_whoever_stops_the_digest_reads_what_goes_with_it(cast: Cast, client: Client) -> None:
    page = client.get(way_out(cast.pat, "digest")).content.decode()

    assert "With it stop: “Please choose a time”." in page
    assert "“A group has changed” still comes, each by itself." in page


def test_nothing_is_said_of_whose_letters_they_are_and_no_cookie_is_set(cast: Cast, client: Client) -> None:
    for ask in (client.get, client.post):
        answer = ask(way_out(cast.pat, "reminder"))

        assert not re.search(r"\bPat\b", answer.content.decode())
        assert "example.com" not in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert not answer.cookies
        assert not client.cookies


def test_a_token_that_is_none_or_of_others_stops_nothing(cast: Cast, client: Client) -> None:
    token = token_for(cast.pat, "reminder")
    cast.sam.leave()
    refused = [
        "nothing", token[:-1], token.replace(":", "::"), "x" * 5_000, token_for(cast.pat, "seated"),
        token_for(cast.pat, "no-such-kind"), token_for(cast.sam, "reminder"),
    ]  # fmt: skip

    for wrong in refused:
        for ask in (client.get, client.post):
            answer = ask(f"/unsubscribe/{wrong}/")
            assert answer.status_code == 404
            assert "This link stops nothing" in answer.content.decode()
            assert not answer.cookies

    assert Preference.objects.count() == 0


def test_the_token_stands_in_no_log(cast: Cast) -> None:
    token = token_for(cast.pat, "reminder")
    record = logging.LogRecord("django", 30, "", 0, "Not Found: %s", (f"/unsubscribe/{token}/",), None)

    HideTokens().filter(record)

    assert record.getMessage() == "Not Found: /unsubscribe/…/"
