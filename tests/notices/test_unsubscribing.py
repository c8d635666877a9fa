from __future__ import annotations

import pytest
from django.core import signing

from minim.notices.kinds import kind_of
from minim.notices.models import Preference
from minim.notices.unsubscribing import SALT, address_for, read_token, token_for, unsubscribe
from minim.people.models import Person
from tests.make import make_person

pytestmark = pytest.mark.django_db


def test_a_token_stops_one_kind_for_one_person_however_often_it_is_used() -> None:
    pat, sam = make_person("Pat"), make_person("Sam")
    token = token_for(pat, "reminder")

    for _ in range(2):
        assert unsubscribe(token) == (pat, kind_of("reminder"))

    assert Preference.objects.of(pat).muted == ["reminder"]
    assert Preference.objects.of(sam).wants("reminder")


def test_reading_a_token_changes_nothing() -> None:
    pat = make_person("Pat")

    assert read_token(token_for(pat, "ask-time")) == (pat, kind_of("ask-time"))

    assert not Preference.objects.exists()


def test_a_token_of_ours_alone_is_good() -> None:
    pat = make_person("Pat")
    good = token_for(pat, "reminder")

    for token in ("", "x", good[:-1], good.swapcase(), signing.dumps([pat.pk, "reminder"], salt="another")):
        assert unsubscribe(token) is None
    for content in ([pat.pk, "a-kind-of-long-ago"], [0, "reminder"]):
        assert unsubscribe(signing.dumps(content, salt=SALT)) is None
    assert not Preference.objects.exists()


def test_nobody_can_be_kept_from_what_must_reach_them() -> None:
    pat = make_person("Pat")

    assert unsubscribe(token_for(pat, "seated")) is None
    assert unsubscribe(token_for(pat, "sign-in-code")) is None


def test_a_token_dies_with_the_door_of_whom_it_belongs_to() -> None:
    pat = make_person("Pat")
    token = token_for(pat, "reminder")
    Person.objects.filter(pk=pat.pk).update(status="left")

    assert read_token(token) is None


def test_the_address_is_safe_in_a_header() -> None:
    address = address_for(make_person("Pat"), "reminder")

    assert address.startswith("http")
    assert address.endswith("/")
    assert not set(address) & set("<> \r\n,")
