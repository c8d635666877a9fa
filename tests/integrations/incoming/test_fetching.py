"""Calendars from real hosts on this machine, kind and hostile ones."""

from __future__ import annotations

import gzip
import logging
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from minim.integrations.calendar.fetching import FetchRefused, fetch
from tests.integrations.incoming.hosts import Host, dripping, host, raw, says, sends_on, silent

CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
SECRET = "/private-4711/basic.ics"


def refused(address: str, *, inside: bool = True, seconds: float = 5, most: int = 1_000_000) -> str:
    with pytest.raises(FetchRefused) as found:
        fetch(address, inside=inside, seconds=seconds, most=most)
    assert "4711" not in str(found.value)
    assert found.value.__cause__ is None
    return str(found.value)


def test_a_calendar_is_fetched_without_telling_who_we_are() -> None:
    with host(says(CALENDAR, "Content-Type: text/html", "Set-Cookie: spy=1")) as kind:
        assert fetch(kind.url("/Büro/cal.ics?key=a b".replace(" ", "%20")), inside=True) == CALENDAR

    (asked,) = kind.asked
    assert asked.decode().split("\r\n") == [
        "GET /B%C3%BCro/cal.ics?key=a%20b HTTP/1.1",
        f"Host: 127.0.0.1:{kind.port}",
        "Accept-Encoding: identity",
        "User-Agent: minim",
        "Accept: text/calendar, */*",
        "",
        "",
    ]


def test_the_installation_decides_whether_inside_is_allowed(settings: Any) -> None:
    with host(says(CALENDAR)) as kind:
        settings.CALENDAR_INSIDE = True
        assert fetch(kind.url()) == CALENDAR
        settings.CALENDAR_INSIDE = False
        with pytest.raises(FetchRefused, match="an address inside a network"):
            fetch(kind.url())

    assert len(kind.asked) == 1


@pytest.mark.parametrize(
    "name",
    [
        "127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0.0.0.0", "[::1]",
        "[::ffff:127.0.0.1]",
    ],
)  # fmt: skip
def test_this_machine_is_inside_by_every_name(name: str) -> None:
    with host(says(CALENDAR)) as kind:
        words = refused(kind.url(name=name), inside=False)

    assert "inside a network" in words
    assert kind.asked == []


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "::1", "10.0.0.7", "169.254.169.254", "fd00::1", "::ffff:127.0.0.1", "0.0.0.0"]
)
def test_a_name_that_leads_inside_is_refused(address: str, dns: Callable[..., None]) -> None:
    dns("93.184.215.14", address)

    assert "calendar.example is an address inside a network" in refused(
        "http://calendar.example/", inside=False
    )


def test_a_name_is_looked_up_once_so_that_it_cannot_change_its_mind(dns: Callable[..., list[str]]) -> None:
    """Rebinding: the second answer would lead to the cloud's keys."""
    with host(says(CALENDAR)) as kind:
        looked_up = dns("127.0.0.1")
        assert fetch(kind.url(name="calendar.example"), inside=True) == CALENDAR

    assert looked_up == ["calendar.example"]
    assert f"Host: calendar.example:{kind.port}".encode() in kind.asked[0]


