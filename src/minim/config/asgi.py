"""The door through which uvicorn enters."""

from __future__ import annotations

import asyncio
import gc
import os
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from importlib import import_module
from typing import TYPE_CHECKING, Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minim.config.settings")

import django
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.db import close_old_connections

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase  # noqa: TID251  the door itself

AT_ONCE = 12
"""Requests that are answered at the same time; further ones wait in their order."""


class Door(ASGIHandler):
    """Answers each request in one thread of a few, from the first middleware to the end of the view.

    Django's own handler starts a thread and opens a database connection for every request, and walks to and fro between
    that thread and the loop wherever one middleware is asynchronous and the next is not: half of what a small answer
    cost. Streams run on the loop all the same: their views answer at once with something that does.
    """

    def __init__(self) -> None:
        super().__init__()
        self.load_middleware(is_async=False)
        self.threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="answers")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            raise ValueError(f"Only HTTP comes in here, not {scope['type']}.")
        await self.handle(scope, receive, send)

    async def get_response_async(self, request: Any) -> Any:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, copy_context().run, self._answer, request)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        close_old_connections()
        try:
            return self.get_response(request)
        finally:
            close_old_connections()


django.setup(set_prefix=False)
application = Door()
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()  # what is loaded by now stays; to look through it again and again took a tenth of a second each time
gc.set_threshold(50_000, 20, 50)
