"""How Django's test client reaches the pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.test.client import ClientHandler

STATICS = "servestatic.middleware.ServeStaticMiddleware"


class Pages(ClientHandler):
    """The site as it is; only what is no static file does not pass by the door of the static files.

    That door knows async alone: each answer through it costs a loop and three threads, as long as the page itself.
    """

    def __call__(self, environ: dict[str, Any]) -> Any:
        if environ["PATH_INFO"].startswith(f"/{settings.STATIC_URL.lstrip('/')}"):
            return ClientHandler(self.enforce_csrf_checks)(environ)
        return super().__call__(environ)

    def load_middleware(self, is_async: bool = False) -> None:
        every = settings.MIDDLEWARE
        assert STATICS in every
        settings.MIDDLEWARE = [each for each in every if each != STATICS]
        try:
            super().load_middleware(is_async)
        finally:
            settings.MIDDLEWARE = every
