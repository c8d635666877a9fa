"""What a mail server said about a letter, in words an Organizer can act on."""

from __future__ import annotations

import re
from dataclasses import dataclass

STATUS = re.compile(r"\b[45]\.(\d{1,3})\.(\d{1,3})\b")
CODE = re.compile(r"\b([45]\d\d)\b")

NOBODY = "Nobody has this address. Please look whether it is written correctly."
NO_SUCH_PLACE = "What stands after the @ does not exist. Please look whether it is written correctly."
CLOSED = "This mailbox is closed. Perhaps the person has another address."
FULL = "This mailbox is full. Its owner has to make room."
TOO_LARGE = "The letter is too large for their mail server."
NOT_FOUND = "Their mail server cannot be found."
REFUSED = "Their mail server does not take letters from us. Whoever looks after it can say why."
UNKNOWN = "Their mail server did not take the letter."

BY_STATUS = {
    ("1", "2"): NO_SUCH_PLACE,
    ("1", "10"): NO_SUCH_PLACE,
    ("2", "1"): CLOSED,
    ("2", "2"): FULL,
    ("2", "3"): TOO_LARGE,
    ("3", "4"): TOO_LARGE,
}
BY_SUBJECT = {"1": NOBODY, "4": NOT_FOUND, "7": REFUSED}
"""The second number of a status says what it is about (RFC 3463)."""
BY_CODE = {"551": NOBODY, "553": NOBODY, "552": FULL, "452": FULL, "554": REFUSED}


@dataclass(frozen=True, slots=True)
class Reason:
    """`plainly` for everybody; `said` in the server's own words, "" when there are none beside it."""

    plainly: str
    said: str


def reason_of(said: str) -> Reason:
    """Our own sentences are plain already; of a server's only the numbers mean something."""
    status, code = STATUS.search(said), CODE.search(said)
    if not status and not code:
        return Reason(said, "")
    plainly = ""
    if status:
        plainly = BY_STATUS.get((status[1], status[2])) or BY_SUBJECT.get(status[1], "")
    elif code:
        plainly = BY_CODE.get(code[1], "")
    return Reason(plainly or UNKNOWN, said)
