"""A browser's ear without the browser: reads server-sent events from a real server."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client

if TYPE_CHECKING:
    from minim.people.models import Person

PATIENCE = 20.0


def session_of(person: Person) -> str:
    """The cookie of a fresh session of that person."""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


class Ear:
    """One open stream. `heard()` waits for the next block of lines, and is empty when the stream has ended."""

    def __init__(self, address: str, path: str, cookie: str = "", **headers: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)
        self.connection.request("GET", path, headers={"Cookie": cookie, **headers})
        self.answer = self.connection.getresponse()

    def heard(self) -> list[str]:
        lines: list[str] = []
        while line := self.answer.readline().decode():
            if line == "\n":
                break
            lines.append(line.rstrip("\n"))
        return lines

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.answer.close()
        self.connection.close()
