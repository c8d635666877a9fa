"""How soon does what one does reach everybody? Groups meet on two real servers, and somebody writes on a card.

    python -m benchmarks.live [--rooms 50] [--people 8] [--rate 10] [--seconds 10]

prints one line of JSON: for SQLite, and for PostgreSQL where its programs are installed, the milliseconds from before
a sealed text is sent until each member's browser has it (`shown_ms`), told by its stream. As browsers do, whoever wrote
it asks for what is new when their own stream has not told it within 1.5 s (`asked`), and everybody gives a sign of life
every fifteen seconds. The members of a room are spread over both servers. All of it shares this machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.meetings.sealed import text_on
from tests.postgres_cluster import cluster, find_binaries
from tests.web.servers import serve
from tests.worker.town import open_town

LATEST = 5.0
"""Seconds after the last click in which every word must have come."""
PAUSE = 0.05
PATIENCE = 1.5
SIGN_OF_LIFE = 15.0
TOKEN = "a" * 32
ROOMS = """
from datetime import date, timedelta
from django.db import transaction
from django.utils import timezone
from minim.groups.models import Group, Seat
from minim.meetings import cards
from minim.meetings.models import Card, Meeting, Presence, Room, Series, Stretch, Text
from minim.people.models import Person
from minim.playbook import formats
from minim.programs.models import Program
from tests.meetings.sealed import text_on
from tests.web.ears import session_of
program = Program.objects.create(name="Benchmark")
now, day = timezone.now(), date(2026, 1, 1)
with transaction.atomic():
    groups = Group.objects.bulk_create(
        Group(program=program, name=f"Room {{number}}", opened_on=day) for number in range({rooms})
    )
    people = Person.objects.bulk_create(
        Person(name=f"Person {{number}}", email=f"p{{number}}@example.com", employee_id=f"P{{number}}",
               tree_enter=number, tree_leave=number)
        for number in range({rooms} * {people})
    )
    Seat.objects.bulk_create(
        Seat(group=groups[number // {people}], program=program, person=person, taken_on=day,
             role="participant" if number % {people} else "facilitator")
        for number, person in enumerate(people)
    )
    seats = []
    for number, group in enumerate(groups):
        series = Series.objects.create(group=group)
        stretch = Stretch.objects.create(series=series, zone="UTC", first_on=day, minute=0, minutes=60)
        meeting = Meeting.objects.create(series=series, stretch=stretch, planned_at=now, starts_at=now, minutes=60)
        members = people[number * {people} : (number + 1) * {people}]
        room = Room.objects.create(meeting=meeting, plan=formats()["mini-m"].to_json(), lead=members[0])
        later = now + timedelta(minutes=9)
        Presence.objects.bulk_create(Presence(room=room, person=person, seen_at=later) for person in members)
        for person in members:
            cards.put_texts(room, person, [text_on(f"card of {{person.pk}}", sealed="x" * 360)])
        seats += [(group.pk, meeting.pk, person) for person in members]
tell([[group, meeting, person.pk, session_of(person)] for group, meeting, person in seats])
"""


def main() -> None:
    asked = _arguments()
    binaries = find_binaries()
    figures: dict[str, Any] = {
        "streams": asked.rooms * asked.people,
        "texts_per_second": asked.rate,
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
    parser.add_argument("--rate", type=float, default=10.0, help="Texts per second, over all rooms.")
    parser.add_argument("--seconds", type=float, default=10.0)
    return parser.parse_args()


def measured(asked: argparse.Namespace, address: str, folder: Path) -> dict[str, Any]:
    folder.mkdir()
    os.environ["MINIM_DATABASE"] = address
    with open_town(folder) as town:
        people = town.python(ROOMS.format(rooms=asked.rooms, people=asked.people))
        servers = [serve(town), serve(town)]
        ports = [server.port for server in servers]
        crowd = Crowd(
            [
                Member(f"/groups/{group}/meetings/{meeting}/room/", person, cookie, ports[number % 2])
                for number, (group, meeting, person, cookie) in enumerate(people)
            ]
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
    """Somebody in a room. `heard` is the latest version their browser has; `revision` that of their own card."""

    room: str
    person: int
    cookie: str
    port: int
    heard: int = -1
    revision: int = 1


async def ask(
    verb: str, path: str, member: Member, words: object = None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Send a question on a connection of its own; whoever asked reads the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", member.port)
    body = b"" if words is None else json.dumps(words).encode()
    head = [
        f"{verb} {path} HTTP/1.1",
        f"Host: 127.0.0.1:{member.port}",
        "Connection: close",
        f"Content-Length: {len(body)}",
        "Content-Type: application/json",
        f"Cookie: {member.cookie}; minim-csrf={TOKEN}",
        f"X-CSRFToken: {TOKEN}",
    ]
    writer.write(("\r\n".join(head) + "\r\n\r\n").encode() + body)
    await writer.drain()
    return reader, writer


async def fetch(verb: str, path: str, member: Member, words: object = None) -> Any:
    reader, writer = await ask(verb, path, member, words)
    answer = await reader.read()
    writer.close()
    assert answer.startswith(b"HTTP/1.1 200"), answer[:2000]
    return json.loads(answer.partition(b"\r\n\r\n")[2])


@dataclass
class Crowd:
    members: list[Member]
    clicked: dict[tuple[str, int], float] = field(default_factory=dict)
    shown: list[float] = field(default_factory=list)
    lost: int = 0
    asked: int = 0

    async def meet(self, rate: float, seconds: float) -> None:
        """Everybody listens; then text after text, room after room, at an even pace."""
        listening = [asyncio.create_task(self.listen(member)) for member in self.members]
        async with asyncio.timeout(120):
            while any(member.heard < 0 for member in self.members):
                await asyncio.sleep(0.1)
                for task in listening:
                    assert not task.done(), task.exception()
        listening += [asyncio.create_task(self.live(member)) for member in self.members]
        rooms = sorted({member.room for member in self.members})
        versions = {member.room: member.heard for member in self.members}
        clicks = []
        begun = time.perf_counter()
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0, begun + number / rate - time.perf_counter()))
            room = rooms[number % len(rooms)]
            versions[room] += 1
            clicks.append(asyncio.create_task(self.click(room, versions[room])))
        await asyncio.gather(*clicks)
        await self.settle()
        for task in listening:
            assert not task.done(), task.exception()
            task.cancel()

    async def settle(self) -> None:
        """Wait until everybody has heard everything, or for as long as anybody would wait."""
        wanted = len(self.clicked) * len(self.members) // len({member.room for member in self.members})
        for _ in range(int(LATEST / PAUSE)):
            if len(self.shown) >= wanted:
                break
            await asyncio.sleep(PAUSE)
        self.lost = wanted - len(self.shown)

    async def click(self, room: str, version: int) -> None:
        """The change that makes this version of a room: its members write in turn, each on their own card."""
        inside = [member for member in self.members if member.room == room]
        member = inside[version % len(inside)]
        text = text_on(f"card of {member.person}", after=member.revision, sealed="y" * 360)
        member.revision += 1
        self.clicked[room, version] = time.perf_counter()
        await fetch("POST", f"{room}acts/texts/", member, {"texts": [text]})
        for _ in range(int(PATIENCE / PAUSE)):
            if member.heard >= version:
                return
            await asyncio.sleep(PAUSE)
        if member.heard < version:
            self.asked += 1
            state = await fetch("GET", f"{room}state/?after={version - 1}&epoch=0", member)
            self.has(member, state["version"])

    async def live(self, member: Member) -> None:
        await asyncio.sleep(SIGN_OF_LIFE * random.random())
        while True:
            await fetch("POST", f"{member.room}here/", member, {})
            await asyncio.sleep(SIGN_OF_LIFE)

    async def listen(self, member: Member) -> None:
        reader, _ = await ask("GET", f"{member.room}hears/", member)
        while line := await reader.readline():
            if line.startswith(b"data: {"):
                self.has(member, json.loads(line[6:])["version"])
            elif line.startswith(b"data: ") and line[6:].strip().isdigit():
                assert member.heard < 0, "a browser was told to fetch what is new"
                member.heard = int(line[6:])

    def has(self, member: Member, version: int) -> None:
        now = time.perf_counter()
        new = ((member.room, one) for one in range(member.heard + 1, version + 1))
        self.shown += [now - self.clicked[one] for one in new if one in self.clicked]
        member.heard = max(member.heard, version)

    def figures(self) -> dict[str, Any]:
        return {
            "texts": len(self.clicked),
            "lost": self.lost,
            "asked": self.asked,
            "shown_ms": spread(self.shown),
        }


def spread(seconds: list[float]) -> dict[str, int]:
    ordered = [1000 * one for one in sorted(seconds)]
    return {
        "median": round(statistics.median(ordered)),
        "p95": round(ordered[int(len(ordered) * 0.95)]),
        "max": round(ordered[-1]),
    }


if __name__ == "__main__":
    main()
