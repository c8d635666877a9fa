"""Connects to hosts that nobody vouches for: only to addresses we have looked at, and never for longer than we may."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from types import TracebackType
from typing import Self

from minim.integrations.calendar.inside import may_reach


class Forbidden(Exception):
    """A host whose addresses, or one of them, lie inside."""


class Deadline:
    """The end of our patience with one calendar, redirects included.

    A time limit of a socket counts from byte to byte, and a host that drips one byte a second would keep us for weeks.
    So a second thread hangs up when the time is over, whatever the first is waiting for.
    """

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self._line: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._hang_up)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()

    @property
    def left(self) -> float:
        return self._until - time.monotonic()

    def check(self) -> None:
        """Raise TimeoutError when the time is over."""
        if self.left <= 0:
            raise TimeoutError

    def watch(self, line: socket.socket) -> None:
        """Hang up this connection when the time is over."""
        self._line = line
        self.check()

    def _hang_up(self) -> None:
        if self._line:
            try:
                # The plain socket's way: TLS would first want to say goodbye to a host that does not listen.
                socket.socket.shutdown(self._line, socket.SHUT_RDWR)
            except OSError:
                return


def addresses_of(host: str, port: int, deadline: Deadline, *, inside: bool) -> list[str]:
    """Every IP address of a host, asked once. Raises Forbidden if one is inside, OSError if there is none.

    The resolver of the system knows no time limit, so it is asked in a thread that we no longer wait for at the end.
    """
    found: list[str] = []
    problems: list[OSError] = []

    def ask() -> None:
        try:
            found.extend(str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            problems.append(OSError(str(error)))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(max(0.0, deadline.left))
    deadline.check()
    if problems:
        raise problems[0]
    if not all(may_reach(address, inside=inside) for address in found):
        raise Forbidden
    return list(dict.fromkeys(found))


class Checked(http.client.HTTPConnection):
    """Speaks with one host, at the addresses that were checked for it: there is no second look that could differ."""

    def __init__(
        self, host: str, port: int, addresses: list[str], deadline: Deadline, *, secure: bool
    ) -> None:
        super().__init__(host, port)
        self._addresses, self._deadline, self._secure = addresses, deadline, secure
        # How the Host header leaves the port out.
        self.default_port = 443 if secure else 80

    def connect(self) -> None:
        """Take the first address that answers. Raises OSError, which a TimeoutError is."""
        line = self._reached()
        self._deadline.watch(line)
        if self._secure:
            line.settimeout(max(0.1, self._deadline.left))
            line = ssl.create_default_context().wrap_socket(line, server_hostname=self.host)
            self._deadline.watch(line)
        self.sock = line

    def _reached(self) -> socket.socket:
        problem = OSError("no address")
        for address in self._addresses:
            self._deadline.check()
            try:
                return socket.create_connection((address, self.port), timeout=max(0.1, self._deadline.left))
            except OSError as error:
                problem = error
        raise problem
