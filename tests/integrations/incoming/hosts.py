"""Real hosts for tests: each answers one connection after another as it is told."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Answer = Callable[[socket.socket, bytes], None]


class Host:
    """Keeps what it was asked, as it came over the wire."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.asked: list[bytes] = []
        self.closing = threading.Event()

    def url(self, path: str = "/cal.ics", *, name: str = "127.0.0.1") -> str:
        return f"http://{name}:{self.port}{path}"


@contextmanager
def host(answer: Answer, *, context: ssl.SSLContext | None = None) -> Iterator[Host]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        found = Host(server.getsockname()[1])
        serving = threading.Thread(target=_serve, args=(server, found, answer, context), daemon=True)
        serving.start()
        try:
            yield found
        finally:
            found.closing.set()
            serving.join(5)


def _serve(server: socket.socket, found: Host, answer: Answer, context: ssl.SSLContext | None) -> None:
    while not found.closing.is_set():
        try:
            line, _ = server.accept()
        except TimeoutError:
            continue
        threading.Thread(target=_speak, args=(line, found, answer, context), daemon=True).start()


def _speak(line: socket.socket, found: Host, answer: Answer, context: ssl.SSLContext | None) -> None:
    with contextlib.suppress(OSError), line:
        if context:
            line = context.wrap_socket(line, server_side=True)
        asked = b""
        while b"\r\n\r\n" not in asked and (more := line.recv(4096)):
            asked += more
        found.asked.append(asked)
        answer(line, asked)


def says(body: bytes, *headers: str, status: str = "200 OK") -> Answer:
    head = "\r\n".join(
        [f"HTTP/1.1 {status}", "Connection: close", f"Content-Length: {len(body)}", *headers, "", ""]
    )
    return lambda line, _: line.sendall(head.encode() + body)


def sends_on(to: str) -> Answer:
    return says(b"", f"Location: {to}", status="302 Found")


def raw(words: bytes) -> Answer:
    return lambda line, _: line.sendall(words)


def silent(line: socket.socket, _: bytes) -> None:
    """Accepts, and never says a word."""
    line.settimeout(20)
    line.recv(1)


def dripping(begin: bytes) -> Answer:
    """Says one byte more, again and again."""

    def drip(line: socket.socket, _: bytes) -> None:
        line.sendall(begin)
        for _turn in range(400):
            line.sendall(b"x")
            threading.Event().wait(0.05)

    return drip
