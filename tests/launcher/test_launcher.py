"""The launcher, as somebody with a fresh checkout and nothing else meets it."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import tempfile
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.launcher.workshop import ROOT, Workshop, open_workshop

if TYPE_CHECKING:
    from collections.abc import Iterator

HELLO = "hello ding ['form', 'roster.csv'] 1\n"


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workshop, tuple[int, str, str]]:
    workshop = open_workshop(tmp_path_factory.mktemp("launcher") / "minim-house")
    return workshop, workshop.minim("form", "roster.csv")


@pytest.fixture
def ready(first_run: tuple[Workshop, object], tmp_path: Path) -> Workshop:
    """A workshop that is set up; copied, because making an environment takes seconds."""
    return first_run[0].copy(tmp_path / "house")


@pytest.fixture
def fresh(tmp_path: Path) -> Workshop:
    return open_workshop(tmp_path / "house")


def test_first_start_sets_up_and_becomes_the_real_command(
    first_run: tuple[Workshop, tuple[int, str, str]],
) -> None:
    code, printed, said = first_run[1]

    assert (code, printed) == (0, HELLO)
    assert said.startswith("Setting minim up, once.")
    assert "Ready after" in said


def test_second_start_is_silent_even_without_any_package_around(ready: Workshop) -> None:
    shutil.rmtree(ready.wheels)

    assert ready.minim("form", "roster.csv") == (0, HELLO, "")


def test_a_new_lock_file_is_installed(ready: Workshop) -> None:
    ready.needs(ready.make_wheel("tinybell", "dong", version="2.0"))

    code, printed, said = ready.minim()

    assert (code, printed) == (0, "hello dong [] 1\n")
    assert "Setting minim up" in said


def test_setting_up_for_tests_leaves_the_ordinary_start_ready(ready: Workshop) -> None:
    code, printed, _ = ready.minim("test", "-k", "bell")

    assert (code, printed) == (0, "hello ding ['-k', 'bell'] 1\n")
    assert (ready.packages / "tinytester.py").exists()
    assert ready.minim("form", "roster.csv") == (0, HELLO, "")


def test_the_folder_may_be_moved(ready: Workshop, tmp_path: Path) -> None:
    moved = Workshop(Path(shutil.move(ready.folder, tmp_path / "elsewhere")))

    assert moved.minim("form", "roster.csv") == (0, HELLO, "")


def test_a_second_set_up_waits_for_the_first_and_says_so(ready: Workshop) -> None:
    ready.needs(ready.make_wheel("tinybell", "dong", version="2.0"))
    with (ready.folder / ".venv.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        second = ready.start()
        assert second.stderr
        assert second.stderr.readline() == "Another minim is being set up here; waiting for it …\n"
        assert second.poll() is None
        assert not (ready.packages / "tinybell-2.0.dist-info").exists()

    printed, _ = second.communicate(timeout=60)

    assert (second.returncode, printed) == (0, "hello dong [] 1\n")


def test_a_set_up_that_was_killed_half_way_starts_afresh(ready: Workshop) -> None:
    (ready.packages / "tinybell.py").write_text("SOUND = 'cra")  # what a half-written package looks like
    ready.needs(ready.make_wheel("tinybell", "dong", version="2.0"))
    with stalling_index() as (address, asked):
        killed = ready.start(PIP_FIND_LINKS=address)
        assert asked.wait(timeout=30)
        os.killpg(killed.pid, signal.SIGKILL)
        killed.communicate()

    code, printed, said = ready.minim()

    assert (code, printed) == (0, "hello dong [] 1\n")
    assert "The last set-up did not finish" in said


def test_a_package_with_another_fingerprint_is_refused(fresh: Workshop) -> None:
    fresh.needs_other_content(fresh.wheels / "tinybell-1.0-py3-none-any.whl")

    code, printed, said = fresh.minim()

    assert (code, printed) == (1, "")
    assert "its fingerprint differs, so it was refused" in said
    assert not (fresh.folder / ".venv").exists()


def test_a_refused_package_leaves_a_working_environment_alone(ready: Workshop) -> None:
    good = (ready.folder / "requirements" / "run.txt").read_text()
    ready.needs_other_content(ready.make_wheel("tinybell", "evil", version="2.0"))
    assert ready.minim()[0] == 1

    (ready.folder / "requirements" / "run.txt").write_text(good)

    assert ready.minim("form", "roster.csv") == (0, HELLO, "")


def test_without_a_network_it_says_what_to_check(ready: Workshop) -> None:
    ready.needs(ready.make_wheel("tinybell", version="3.0"))
    nowhere = "http://127.0.0.1:9/"

    code, _, said = ready.minim(PIP_NO_INDEX="0", PIP_INDEX_URL=nowhere, PIP_RETRIES="1", PIP_FIND_LINKS="")

    assert code == 1
    assert "Check the network" in said


def test_uv_comes_first_and_pip_when_uv_cannot(ready: Workshop) -> None:
    ready.needs(ready.make_wheel("tinybell", "dong", version="2.0"))
    uv = ready.folder / "bin" / "uv"
    uv.write_text(f'#!/bin/sh\necho "$@" > "{ready.folder}/uv-words"\necho dns error\nexit 1\n')
    uv.chmod(0o755)

    code, printed, said = ready.minim()

    assert (code, printed) == (0, "hello dong [] 1\n")
    assert "uv could not install the packages; trying pip." in said
    assert "--require-hashes --no-deps --only-binary=:all:" in (ready.folder / "uv-words").read_text()


def test_a_folder_one_may_not_write_in_is_named() -> None:
    with tempfile.TemporaryDirectory() as name:
        workshop = open_workshop(Path(name) / "house")
        for place in (Path(name), workshop.folder):
            place.chmod(0o555)
        command = "exec setpriv --reuid=65534 --regid=65534 --clear-groups" if os.geteuid() == 0 else "exec"
        shell = os.popen(f"{command} /usr/bin/env python3 {workshop.folder}/minim 2>&1")
        said = shell.read()
        shell.close()
        workshop.folder.chmod(0o755)

    assert said == (
        f"minim may not write in {workshop.folder}. Copy it to a folder of your own, or give yourself the right.\n"
    )


def test_the_real_launcher_is_executable() -> None:
    assert os.access(ROOT / "minim", os.X_OK)


@contextmanager
def stalling_index() -> Iterator[tuple[str, threading.Event]]:
    """An address that takes a request and never answers it."""
    asked, enough = threading.Event(), threading.Event()

    class Stall(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.set()
            enough.wait(60)

        def log_message(self, *words: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Stall)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", asked
    finally:
        enough.set()
        server.shutdown()
        server.server_close()
