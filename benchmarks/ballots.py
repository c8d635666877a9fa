"""How fast a company can answer: everybody's ballot signed, and cast within a minute through the served site.

    python -m benchmarks.ballots [--members 5000] [--web 2]

Prints one line of JSON. Signing is measured as processor time of one core. Casting goes over HTTP to `minim serve`, of
which so many processes run on one SQLite, from eight threads that know nothing of each other. What browsers do by
themselves, hiding and finalizing, is done before the clock runs.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

THREADS = 8
SIZE = 8
"""Members of a group."""
PATIENCE = 60.0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--members", type=int, default=5000)
    parser.add_argument("--web", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="minim-ballots-") as folder:
        _begin(folder)
        print(json.dumps(_measured(asked.members, asked.web)))


def _begin(folder: str) -> None:
    os.environ.update(
        MINIM_VAR=folder,
        MINIM_DATABASE=f"sqlite:///{folder}/ballots.sqlite3",
        DJANGO_SETTINGS_MODULE="minim.config.settings",
    )
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _measured(members: int, web: int) -> dict[str, Any]:
    from minim.pulse.models import Part, Round

    people = _company(members)
    began = time.process_time()
    poll = _open()
    opening = time.process_time() - began
    ballots, signing = _signed(people, poll)
    with ExitStack() as stack:
        ports = [_serve(stack) for _ in range(web)]
        seconds, answers = _cast(ballots, ports)
    began = time.monotonic()
    counted = _close(poll)
    closing = time.monotonic() - began
    return {
        "members": members,
        "groups": Part.objects.filter(round=poll.pk).count(),
        "web": web,
        "key_ms": round(1000 * opening / Part.objects.count(), 1),
        "sign_ms": round(1000 * signing / members, 2),
        "cast_seconds": round(seconds, 2),
        "per_second": round(members / seconds, 1),
        "errors": sum(status != http.HTTPStatus.OK for status in answers),
        "counted": counted,
        "close_seconds": round(closing, 2),
        "told": Round.objects.get(pk=poll.pk).bands.exclude(level="not-enough").count(),
    }


def _company(members: int) -> dict[int, list[Any]]:
    """Groups of eight, and one that takes the rest."""
    from django.utils import timezone

    from minim.groups.models import Group, Seat
    from minim.people.models import Person
    from minim.programs.models import Program

    program = Program.objects.create(name="Mini-M")
    Person.objects.bulk_create(
        Person(name=f"Person {number}", email=f"{number}@example.com", employee_id=f"E{number}")
        for number in range(members)
    )
    people, today = list(Person.objects.order_by("pk")), timezone.localdate()
    count = max(1, members // SIZE)
    Group.objects.bulk_create(
        Group(program=program, name=f"Group {number}", opened_on=today) for number in range(count)
    )
    groups = list(Group.objects.order_by("pk"))
    Seat.objects.bulk_create(
        Seat(group=groups[place % count], program=program, person=person, taken_on=today)
        for place, person in enumerate(people)
    )
    return {group.pk: people[place::count] for place, group in enumerate(groups)}


def _open() -> Any:
    from minim.groups.models import Group
    from minim.programs.models import Program
    from minim.pulse.models import Round

    poll = Round.objects.begin(Program.objects.get(), list(Group.objects.all()))
    assert poll
    return poll


def _signed(people: dict[int, list[Any]], poll: Any) -> tuple[list[bytes], float]:
    """Ballots as browsers send them, and the seconds of one core that the server took to sign them all."""
    from minim.pulse.ballots import decoded, encoded, pack
    from minim.pulse.models import Issued

    moduli, taken, ballots = dict(poll.parts.values_list("group", "modulus")), 0.0, []
    for group, members in people.items():
        modulus = decoded(moduli[group])
        for person in members:
            serial, prefix = os.urandom(32), os.urandom(32)
            blinded, inverse = _hidden(
                prefix + pack("token", str(poll.pk), str(group), encoded(serial)), modulus
            )
            began = time.process_time()
            signed = Issued.objects.sign(person, poll.pk, blinded)
            taken += time.process_time() - began
            n = int.from_bytes(modulus, "big")
            signature = (int.from_bytes(signed, "big") * inverse % n).to_bytes(len(modulus), "big")
            ballots.append(_written(poll, group, serial, prefix, signature))
    return ballots, taken


def _hidden(message: bytes, modulus: bytes) -> tuple[bytes, int]:
    from tests.pulse.second import hide

    hidden = hide(modulus, message)
    return hidden.blinded, hidden.inverse


def _written(poll: Any, group: int, serial: bytes, prefix: bytes, signature: bytes) -> bytes:
    from minim.pulse.ballots import encoded

    words = {"serial": encoded(serial), "prefix": encoded(prefix), "signature": encoded(signature)}
    answers = {
        "answers": [1 + byte % 5 for byte in serial[: len(poll.questions)]],
        "topics": [0] * len(poll.topics),
    }
    return json.dumps({"round": poll.pk, "group": group, **words, **answers}).encode()


def _serve(stack: ExitStack) -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    process = stack.enter_context(
        subprocess.Popen(
            [sys.executable, "-m", "minim.cli", "serve", "--port", str(port)], stdout=subprocess.DEVNULL
        )
    )
    stack.callback(process.terminate)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return port
    raise TimeoutError("minim serve does not answer")


def _cast(ballots: list[bytes], ports: list[int]) -> tuple[float, list[int]]:
    """All ballots, each on its own; how long it took, and how each was answered."""
    waiting, answers, lock = iter(ballots), [], threading.Lock()

    def caster(port: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        for ballot in _shared(waiting, lock):
            connection.request("POST", "/pulse/ballot/", ballot, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            answers.append(answer.status)

    threads = [
        threading.Thread(target=caster, args=(ports[number % len(ports)],)) for number in range(THREADS)
    ]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.monotonic() - began, answers


def _shared(waiting: Iterator[bytes], lock: threading.Lock) -> Iterator[bytes]:
    while True:
        with lock:
            one = next(waiting, None)
        if one is None:
            return
        yield one


def _close(poll: Any) -> int:
    """Tell the bands; how many ballots were counted."""
    from minim.pulse.models import Sheet
    from minim.pulse.results import close

    counted = sum(one.ballots for sheet in Sheet.objects.all() for one in sheet.read().groups.values())
    assert close(poll.pk)
    return counted


if __name__ == "__main__":
    main()
