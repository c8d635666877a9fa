"""Static files: what the pages are dressed in, and their scripts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from asgiref.sync import async_to_sync
from django.conf import settings
from servestatic.middleware import ServeStaticMiddleware

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase


class Statics:
    """ServeStatic for static addresses alone: it is asynchronous, and other pages would walk to the loop and back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_static = request.path_info.startswith(settings.STATIC_URL)
        found = _shelf()(request) if is_static else None
        return found or self.get_response(request)


@cache
def _shelf() -> Callable[[HttpRequest], HttpResponseBase | None]:
    """All files, which are looked for once."""
    return async_to_sync(ServeStaticMiddleware(_nothing))


async def _nothing(request: HttpRequest) -> None:
    """There is no such file."""