@pytest.fixture
def dns(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Every name leads to these addresses; returns the list of names that were asked for."""

    def leads_to(*addresses: str) -> list[str]:
        asked: list[str] = []

        def answer(name: str, port: int, *_: Any, **__: Any) -> list[Any]:
            if name in addresses:
                return real(name, port, type=socket.SOCK_STREAM)
            asked.append(name)
            return [each for address in addresses for each in real(address, port, type=socket.SOCK_STREAM)]

        real: Callable[..., list[Any]] = socket.getaddrinfo
        monkeypatch.setattr(socket, "getaddrinfo", answer)
        return asked

    return leads_to


def test_redirects_are_followed_a_little_way() -> None:
    with host(says(CALENDAR)) as last, host(sends_on(last.url("/new.ics"))) as first:
        assert fetch(first.url(), inside=True) == CALENDAR

    assert last.asked[0].startswith(b"GET /new.ics HTTP/1.1\r\n")


def test_redirects_without_end_are_left() -> None:
    with host(sends_on("/again")) as kind:
        assert "without end" in refused(kind.url(SECRET))

    assert len(kind.asked) == 4


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("http://169.254.169.254/latest/meta-data/", "169.254.169.254 is an address inside a network"),
        ("http://[fe80::1]/", "is an address inside a network"),
        ("file:///etc/passwd", "from the web only"),
        ("gopher://127.0.0.1/", "from the web only"),
        ("http://me:word@127.0.0.1/", "a name or a password"),
        ("http://[broken/", "no address"),
        ("", "does not say where to"),
    ],
)
def test_redirects_are_judged_like_addresses(to: str, words: str) -> None:
    with host(sends_on(to)) as kind:
        assert words in refused(kind.url(SECRET))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "from the web only"),
        ("calendar.ics", "from the web only"),
        ("ftp://example.com/4711.ics", "from the web only"),
        ("file:///4711", "from the web only"),
        ("https://", "names no host"),
        ("https://pat:4711@example.com/cal.ics", "a name or a password"),
        ("https://@example.com/4711", "a name or a password"),
        ("https://example.com:22/4711", "Port 22"),
        ("https://example.com:99999/4711", "not an address"),
        ("https://exa mple.com/4711", "not an address"),
        ("https://example.com\\@127.0.0.1/4711", "not an address"),
        ("https://example.com/4711\r\nX-Evil: 1", "not an address"),
        ("https://[::1/4711", "not an address"),
        (f"https://{'x' * 70}.example/4711", "not an address"),
        (f"https://example.com/{'4711' * 1000}", "not an address"),
    ],
)
def test_what_is_no_address_is_told_so(address: str, words: str) -> None:
    assert words in refused(address, inside=False)


@pytest.mark.parametrize(
    ("status", "words"),
    [("401 No", "a password"), ("403 No", "let us in"), ("404 No", "no calendar"), ("410 No", "no calendar"),
     ("500 Oh", "try again"), ("302 Found", "where to"), ("204 None", "iCal format")],
)  # fmt: skip
def test_a_host_that_says_no_is_quoted(status: str, words: str) -> None:
    with host(says(b"secret words", status=status)) as kind:
        told = refused(kind.url(SECRET))

    assert words in told
    assert "secret words" not in told


@pytest.mark.parametrize(
    "answer",
    [
        silent,
        dripping(b""),
        dripping(b"HTTP/1.1 200 OK\r\n"),
        dripping(b"HTTP/1.1 200 OK\r\n\r\n"),
        dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n"),
        lambda line, _: [line.sendall(b"HTTP/1.1 100 Continue\r\n\r\n") for _turn in range(10**9)],
    ],
)
def test_a_host_that_never_ends_is_left_in_time(answer: Any) -> None:
    begun = time.monotonic()
    with host(answer) as kind:
        assert "did not answer in time" in refused(kind.url(SECRET), seconds=0.7)

    assert time.monotonic() - begun < 5


def test_a_resolver_that_never_answers_is_left_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    wait = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [wait.wait(20)][1:])
    begun = time.monotonic()

    words = refused("https://calendar.example/4711", seconds=0.5)

    wait.set()
    assert "did not answer in time" in words
    assert time.monotonic() - begun < 5


def test_redirects_share_one_deadline() -> None:
    def slowly(line: socket.socket, asked: bytes) -> None:
        threading.Event().wait(0.4)
        sends_on("/again")(line, asked)

    begun = time.monotonic()
    with host(slowly) as kind:
        assert "did not answer in time" in refused(kind.url(), seconds=0.9)

    assert time.monotonic() - begun < 3


@pytest.mark.parametrize(
    "answer",
    [
        says(b"x" * 2_000_001),
        raw(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 2_000_001),
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n"),
        says(gzip.compress(b"\0" * 50_000_000), "Content-Encoding: gzip"),
    ],
)
def test_what_is_too_large_is_left(answer: Any) -> None:
    with host(answer) as kind:
        assert "larger than 2 MB" in refused(kind.url(SECRET), most=2_000_000)


def test_a_packed_calendar_is_unpacked() -> None:
    with host(says(gzip.compress(CALENDAR * 1000), "Content-Encoding: gzip")) as kind:
        assert fetch(kind.url(), inside=True) == CALENDAR * 1000


@pytest.mark.parametrize(
    "answer",
    [
        raw(b""),
        raw(b"SSH-2.0-OpenSSH_9.2\r\n"),
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nBEGIN"),
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000 + b"\r\n"),
        raw(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000),
        says(b"not packed", "Content-Encoding: gzip"),
        says(gzip.compress(CALENDAR * 1000)[:-9], "Content-Encoding: gzip"),
    ],
)
def test_half_an_answer_is_no_calendar(answer: Any) -> None:
    with host(answer) as kind:
        words = refused(kind.url(SECRET))

    assert "broke off" in words or "cannot be reached" in words


def test_nobody_there_is_told_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    assert "cannot be reached" in refused(f"http://127.0.0.1:{port}{SECRET}")
    assert "no-such-host.invalid cannot be reached" in refused(f"https://no-such-host.invalid{SECRET}")


def test_nothing_about_the_address_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with host(says(CALENDAR)) as kind:
        fetch(kind.url(SECRET), inside=True)
    refused(f"http://127.0.0.1:1{SECRET}")

    assert "4711" not in caplog.text


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """For "calendar.example", signed by itself; key and certificate in one file."""
    path, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=calendar.example"
    names = ["-addext", "subjectAltName=DNS:calendar.example", "-keyout", str(key), "-out", str(path)]
    subprocess.run([*command.split(), *names], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + key.read_bytes())
    return path


def secured(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def https(kind: Host, scheme: str = "https") -> str:
    return kind.url(SECRET, name="calendar.example").replace("http", scheme, 1)


@pytest.mark.parametrize("scheme", ["https", "webcal", "webcals"])
def test_encrypted_hosts_prove_their_name(
    scheme: str, certificate: Path, dns: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    dns("127.0.0.1")

    with host(says(CALENDAR), context=secured(certificate)) as kind:
        assert fetch(https(kind, scheme), inside=True) == CALENDAR
        assert "127.0.0.1 cannot prove" in refused(https(kind).replace("calendar.example", "127.0.0.1"))


def test_a_host_that_cannot_prove_its_name_is_refused(certificate: Path, dns: Callable[..., Any]) -> None:
    dns("127.0.0.1")

    with host(says(CALENDAR), context=secured(certificate)) as kind:
        assert "cannot prove that it is calendar.example" in refused(https(kind))

    assert kind.asked == []


def test_encryption_is_never_given_up(
    certificate: Path, dns: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    dns("127.0.0.1")

    with host(sends_on("http://127.0.0.1:8080/"), context=secured(certificate)) as kind:
        assert "without encryption" in refused(https(kind))


@pytest.mark.parametrize("answer", [silent, dripping(b"HTTP/1.1 200 OK\r\n\r\n")])
def test_an_encrypted_host_that_never_ends_is_left_in_time(
    answer: Any, certificate: Path, dns: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    dns("127.0.0.1")
    begun = time.monotonic()

    with host(answer, context=secured(certificate)) as kind:
        assert "did not answer in time" in refused(https(kind), seconds=0.8)

    assert time.monotonic() - begun < 5


def test_a_host_that_never_shakes_hands_is_left_in_time() -> None:
    begun = time.monotonic()

    with host(silent) as kind:
        assert "did not answer in time" in refused(kind.url(SECRET).replace("http", "https", 1), seconds=0.7)

    assert time.monotonic() - begun < 5
