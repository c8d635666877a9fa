"""Headers every answer carries, and sessions that end."""

from __future__ import annotations

import re
import secrets
import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    GetResponse = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
CLOSED = (
    "accelerometer browsing-topics camera display-capture geolocation gyroscope microphone midi payment usb"
)
HEADERS = {
    "Permissions-Policy": ", ".join(f"{name}=()" for name in CLOSED.split()),
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
SEEN_EVERY = 60
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


class Headers:
    """A strict policy with a fresh nonce per answer, and the other headers that close what browsers leave open."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.csp_nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=request.csp_nonce))  # type: ignore[attr-defined]
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith(f"/{settings.STATIC_URL.lstrip('/')}"):
            response.headers["Cache-Control"] = "no-store"
        return response


class SessionAge:
    """Ends a session that was idle for too long, is simply too old, or whose person has left the company."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._check(request)
        elif settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            request.session.flush()
        return self.get_response(request)

    def _check(self, request: HttpRequest) -> None:
        now, session = int(time.time()), request.session
        began, seen = session.get("began", now), session.get("seen", now)
        if now - began > settings.SESSION_LONGEST_SECONDS or now - seen > settings.SESSION_IDLE_SECONDS:
            logout(request)
        elif now - seen > SEEN_EVERY or "seen" not in session:
            device = describe_device(request.headers.get("User-Agent", ""))
            session.update({"began": began, "seen": now, "device": device})


def describe_device(user_agent: str) -> str:
    """Browser and system in two words, so that somebody recognizes their own sessions: "Firefox on Linux"."""
    browser = next((name for sign, name in BROWSERS if re.search(rf"{sign}\w*/", user_agent)), "A browser")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "an unknown system")
    return f"{browser} on {system}"
