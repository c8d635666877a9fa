"""`minim start`: everything one laptop needs, in one command that ends as one."""

from __future__ import annotations

import http.client
import os
import select
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from minim.cli.prepare import prepare
from minim.cli.serve import open_listener
from minim.lib.environment import secret_key
from minim.lib.processes import Child, Family, module_command, run_module

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "localhost"}  # noqa: S104  the name under which one reaches it here

LONGEST_START = 60.0
PAUSE = 0.05
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopAsked(BaseException):
    """Somebody wants us to end. Not KeyboardInterrupt: Python would exit by that signal even when it is caught."""


def start(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on; 0 takes any free one.")] = 8000,
    own: Annotated[bool, typer.Option("--own", help="Your own company instead of the demo.")] = False,
) -> None:
    """Open minim on this machine: web server and worker together, on SQLite. Ctrl-C ends everything."""
    for number in STOP_SIGNALS:
        signal.signal(number, _stop)
    code = 0
    try:
        with open_listener(host, port) as listener:
            code = _run(listener, host, own=own)
    except StopAsked:
        _say("minim has stopped.")
    except subprocess.CalledProcessError:
        _complain("minim could not be made ready. What it said above may help, or: minim doctor")
        code = 1
    raise typer.Exit(code)


def _run(listener: socket.socket, host: str, *, own: bool) -> int:
    port = listener.getsockname()[1]
    address = f"http://{_name(host)}:{port}"
    database = choose_surroundings(address, host, own=own)
    _prepare_aloud(database, demo=not own)
    web = Child(
        "web server",
        module_command("minim.cli", "serve", "--fd", str(listener.fileno())),
        [listener.fileno()],
    )
    worker = Child("worker", module_command("minim.cli", "work"), is_restarted=True)
    family = Family([web, worker], say=_complain)
    try:
        family.start()
        if (code := wait_until_well(family, _name(host), port)) is not None:
            return code
        _welcome(address, own=own)
        return family.watch()
    finally:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        family.stop()


def choose_surroundings(address: str, host: str, *, own: bool) -> Path:
    """Say in the environment, for us and our children, which company this is; returns its database file."""
    var = Path(os.environ.setdefault("MINIM_VAR", "var")).resolve()
    var.mkdir(parents=True, exist_ok=True)
    database = var / ("minim.sqlite3" if own else "demo.sqlite3")
    os.environ["MINIM_VAR"] = str(var)
    os.environ["MINIM_DATABASE"] = f"sqlite:///{database}"
    os.environ["MINIM_DEMO"] = "0" if own else "1"
    os.environ.setdefault("MINIM_BASE_URL", address)
    if host not in EVERYWHERE:
        os.environ["MINIM_HOSTS"] = f"{os.environ.get('MINIM_HOSTS', '')} {host}".strip()
    secret_key(var)
    return database


def wait_until_well(family: Family, host: str, port: int) -> int | None:
    """Wait for the first good answer; an exit code when something ended before, or none came in time."""
    deadline = time.monotonic() + LONGEST_START
    while not answers(host, port):
        if (code := family.check()) is not None:
            return code
        if time.monotonic() > deadline:
            _complain("minim started but does not get well. What it said above may help, or: minim doctor")
            return 1
        time.sleep(PAUSE)
    return None


def answers(host: str, port: int, patience: float = 0.5) -> bool:
    """Whether `/healthz` says that minim is well; waits at most `patience` seconds for the first word."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        if not select.select([connection.sock], [], [], patience)[0]:
            return False
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _stop(number: int, frame: object) -> None:
    raise StopAsked


def _name(host: str) -> str:
    return EVERYWHERE.get(host, host)


def _prepare_aloud(database: Path, *, demo: bool) -> None:
    if not database.exists():
        _say("Laying out the demo company …" if demo else "Laying out an empty house …")
    prepare(database, demo=demo)


def _welcome(address: str, *, own: bool) -> None:
    where = "your own company" if own else "the demo company"
    _say(f"minim is open with {where} at {address}   (Ctrl-C stops it)")
    if own:
        run_module("minim.cli", "invite", "--quiet")
    if _has_desktop():
        webbrowser.open(address)


def _has_desktop() -> bool:
    shown = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(shown and sys.stdin.isatty() and not os.environ.get("CI"))


def _say(sentence: str) -> None:
    print(sentence, flush=True)


def _complain(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
