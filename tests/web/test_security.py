"""What every answer carries, and what is refused before any page is asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.db import OperationalError
from django.urls import reverse

from minim.web.security import describe_device
from minim.worker.models import Heartbeat
from tests.make import make_person

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

EXPECTED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@pytest.mark.parametrize("path", ["/account/sign-in/", "/healthz", "/nowhere/"])
def test_every_answer_carries_the_headers(client: Client, path: str) -> None:
    headers = client.get(path).headers

    assert {name: headers.get(name) for name in EXPECTED} == EXPECTED
    assert "camera=()" in headers["Permissions-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'nonce-")


def test_each_answer_has_its_own_nonce_and_each_script_carries_it(client: Client) -> None:
    first, second = client.get("/account/sign-in/"), client.get("/account/sign-in/")

    nonces = [
        re.findall(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])
        for answer in (first, second)
    ]
    scripts = re.findall(r"<script[^>]*>", first.content.decode())
    assert nonces[0] != nonces[1]
    assert scripts
    assert all(f'nonce="{nonces[0][0]}"' in script for script in scripts)


def test_static_files_may_be_kept_by_the_browser(client: Client) -> None:
    answer = client.get("/static/css/tokens.css")

    assert answer.status_code == 200
    assert "public" in answer.headers["Cache-Control"]
    assert "no-store" not in answer.headers["Cache-Control"]


def test_https_is_remembered_when_there_is_https(client: Client, settings: Settings) -> None:
    plain = client.get("/account/sign-in/", secure=True)
    settings.SECURE_HSTS_SECONDS = 31_536_000
    kept = type(client)().get("/account/sign-in/", secure=True)

    assert "Strict-Transport-Security" not in plain.headers
    assert "max-age=31536000" in kept.headers["Strict-Transport-Security"]


def test_a_foreign_host_name_is_refused(client: Client) -> None:
    assert client.get("/account/sign-in/", headers={"host": "evil.example"}).status_code == 400


def test_a_form_without_its_token_is_refused(client: Client) -> None:
    strict = type(client)(enforce_csrf_checks=True)
    strict.force_login(make_person("Pat"))

    answer = strict.post(reverse("account_sign_out_everywhere"))

    assert answer.status_code == 403
    assert "the page waited too long" in answer.content.decode()


def test_health_is_told_without_secrets(client: Client) -> None:
    alone = client.get("/healthz").json()
    Heartbeat.objects.beat("worker")
    together = client.get("/healthz").json()

    assert alone == {"ok": True, "database": True, "worker": False}
    assert together == {"ok": True, "database": True, "worker": True}


def test_a_lost_database_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr("minim.config.health.Heartbeat.objects.alive", lost)
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()["ok"]) == (503, False)


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/130.0 Safari/537 Edg/130.0",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537 Chrome/130 Mobile Safari/537", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/605", "Safari on iPhone"),
        ("<script>alert(1)</script>", "A browser on an unknown system"),
    ],
)
def test_a_browser_is_described_in_two_words(user_agent: str, device: str) -> None:
    assert describe_device(user_agent) == device
