"""The mailbox to which people's answers come: a maildir folder, or an IMAP server."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from minim.integrations.calendar.imap import ImapMailbox
from minim.integrations.calendar.maildir import MaildirMailbox
from minim.integrations.calendar.waiting import ASIDE, READ, Mailbox, MailboxError

__all__ = ["ASIDE", "READ", "Mailbox", "MailboxError", "open_mailbox"]

_HELP = "Write it like maildir:///var/mail/minim or imaps://minim:password@mail.example.com/INBOX."
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def open_mailbox(address: str) -> Mailbox:
    """Open "maildir:///path" or "imaps://user:password@host/folder"; "imap://" only on this machine.

    Special signs in user names and passwords are written as %40 and the like. Raises MailboxError.
    """
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        raise MailboxError(f"This is no address of a mailbox. {_HELP}") from None
    if parts.scheme == "maildir":
        return _maildir(parts)
    if parts.scheme not in ("imap", "imaps"):
        raise MailboxError(f"A mailbox is a maildir folder or an IMAP server. {_HELP}")
    if parts.scheme == "imap" and parts.hostname not in _LOOPBACK:
        raise MailboxError("Over the network a mailbox is read with encryption only: write imaps:// instead.")
    return _imap(parts, port)


def _maildir(parts: SplitResult) -> Mailbox:
    path = Path(unquote(parts.path))
    if parts.netloc or not path.is_absolute():
        raise MailboxError(f"The path of a maildir folder begins with three slashes. {_HELP}")
    return MaildirMailbox(path)


def _imap(parts: SplitResult, port: int | None) -> Mailbox:
    if not (parts.hostname and parts.username and parts.password):
        raise MailboxError(f"This address lacks a user name, a password or a host. {_HELP}")
    return ImapMailbox(
        parts.hostname,
        port,
        unquote(parts.username),
        unquote(parts.password),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        secure=parts.scheme == "imaps",
    )
