"""`minim serve`: the web server alone."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
from typing import Annotated, Any

import typer
import uvicorn
from uvicorn.supervisors import Multiprocess

from minim.lib.processes import PortBusyError, end_with_parent, listen

GRACEFUL_SECONDS = 1  # event streams stay open for hours; nobody wants to wait for them


class CalmEnd(logging.Filter):
    """Keeps silent about event streams that were cut because the server stops."""

    def filter(self, record: logging.LogRecord) -> bool:
        cut = record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError)
        return not cut and not record.getMessage().startswith("Cancel ")


LOGS: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"calm": {"()": CalmEnd}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["calm"]}},
    "loggers": {"uvicorn": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on; 0 takes any free one.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="How many processes answer.")] = 1,
    fd: Annotated[int | None, typer.Option(hidden=True, help="An inherited listening socket.")] = None,
) -> None:
    """Answer web requests. Run `minim work` beside it; a reverse proxy with TLS belongs in front."""
    end_with_parent()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave_quietly)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minim.config.settings")
    config = uvicorn.Config(
        "minim.config.asgi:application",
        workers=workers,
        lifespan="off",
        ws="none",
        access_log=False,
        server_header=False,
        log_config=LOGS,
        timeout_graceful_shutdown=GRACEFUL_SECONDS,
    )
    with open_listener(host, port) if fd is None else socket.socket(fileno=fd) as listener:
        if fd is None:
            print(f"minim listens on {host}:{listener.getsockname()[1]}", flush=True)
        if workers > 1:
            Multiprocess(config, sockets=[listener]).run()
        else:
            uvicorn.Server(config).run(sockets=[listener])


def open_listener(host: str, port: int) -> socket.socket:
    """A listening socket, or a friendly end."""
    try:
        return listen(host, port)
    except PortBusyError as busy:
        way_out = f"--port {busy.free}" if busy.free else "--port 0"
        print(f"Port {port} is already in use, perhaps by another minim. Try {way_out}.", file=sys.stderr)
    except OSError as error:
        print(f"minim cannot listen on {host}, port {port}: {error.strerror or error}.", file=sys.stderr)
    raise typer.Exit(1)


def _leave_quietly(number: int, frame: object) -> None:
    """Uvicorn has ended properly and raises the signal once more; that is all there was to do."""
