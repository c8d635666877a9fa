"""Processes that start, end and die together: real ones."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from minim.lib.processes import Child, Family, PortBusyError, listen

SLEEP = "import time; time.sleep(60)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
)
# Starts a child on a lifeline, tells its number, and waits to be killed.
PARENT = """
import sys, time
from minim.lib.processes import Child
child = Child("child", [sys.executable, "-c", sys.argv[1]])
child.start()
print(child.process.pid, flush=True)
time.sleep(60)
"""
ON_A_LIFELINE = (
    "from minim.lib.processes import end_with_parent; end_with_parent(); import time; time.sleep(60)"
)


def a_child(code: str, *, is_restarted: bool = False) -> Child:
    return Child("helper", [sys.executable, "-c", code], is_restarted=is_restarted, pause=0.01)


def test_a_crashed_worker_comes_back_and_it_is_said_aloud() -> None:
    said: list[str] = []
    worker = a_child("raise SystemExit(3)", is_restarted=True)
    family = Family([worker], say=said.append)
    family.start()

    first = worker.process
    wait_until(lambda: family.check() is None and worker.process is not first)
    family.stop()

    assert said[0] == "The helper stopped unexpectedly (exit code 3). Starting it again in 0.01 s."
    assert worker.pause >= 0.02


def test_pauses_grow_to_half_a_minute_and_start_small_again_after_a_good_hour() -> None:
    now = [0.0]
    said: list[str] = []
    worker = a_child("raise SystemExit(3)", is_restarted=True)
    family = Family([worker], say=said.append, clock=lambda: now[0])
    worker.pause = 16

    for _ in range(3):
        crash(worker, family, started_at=now[0])
    now[0] += 3600
    crash(worker, family, started_at=now[0] - 3600)

    assert [line.split(" in ")[1] for line in said] == ["16 s.", "30 s.", "30 s.", "0.5 s."]


def crash(worker: Child, family: Family, started_at: float) -> None:
    worker.start()
    assert worker.process
    worker.process.wait()
    worker.started_at = started_at
    assert family.check() is None
    worker.cut_lifeline()


@pytest.mark.parametrize(
    ("code", "exit_code", "words"),
    [
        ("raise SystemExit(4)", 4, "exit code 4"),
        ("import os; os.kill(os.getpid(), 9)", 1, "ended by SIGKILL"),
        ("raise SystemExit(0)", 1, "exit code 0"),
    ],
)
def test_a_crashed_web_server_ends_everything(code: str, exit_code: int, words: str) -> None:
    said: list[str] = []
    web, worker = a_child(code), a_child(SLEEP, is_restarted=True)
    family = Family([web, worker], say=said.append)
    family.start()

    ended = family.watch()
    family.stop()

    assert ended == exit_code
    assert said == [f"The helper stopped unexpectedly ({words})."]
    assert worker.ended() is not None


def test_who_does_not_listen_is_ended_after_the_grace() -> None:
    stubborn = a_child(STUBBORN)
    family = Family([stubborn], say=print)
    family.start()
    time.sleep(0.3)

    started = time.monotonic()
    family.stop(seconds=0.2)

    assert stubborn.ended() == -signal.SIGKILL
    assert time.monotonic() - started < 8


def test_a_child_ends_when_its_parent_is_killed() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, ON_A_LIFELINE], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout
    child = int(parent.stdout.readline())
    assert is_alive(child)

    parent.kill()
    parent.communicate()

    wait_until(lambda: not is_alive(child))


def test_a_busy_port_is_named_with_a_free_one() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(PortBusyError) as busy:
            listen("127.0.0.1", port)

    assert busy.value.port == port
    assert busy.value.free is not None
    assert busy.value.free > port


def test_an_address_that_is_not_ours_is_no_busy_port() -> None:
    with pytest.raises(OSError, match="assign") as error:
        listen("192.0.2.1", 0)

    assert not isinstance(error.value, PortBusyError)


def is_alive(pid: int) -> bool:
    """Whether this process still runs; one that only waits to be collected does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def wait_until(is_so: object, seconds: float = 60) -> None:
    assert callable(is_so)
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)
