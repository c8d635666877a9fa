"""A PostgreSQL server of our own for the length of one test run: empty, private, forgetful, quick."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
READY = "ready to accept connections"
START_SECONDS = 30
TRIES = 3


class ClusterError(Exception):
    """The server did not come up; the message holds its last words."""


def find_binaries() -> Path | None:
    """The folder with `initdb` and `postgres`, newest version first; Debian keeps it off the PATH."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    for pattern in (
        "usr/lib/postgresql/*/bin",
        "opt/homebrew/opt/postgresql@*/bin",
        "usr/local/opt/postgresql@*/bin",
    ):
        folders += sorted(Path("/").glob(pattern), key=_version, reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return (folder / "initdb").resolve().parent
    return None


@contextmanager
def cluster(binaries: Path) -> Iterator[str]:
    """The address of a fresh server, as MINIM_DATABASE wants it. Server and files are gone afterwards."""
    password = secrets.token_urlsafe(16)
    folder = Path(tempfile.mkdtemp(prefix="minim-postgres-"))
    server = None
    try:
        who = _unprivileged(folder)
        _initialize(binaries, folder, password, who)
        server, port = _start(binaries, folder, who)
        yield f"postgres://minim:{password}@127.0.0.1:{port}/postgres"
    finally:
        if server is not None:
            _stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def _version(folder: Path) -> list[int]:
    return [int(part) for part in folder.parent.name.split("@")[-1].split(".") if part.isdigit()]


def _unprivileged(folder: Path) -> dict[str, Any]:
    """Whom the server runs as: PostgreSQL refuses root, so root lends the folder to somebody harmless."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _initialize(binaries: Path, folder: Path, password: str, who: dict[str, Any]) -> None:
    secret = folder / "secret"
    secret.write_text(password)
    secret.chmod(0o644)  # inside a folder that nobody else may enter
    done = subprocess.run(
        [
            binaries / "initdb", "--pgdata", folder / "data", "--username", "minim", "--pwfile", secret,
            "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync",
        ],
        **_quietly(folder, who),
        check=False,
    )  # fmt: skip
    secret.unlink()
    if done.returncode:
        raise ClusterError(f"initdb failed:\n{done.stdout}")


def _start(binaries: Path, folder: Path, who: dict[str, Any]) -> tuple[subprocess.Popen[str], int]:
    """A running server and its port; another port when somebody else was quicker."""
    words = ""
    for _ in range(TRIES):
        port = _free_port()
        settings = ["-c", "listen_addresses=127.0.0.1", "-c", f"port={port}", "-k", str(folder)]
        for setting in FORGETFUL:
            settings += ["-c", setting]
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(
                [str(binaries / "postgres"), "-D", str(folder / "data"), *settings],
                **(_quietly(folder, who) | {"stdout": log}),
            )
        if _is_up(server, folder / "log"):
            return server, port
        _stop(server)
        words = (folder / "log").read_text()
    raise ClusterError(f"PostgreSQL did not start:\n{words}")


def _quietly(folder: Path, who: dict[str, Any]) -> dict[str, Any]:
    return {
        "cwd": folder,
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.STDOUT,
        "text": True,
        "start_new_session": True,  # Ctrl-C ends the tests first, then the server
        **who,
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_up(server: subprocess.Popen[str], log: Path) -> bool:
    """The port is open a moment before anybody may connect; the log says when."""
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        if READY in log.read_text():
            return True
        time.sleep(0.05)
    return False


def _stop(server: subprocess.Popen[str]) -> None:
    """Fast shutdown, then the hard way."""
    for number, patience in ((signal.SIGINT, 10), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        if server.poll() is None:
            server.send_signal(number)
        try:
            server.wait(patience)
            return
        except subprocess.TimeoutExpired:
            continue
