"""Understands letters that came back: delivery reports (RFC 3464), and the plainer ones of older mail servers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_string
from email.message import EmailMessage, Message

from minim.integrations.calendar.incoming import PLAINLY, address, content, header, parts, within

LONGEST_REASON = 300
MOST_TEXT = 20_000

_MESSAGE_ID = re.compile(r"<[^<>\s]{3,250}>")
_STATUS = re.compile(r"\b([245])\.[0-9]{1,3}\.[0-9]{1,3}\b")
_CODE = re.compile(r"(?m)^.{0,200}?\b([45])[0-9]{2}[ -].{0,300}$")
_DAEMON = re.compile(r"(?i)\b(?:mailer[-_]daemon|mail-daemon|postmaster)\b")


@dataclass(frozen=True, slots=True)
class Bounce:
    """A letter that did not arrive. `message_id` is that of our letter, as we wrote it; "" when the report has none.

    `recipient` is the address that it was for, in small letters, or "". `for_good`: trying again will not help.
    """

    message_id: str
    recipient: str
    reason: str
    for_good: bool


def read_bounce(message: EmailMessage) -> Bounce | None:
    """What came back and why; None when a mail is no such report. Never raises.

    Reports of success or of reading, and answers of people who are away, are none.
    """
    inside = list(parts(message))
    report = next((part for part in inside if part.get_content_type() == "message/delivery-status"), None)
    if report is not None:
        return _reported(report, message, inside)
    if _is_from_a_daemon(message):
        return _told(message, inside)
    return None


def _reported(report: Message, message: EmailMessage, inside: list[Message]) -> Bounce | None:
    for fields in _blocks(report):
        action, status = header(fields, "Action").lower(), header(fields, "Status")
        if (
            action not in ("failed", "delayed")
            or _STATUS.search(status or "5.0.0") is None
            or status[:1] == "2"
        ):
            continue
        diagnosis = header(fields, "Diagnostic-Code").partition(";")[2].strip()
        recipient = _recipient(fields)
        return Bounce(
            _message_id(message, inside),
            recipient,
            (diagnosis or status or action)[:LONGEST_REASON],
            action == "failed" and not status.startswith("4"),
        )
    return None


def _blocks(report: Message) -> list[Message]:
    """The fields for each recipient; some programs send them as plain text."""
    if report.is_multipart():
        return within(report)
    text = content(report).decode("utf-8", "replace")[:MOST_TEXT]
    return [message_from_string(block, policy=PLAINLY) for block in re.split(r"\r?\n\r?\n", text)]


def _recipient(fields: Message) -> str:
    """As we wrote it, before anybody passed the letter on."""
    for name in ("Original-Recipient", "Final-Recipient"):
        found = address(header(fields, name).rpartition(";")[2])
        if found:
            return found
    return ""


def _is_from_a_daemon(message: EmailMessage) -> bool:
    return bool(header(message, "X-Failed-Recipients") or _DAEMON.search(header(message, "From")))


def _told(message: EmailMessage, inside: list[Message]) -> Bounce | None:
    """A report in words: its reason is the first line with a number that means no."""
    recipient = address(header(message, "X-Failed-Recipients").partition(",")[0])
    original = _message_id(message, inside)
    if not (recipient or original):
        return None
    text = next((content(part) for part in inside if part.get_content_type() == "text/plain"), b"")
    words = text.decode("utf-8", "replace")[:MOST_TEXT]
    status, code = _STATUS.search(words), _CODE.search(words)
    kind = status[1] if status else code[1] if code else ""
    if kind == "2":
        return None
    reason = " ".join((code[0] if code else header(message, "Subject")).split())
    return Bounce(original, recipient, reason[:LONGEST_REASON], kind == "5")


def _message_id(message: EmailMessage, inside: list[Message]) -> str:
    """From the returned letter or its headers; else from what the report answers."""
    for part in inside:
        for returned in _returned(part):
            found = _MESSAGE_ID.search(header(returned, "Message-ID"))
            if found:
                return found[0]
    for name in ("In-Reply-To", "References"):
        found = _MESSAGE_ID.search(header(message, name))
        if found:
            return found[0]
    return ""


def _returned(part: Message) -> list[Message]:
    kind = part.get_content_type()
    if kind == "message/rfc822" and part.is_multipart():
        return within(part)
    if kind in ("text/rfc822-headers", "message/rfc822-headers", "message/rfc822"):
        text = content(part).decode("utf-8", "replace")[:MOST_TEXT]
        return [message_from_string(text, policy=PLAINLY)]
    return []
