"""What may arrive, and in which shape. Everything here is sealed already: lengths are all there is to judge.

Bytes come as base64url without padding. docs/privacy.md, "How a report is sealed", lists them.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

LABEL = "minim report 1"
SIZES = (4096, 12288, 36864)
"""Bytes of a padded text; `static/serious/sealing.js` knows the same."""
TAG = 16
MOST_READERS = 60
LONGEST_BODY = 120_000
"""Bytes of a whole request: the longest report, and its keys."""


class Malformed(ValueError):
    """Not something our pages send."""


@dataclass(frozen=True)
class Reader:
    """One browser to which a report is sealed: whose, its public key, and the report's key wrapped for it."""

    person: str
    key: str
    wrap: str


@dataclass(frozen=True)
class Sealed:
    """A report as it arrives."""

    receipt: str
    day: str
    ephemeral: str
    readers: tuple[Reader, ...]
    iv: str
    sealed: str


@dataclass(frozen=True)
class SealedWord:
    number: int
    iv: str
    sealed: str


def read_report(data: Any) -> Sealed:
    """Raises Malformed."""
    fields = _fields(data, receipt=32, ephemeral=65, iv=12, sealed=_SEALED)
    readers = data.get("readers")
    if not isinstance(readers, list) or not 1 <= len(readers) <= MOST_READERS:
        raise Malformed
    return Sealed(
        **fields, day=_text(data, "day", 10), readers=tuple(_read_reader(reader) for reader in readers)
    )


def read_word(data: Any) -> SealedWord:
    """Raises Malformed."""
    fields = _fields(data, iv=12, sealed=_SEALED)
    number = data.get("number")
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= 10_000:
        raise Malformed
    return SealedWord(number, **fields)


def read_lookup(data: Any) -> str:
    """What finds a conversation, as it is kept: a hash. Raises Malformed."""
    return digest("lookup", _fields(data, lookup=32)["lookup"])


def read_key(data: Any) -> str:
    """A public key. Raises Malformed."""
    return _fields(data, key=65)["key"]


def digest(what: str, *fields: str) -> str:
    """SHA-256 of the fields, each with its length before it, as the browser packs them."""
    parts = [field.encode() for field in (f"{LABEL} {what}", *fields)]
    packed = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return base64.urlsafe_b64encode(sha256(packed).digest()).decode().rstrip("=")


_SEALED = tuple(size + TAG for size in SIZES)


def _read_reader(data: Any) -> Reader:
    return Reader(person=_text(data, "person", 20), **_fields(data, key=65, wrap=32 + TAG))


def _fields(data: Any, **lengths: int | tuple[int, ...]) -> dict[str, str]:
    fields = {name: _text(data, name, LONGEST_BODY) for name in lengths}
    for name, wanted in lengths.items():
        if len(_bytes(fields[name])) not in (wanted if isinstance(wanted, tuple) else (wanted,)):
            raise Malformed
    return fields


def _text(data: Any, name: str, longest: int) -> str:
    text = data.get(name) if isinstance(data, dict) else None
    if not isinstance(text, str) or not text.isascii() or not 1 <= len(text) <= longest:
        raise Malformed
    return text


def _bytes(text: str) -> bytes:
    try:
        found = base64.b64decode(text + "=" * (-len(text) % 4), altchars="-_", validate=True)
    except binascii.Error:
        raise Malformed from None
    if base64.urlsafe_b64encode(found).decode().rstrip("=") != text:
        raise Malformed
    return found
