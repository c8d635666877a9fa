"""A mailbox on an IMAP server (RFC 3501), with the standard library's client."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any, TypeVar

from minim.integrations.calendar.incoming import LARGEST, MailUnreadable, read_mail
from minim.integrations.calendar.waiting import ASIDE, READ, Mailbox, MailboxError

Said = TypeVar("Said")

SECONDS = 30.0
"""How long the server may keep us waiting for a word."""

_SIZE = re.compile(rb"RFC822\.SIZE ([0-9]{1,12})")
_SEPARATOR = re.compile(rb'\) "(.)" ')


class ImapMailbox(Mailbox):
    """One folder of one account. Nothing is marked as seen by looking."""

    def __init__(
        self,
        host: str,
        port: int | None,
        user: str,
        password: str,
        *,
        folder: str = "INBOX",
        secure: bool = True,
        seconds: float | None = None,
    ) -> None:
        self._host = host
        self._folders: dict[str, str] = {}
        self._server = self._said(lambda: _connected(host, port, seconds or SECONDS, secure=secure))
        try:
            self._sign_in(user, password, folder)
        except BaseException:
            self.close()
            raise

    def messages(self) -> Iterator[tuple[str, EmailMessage]]:
        (found,) = self._ask("SEARCH", "UNDELETED") or (b"",)
        for key in (found or b"").decode("ascii", "replace").split():
            if not key.isdigit():
                continue
            data = self._mail(key)
            if data is None:
                continue
            try:
                message = read_mail(data)
            except MailUnreadable:
                self.set_aside(key)
                continue
            yield key, message

    def done(self, key: str) -> None:
        self._move(key, READ)

    def set_aside(self, key: str) -> None:
        self._move(key, ASIDE)

    def close(self) -> None:
        try:
            self._server.logout()
        except (imaplib.IMAP4.error, OSError):
            self._server.shutdown()

    def _sign_in(self, user: str, password: str, folder: str) -> None:
        try:
            self._said(lambda: self._server.login(user, password))
        except MailboxError:
            raise MailboxError(
                f"{self._host} does not let us in. Look whether user name and password are right."
            ) from None
        self._capabilities = b" ".join(self._call(self._server.capability)).upper().split()
        if self._said(lambda: self._server.select(_quoted(folder)))[0] != "OK":
            raise MailboxError(f"{self._host} has no folder {folder}.")

    def _mail(self, key: str) -> bytes | None:
        """The whole mail; None when it is gone, or too large to look at and set aside."""
        (told, *_) = self._ask("FETCH", key, "(RFC822.SIZE)") or (b"",)
        size = _SIZE.search(told or b"")
        if size is None:
            return None
        if int(size[1]) > LARGEST:
            self.set_aside(key)
            return None
        answers = self._ask("FETCH", key, "(BODY.PEEK[])")
        return next((answer[1] for answer in answers if isinstance(answer, tuple)), None)

    def _move(self, key: str, folder: str) -> None:
        """In one step where the server can; else first the copy, and only then is the mail taken away."""
        name = self._folder(folder)
        if b"MOVE" in self._capabilities:
            self._ask("MOVE", key, name)
            return
        self._ask("COPY", key, name)
        self._ask("STORE", key, "+FLAGS.SILENT", r"(\Deleted)")
        if b"UIDPLUS" in self._capabilities:
            self._ask("EXPUNGE", key)

    def _folder(self, name: str) -> str:
        """The folder's full name, made when it is not there: beside the inbox, or below it where servers want that."""
        if name in self._folders:
            return self._folders[name]
        for full in (name, f"INBOX{self._separator()}{name}"):
            if self._has(full):
                self._folders[name] = full
                return full
        raise MailboxError(
            f"{self._host} has no folder {name} and does not let us make one. Make it by hand."
        )

    def _has(self, full: str) -> bool:
        """Whether there is such a folder, now that we tried to make it."""
        self._said(lambda: self._server.create(full))
        return self._said(lambda: self._server.status(full, "(MESSAGES)"))[0] == "OK"

    def _separator(self) -> str:
        (line, *_) = self._call(lambda: self._server.list('""', '""')) or (b"",)
        found = _SEPARATOR.search(line if isinstance(line, bytes) else b"")
        return found[1].decode("ascii") if found else "/"

    def _ask(self, *command: str) -> list[Any]:
        return self._call(lambda: self._server.uid(*command))

    def _call(self, speak: Callable[[], tuple[str, list[Any]]]) -> list[Any]:
        kind, found = self._said(speak)
        if kind != "OK":
            raise MailboxError(f"{self._host} refused what we asked of the mailbox.")
        return found

    def _said(self, speak: Callable[[], Said]) -> Said:
        try:
            return speak()
        except TimeoutError:
            raise MailboxError(f"{self._host} did not answer in time.") from None
        except ssl.SSLCertVerificationError:
            raise MailboxError(f"{self._host} cannot prove that it is {self._host}.") from None
        except (imaplib.IMAP4.error, OSError) as error:
            # imaplib repeats in its errors what was sent, the password included.
            raise MailboxError(f"{self._host} cannot be spoken to ({type(error).__name__}).") from None


def _connected(host: str, port: int | None, seconds: float, *, secure: bool) -> imaplib.IMAP4:
    if secure:
        return imaplib.IMAP4_SSL(host, port or 993, ssl_context=ssl.create_default_context(), timeout=seconds)
    return imaplib.IMAP4(host, port or 143, timeout=seconds)


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", r"\\").replace('"', r"\"") + '"'
