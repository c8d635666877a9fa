"""The room's page with the real view and a made-up room behind it: no server, no keys, the site's strict policy."""

from __future__ import annotations

import json
import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory

from minim.web.security import POLICY
from tests.browser import LAPTOP, LISTEN, until_there

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route

    from tests.web.room.scenes import Model

ORIGIN = "https://room.test"
STATIC = Path(settings.SOURCE) / "web" / "static"
HERE = Path(__file__).parent


class Stage:
    """Opens rooms. `complaints` is what the browsers did not like, `requests` what they asked for since.

    `weak` breaks a file on purpose: its address, a line of it, and what stands there instead.
    """

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.facts: dict[str, Any] = {}
        self.weak: dict[str, tuple[str, str]] = {}

    def open(
        self,
        facts: dict[str, Any],
        model: Model | None = None,
        size: tuple[int, int] = LAPTOP,
        *,
        still: bool = False,
        **wanted: Any,
    ) -> Page:
        """The page of one person; with a model, it is drawn. Time stands `still` until the page's clock is turned."""
        self.facts = facts
        wanted = {"base_url": ORIGIN, "reduced_motion": "reduce"} | wanted
        context = self.browser.new_context(viewport={"width": size[0], "height": size[1]}, **wanted)
        context.set_default_timeout(15_000)
        context.add_init_script(LISTEN)
        context.route("**/*", self._answer)
        context.on("console", self._said)
        context.on("weberror", lambda problem: self.complaints.append(str(problem.error)))
        self.contexts.append(context)
        page = context.new_page()
        if still:
            page.clock.install()
        page.goto("/room/")
        until_there(page, "stage")
        if model:
            show(page, model)
        page.evaluate("document.fonts.ready")
        self.requests.clear()
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        self.contexts.clear()

    def _said(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        self.requests.append(path)
        if path == "/room/":
            headers = {"Content-Security-Policy": POLICY.format(nonce="n")}
            route.fulfill(body=page_of(self.facts), content_type="text/html", headers=headers)
        elif path.startswith("/static/"):
            file = (
                HERE / "stage.js"
                if path == "/static/room/main.js"
                else STATIC / path.removeprefix("/static/")
            )
            kind = mimetypes.guess_type(file.name)[0]
            if path in self.weak:
                route.fulfill(body=without(file, *self.weak[path]), content_type=kind)
            else:
                route.fulfill(path=file, content_type=kind)
        else:
            route.fulfill(status=404)


def without(file: Path, line: str, instead: str) -> str:
    """A file that has lost a line of its own, so that a test shows it would notice."""
    text = file.read_text("utf-8")
    assert line in text, line
    return text.replace(line, instead)


def page_of(facts: dict[str, Any]) -> str:
    request = RequestFactory().get("/room/")
    request.user = AnonymousUser()
    request.csp_nonce = "n"  # type: ignore[attr-defined]
    return render_to_string("room/room.html", {"facts": facts}, request)


def show(page: Page, model: Model) -> float:
    """Draw it; how many milliseconds that took."""
    return float(page.evaluate("model => stage.show(model)", json.loads(json.dumps(model))))


def calls(page: Page) -> list[list[Any]]:
    """What the view has asked for so far."""
    return list(page.evaluate("stage.calls"))
