"""Leaving closes every door at once; the other statuses close none."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from minim.people.models import LastOrganizer, Person
from tests.make import make_person

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def is_in(client: Client, person: Person) -> bool:
    from django.contrib.auth import get_user
    from django.http import HttpRequest

    request = HttpRequest()
    request.session = client.session
    return get_user(request) == person


def test_leaving_ends_every_session_for_good() -> None:
    pat = make_person("Pat")
    phone, laptop = Client(), Client()
    phone.force_login(pat, backend=BACKEND)
    laptop.force_login(pat, backend=BACKEND)
    assert is_in(phone, pat)
    assert is_in(laptop, pat)

    pat.leave()
    assert not is_in(phone, pat)
    pat.come_back()

    assert not is_in(laptop, pat)


def test_leaving_by_a_roster_ends_sessions_too() -> None:
    from tests.people.sheets import apply

    pat = make_person("Pat", employee_id="P1")
    client = Client()
    client.force_login(pat, backend=BACKEND)
    assert is_in(client, pat)

    apply("N1,Nia,nia@example.com,", missing_left=True)
    Person.objects.get(pk=pat.pk).come_back()

    assert not is_in(client, pat)


def test_opting_out_and_being_away_leave_the_door_open() -> None:
    pat = make_person("Pat")
    client = Client()
    client.force_login(pat, backend=BACKEND)

    pat.opt_out()
    assert (is_in(client, pat), pat.takes_part) == (True, False)
    pat.go_away(date(2027, 1, 1))
    assert (is_in(client, pat), pat.takes_part) == (True, True)


def test_a_manager_whose_last_report_left_is_no_manager_by_reports_any_more() -> None:
    bo = make_person("Bo")
    pat = make_person("Pat", manager=bo)
    bo.refresh_from_db()
    assert (bo.report_count, bo.height) == (1, 1)

    pat.leave()
    bo.refresh_from_db()
    assert (bo.report_count, bo.height, bo.is_above(Person.objects.get(pk=pat.pk))) == (0, 0, True)

    pat.come_back()
    bo.refresh_from_db()
    assert (bo.report_count, bo.height) == (1, 1)


def test_the_last_organizer_who_can_come_in_stays() -> None:
    olive = make_person("Olive", is_organizer=True)
    make_person("Gone", is_organizer=True, status="left")
    make_person("No address", is_organizer=True, email=None)

    with pytest.raises(LastOrganizer, match="Olive is the only Organizer"):
        olive.leave()
    assert Person.objects.get(pk=olive.pk).status == "active"

    make_person("Second", is_organizer=True)
    olive.leave()
    assert Person.objects.get(pk=olive.pk).status == "left"
