"""Pat comes in by a code; strangers and people who left do not, and cannot tell whom we know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

from minim.notices.models import Notice
from minim.web.models import Session
from minim.web.sessions import hashed
from tests.make import make_person

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import Settings
    from time_machine import TimeMachineFixture

    from minim.people.models import Person
    from tests.cast import Cast

NOON = "2026-11-18T12:00:00Z"
CODE = re.compile(r"\b[B-Z]{4}-[B-Z]{4}\b")


@pytest.fixture(autouse=True)
def quick(settings: Settings, db: None) -> None:
    settings.SIGN_IN_ANSWER_SECONDS = 0
    cache.clear()


def ask(client: Client, email: str, **more: str) -> str:
    """Ask for a code; the address one is sent on to."""
    answer = client.post(reverse("account_login"), {"email": email, **more})
    return str(answer.headers.get("Location", answer.status_code))


def code_for(person: Person) -> str:
    found = CODE.search(Notice.objects.filter(recipient=person, kind="sign-in-code").latest("pk").body)
    assert found
    return found.group()


def sign_in(client: Client, person: Person) -> None:
    ask(client, str(person.email))
    client.post(reverse("account_confirm_login_code"), {"code": code_for(person)})


def is_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


def test_a_code_by_mail_opens_the_door_and_leads_where_one_wanted_to_go(client: Client) -> None:
    pat = make_person("Pat")
    asked = client.get(reverse("account")).headers["Location"]

    onward = ask(client, "PAT@example.com", next=reverse("account"))
    answer = client.post(onward, {"code": code_for(pat), "next": reverse("account")})

    assert asked == f"{reverse('account_login')}?next={reverse('account')}"
    assert answer.headers["Location"] == reverse("account")
    assert is_in(client)


def test_the_code_is_typed_in_any_shape(client: Client) -> None:
    pat = make_person("Pat")
    ask(client, "pat@example.com")

    client.post(
        reverse("account_confirm_login_code"), {"code": f" {code_for(pat).lower().replace('-', ' ')}"}
    )

    assert is_in(client)


def test_the_letter_with_the_code_is_secret_and_nobody_else_gets_one(client: Client) -> None:
    pat = make_person("Pat")

    ask(client, "pat@example.com")

    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind, notice.secret) == (pat, "sign-in-code", True)


def test_nobody_is_sent_to_another_site(client: Client) -> None:
    pat = make_person("Pat")
    elsewhere = "//localhost/evil"

    ask(client, "pat@example.com", next=elsewhere)
    answer = client.post(reverse("account_confirm_login_code"), {"code": code_for(pat), "next": elsewhere})

    assert answer.headers["Location"] == reverse("home")


@pytest.mark.parametrize("who", ["stranger", "left", "outside"])
def test_who_may_not_come_in_gets_the_same_answer_and_no_letter(client: Client, who: str) -> None:
    make_person("Pat")
    make_person("Left", status="left")
    make_person("Outside", is_outside=True)

    onward = ask(client, f"{who}@example.com")
    page = client.get(onward).content.decode()
    known = type(client)()
    known_onward = ask(known, "pat@example.com")
    known_page = known.get(known_onward).content.decode()

    assert onward == known_onward
    assert blank(page, f"{who}@example.com") == blank(known_page, "pat@example.com")
    assert not Notice.objects.exclude(recipient__name="Pat").exists()


def blank(page: str, email: str) -> str:
    """The page without what differs in any two pages: tokens, nonces and the address itself."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page.replace(email, "…"))
    return re.sub(r'nonce="[^"]*"|"X-CSRFToken": "[^"]*"', "", page)


