"""How fluid is the draft board? Opens one with many groups in a real browser and moves people by hand.

    python -m benchmarks.board --groups 300 --moves 5

prints one JSON line: seconds of the server for the page and its size, milliseconds from lifting somebody until every
group says what that would mean, from dropping until the board shows the new groups, and the median, 95th percentile and
longest frame while somebody is dragged across the board. The database is a throwaway file.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import tempfile
import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
from contextlib import contextmanager

PEOPLE_PER_GROUP = 7
FRAMES = """() => { window.frames_seen = []; let last = performance.now();
  const tick = (now) => { window.frames_seen.push(now - last); last = now; requestAnimationFrame(tick); };
  requestAnimationFrame(tick); }"""
SPOKEN = "() => document.querySelectorAll('[data-verdict]').length > 0"
SETTLED = "(before) => document.getElementById('board-version').value !== before"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--groups", type=int, default=300)
    asked.add_argument("--moves", type=int, default=5)
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="minim-board-") as folder:
        os.environ |= {
            "MINIM_VAR": folder,
            "MINIM_DATABASE": f"sqlite:///{folder}/board.sqlite3",
            "DJANGO_SETTINGS_MODULE": "minim.config.settings",
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        draft = make_draft(chosen.groups)
        with served() as address:
            print(
                json.dumps(
                    {
                        "groups": chosen.groups,
                        "people": chosen.groups * PEOPLE_PER_GROUP,
                        **measure(address, draft, chosen.moves),
                    }
                )
            )


def make_draft(groups: int) -> int:
    """A company of four levels whose managers are formed into that many groups; returns the draft's key."""
    from minim.assignments.models import Assignment
    from minim.people.models import Person
    from minim.programs.models import Program

    chance, size = random.Random(1), groups * PEOPLE_PER_GROUP
    words = [f"Department {number}" for number in range(24)], ["Engineering", "Sales", "Support", "Finance"]
    people = Person.objects.bulk_create(
        Person(
            employee_id=f"B{number}", name=f"Person {number}", email=f"b{number}@example.com",
            department=chance.choice(words[0]), function=chance.choice(words[1]), level=1, time_zone="Europe/Berlin",
        )
        for number in range(size + size // 6 + 1)
    )  # fmt: skip
    bosses = people[size:]
    for person in people[:size]:
        person.manager = chance.choice(bosses)
    Person.objects.bulk_update(people, ["manager"], batch_size=500)
    Person.objects.renumber()
    olive = Person.objects.create(name="Olive", email="olive@example.com", employee_id="O", is_organizer=True)
    program = Program.objects.create(name="Managers", who="by-hand", smallest_group=5, largest_group=9)
    program.organizers.add(olive)
    program.enrol(people[:size])
    Assignment.objects.ask(program, by=olive, seconds=3)
    assignment = Assignment.objects.waiting().claim("benchmark", 600)
    assert assignment is not None, "nobody else works on this database"
    assignment.form(lambda: True)
    return int(assignment.pk)


@contextmanager
def served() -> Iterator[str]:
    """The real server, on a free port."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config("minim.config.asgi:application", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=5)


def measure(address: str, draft: int, moves: int) -> dict[str, Any]:
    from django.test import Client
    from playwright.sync_api import sync_playwright

    from minim.people.models import Person

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(Person.objects.get(employee_id="O"))
    path = f"/assignments/{draft}/"
    client.get(path)
    started = time.perf_counter()
    size = len(client.get(path).content)
    page_seconds = time.perf_counter() - started
    cookies: Any = [
        {"name": name, "value": morsel.value, "url": address} for name, morsel in client.cookies.items()
    ]
    with sync_playwright() as tools:
        browser = tools.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        context = browser.new_context(viewport={"width": 1400, "height": 900})
        context.add_cookies(cookies)
        page = context.new_page()
        started = time.perf_counter()
        page.goto(address + path)
        page.wait_for_selector("[data-armed]")
        ready = time.perf_counter() - started
        told: list[float] = []
        settled: list[float] = []
        frames: list[float] = []
        for number in range(moves):
            lift, drop, seen = drag(page, number % 3)
            told, settled, frames = [*told, lift], [*settled, drop], [*frames, *seen]
        browser.close()
    return {
        "page_seconds": round(page_seconds, 3),
        "page_kilobytes": size // 1000,
        "ready_in_browser_seconds": round(ready, 2),
        "lift_to_told_ms": round(statistics.median(told)),
        "drop_to_settled_ms": round(statistics.median(settled)),
        "median_frame_ms": round(statistics.median(frames), 1),
        "frame_95_ms": round(statistics.quantiles(frames, n=20)[-1], 1),
        "longest_frame_ms": round(max(frames), 1),
    }


def drag(page: Any, number: int) -> tuple[float, float, list[float]]:
    """Carry a Participant of one group into the next one, as a hand would, and time it."""
    page.evaluate("window.scrollTo(0, 0)")
    cards = page.locator(".board .board-group")
    seat, there = (
        cards.nth(number).locator(".seat:not(.leads)").first,
        cards.nth(number + 1).locator(".seats"),
    )
    here, goal = seat.bounding_box(), there.bounding_box()
    before = page.input_value("#board-version")
    page.evaluate(FRAMES)
    page.mouse.move(here["x"] + 60, here["y"] + 15)
    page.mouse.down()
    page.mouse.move(here["x"] + 70, here["y"] + 25, steps=4)
    started = time.perf_counter()
    page.wait_for_function(SPOKEN)
    told = 1000 * (time.perf_counter() - started)
    page.mouse.move(goal["x"] + 60, goal["y"] + 30, steps=25)
    frames = page.evaluate("window.frames_seen")
    started = time.perf_counter()
    page.mouse.up()
    page.wait_for_function(SETTLED, arg=before)
    return told, 1000 * (time.perf_counter() - started), frames[2:]


if __name__ == "__main__":
    main()
