"""How soon does an Organizer see who needs them, when twenty thousand managers have met for two years?

    python -m benchmarks.monday [--groups 3000] [--people 20000] [--meetings 52]

prints one line of JSON: for SQLite, and for PostgreSQL where its programs are installed, the seconds of the worker's
look at all groups (`look_s`), and the milliseconds in which a real server answers the page 200 times (`page_ms`), with
the number of questions to the database.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.postgres_cluster import cluster, find_binaries
from tests.web.servers import serve
from tests.worker.town import open_town

ASKED = 200
PATIENCE = 1800
"""Seconds in which a company is made and looked at."""
COMPANY = """
import random, time
from datetime import date, timedelta
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from minim.groups.models import Group, Seat
from minim.health.models import CareList
from minim.meetings.models import Attendance, Meeting, Series, Stretch
from minim.people.models import Person
from minim.programs.models import Program
from tests.web.ears import session_of
rng = random.Random(7)
now, begun = timezone.now(), date.today() - timedelta(weeks=2 * {meetings} + 1)
with transaction.atomic():
    program = Program.objects.create(name="Benchmark")
    olive = Person.objects.create(name="Olive", email="olive@example.com", employee_id="O", is_organizer=True)
    program.organizers.add(olive)
    people = Person.objects.bulk_create(
        (Person(name=f"Person {{n}}", email=f"p{{n}}@example.com", employee_id=f"P{{n}}", trained=n % 30 > 0,
                tree_enter=n, tree_leave=n) for n in range({people})), batch_size=2000)
    groups = Group.objects.bulk_create(
        (Group(program=program, name=f"Group {{n}}", opened_on=begun) for n in range({groups})), batch_size=2000)
    members = [people[n::{groups}] for n in range({groups})]
    Seat.objects.bulk_create(
        (Seat(group=group, program=program, person=person, taken_on=begun,
              role="participant" if place else "facilitator")
         for group, there in zip(groups, members) for place, person in enumerate(there)), batch_size=2000)
    series = Series.objects.bulk_create((Series(group=group) for group in groups), batch_size=2000)
    stretches = Stretch.objects.bulk_create(
        (Stretch(series=one, zone="UTC", first_on=begun, minute=0, minutes=60) for one in series), batch_size=2000)
    chance = [min(0.97, max(0.2, rng.gauss(0.75, 0.13))) for _ in groups]
    for number in range({meetings} + 1):
        at = now - timedelta(weeks=2 * ({meetings} - number)) + timedelta(hours=-3 if number < {meetings} else 48)
        held = Meeting.objects.bulk_create(
            (Meeting(series=one, stretch=stretch, planned_at=at, starts_at=at, minutes=60,
                     closed_at=at + timedelta(hours=1) if number < {meetings} else None)
             for one, stretch in zip(series, stretches)), batch_size=2000)
        if number < {meetings}:
            Attendance.objects.bulk_create(
                (Attendance(meeting=meeting, person=person, how="joined")
                 for meeting, there, likely in zip(held, members, chance)
                 for person in there if rng.random() < likely), batch_size=5000)
with connection.cursor() as cursor:
    cursor.execute("ANALYZE")
begin = time.perf_counter()
kept = CareList.objects.look(program)
look = time.perf_counter() - begin
client = Client(headers={{"host": "127.0.0.1"}})
client.force_login(olive)
with CaptureQueriesContext(connection) as asked:
    client.get("/care/")
tell({{"groups": kept.groups, "needing": len(kept.found), "attendances": Attendance.objects.count(),
      "look_s": round(look, 1), "queries": len(asked), "cookie": session_of(olive)}})
"""


def main() -> None:
    asked = _arguments()
    binaries = find_binaries()
    figures: dict[str, Any] = {"people": asked.people, "meetings": asked.meetings, "cores": os.cpu_count()}
    with tempfile.TemporaryDirectory(prefix="minim-monday-") as folder:
        os.environ["MINIM_VAR"] = folder
        figures["sqlite"] = measured(asked, f"sqlite:///{folder}/unused.sqlite3", Path(folder) / "sqlite")
        if binaries:
            with cluster(binaries) as address:
                figures["postgresql"] = measured(asked, address, Path(folder) / "postgresql")
    print(json.dumps(figures))


def measured(asked: argparse.Namespace, address: str, folder: Path) -> Any:
    folder.mkdir()
    os.environ["MINIM_DATABASE"] = address
    with open_town(folder) as town:
        company = town.start(COMPANY.format(**vars(asked)))
        told, complained = company.communicate(timeout=PATIENCE)
        assert company.returncode == 0, complained
        figures = json.loads(told.splitlines()[-1])
        return figures | {"page_ms": page(serve(town).port, figures.pop("cookie"))}


def page(port: int, cookie: str) -> dict[str, int]:
    """How long a server takes to answer, seen from beside it."""
    server, took = http.client.HTTPConnection("127.0.0.1", port), []
    for _ in range(ASKED):
        began = time.perf_counter()
        server.request("GET", "/care/", headers={"Cookie": cookie})
        answer = server.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        took.append(1000 * (time.perf_counter() - began))
    took.sort()
    return {"median": round(took[ASKED // 2]), "p95": round(took[int(ASKED * 0.95)]), "max": round(took[-1])}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--groups", type=int, default=3000)
    parser.add_argument("--people", type=int, default=20000)
    parser.add_argument("--meetings", type=int, default=52, help="Of each group, two weeks apart.")
    return parser.parse_args()


if __name__ == "__main__":
    main()