def test_known_and_unknown_addresses_are_answered_after_the_same_while(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SIGN_IN_ANSWER_SECONDS = 60.0
    slept: list[float] = []
    monkeypatch.setattr("minim.web.account.views.time.sleep", slept.append)
    make_person("Pat")

    ask(client, "pat@example.com")
    ask(type(client)(), "stranger@example.com")

    assert [50 < seconds <= 60 for seconds in slept] == [True, True]


def test_three_wrong_codes_and_the_right_one_no_longer_works(client: Client) -> None:
    pat = make_person("Pat")
    ask(client, "pat@example.com")

    for _ in range(3):
        client.post(reverse("account_confirm_login_code"), {"code": "WRNG-WRNG"})
    client.post(reverse("account_confirm_login_code"), {"code": code_for(pat)})

    assert not is_in(client)


def test_an_unknown_address_has_no_code_at_all(client: Client) -> None:
    ask(client, "stranger@example.com")

    for code in ("", "None", "BCDF-GHJK"):
        client.post(reverse("account_confirm_login_code"), {"code": code})

    assert not is_in(client)


def test_a_code_is_good_for_ten_minutes(client: Client, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(NOON)
    pat = make_person("Pat")
    ask(client, "pat@example.com")

    time_machine.shift(601)
    client.post(reverse("account_confirm_login_code"), {"code": code_for(pat)})

    assert not is_in(client)


def test_nobody_can_fill_a_mailbox_with_codes(client: Client) -> None:
    make_person("Pat")

    answers = [ask(type(client)(), "pat@example.com") for _ in range(5)]

    assert answers == [reverse("account_confirm_login_code")] * 3 + ["200"] * 2
    assert Notice.objects.count() == 3


def test_whoever_leaves_between_letter_and_code_stays_outside(client: Client) -> None:
    pat = make_person("Pat")
    ask(client, "pat@example.com")

    pat.leave()
    client.post(reverse("account_confirm_login_code"), {"code": code_for(pat)})

    assert not is_in(client)


def test_one_can_start_over_with_another_address(client: Client) -> None:
    make_person("Pat")
    ask(client, "pta@example.com")
    waiting = client.get(reverse("account_login"))

    client.post(reverse("account_start_over"))

    assert waiting.headers["Location"] == reverse("account_confirm_login_code")
    assert client.get(reverse("account_login")).status_code == 200


def test_signing_in_gives_a_new_session_key(client: Client) -> None:
    pat = make_person("Pat")
    ask(client, "pat@example.com")
    before = client.cookies["minim"].value

    client.post(reverse("account_confirm_login_code"), {"code": code_for(pat)})
    after = client.cookies["minim"].value

    assert before != after
    assert not Session.objects.filter(pk=hashed(before)).exists()


def test_a_copy_of_the_session_table_opens_no_session(client: Client) -> None:
    sign_in(client, make_person("Pat"))
    stored = Session.objects.exclude(person=None).get()
    thief = type(client)()

    thief.cookies["minim"] = stored.session_key

    assert is_in(client)
    assert not is_in(thief)


def test_signing_out_ends_the_session_on_the_server_and_clears_the_browser(client: Client) -> None:
    sign_in(client, make_person("Pat"))
    kept = client.cookies["minim"].value

    answer = client.post(reverse("account_logout"))
    client.cookies["minim"] = kept

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(client)
    assert not Session.objects.filter(pk=hashed(kept)).exists()


def test_a_look_cannot_sign_anybody_out(client: Client) -> None:
    sign_in(client, make_person("Pat"))

    answer = client.get(reverse("account_logout"))

    assert answer.status_code == 405
    assert is_in(client)


@pytest.mark.parametrize(
    ("step", "visits", "still_in"), [(7000, 5, True), (7300, 1, False), (7000, 7, False)]
)
def test_a_session_ends_after_two_idle_hours_and_after_twelve_in_all(
    client: Client, time_machine: TimeMachineFixture, step: int, visits: int, still_in: bool
) -> None:
    time_machine.move_to(NOON)
    sign_in(client, make_person("Pat"))
    assert is_in(client)

    stayed = []
    for _ in range(visits):
        time_machine.shift(step)
        stayed.append(is_in(client))

    assert stayed[-1] == still_in


def test_leaving_the_company_ends_every_session_at_once(client: Client) -> None:
    pat = make_person("Pat")
    phone = type(client)()
    sign_in(client, pat)
    sign_in(phone, pat)
    assert (is_in(client), is_in(phone)) == (True, True)

    pat.leave()

    assert (is_in(client), is_in(phone)) == (False, False)
    pat.come_back()
    assert (is_in(client), is_in(phone)) == (False, False)


def test_one_sees_and_ends_ones_own_sessions_only(client: Client, cast: Cast) -> None:
    phone, sams = type(client)(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Version/18 Safari/605"), type(client)()
    for browser, person in ((client, cast.pat), (phone, cast.pat), (sams, cast.sam)):
        sign_in(browser, person)
        is_in(browser)
    of_phone = hashed(phone.cookies["minim"].value)
    of_sam = hashed(sams.cookies["minim"].value)

    page = client.get(reverse("account")).content.decode()
    foreign = client.post(reverse("account_end_session", args=[of_sam])).status_code
    client.post(reverse("account_end_session", args=[of_phone]))

    assert "Safari on iPhone" in page
    assert of_sam not in page
    assert foreign == 404
    assert (is_in(client), is_in(phone), is_in(sams)) == (True, False, True)


def test_signing_out_everywhere_ends_all_of_mine_and_nobody_elses(client: Client, cast: Cast) -> None:
    phone, sams = type(client)(), type(client)()
    for browser, person in ((client, cast.pat), (phone, cast.pat), (sams, cast.sam)):
        sign_in(browser, person)
        is_in(browser)

    answer = client.post(reverse("account_sign_out_everywhere"))

    assert "storage" in answer.headers["Clear-Site-Data"]
    assert (is_in(client), is_in(phone), is_in(sams)) == (False, False, True)


@pytest.mark.parametrize(
    "name", ["account_signup", "account_reset_password", "account_email", "account_set_password"]
)
def test_other_doors_of_the_sign_in_do_not_exist(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)
