"""A mailbox that is a folder of files, as Postfix, Dovecot and fetchmail fill it (Maildir++)."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from itertools import count
from pathlib import Path

from minim.integrations.calendar.incoming import LARGEST, MailUnreadable, read_mail
from minim.integrations.calendar.waiting import ASIDE, READ, Mailbox, MailboxError

_FOLDERS = ("cur", "new", "tmp")


class MaildirMailbox(Mailbox):
    """Mails that are done, or set aside, lie in subfolders: .minim-read and .minim-aside."""

    def __init__(self, path: Path) -> None:
        if not all((path / name).is_dir() for name in _FOLDERS):
            raise MailboxError(
                f"{path} is not a maildir folder: it lacks cur, new or tmp. Create it with maildirmake."
            )
        self._path = path

    def messages(self) -> Iterator[tuple[str, EmailMessage]]:
        for key in sorted({_key(path) for path in self._files()}):
            try:
                message = read_mail(self._data(key))
            except FileNotFoundError:
                continue  # somebody else took it
            except (MailUnreadable, OSError):
                self.set_aside(key)
                continue
            yield key, message

    def done(self, key: str) -> None:
        self._move(key, READ)

    def set_aside(self, key: str) -> None:
        self._move(key, ASIDE)

    def close(self) -> None:
        """Files need no goodbye."""

    def _data(self, key: str) -> bytes:
        path = next((path for path in self._files() if _key(path) == key), None)
        if path is None:
            raise FileNotFoundError(key)
        with path.open("rb") as file:
            return file.read(LARGEST + 1)

    def _files(self) -> list[Path]:
        try:
            return [
                path
                for name in ("new", "cur")
                for path in (self._path / name).iterdir()
                if not path.name.startswith(".")
            ]
        except OSError as error:
            raise MailboxError(f"{self._path} cannot be read: {error.strerror}.") from error

    def _move(self, key: str, folder: str) -> None:
        """By one rename, so that the mail is in one place or in the other."""
        target = self._path / f".{folder}"
        try:
            for name in _FOLDERS:
                (target / name).mkdir(parents=True, exist_ok=True)
            (target / "maildirfolder").touch()
            for path in self._files():
                if _key(path) == key:
                    path.rename(_free(target / "cur", key))
        except FileNotFoundError:
            return
        except OSError as error:
            raise MailboxError(f"A mail cannot be moved to {target}: {error.strerror}.") from error


def _key(path: Path) -> str:
    """A mail's name without its flags, which any mail program may change."""
    return path.name.partition(":")[0]


def _free(folder: Path, key: str) -> Path:
    """A name that no other mail has: to rename onto it would lose that one."""
    names = (f"{key}{f'.{number}' if number else ''}:2,S" for number in count())
    return next(folder / name for name in names if not (folder / name).exists())
