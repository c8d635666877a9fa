"""What a browser says with an act, read with care: every word has a kind, a length and a place."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

LONGEST_BODY = 2_000_000
LONGEST_ENVELOPE = 40_000
"""Characters of one sealed text as JSON; the longest there is takes about 23,000."""
LONGEST_RECORD = 400_000
MOST_TEXTS = 40
NAME = 64
KEY = 400


class SaidBadly(ValueError):
    """Something a browser should not say; the message names the place."""


class Said:
    """The words of one act. Each method raises SaidBadly."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self.words = words

    @classmethod
    def of(cls, request: HttpRequest) -> Said:
        if len(request.body) > LONGEST_BODY:
            raise SaidBadly("That is more than fits in one go.")
        try:
            words = json.loads(request.body or b"{}")
        except (ValueError, RecursionError):
            raise SaidBadly("This is not what a room says.") from None
        if not isinstance(words, dict):
            raise SaidBadly("This is not what a room says.")
        return cls(words)

    def text(self, name: str, longest: int = NAME) -> str:
        value = self.words.get(name)
        if not isinstance(value, str) or not value or len(value) > longest or "\0" in value:
            raise SaidBadly(f"“{name}” has to be a text of at most {longest} characters.")
        return value

    def maybe(self, name: str) -> str:
        """A text, or "" when there is none."""
        return self.text(name) if self.words.get(name) else ""

    def one_of(self, name: str, *choices: str) -> str:
        value = self.text(name)
        if value not in choices:
            raise SaidBadly(f"“{name}” has to be one of {', '.join(choices)}.")
        return value

    def whole(self, name: str, least: int, most: int) -> int:
        value = self.words.get(name)
        if type(value) is not int or not least <= value <= most:
            raise SaidBadly(f"“{name}” has to be a whole number from {least} to {most}.")
        return value

    def yes(self, name: str) -> bool:
        return self.words.get(name) is True

    def day(self, name: str) -> date | None:
        if not self.words.get(name):
            return None
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            raise SaidBadly(f"“{name}” has to be a day, such as 2026-12-03.") from None

    def entry(self) -> dict[str, Any]:
        """A device's request to be let in, with nothing in it that does not belong there."""
        return _entry(self.words.get("entry"), "entry")

    def record(self) -> dict[str, Any]:
        """An epoch, with nothing in it that does not belong there."""
        record = _mapping(self.words.get("record"), "record", LONGEST_RECORD)
        kept = {name: _text(record, name) for name in ("group", "meeting", "by", "ephemeral", "signature")}
        return kept | {
            "previous": _text(record, "previous", may_be_empty=True),
            "epoch": _whole(record, "epoch"),
            "members": [_entry(one, "members") for one in _listed(record, "members")],
            "wraps": [
                {name: _text(_mapping(one, "wraps", KEY * 3), name) for name in ("device", "key")}
                for one in _listed(record, "wraps")
            ],
        }

    def texts(self) -> list[dict[str, Any]]:
        """Sealed texts; each names its card and kind within its envelope too, and they agree."""
        return [_sealed(one, "topic", "note") for one in _listed(self.words, "texts", MOST_TEXTS)]

    def theme(self) -> dict[str, Any]:
        """A sealed sentence, which is to go up."""
        return _sealed(self.words.get("theme"), "theme")


def _sealed(one: Any, *kinds: str) -> dict[str, Any]:
    text = _mapping(one, "texts", LONGEST_ENVELOPE + 100)
    envelope = _mapping(text.get("envelope"), "envelope", LONGEST_ENVELOPE)
    names = ("group", "meeting", "sender", "card", "kind", "iv", "signature")
    kept: dict[str, Any] = {name: _text(envelope, name) for name in names}
    kept |= {name: _whole(envelope, name) for name in ("epoch", "sequence")}
    kept["sealed"] = _text(envelope, "sealed", LONGEST_ENVELOPE)
    if kept["kind"] not in kinds or len(kept["card"]) > 36:
        raise SaidBadly(f"“kind” has to be {' or '.join(kinds)}, and “card” at most 36 characters.")
    after = text.get("after")
    if type(after) is not int or not 0 <= after < 2**31:
        raise SaidBadly("“after” has to be the revision this was made from.")
    return {"card": kept["card"], "kind": kept["kind"], "after": after, "envelope": kept}


def _entry(one: Any, place: str) -> dict[str, Any]:
    entry = _mapping(one, place, KEY * 6)
    keys = _mapping(entry.get("keys"), f"{place}, keys", KEY * 3)
    kept: dict[str, Any] = {name: _text(entry, name) for name in ("device", "person", "nonce", "signature")}
    return kept | {"keys": {name: _text(keys, name) for name in ("sign", "receive")}}


def _mapping(value: Any, place: str, longest: int) -> dict[str, Any]:
    if not isinstance(value, dict) or len(json.dumps(value)) > longest:
        raise SaidBadly(f"“{place}” is not what a room sends.")
    return value


def _listed(words: Mapping[str, Any], name: str, most: int = 100) -> list[Any]:
    value = words.get(name)
    if not isinstance(value, list) or not 0 < len(value) <= most:
        raise SaidBadly(f"“{name}” has to be a list of at most {most}.")
    return value


def _text(words: Mapping[str, Any], name: str, longest: int = KEY, *, may_be_empty: bool = False) -> str:
    value = words.get(name)
    if not isinstance(value, str) or len(value) > longest or not (value or may_be_empty) or "\0" in value:
        raise SaidBadly(f"“{name}” is not what a room sends.")
    return value


def _whole(words: Mapping[str, Any], name: str) -> int:
    value = words.get(name)
    if type(value) is not int or not 0 < value < 2**31:
        raise SaidBadly(f"“{name}” is not what a room sends.")
    return value
