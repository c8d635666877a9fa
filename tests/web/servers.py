"""`minim serve` as somebody would start it, with the counting room as one page more."""

from __future__ import annotations

import http.client
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.worker.town import eventually

if TYPE_CHECKING:
    from tests.worker.town import Town

PATIENCE = 20.0


@dataclass
class Server:
    process: subprocess.Popen[str]
    address: str

    @property
    def port(self) -> int:
        return int(self.address.rsplit(":", 1)[1])


def serve(town: Town, port: int = 0) -> Server:
    """Comes back when the server answers."""
    process = subprocess.Popen(
        [sys.executable, "-m", "minim.cli", "serve", "--port", str(port)],
        env=town.surroundings | {"DJANGO_SETTINGS_MODULE": "tests.web.live_site"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    town.running.append(process)
    assert process.stdout
    address = f"http://{process.stdout.readline().split()[-1]}"
    eventually(lambda: _is_well(address))
    return Server(process, address)


def _is_well(address: str) -> bool:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=PATIENCE)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()
