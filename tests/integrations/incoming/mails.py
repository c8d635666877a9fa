"""Mails as the world writes them, for tests: whole, with their transfer encodings, as bytes."""

from __future__ import annotations

import base64
import quopri

PAT = "pat@example.com"


def reply(*lines: str, method: str = "REPLY") -> str:
    """The calendar in an answer; lines of the VEVENT that a client writes its own way come on top."""
    rest = {
        "UID": "UID:group-7@minim.example", "ATTENDEE": f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{PAT}",
        "DTSTAMP": "DTSTAMP:20261101T101112Z", "SEQUENCE": "SEQUENCE:2",
    }  # fmt: skip
    own = {line.replace(":", ";").split(";")[0].upper() for line in lines}
    body = [*lines, *(line for name, line in rest.items() if name not in own)]
    text = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        *body,
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join(text) + "\r\n"


def mail(
    *parts: str, sender: str = f"Pat Participant <{PAT}>", headers: str = "", kind: str = "alternative"
) -> bytes:
    head = f"From: {sender}\r\nTo: minim@example.com\r\nDate: Sun, 1 Nov 2026 10:00:00 +0100\r\nSubject: Accepted\r\n"
    body = "".join(f"--edge\r\n{part}\r\n" for part in parts) + "--edge--\r\n"
    return f'{head}{headers}MIME-Version: 1.0\r\nContent-Type: multipart/{kind}; boundary="edge"\r\n\r\n{body}'.encode()


def plain(text: str = "Pat has accepted.") -> str:
    return f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"


def google(text: str) -> str:
    return f"Content-Type: text/calendar; charset=UTF-8; method=REPLY\r\nContent-Transfer-Encoding: 7bit\r\n\r\n{text}"


def outlook(text: str) -> str:
    packed = base64.encodebytes(text.encode()).decode().replace("\n", "\r\n")
    head = 'Content-Type: text/calendar; charset="utf-8"; method=REPLY\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    return head + packed


def apple(text: str) -> str:
    head = "Content-Type: text/calendar; charset=utf-8; method=REPLY\r\n"
    head += "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    return head + quopri.encodestring(text.encode()).decode().replace("\n", "\r\n").replace("\r\r", "\r")


def attached(text: str, charset: str = "utf-16") -> str:
    """By an old gateway: a mere file, in UTF-16."""
    packed = base64.encodebytes(text.encode(charset)).decode().replace("\n", "\r\n")
    return (
        f'Content-Type: application/octet-stream; name="invite.ics"\r\nContent-Transfer-Encoding: base64\r\n'
        f'Content-Disposition: attachment; filename="invite.ics"\r\n\r\n{packed}'
    )
