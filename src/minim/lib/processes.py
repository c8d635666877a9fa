"""Listening sockets, and processes that start, end and die together."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LIFELINE = "MINIM_LIFELINE"
GRACE_SECONDS = 1.5
LONGEST_PAUSE = 30.0
PROVEN_SECONDS = 60.0


class PortBusyError(Exception):
    """Somebody else listens there; `free` is the next port that is free, if one is near."""

    def __init__(self, port: int, free: int | None) -> None:
        super().__init__(f"port {port} is busy")
        self.port = port
        self.free = free


def listen(host: str, port: int) -> socket.socket:
    """A listening socket that children may inherit. Port 0 takes any free one."""
    try:
        return _bind(host, port)
    except OSError as error:
        if not is_busy(host, port):
            raise
        free = next((other for other in range(port + 1, port + 100) if not is_busy(host, other)), None)
        raise PortBusyError(port, free) from error


def is_busy(host: str, port: int) -> bool:
    """Whether somebody already listens on this address."""
    try:
        _bind(host, port).close()
    except OSError as error:
        return error.errno == errno.EADDRINUSE
    return False


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except OSError:
        listener.close()
        raise
    listener.set_inheritable(True)
    return listener


def end_with_parent() -> None:
    """Stop this process soon after its parent is gone, however the parent ended.

    The parent holds the other end of our standard input; when it dies, even by SIGKILL, reading ends at once.
    """
    if os.environ.pop(LIFELINE, None) != "1":
        return
    lifeline = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    threading.Thread(target=_watch, args=(lifeline,), name="lifeline", daemon=True).start()


def _watch(lifeline: int) -> None:
    while os.read(lifeline, 64):
        continue
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os._exit(1)


@dataclass
class Child:
    """A process we started, in a group of its own, so that a terminal's Ctrl-C reaches only us."""

    name: str
    command: Sequence[str]
    pass_fds: Sequence[int] = ()
    is_restarted: bool = False
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float | None = None
    pause: float = 0.5

    def start(self) -> None:
        self.cut_lifeline()
        self.process = subprocess.Popen(
            list(self.command),
            stdin=subprocess.PIPE,
            pass_fds=tuple(self.pass_fds),
            process_group=0,
            env={**os.environ, LIFELINE: "1"},
        )
        self.started_at = time.monotonic()
        self.start_again_at = None

    def ended(self) -> int | None:
        """The exit code, once there is one."""
        return self.process.poll() if self.process else None

    def cut_lifeline(self) -> None:
        if self.process and self.process.stdin:
            self.process.stdin.close()

    def signal(self, number: int) -> None:
        """Tell the whole group; a group that is gone needs no telling."""
        if self.process:
            try:
                os.killpg(self.process.pid, number)
            except (ProcessLookupError, PermissionError):
                return


@dataclass
class Family:
    """Children that live together: one that may be restarted is; when another ends, everything ends."""

    children: list[Child]
    say: Callable[[str], None]
    clock: Callable[[], float] = time.monotonic

    def start(self) -> None:
        for child in self.children:
            child.start()

    def check(self) -> int | None:
        """Look after everyone once; an exit code when a child ended that is not restarted."""
        for child in self.children:
            code = child.ended()
            if child.start_again_at is not None:
                if self.clock() >= child.start_again_at:
                    child.start()
            elif code is not None and child.is_restarted:
                self._plan_restart(child, code)
            elif code is not None:
                self.say(f"The {child.name} stopped unexpectedly ({_in_words(code)}).")
                return code if code > 0 else 1
        return None

    def watch(self) -> int:
        """Look after everyone until something ends that is not restarted."""
        while (code := self.check()) is None:
            time.sleep(0.2)
        return code

    def stop(self, seconds: float = GRACE_SECONDS) -> None:
        """End everyone: a polite word first, and after `seconds` an end."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = self.clock() + seconds
        while any(child.process and child.ended() is None for child in self.children):
            if self.clock() > deadline:
                break
            time.sleep(0.02)
        for child in self.children:
            child.signal(signal.SIGKILL)
            if child.process:
                child.process.wait()
            child.cut_lifeline()

    def _plan_restart(self, child: Child, code: int) -> None:
        if self.clock() - child.started_at > PROVEN_SECONDS:
            child.pause = 0.5
        self.say(
            f"The {child.name} stopped unexpectedly ({_in_words(code)}). Starting it again in {child.pause:g} s."
        )
        child.start_again_at = self.clock() + child.pause
        child.pause = min(child.pause * 2, LONGEST_PAUSE)


def _in_words(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"ended by signal {-code}"


def module_command(module: str, *words: str) -> list[str]:
    """The command that runs one of our modules with this interpreter, from whatever folder we are in."""
    return [sys.executable, "-P", "-m", module, *words]


def run_module(module: str, *words: str) -> None:
    """Run one of our modules to its end; whatever interrupts us ends it too. Its failure is a CalledProcessError."""
    subprocess.run(module_command(module, *words), stdin=subprocess.DEVNULL, process_group=0, check=True)
