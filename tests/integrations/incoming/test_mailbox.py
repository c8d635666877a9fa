"""A real maildir, and a real IMAP server (pymap) that is started here."""

from __future__ import annotations

import imaplib
import mailbox
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from minim.integrations.calendar.mailbox import Mailbox, MailboxError, open_mailbox
from minim.integrations.calendar.replies import read_reply
from tests.integrations.incoming.hosts import host, silent
from tests.integrations.incoming.mails import google, mail, reply

FIRST, SECOND = mail(google(reply())), mail(google(reply("SEQUENCE:3")))
NESTED = b"".join(
    b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(200)
)
PASSWORD = "pass word/@:"
ADDRESS = "imap://minim:pass%20word%2F%40%3A@127.0.0.1:{port}"


@pytest.fixture
def maildir(tmp_path: Path) -> mailbox.Maildir:
    return mailbox.Maildir(tmp_path / "Mail dir", create=True)


def opened(box: mailbox.Maildir) -> Mailbox:
    return open_mailbox(f"maildir://{Path(box._path).as_posix().replace(' ', '%20')}")


def sequences(box: Mailbox) -> list[int]:
    return sorted(found.sequence for _, message in box.messages() if (found := read_reply(message)))


def test_mails_in_a_folder_come_until_they_are_done(maildir: mailbox.Maildir) -> None:
    maildir.add(FIRST)
    maildir.add(SECOND)
    with opened(maildir) as box:
        assert sequences(box) == [2, 3]
        assert sequences(box) == [2, 3]

        key = next(key for key, _ in box.messages())
        box.done(key)
        box.done(key)

        assert len(sequences(box)) == 1
    assert len(maildir) == 1
    assert [len(maildir.get_folder(name)) for name in maildir.list_folders()] == [1]
    assert maildir.list_folders() == ["minim-read"]


def test_a_mail_that_a_program_has_marked_keeps_its_key(maildir: mailbox.Maildir) -> None:
    key = maildir.add(FIRST)
    with opened(maildir) as box:
        found = [key for key, _ in box.messages()]
        marked = maildir.get_message(key)
        marked.set_subdir("cur")
        marked.set_flags("FS")
        maildir[key] = marked

        box.done(found[0])

    assert len(maildir) == 0
    assert len(maildir.get_folder("minim-read")) == 1


def test_two_mails_of_one_name_are_both_kept(maildir: mailbox.Maildir) -> None:
    root = Path(maildir._path)
    with opened(maildir) as box:
        for text in (FIRST, SECOND):
            (root / "new" / "same").write_bytes(text)
            box.done("same")

    kept = {path.read_bytes() for path in (root / ".minim-read" / "cur").iterdir()}
    assert kept == {FIRST, SECOND}


def test_what_cannot_be_opened_is_set_aside_unharmed(maildir: mailbox.Maildir) -> None:
    root = Path(maildir._path)
    (root / "new" / "1.nested").write_bytes(NESTED)
    (root / "new" / "2.large").write_bytes(b"Subject: x\r\n\r\n" + b"x" * 6_000_000)
    (root / "new" / "3.folder").mkdir()
    (root / "new" / ".hidden").write_bytes(b"")
    (root / "new" / "4.good").write_bytes(FIRST)

    with opened(maildir) as box:
        assert sequences(box) == [2]

    aside = root / ".minim-aside" / "cur"
    assert {path.name for path in aside.iterdir()} == {"1.nested:2,S", "2.large:2,S", "3.folder:2,S"}
    assert (aside / "1.nested:2,S").read_bytes() == NESTED


