"""Rows of sealed reports for stories that need something to find. They hold chance: nothing opens it."""

from __future__ import annotations

import base64
import secrets
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from minim.reports.arriving import SIZES, TAG, SealedWord, read_report
from minim.reports.models import Key, Report

if TYPE_CHECKING:
    from minim.people.models import Person


def chance(size: int) -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(size)).decode().rstrip("=")


def make_key(person: Person, device: str = "Firefox on Linux") -> Key:
    return Key.objects.keep(chance(65), of=person, device=device)


def arriving(*keys: Key, **changed: Any) -> dict[str, Any]:
    """What a browser sends."""
    readers = [{"person": str(key.person_id), "key": key.public, "wrap": chance(48)} for key in keys]
    return {
        "receipt": chance(32),
        "day": timezone.localdate().isoformat(),
        "ephemeral": chance(65),
        "readers": readers,
        "iv": chance(12),
        "sealed": chance(SIZES[0] + TAG),
        **changed,
    }


def make_report(*keys: Key) -> Report:
    sealed = read_report(arriving(*keys))
    Report.objects.take(sealed)
    return Report.objects.get(receipt=sealed.receipt)


def a_word(number: int = 1) -> SealedWord:
    return SealedWord(number, chance(12), chance(SIZES[0] + TAG))
