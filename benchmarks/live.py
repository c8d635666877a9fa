"""How soon does a click reach everybody? Rooms full of people listen to two real servers, and somebody clicks.

    python -m benchmarks.live [--rooms 50] [--people 8] [--rate 10] [--seconds 10] [--no-fetch]

prints one line of JSON: for SQLite, and for PostgreSQL where its programs are installed, the milliseconds from before
the click is sent until each member's stream tells of it (`event_ms`), and until that member's browser has then fetched
what is new (`shown_ms`). The members of a room are spread over both servers. All of it shares this machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.postgres_cluster import cluster, find_binaries
from tests.web.servers import serve
from tests.worker.town import open_town

LATEST = 5.0
"""Seconds after the last click in which every word must have come."""
PAUSE = 0.05
TOKEN = "a" * 32
ROOMS = """
from datetime import date
from django.db import transaction
from minim.groups.models import Group, Seat
from minim.people.models import Person
from minim.programs.models import Program
from tests.lib.things import Thing, lay_out
from tests.web.ears import session_of
lay_out()
program = Program.objects.create(name="Benchmark")
with transaction.atomic():
    groups = Group.objects.bulk_create(
        Group(program=program, name=f"Room {{number}}", opened_on=date(2026, 1, 1)) for number in range({rooms})
    )
    people = Person.objects.bulk_create(
        Person(name=f"Person {{number}}", email=f"p{{number}}@example.com", employee_id=f"P{{number}}")
        for number in range({rooms} * {people})
    )
    Seat.objects.bulk_create(
        Seat(group=groups[number // {people}], program=program, person=person, taken_on=date(2026, 1, 1),
             role="participant" if number % {people} else "facilitator")
        for number, person in enumerate(people)
    )
    Thing.objects.bulk_create(Thing(pk=group.pk) for group in groups)
    tell([[groups[number // {people}].pk, session_of(person)] for number, person in enumerate(people)])
"""


def main() -> None:
    asked = _arguments()
    binaries = find_binaries()
    figures: dict[str, Any] = {
        "streams": asked.rooms * asked.people,
        "clicks_per_second": asked.rate,
        "cores": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 1),
    }
    with tempfile.TemporaryDirectory(prefix="minim-live-") as folder:
        os.environ["MINIM_VAR"] = folder
        figures["sqlite"] = measured(asked, f"sqlite:///{folder}/unused.sqlite3", Path(folder) / "sqlite")
        if binaries:
            with cluster(binaries) as address:
                figures["postgresql"] = measured(asked, address, Path(folder) / "postgresql")
    print(json.dumps(figures))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rooms", type=int, default=50)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--rate", type=float, default=10.0, help="Clicks per second, over all rooms.")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument(
        "--no-fetch", dest="fetch", action="store_false", help="Browsers hear, and fetch nothing."
    )
    return parser.parse_args()


def measured(asked: argparse.Namespace, address: str, folder: Path) -> dict[str, Any]:
    folder.mkdir()
    os.environ["MINIM_DATABASE"] = address
    with open_town(folder) as town:
        people = town.python(ROOMS.format(rooms=asked.rooms, people=asked.people))
        servers = [serve(town), serve(town)]
        ports = [server.port for server in servers]
        crowd = Crowd(
            [Member(room, cookie, ports[n % 2]) for n, (room, cookie) in enumerate(people)], asked.fetch
        )
        asyncio.run(crowd.meet(asked.rate, asked.seconds))
        memory = [_megabytes(server.process.pid) for server in servers]
    return crowd.figures() | {"server_mb": max(memory)}


def _megabytes(process: int) -> int:
    """What a process holds in memory; 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS"))


@dataclass
class Member:
    """Somebody in a room. `heard` is the latest version their stream told of."""

    room: int
    cookie: str
    port: int
    heard: int = -1


async def ask(verb: str, path: str, member: Member) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Send a question on a connection of its own; whoever asked reads the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", member.port)
    head = [
        f"{verb} {path} HTTP/1.1",
        f"Host: 127.0.0.1:{member.port}",
        "Connection: close",
        "Content-Length: 0",
    ]
    head += [f"Cookie: {member.cookie}; minim-csrf={TOKEN}", f"X-CSRFToken: {TOKEN}"]
    writer.write(("\r\n".join(head) + "\r\n\r\n").encode())
    await writer.drain()
    return reader, writer


async def fetch(verb: str, path: str, member: Member) -> None:
    reader, writer = await ask(verb, path, member)
    answer = await reader.read()
    writer.close()
    assert answer.startswith(b"HTTP/1.1 20"), answer


@dataclass
class Crowd:
    members: list[Member]
    fetches: bool
    clicked: dict[tuple[int, int], float] = field(default_factory=dict)
    events: list[float] = field(default_factory=list)
    shown: list[float] = field(default_factory=list)
    lost: int = 0

    async def meet(self, rate: float, seconds: float) -> None:
        """Everybody listens; then click after click, room after room, at an even pace."""
        listening = [asyncio.create_task(self.listen(member)) for member in self.members]
        async with asyncio.timeout(60):
            while any(member.heard < 0 for member in self.members):
                await asyncio.sleep(0.1)
                for task in listening:
                    assert not task.done(), task.exception()
        rooms = sorted({member.room for member in self.members})
        clicks = []
        begun = time.perf_counter()
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0, begun + number / rate - time.perf_counter()))
            clicks.append(
                asyncio.create_task(self.click(rooms[number % len(rooms)], 1 + number // len(rooms)))
            )
        await asyncio.gather(*clicks)
        await self.settle()
        for task in listening:
            assert not task.done(), task.exception()
            task.cancel()

    async def settle(self) -> None:
        """Wait until everybody has heard everything, or for as long as anybody would wait."""
        wanted = len(self.clicked) * len(self.members) // len({member.room for member in self.members})
        for _ in range(int(LATEST / PAUSE)):
            if len(self.shown if self.fetches else self.events) >= wanted:
                break
            await asyncio.sleep(PAUSE)
        self.lost = wanted - len(self.events)

    async def click(self, room: int, version: int) -> None:
        """The version-th click in a room, by its members in turn."""
        inside = [member for member in self.members if member.room == room]
        member = inside[version % len(inside)]
        self.clicked[room, version] = time.perf_counter()
        await fetch("POST", f"/room/{room}/change/", member)

    async def listen(self, member: Member) -> None:
        reader, _ = await ask("GET", f"/room/{member.room}/hears/", member)
        while line := await reader.readline():
            if not line.startswith(b"data: "):
                continue
            now, version = time.perf_counter(), int(line[6:])
            told = [(member.room, number) for number in range(max(member.heard, 0) + 1, version + 1)]
            member.heard = version
            self.events += [now - self.clicked[one] for one in told]
            if told and self.fetches:
                await self.show(member, told)

    async def show(self, member: Member, told: list[tuple[int, int]]) -> None:
        await fetch("GET", f"/room/{member.room}/number/", member)
        now = time.perf_counter()
        self.shown += [now - self.clicked[one] for one in told]

    def figures(self) -> dict[str, Any]:
        told: dict[str, Any] = {"clicks": len(self.clicked), "events": len(self.events), "lost": self.lost}
        told["event_ms"] = spread(self.events)
        if self.fetches:
            told["shown_ms"] = spread(self.shown)
        return told


def spread(seconds: list[float]) -> dict[str, int]:
    ordered = [1000 * one for one in sorted(seconds)]
    return {
        "median": round(statistics.median(ordered)),
        "p95": round(ordered[int(len(ordered) * 0.95)]),
        "max": round(ordered[-1]),
    }


if __name__ == "__main__":
    main()
