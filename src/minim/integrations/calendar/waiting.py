"""Mails that wait for us, wherever they lie.

A mail is handed out again and again until somebody says that it is done, and then it is moved, never deleted: after a
crash at any moment it is seen at least once more. What cannot be opened is set aside, where a person can look at it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from email.message import EmailMessage
from types import TracebackType
from typing import Self

READ, ASIDE = "minim-read", "minim-aside"
"""The folders for mails that are done, and for those that nobody could open."""


class MailboxError(Exception):
    """The mailbox cannot be reached or used; the message says why, and never holds the password."""


class Mailbox(ABC):
    """Use it in a `with`. Everything may raise MailboxError."""

    @abstractmethod
    def messages(self) -> Iterator[tuple[str, EmailMessage]]:
        """Every mail that is not done, with its key; what cannot be opened is set aside on the way."""

    @abstractmethod
    def done(self, key: str) -> None:
        """Move a mail to those that are read. Twice does no harm."""

    @abstractmethod
    def set_aside(self, key: str) -> None:
        """Move a mail to those that a person should look at: for what a caller cannot digest."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the mailbox. Never raises."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
