"""How fast letters leave: 10,000 of them over SMTP to a real server in a process of its own, paused once on the way.

    python -m benchmarks.letters [--letters 10000] [--workers 1] [--pause-ms 0]

Prints one line of JSON. `--pause-ms` is how long the server thinks about each letter, as servers elsewhere do.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import socket
import tempfile
import threading
import time
from typing import TYPE_CHECKING, Any

from aiosmtpd.smtp import SMTP

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

LONGEST = 600.0


class Counting:
    """Keeps who was written to, in order, and nothing else."""

    def __init__(self, pause: float) -> None:
        self.pause = pause
        self.taken: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        if self.pause:
            await asyncio.sleep(self.pause)
        self.taken.append(envelope.rcpt_tos[0])
        return "250 Taken"


def serve(talk: Connection, pause: float) -> None:
    """Take letters on a port that is told first; tell who got one when asked."""
    counting = Counting(pause)

    async def run() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(counting, hostname="127.0.0.1"), "127.0.0.1", 0)
        talk.send(server.sockets[0].getsockname()[1])
        await asyncio.to_thread(talk.recv)
        talk.send(counting.taken)

    asyncio.run(run())


def main() -> None:
    asked = _arguments()
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    server = multiprocessing.get_context("spawn").Process(
        target=serve, args=(theirs, asked.pause_ms / 1000), daemon=True
    )
    server.start()
    with tempfile.TemporaryDirectory(prefix="minim-letters-") as folder:
        _begin(folder, ours.recv())
        print(json.dumps(_measured(asked, ours)))
    server.join(10)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--letters", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--pause-ms", type=float, default=0.0)
    return parser.parse_args()


def _begin(folder: str, port: int) -> None:
    """An empty installation with this mail server."""
    os.environ.update(
        MINIM_VAR=folder,
        MINIM_DATABASE=f"sqlite:///{folder}/letters.sqlite3",
        MINIM_SMTP=f"smtp://127.0.0.1:{port}",
        DJANGO_SETTINGS_MODULE="minim.config.settings",
    )
    socket.setdefaulttimeout(30)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _measured(asked: argparse.Namespace, ours: Connection) -> dict[str, Any]:
    from minim.notices.models import Notice, Sending

    posting = _post(asked.letters)
    began, busy = time.monotonic(), time.process_time()
    stop = threading.Event()
    senders = [
        threading.Thread(target=_send, args=(f"sender-{number}", stop)) for number in range(asked.workers)
    ]
    for sender in senders:
        sender.start()
    paused = _pause_on_the_way(asked.letters)
    for sender in senders:
        sender.join(LONGEST)
    stop.set()
    seconds = time.monotonic() - began - paused["seconds"]
    busy = time.process_time() - busy
    ours.send("who got one?")
    taken = [int(address.partition("@")[0]) for address in ours.recv()]
    return {
        "letters": asked.letters,
        "workers": asked.workers,
        "posting_seconds": round(posting, 2),
        "seconds": round(seconds, 2),
        "per_second": round(len(taken) / seconds, 1),
        "processor_ms_each": round(1000 * busy / asked.letters, 2),
        "sent": Notice.objects.exclude(sent_at=None).count(),
        "twice": len(taken) - len(set(taken)),
        "farthest_out_of_order": max(abs(place - number) for place, number in enumerate(taken)),
        "left_while_paused": paused["left"],
        "paused": Sending.objects.now().is_paused,
    }


def _post(letters: int) -> float:
    from minim.notices.models import Letter, Notice
    from minim.people.models import Person

    Person.objects.bulk_create(
        Person(name=f"Person {number}", email=f"{number}@example.com", employee_id=f"E{number}", time_zone="")
        for number in range(letters)
    )
    facts = {
        "group": "Alder", "program": "Mini-M", "facilitator": "Fay", "cadence": "every two weeks", "minutes": 60,
        "others": ["Ana", "Bo", "Cy"],
    }  # fmt: skip
    began = time.monotonic()
    people = Person.objects.order_by("pk")
    Notice.objects.post_all([Letter("seated", person, facts) for person in people], once="benchmark")
    return time.monotonic() - began


def _send(name: str, stop: threading.Event) -> None:
    """As a worker does, until everything has left."""
    from django.db import connections

    from minim.notices.models import Notice, State
    from minim.worker.sending import Sender

    sender = Sender(name, stop)
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        if not sender.work():
            if not Notice.objects.in_state(State.WAITING).exists():
                break
            time.sleep(0.05)
    connections.close_all()


def _pause_on_the_way(letters: int) -> dict[str, Any]:
    """Pause for a second when about half has left; how many left although we paused, beyond those on their way."""
    from minim.notices.models import Notice, Sending
    from minim.people.models import Person

    def left() -> int:
        return int(Notice.objects.exclude(sent_at=None).count())

    while left() < letters // 2:
        time.sleep(0.05)
    began = time.monotonic()
    Sending.objects.pause(by=Person.objects.earliest("pk"))
    time.sleep(0.5)
    before = left()
    time.sleep(0.5)
    still = left() - before
    Sending.objects.resume()
    return {"seconds": time.monotonic() - began, "left": still}


if __name__ == "__main__":
    main()
