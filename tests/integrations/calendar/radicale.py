"""A real CalDAV server (Radicale) on this machine, and a real client's calendar on it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from caldav.davclient import DAVClient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caldav.collection import Calendar

STARTS_WITHIN = 20.0


@dataclass(frozen=True)
class CalendarServer:
    """`calendar` belongs to Pat; `address` serves everyone, and anyone may sign in by any name."""

    address: str
    calendar: Calendar

    def calendar_of(self, user: str, name: str = "Meetings") -> Calendar:
        """A new calendar of somebody else."""
        return _made(self.address, user, name)


@contextmanager
def calendar_server() -> Iterator[CalendarServer]:
    """Starts Radicale on a free port of the loopback with an empty storage, and ends it afterwards."""
    with TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        with _running(port, Path(folder)):
            address = f"http://127.0.0.1:{port}/"
            yield CalendarServer(address, _made(address, "pat", "Meetings"))


@contextmanager
def _running(port: int, folder: Path) -> Iterator[None]:
    log = folder / "log"
    options = {
        "--config": "",
        "--server-hosts": f"127.0.0.1:{port}",
        "--storage-filesystem-folder": str(folder / "storage"),
        "--auth-type": "none",
        "--auth-delay": "0",
    }
    command = [sys.executable, "-m", "radicale", *(f"{name}={value}" for name, value in options.items())]
    with log.open("wb") as written:
        server = subprocess.Popen(command, stdout=written, stderr=subprocess.STDOUT)
        try:
            _wait_until_open(port, server, log)
            yield
        finally:
            server.terminate()
            server.wait(10)


def _wait_until_open(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    ends_at = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < ends_at and server.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"Radicale did not start:\n{log.read_text()}")


def _made(address: str, user: str, name: str) -> Calendar:
    client: Any = DAVClient(url=address, username=user, password="-")
    made: Calendar = client.principal().make_calendar(name=name)
    return made
