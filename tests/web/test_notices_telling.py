"""What Olive cannot learn from the pages about letters, and how she watches them leave."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from minim.notices.models import Notice, Preference, Sending, State
from minim.web.notices import reasons
from minim.web.notices.reach import TELL_ON_THEIR_READER
from tests.make import make_person
from tests.web.test_notices import LIST, in_every_state, post

if TYPE_CHECKING:
    from datetime import datetime

    from django.test import Client

    from minim.people.models import Person
    from tests.cast import Cast

pytestmark = pytest.mark.django_db


# --- letters one can do without tell on nobody -------------------------------------------------------------------


@pytest.mark.parametrize("kind", TELL_ON_THEIR_READER)
def test_whether_somebody_got_an_optional_letter_changes_nothing_olive_sees(
    cast: Cast, client: Client, kind: str
) -> None:
    post(cast.pat).sent()
    client.force_login(cast.olive)
    without = what_olive_sees(client)

    notice = optional(cast.pat, kind)
    notice.sent()
    optional(cast.fay, kind)

    assert what_olive_sees(client) == without
    assert client.post(reverse("notices:again", args=[notice.pk])).status_code == 404


@pytest.mark.parametrize("kind", TELL_ON_THEIR_READER)
def test_nor_does_one_that_could_not_be_sent_more_than_once(cast: Cast, client: Client, kind: str) -> None:
    client.force_login(cast.olive)
    optional(cast.pat, kind).failed("550 5.1.1 no such user", for_good=True)
    one = what_olive_sees(client)

    optional(cast.pat, kind).failed("550 5.1.1 no such user", for_good=True)

    assert what_olive_sees(client) == one


def test_a_letter_everybody_gets_would_be_seen(cast: Cast, client: Client) -> None:
    """The comparison above can fail."""
    client.force_login(cast.olive)
    without = what_olive_sees(client)

    post(cast.pat).sent()

    assert what_olive_sees(client) != without


def test_whoever_stopped_letters_cannot_be_told_from_who_did_not(cast: Cast, client: Client) -> None:
    client.force_login(cast.olive)
    without = what_olive_sees(client)

    for kind in TELL_ON_THEIR_READER:
        Preference.objects.of(cast.pat).mute(kind)

    assert what_olive_sees(client) == without


def test_an_address_only_reminders_found_broken_is_named_without_kind_or_hour(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.olive)
    pages = set()
    for hours in (1, 30):
        Notice.objects.all().delete()
        notice = optional(cast.pat, "reminder")
        lost(notice, timezone.now() - timedelta(hours=hours))
        pages.add(what_olive_sees(client)[0])

    page = pages.pop()

    assert not pages
    assert "Addresses that do not work" in page
    assert "pat@example.com" in page
    assert reasons.NOBODY in page
    assert "reminder of a meeting" not in page.lower()


def test_more_lost_reminders_look_like_one(cast: Cast, client: Client) -> None:
    client.force_login(cast.olive)
    lost(optional(cast.pat, "reminder"), timezone.now())
    one = what_olive_sees(client)

    lost(optional(cast.pat, "reminder"), timezone.now())

    assert what_olive_sees(client) == one


def test_when_the_address_is_mended_we_write_again(cast: Cast, client: Client) -> None:
    useful, stale = optional(cast.pat, "digest"), optional(cast.pat, "reminder")
    for notice in (useful, stale):
        lost(notice, timezone.now())
    client.force_login(cast.olive)

    answer = client.post(reverse("notices:mended", args=[cast.pat.pk]), follow=True)

    assert "From now on we write to Pat again." in answer.content.decode()
    assert "Addresses that do not work" not in answer.content.decode()
    assert set(Notice.objects.in_state(State.WAITING)) == {useful, stale}


def test_addresses_of_other_programs_and_of_who_has_left_are_not_named(cast: Cast, client: Client) -> None:
    stranger = make_person("Stranger")
    for person in (stranger, cast.sam):
        lost(optional(person, "reminder"), timezone.now())
    cast.sam.leave()
    client.force_login(cast.olive)

    assert "Addresses that do not work" not in client.get(LIST).content.decode()
    assert client.post(reverse("notices:mended", args=[stranger.pk])).status_code == 404


# --- how letters leave -------------------------------------------------------------------------------------------


def test_progress_in_numbers_without_letters_one_can_do_without(cast: Cast, client: Client) -> None:
    in_every_state(cast.pat)
    Sending.objects.update(began_at=timezone.now() - timedelta(hours=1))
    optional(cast.pat, "reminder")
    post(cast.pat, "sign-in-code", secret=True)
    client.force_login(cast.olive)

    progress = client.get("/letters/sending/").context["progress"]

    assert (progress.sent, progress.waiting, progress.scheduled, progress.failed, progress.bounced) == (
        2,
        1,
        2,
        1,
        1,
    )
    assert progress.percent == 66


def test_olive_pauses_and_somebody_goes_on(cast: Cast, client: Client) -> None:
    post(cast.pat)
    code = post(cast.pat, "sign-in-code", secret=True)
    client.force_login(cast.olive)

    paused = client.post("/letters/sending/pause/", follow=True).content.decode()
    twice = client.post("/letters/sending/pause/", follow=True).content.decode()
    moving = list(Notice.objects.waiting())
    log = client.get(LIST).content.decode()
    resumed = client.post("/letters/sending/resume/", follow=True).content.decode()

    assert "Olive paused sending" in paused
    assert "Codes to sign in still do." in paused
    assert "paused already" in twice
    assert moving == [code]
    assert "Sending is paused" in log
    assert "Letters leave again" in resumed
    assert not Sending.objects.now().is_paused


def test_the_part_that_refreshes_is_the_part_of_the_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.olive)
    Sending.objects.pause(by=cast.olive)

    whole, part = (client.get(f"/letters/sending/{end}").content.decode() for end in ("", "now/"))

    assert 'hx-get="/letters/sending/now/"' in whole
    assert "<html" not in part
    assert "Go on sending" in part
    assert "Go on sending" in whole


# --- making letters ---


def optional(person: Person, kind: str) -> Notice:
    """A letter its reader can do without."""
    return post(person, kind, letters=[{"subject": "One", "body": "Two"}], when="soon")


def lost(notice: Notice, at: datetime) -> None:
    Notice.objects.filter(pk=notice.pk).update(
        sent_at=at, bounced_at=at, created_at=at, last_error="550 5.1.1 no such user"
    )


def what_olive_sees(client: Client) -> tuple[str, ...]:
    """Every page about letters, without what is different on every look."""
    pages = [
        client.get(address).content.decode() for address in (LIST, f"{LIST}?q=pat", f"{LIST}sending/", "/")
    ]
    return tuple(
        re.sub(r'nonce="[^"]*"|value="\w{64}"|X-CSRFToken[^}]*|Looked at [\d:]*', "", page) for page in pages
    )
