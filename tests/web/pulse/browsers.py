"""The browser's modules of the Pulse in a browser, as they are or weakened on purpose, with no server behind them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings

from minim.web.security import POLICY
from tests.browser import until_there

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

ORIGIN = "https://pulse.test"
STATIC = Path(settings.SOURCE) / "web" / "static"
PAGE = """<!doctype html><title>pulse</title><script type="module" nonce="n">
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const raw = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
Object.assign(window, { hex, raw, blind: await import("/static/pulse/blind.js") });
</script>"""


class Modules:
    """`weak` replaces a line of a module, which must be there, by another."""

    def __init__(self, browser: Browser) -> None:
        self.context = browser.new_context()
        self.context.route("**/*", self._answer)
        self.weak: tuple[str, str] | None = None

    def open(self, *weak: str) -> Page:
        self.weak = (weak[0], weak[1]) if weak else None
        page = self.context.new_page()
        page.goto(ORIGIN)
        until_there(page, "blind")
        return page

    def _answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/":
            headers = {"Content-Security-Policy": POLICY.format(nonce="n")}
            route.fulfill(body=PAGE, content_type="text/html", headers=headers)
        elif path.startswith("/static/"):
            route.fulfill(body=self._text(path.removeprefix("/static/")), content_type="text/javascript")
        else:
            route.fulfill(status=404)

    def _text(self, name: str) -> str:
        text = (STATIC / name).read_text("utf-8")
        if self.weak:
            assert self.weak[0] in text, self.weak
            text = text.replace(*self.weak)
        return text


def said(page: Page, script: str, given: Any = None) -> Any:
    """What a function answers, or the message of what it throws."""
    return page.evaluate(
        f"async (given) => {{ try {{ return await ({script})(given) }} catch (e) {{ return e.message }} }}",
        given,
    )
