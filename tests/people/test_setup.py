"""The set-up link opens once, for two days."""

from __future__ import annotations

import pytest
from django.utils import timezone

from minim.people.models import SetupKey
from minim.people.setup import VALID_FOR

pytestmark = pytest.mark.django_db


def test_a_link_opens_once() -> None:
    token = SetupKey.objects.issue()
    key, same = SetupKey.objects.open_with(token), SetupKey.objects.open_with(token)
    assert key
    assert same

    assert (key.use(), same.use()) == (True, False)
    assert SetupKey.objects.open_with(token) is None


def test_a_new_link_ends_the_old_one_and_guesses_open_nothing() -> None:
    old = SetupKey.objects.issue()
    new = SetupKey.objects.issue()

    assert SetupKey.objects.open_with(old) is None
    assert SetupKey.objects.open_with("") is None
    assert SetupKey.objects.open_with(new) is not None


def test_a_link_grows_too_old() -> None:
    token = SetupKey.objects.issue()
    SetupKey.objects.update(created_at=timezone.now() - VALID_FOR)

    assert SetupKey.objects.open_with(token) is None


def test_the_token_itself_is_not_stored() -> None:
    token = SetupKey.objects.issue()

    assert token not in repr(list(SetupKey.objects.values()))
