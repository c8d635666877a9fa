"""The site as it is served, the worker as it works, and browsers that remember every complaint."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import uvicorn
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

from minim.worker import run
from tests.worker.town import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from minim.people.models import Person

LAPTOP, PHONE, SMALL_PHONE = (1280, 900), (390, 844), (320, 640)
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

AXE = Axe().axe_script
# Only what is wrong leaves the browser: to carry home all that is right took longer than to look.
RUN_AXE = """
options => axe.run(document, options).then(({ violations }) =>
    violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 300))]));
"""
LISTEN = """
document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`The policy forbids ${event.violatedDirective}: ${event.blockedURI}`));
"""


@contextmanager
def served() -> Iterator[str]:
    """The address of a uvicorn that serves the ASGI application from a thread."""
    from minim.config.asgi import application

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(
            uvicorn.Config(application, lifespan="off", ws="none", log_level="warning", access_log=False)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        eventually(lambda: server.started)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@contextmanager
def working() -> Iterator[None]:
    """A worker that forms and sends until the end of the block."""
    stop = threading.Event()
    thread = threading.Thread(target=run, args=(stop,), daemon=True)
    thread.start()
    yield
    stop.set()
    thread.join(30)
    assert not thread.is_alive()


class Visits:
    """Opens pages of one site, each in a browser of its own. `complaints` is what the browsers did not like."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.complaints: list[str] = []
        self.contexts: list[Any] = []

    def open(self, person: Person | None = None, size: tuple[int, int] = LAPTOP, **wanted: Any) -> Page:
        """A page of a fresh browser; with a person, they are signed in."""
        wanted = {"base_url": self.address, "reduced_motion": "reduce"} | wanted
        context = self.browser.new_context(viewport={"width": size[0], "height": size[1]}, **wanted)
        context.set_default_timeout(10_000)
        context.add_init_script(LISTEN)
        context.on("console", self._said)
        context.on("weberror", lambda problem: self.complaints.append(str(problem.error)))
        self.contexts.append(context)
        page = context.new_page()
        if person:
            sign_in(page, person)
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    def _said(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.location.get('url', '')}: {message.text}")


def sign_in(page: Page, person: Person) -> None:
    """Give this browser a session of that person, without the detour by mail."""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "domain": "127.0.0.1", "path": "/"}]
    )


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """What axe has to say against the page: rules, and where they are broken."""
    if not page.evaluate("!!window.axe"):
        page.evaluate(AXE)
    found = page.evaluate(RUN_AXE, {"runOnly": STANDARDS, "resultTypes": ["violations"], "iframes": False})
    return [(rule, where) for rule, where in found]


def until_there(page: Page, name: str, tries: int = 600) -> None:
    """Wait until a module has put this on its window. It is asked from outside: the page's policy lets nobody evaluate
    words within, which is what playwright's own waiting does from the second time on."""
    for _ in range(tries):
        if page.evaluate(f"!!window.{name}"):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"window.{name} did not come")
