"""Opens mails from anywhere without trusting a single byte of them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.utils import parseaddr, parsedate_to_datetime

LARGEST = 5_000_000
"""Bytes of a mail. Answers and reports have a few thousand."""

MOST_PARTS = 100
LONGEST_HEADER = 2_000
MOST_KIND = 8_000

_BOUNDARY = re.compile(rb"boundary\s*=", re.IGNORECASE)


class MailUnreadable(Exception):
    """Something that is no mail we could open; the message says why."""


PLAINLY = policy.default.clone(header_factory=lambda name, value: value)
"""Leaves headers as they were written. The parsers of the standard library raise, and dawdle, over hostile ones."""


def read_mail(data: bytes) -> EmailMessage:
    """Raises MailUnreadable. Whatever comes back has headers as they were written."""
    if len(data) > LARGEST:
        raise MailUnreadable(f"This mail has {len(data) / 1e6:,.0f} MB, far more than any answer needs.")
    if len(_BOUNDARY.findall(data)) > MOST_PARTS:
        raise MailUnreadable("There are mails within mails, deeper than any answer needs.")
    if _longest_kind(data) > MOST_KIND:
        raise MailUnreadable("This mail says longer what it is than what it has to say.")
    try:
        return message_from_bytes(data, policy=PLAINLY)
    except (ValueError, LookupError, MessageError, RecursionError) as error:
        raise MailUnreadable("This is not a mail.") from error


def _longest_kind(data: bytes) -> int:
    """Bytes of the longest header about content; the standard library takes its square of time to read one."""
    longest = size = 0
    for line in io.BytesIO(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")):
        if line[:1] in (b" ", b"\t"):
            size += len(line) if size else 0
        else:
            size = len(line) if line[:8].lower() == b"content-" else 0
        longest = max(longest, size)
    return longest


def header(message: Message, name: str) -> str:
    """A header in one line, decoded; "" when there is none. Never raises, unlike `message[name]` for hostile ones."""
    wanted = name.lower()
    for key, value in message.raw_items():
        if key.lower() == wanted:
            written = " ".join(str(value)[:LONGEST_HEADER].split())
            try:
                return str(make_header(decode_header(written)))
            except (ValueError, LookupError, MessageError):
                return written
    return ""


def address(written: str) -> str:
    """The bare address of "Pat <pat@…>" or "MAILTO:pat@…", in small letters; "" when there is none."""
    bare = re.sub(r"(?i)^\s*\"?mailto:", "", written).rstrip('"')
    found = parseaddr(bare)[1].strip().casefold()
    return found if "@" in found else ""


def moment(written: str) -> datetime | None:
    """The instant of a Date header, in UTC."""
    try:
        found = parsedate_to_datetime(written)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def parts(message: Message) -> Iterator[Message]:
    """The message and what is in it, from the outside in, up to a bound; not what is in a mail that is attached."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part, seen = waiting.pop(0), seen + 1
        yield part
        if part.get_content_maintype() == "multipart":
            waiting.extend(within(part))


def within(part: Message) -> list[Message]:
    """The mails or parts directly inside."""
    found = part.get_payload() if part.is_multipart() else []
    return [each for each in found if isinstance(each, Message)]


def content(part: Message) -> bytes:
    """What a part holds, without its transfer encoding; b"" when it is none."""
    try:
        found = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return found if isinstance(found, bytes) else b""