def test_a_folder_that_vanishes_is_named(maildir: mailbox.Maildir, tmp_path: Path) -> None:
    box = opened(maildir)
    (tmp_path / "Mail dir").rename(tmp_path / "elsewhere")

    with pytest.raises(MailboxError, match="Mail dir cannot be read: No such file"):
        list(box.messages())


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "a maildir folder or an IMAP server"),
        ("pop3://minim:secret@example.com", "a maildir folder or an IMAP server"),
        ("maildir://relative/path", "three slashes"),
        ("maildir:///no/such/folder", "lacks cur, new or tmp"),
        ("imap://minim:secret@example.com/INBOX", "write imaps:// instead"),
        ("imaps://example.com/INBOX", "lacks a user name"),
        ("imaps://minim@example.com/INBOX", "lacks a user name"),
        ("imaps://minim:secret@example.com:99999/", "no address of a mailbox"),
    ],
)
def test_what_is_no_mailbox_is_told_so(address: str, words: str) -> None:
    with pytest.raises(MailboxError, match=words) as found:
        open_mailbox(address)

    assert "secret" not in str(found.value)


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    """The port of a server that is real, and empty but for its welcome."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    where = ["--host", "127.0.0.1", "--port", str(port), "--no-tls"]
    who = ["--demo-data", "--demo-user", "minim", "--demo-password", PASSWORD]
    running = subprocess.Popen(
        [sys.executable, "-c", "from pymap.main import main; main()", *where, "dict", *who],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield port
    finally:
        running.terminate()
        running.wait(10)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("pymap did not start")


@pytest.fixture
def account(server: int) -> Iterator[imaplib.IMAP4]:
    """Somebody else's mail program, with an emptied inbox and none of our folders."""
    other = imaplib.IMAP4("127.0.0.1", server, timeout=10)
    other.login("minim", PASSWORD)
    for folder in ("minim-read", "minim-aside", "Answers"):
        other.delete(folder)
    other.select("INBOX")
    other.store("1:*", "+FLAGS", r"(\Deleted)")
    other.expunge()
    yield other
    other.logout()


def count_in(account: imaplib.IMAP4, folder: str) -> int:
    _, found = account.select(folder)
    return int(found[0] or 0)


def put(account: imaplib.IMAP4, *mails: bytes, folder: str = "INBOX") -> None:
    for each in mails:
        account.append(folder, "", "", each)


def test_mails_on_a_server_come_until_they_are_done(server: int, account: imaplib.IMAP4) -> None:
    put(account, FIRST, SECOND)
    with open_mailbox(ADDRESS.format(port=server)) as box:
        assert sequences(box) == [2, 3]
        assert sequences(box) == [2, 3]

        key = next(key for key, _ in box.messages())
        box.done(key)
        box.done(key)

    with open_mailbox(ADDRESS.format(port=server)) as box:
        assert sequences(box) == [3]
    assert (count_in(account, "INBOX"), count_in(account, "minim-read")) == (1, 1)


def test_looking_does_not_mark_mails_as_seen(server: int, account: imaplib.IMAP4) -> None:
    put(account, FIRST)

    with open_mailbox(ADDRESS.format(port=server)) as box:
        assert sequences(box) == [2]

    account.select("INBOX")
    assert account.search(None, "UNSEEN")[1] == [b"1"]


def test_what_cannot_be_opened_is_set_aside_on_the_server(server: int, account: imaplib.IMAP4) -> None:
    put(account, NESTED, b"Subject: x\r\n\r\n" + b"x" * 6_000_000, FIRST)

    with open_mailbox(ADDRESS.format(port=server)) as box:
        assert sequences(box) == [2]

    assert (count_in(account, "INBOX"), count_in(account, "minim-aside")) == (1, 2)


@pytest.mark.parametrize("missing", [{b"MOVE"}, {b"MOVE", b"UIDPLUS"}])
def test_old_servers_copy_before_they_take_away(
    server: int, account: imaplib.IMAP4, missing: set[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(account, FIRST, SECOND)
    with open_mailbox(ADDRESS.format(port=server)) as box:
        able = [each for each in box._capabilities if each not in missing]  # type: ignore[attr-defined]
        monkeypatch.setattr(box, "_capabilities", able)

        box.done(next(key for key, _ in box.messages()))

        assert sequences(box) == [3]
    assert count_in(account, "minim-read") == 1


def test_another_folder_can_be_named(server: int, account: imaplib.IMAP4) -> None:
    account.create("Answers")
    put(account, SECOND, folder="Answers")

    with open_mailbox(ADDRESS.format(port=server) + "/Answers") as box:
        assert sequences(box) == [3]
    with pytest.raises(MailboxError, match="has no folder Questions"):
        open_mailbox(ADDRESS.format(port=server) + "/Questions")


def test_a_wrong_password_is_told_without_repeating_it(server: int) -> None:
    with pytest.raises(MailboxError, match="does not let us in") as found:
        open_mailbox(f"imap://minim:wrong@127.0.0.1:{server}")

    assert "wrong" not in str(found.value)
    assert found.value.__cause__ is None


def test_a_server_that_is_not_there_or_stays_silent_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minim.integrations.calendar.imap.SECONDS", 0.3)
    with host(silent) as kind, pytest.raises(MailboxError, match="did not answer in time"):
        open_mailbox(ADDRESS.format(port=kind.port))
    with pytest.raises(MailboxError, match="cannot be spoken to"):
        open_mailbox(ADDRESS.format(port=1))
