"""Fetches a calendar from an address that somebody gave us.

The address is a secret: whoever knows it reads the calendar. It stands in no message and in no log; messages name its
host.
Nobody reaches through us what they could not reach themselves: see `inside` and `connecting`.
"""

from __future__ import annotations

import http.client
import ssl
import string
import zlib
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings

from minim.integrations.calendar.connecting import Checked, Deadline, Forbidden, addresses_of
from minim.integrations.calendar.ics import LARGEST

__all__ = ["FetchRefused", "fetch"]

SECONDS = 10.0
REDIRECTS = 3
LONGEST_ADDRESS = 2_000
MOST_AT_ONCE = 64 * 1024
_SECURE = {"https": True, "webcal": True, "webcals": True, "http": False}
_MOVED = frozenset({301, 302, 303, 307, 308})
_EXAMPLE = (
    "Copy the address in iCal format from your calendar's settings; it begins with https:// or webcal://."
)
_ANSWERS = {
    401: "It asks for a password. Copy the private address in iCal format, which works without one.",
    403: "It does not let us in. Copy the private address in iCal format anew.",
    404: "There is no calendar at this address any more. Copy the address anew.",
    410: "There is no calendar at this address any more. Copy the address anew.",
    429: "It asks us to come later. We shall try again.",
}


class FetchRefused(Exception):
    """A calendar that we cannot fetch; the message says why and what helps, and never holds the address."""


@dataclass(frozen=True, slots=True)
class _Target:
    """Where to go: an address that has been read and found harmless."""

    host: str
    port: int
    path: str
    secure: bool
    url: str


def fetch(
    address: str, *, seconds: float = SECONDS, most: int = LARGEST, inside: bool | None = None
) -> bytes:
    """What stands at an address. Raises FetchRefused, after about `seconds` at the latest.

    `inside` allows this machine and private networks (never link-local ones); settings.CALENDAR_INSIDE unless given.
    """
    allowed = settings.CALENDAR_INSIDE if inside is None else inside
    target = _target(address)
    with Deadline(seconds) as deadline:
        for _ in range(REDIRECTS + 1):
            try:
                found = _asked(target, deadline, most, inside=allowed)
            except (OSError, Forbidden, http.client.HTTPException, ValueError, zlib.error) as error:
                # The trace of the cause could hold the address.
                raise FetchRefused(_why(error, target, deadline)) from None
            if isinstance(found, bytes):
                return found
            target = _further(target, found)
    raise FetchRefused(f"{target.host} sends us from one address to the next without end. {_EXAMPLE}")


def _target(address: str) -> _Target:
    url = address.strip()
    if len(url) > LONGEST_ADDRESS or not url.isprintable() or " " in url or "\\" in url:
        raise FetchRefused(f"This is not an address we can read. {_EXAMPLE}")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise FetchRefused(f"This is not an address we can read. {_EXAMPLE}") from None
    if parts.scheme not in _SECURE:
        raise FetchRefused(f"We fetch calendars from the web only. {_EXAMPLE}")
    if parts.username is not None or parts.password is not None:
        raise FetchRefused(
            "There is a name or a password in this address, and we do not want to know it. Copy the private address in "
            "iCal format, which works without."
        )
    return _checked(parts, port, url)


def _checked(parts: SplitResult, port: int | None, url: str) -> _Target:
    secure = _SECURE[parts.scheme]
    try:
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except UnicodeError:
        raise FetchRefused(f"This is not an address we can read. {_EXAMPLE}") from None
    if not host:
        raise FetchRefused(f"This address names no host. {_EXAMPLE}")
    if port is not None and port not in (80, 443) and port < 1024:
        raise FetchRefused(f"Port {port} of {host} is no place where calendars are kept. {_EXAMPLE}")
    path = quote(parts.path or "/", safe=string.punctuation)
    query = "?" + quote(parts.query, safe=string.punctuation) if parts.query else ""
    return _Target(host, port or (443 if secure else 80), path + query, secure, url)


def _asked(target: _Target, deadline: Deadline, most: int, *, inside: bool) -> bytes | str:
    """The calendar, or the address at which it is to be found instead."""
    addresses = addresses_of(target.host, target.port, deadline, inside=inside)
    connection = Checked(target.host, target.port, addresses, deadline, secure=target.secure)
    try:
        connection.request(
            "GET", target.path, headers={"User-Agent": "minim", "Accept": "text/calendar, */*"}
        )
        answer = connection.getresponse()
        if answer.status in _MOVED:
            return answer.getheader("Location", "")
        if answer.status != 200:
            raise FetchRefused(_refused(target.host, answer.status))
        return _body(answer, target.host, deadline, most)
    finally:
        connection.close()


def _body(answer: http.client.HTTPResponse, host: str, deadline: Deadline, most: int) -> bytes:
    """Raises FetchRefused as soon as there is more than we take; a packed answer is unpacked no further than that."""
    too_large = FetchRefused(
        f"The calendar at {host} is larger than {most / 1e6:g} MB. Share a calendar with fewer entries."
    )
    if (answer.length or 0) > most:
        raise too_large
    packed = answer.getheader("Content-Encoding", "").strip().lower() in ("gzip", "x-gzip", "deflate")
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 32) if packed else None
    found = bytearray()
    while chunk := answer.read1(MOST_AT_ONCE):
        deadline.check()
        found += unpacking.decompress(chunk, most + 1 - len(found)) if unpacking else chunk
        if len(found) > most:
            raise too_large
    deadline.check()
    if answer.length or (unpacking and not unpacking.eof):
        raise http.client.IncompleteRead(b"", answer.length)
    return bytes(found)


def _further(target: _Target, location: str) -> _Target:
    if not location:
        raise FetchRefused(f"{target.host} sends us on and does not say where to. {_EXAMPLE}")
    try:
        further = _target(urljoin(target.url.replace("webcal", "https", 1), location))
    except ValueError:
        raise FetchRefused(f"{target.host} sends us to something that is no address. {_EXAMPLE}") from None
    if target.secure and not further.secure:
        raise FetchRefused(f"{target.host} sends us on without encryption, and we do not follow. {_EXAMPLE}")
    return further


def _refused(host: str, status: int) -> str:
    words = _ANSWERS.get(
        status, "Something is wrong there. We shall try again." if status >= 500 else _EXAMPLE
    )
    return f"{host} answered with {status}. {words}"


def _why(error: Exception, target: _Target, deadline: Deadline) -> str:
    host = target.host
    if deadline.left <= 0 or isinstance(error, TimeoutError):
        return (
            f"{host} did not answer in time. We shall try again; if it stays silent, copy the address anew."
        )
    if isinstance(error, Forbidden):
        return f"{host} is an address inside a network, and we fetch from the open internet only. {_EXAMPLE}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"{host} cannot prove that it is {host}: its certificate is not valid."
    if isinstance(error, http.client.HTTPException | ValueError | zlib.error):
        return f"{host} broke off, or did not answer like a web server. We shall try again."
    return f"{host} cannot be reached. Look whether the address is complete. We shall try again."
