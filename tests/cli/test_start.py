"""`minim start` as a person meets it: real processes, a real port, a real Ctrl-C."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from minim.cli.prepare import fingerprint, prepare
from minim.cli.start import wait_until_well
from minim.lib.processes import Family

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 60


class House:
    """One `minim start --own` in a folder of its own."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.process = start(var, "--own", "--port", "0")
        self.lines: list[str] = []
        self.address = self.hear(r"open with your own company at (\S+)")

    def hear(self, pattern: str) -> str:
        """The first group of the first line that matches."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)
            if found := re.search(pattern, line):
                return found[1]
        raise AssertionError(f"never said {pattern!r}, but: {''.join(self.lines)}")

    def family(self) -> dict[str, int]:
        """The numbers of the processes that were started, by command."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_text().split("\0")
                parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            if parent == self.process.pid:
                found[words[4]] = int(folder.name)
        return found

    def end(self, number: signal.Signals) -> tuple[int, float]:
        """Exit code and seconds until everything was over."""
        started = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(timeout=10)
        return code, time.monotonic() - started


def start(var: Path, *words: str) -> subprocess.Popen[str]:
    kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "minim.cli", "start", *words],
        env={**kept, "MINIM_VAR": str(var), "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One prepared folder for all: laying out a database takes seconds."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture
def house(var: Path) -> Iterator[House]:
    house = House(var)
    yield house
    house.process.kill()
    house.process.wait()


def get(address: str) -> tuple[int, bytes]:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return answer.status, answer.read()


def test_ctrl_c_ends_a_healthy_house_without_waiting_for_open_lines(house: House) -> None:
    status, body = get(f"{house.address}/healthz")
    assert (status, json.loads(body)["ok"]) == (200, True)
    family = house.family()
    assert {"serve", "work"} <= set(family)
    with socket.create_connection(tuple_of(house.address)):  # an open line must not hold it up
        code, seconds = house.end(signal.SIGINT)

    assert code == 0
    assert seconds < 12
    assert not any(Path(f"/proc/{pid}").exists() for pid in family.values())
    assert house.hear("(minim has stopped.)")


def test_the_first_organizer_gets_a_link_that_opens(house: House) -> None:
    link = house.hear(r"(http://\S+/setup/\S+/)")

    assert get(link)[0] == 200
    assert house.end(signal.SIGTERM)[0] == 0
    with closing(sqlite3.connect(house.var / "minim.sqlite3")) as database:
        kept = str(database.execute("SELECT * FROM people_setupkey").fetchall())
    assert link.rstrip("/").rsplit("/", 1)[1] not in kept


def test_a_killed_worker_comes_back_and_a_killed_house_leaves_nobody(house: House) -> None:
    first = house.family()
    os.kill(first["work"], signal.SIGKILL)
    house.hear(r"(The worker stopped unexpectedly \(ended by SIGKILL\). Starting it again)")
    wait_until(lambda: house.family().get("work", first["work"]) != first["work"])
    family = house.family()

    house.process.kill()
    house.process.wait()

    wait_until(lambda: not any(is_running(pid) for pid in family.values()))


def test_a_busy_port_is_said_with_a_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        process = start(tmp_path, "--port", str(port))
        said, _ = process.communicate(timeout=PATIENCE)

    assert process.returncode == 1
    assert re.fullmatch(
        rf"Port {port} is already in use, perhaps by another minim. Try --port \d+.\n", said
    ), said
    assert list(tmp_path.iterdir()) == []


def test_a_house_that_does_not_get_well_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("minim.cli.start.LONGEST_START", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        code = wait_until_well(Family([], say=print), *silent.getsockname())

    assert code == 1
    assert "does not get well" in capsys.readouterr().err


def test_what_is_ready_is_known_until_code_or_tables_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid: list[tuple[str, ...]] = []
    monkeypatch.setattr("minim.cli.prepare.run_module", lambda *words: laid.append(words))
    database = tmp_path / "minim.sqlite3"
    with closing(sqlite3.connect(database)) as tables, tables:
        tables.execute("CREATE TABLE django_migrations (id, app, name, applied)")
        tables.execute("INSERT INTO django_migrations VALUES (1, 'people', '0001_start', '2026-11-22')")
    prepare(database, demo=False)
    prepare(database, demo=False)
    assert laid == [("minim.cli.prepare",)]

    with closing(sqlite3.connect(database)) as tables, tables:  # a restored backup has other rows
        tables.execute("DELETE FROM django_migrations")
    prepare(database, demo=False)
    assert len(laid) == 2

    known = fingerprint(database)
    monkeypatch.setattr("minim.cli.prepare.version", lambda package: "99")
    assert fingerprint(database)["tables"] == known["tables"]
    assert fingerprint(database)["code"] != known["code"]


def tuple_of(address: str) -> tuple[str, int]:
    host, port = address.removeprefix("http://").split(":")
    return host, int(port)


def is_running(pid: int) -> bool:
    try:
        return (Path(f"/proc/{pid}") / "stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(is_so: object, seconds: float = 60) -> None:
    assert callable(is_so)
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)
