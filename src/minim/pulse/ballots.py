"""What a browser sends to be signed, and what it casts. docs/privacy.md, "How a poll stays anonymous", lists the bytes.

Bytes come as base64url without padding. A ballot says its round and its group, and nothing of who casts it.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from minim.pulse.bands import ANSWERS
from minim.pulse.blind import BITS, PREFIX
from minim.pulse.refusals import PollRefused

LABEL = "minim pulse 1"
SERIAL = 32
SIGNATURE = BITS // 8
MOST_ANSWERS, MOST_TOPICS = 20, 20
SPENT = 16
"""Bytes that are kept of the hash of a spent ballot."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """`answers` in the order of the round's questions; `topics` says of each of its topics whether it was chosen."""

    round: int
    group: int
    serial: bytes
    prefix: bytes
    signature: bytes
    answers: tuple[int, ...]
    topics: tuple[bool, ...]

    @property
    def message(self) -> bytes:
        """What was signed blindly."""
        return self.prefix + pack("token", str(self.round), str(self.group), encoded(self.serial))

    @property
    def spent(self) -> str:
        """What is kept so that it is not taken twice. It leads back to nothing."""
        return encoded(sha256(pack("spent", encoded(self.message))).digest()[:SPENT])


def read_request(data: Any) -> tuple[int, bytes]:
    """For which round something is to be signed, and what. Raises PollRefused."""
    return _number(data, "round"), _bytes(data, "blinded", SIGNATURE)


def read_ballot(data: Any) -> Ballot:
    """Raises PollRefused: "malformed" for what our pages do not send, "half" when an answer is missing."""
    return Ballot(
        round=_number(data, "round"),
        group=_number(data, "group"),
        serial=_bytes(data, "serial", SERIAL),
        prefix=_bytes(data, "prefix", PREFIX),
        signature=_bytes(data, "signature", SIGNATURE),
        answers=_answers(data.get("answers")),
        topics=_topics(data.get("topics")),
    )


def pack(what: str, *fields: str) -> bytes:
    """The fields, each with its length before it, as the browser packs them."""
    parts = [field.encode() for field in (f"{LABEL} {what}", *fields)]
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """Raises ValueError."""
    data = base64.b64decode(text + "=" * (-len(text) % 4), altchars="-_", validate=True)
    if encoded(data) != text:
        raise ValueError("not the only way to write it")
    return data


def _answers(given: Any) -> tuple[int, ...]:
    if not isinstance(given, list) or len(given) > MOST_ANSWERS:
        raise PollRefused("malformed")
    if not all(type(answer) is int and answer in ANSWERS for answer in given):
        raise PollRefused("half")
    return tuple(given)


def _topics(given: Any) -> tuple[bool, ...]:
    if not isinstance(given, list) or len(given) > MOST_TOPICS:
        raise PollRefused("malformed")
    if not all(type(chosen) is int and chosen in (0, 1) for chosen in given):
        raise PollRefused("malformed")
    return tuple(chosen == 1 for chosen in given)


def _number(data: Any, name: str) -> int:
    number = data.get(name) if isinstance(data, dict) else None
    if type(number) is not int or not 0 < number < 2**31:
        raise PollRefused("malformed")
    return number


def _bytes(data: Any, name: str, length: int) -> bytes:
    text = data.get(name) if isinstance(data, dict) else None
    if not isinstance(text, str) or not text.isascii() or len(text) > 2 * length:
        raise PollRefused("malformed")
    try:
        found = decoded(text)
    except (ValueError, binascii.Error):
        raise PollRefused("malformed") from None
    if len(found) != length:
        raise PollRefused("malformed")
    return found
