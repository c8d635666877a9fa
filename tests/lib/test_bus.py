"""Every process hears that something changed: real threads, real processes, real transactions."""

from __future__ import annotations

import asyncio
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction

from minim.lib import bus
from minim.lib.bus.hub import hub
from tests.lib.things import Thing, laid_out
from tests.worker.town import eventually, open_town

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from pathlib import Path

pytestmark = pytest.mark.django_db(transaction=True)

SOON = 20.0
"""Seconds for what takes some milliseconds on a quiet machine."""
A_WHILE = 0.5
"""Seconds of silence that prove that nothing was told: ten times what telling takes."""


@pytest.fixture(autouse=True)
def _things(transactional_db: None) -> Iterator[None]:
    with laid_out():
        yield
        eventually(lambda: "bus" not in [thread.name for thread in threading.enumerate()], SOON)


@pytest.fixture
def thing() -> Thing:
    return Thing.objects.create(version=3)


def run(story: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(story)


async def elsewhere(act: Callable[[], object]) -> None:
    """Do something in another thread, on a connection of its own."""

    def acted() -> None:
        with closing(connection):
            act()

    await asyncio.to_thread(acted)


def test_at_first_one_hears_where_things_stand_and_then_each_change(thing: Thing) -> None:
    async def story() -> list[dict[bus.Topic, int]]:
        with bus.listen([thing.topic]) as listener:
            heard = [await listener.hear(SOON)]
            await elsewhere(thing.changed)
            heard.append(await listener.hear(SOON))
            return [*heard, await listener.hear(A_WHILE)]

    assert run(story()) == [{thing.topic: 3}, {thing.topic: 4}, {}]


def test_one_hears_of_ones_own_topics_only(thing: Thing) -> None:
    other = Thing.objects.create()

    async def story() -> dict[bus.Topic, int]:
        with bus.listen([thing.topic]) as mine, bus.listen([other.topic, thing.topic]) as both:
            await mine.hear(SOON)
            await both.hear(SOON)
            await elsewhere(other.changed)
            assert await both.hear(SOON) == {other.topic: 1}
            return await mine.hear(A_WHILE)

    assert run(story()) == {}


def test_nothing_is_told_before_it_is_committed_and_nothing_that_is_rolled_back(thing: Thing) -> None:
    async def story() -> list[dict[bus.Topic, int]]:
        may_commit, is_written = threading.Event(), threading.Event()

        def change(*, commit: bool) -> None:
            with transaction.atomic():
                thing.changed()
                is_written.set()
                may_commit.wait(SOON)
                transaction.set_rollback(not commit)

        heard = []
        with bus.listen([thing.topic]) as listener:
            await listener.hear(SOON)
            for commit in (False, True):
                changing = asyncio.create_task(elsewhere(lambda commit=commit: change(commit=commit)))  # type: ignore[misc]
                await asyncio.to_thread(is_written.wait, SOON)
                heard.append(await listener.hear(A_WHILE))
                may_commit.set()
                await changing
                heard.append(await listener.hear(SOON if commit else A_WHILE))
                may_commit.clear()
                is_written.clear()
        return heard

    assert run(story()) == [{}, {}, {}, {thing.topic: 4}]


def test_changes_at_the_same_time_all_count(thing: Thing) -> None:
    async def story() -> int:
        def change() -> None:
            for _ in range(10):
                Thing(pk=thing.pk).changed()

        with bus.listen([thing.topic]) as listener:
            await asyncio.gather(*(elsewhere(change) for _ in range(3)))
            version = 0
            while version < 33:
                version = (await listener.hear(SOON))[thing.topic]
            return version

    assert run(story()) == 33


def test_a_listener_who_is_slow_finds_the_latest_only(thing: Thing) -> None:
    async def story() -> list[dict[bus.Topic, int]]:
        with bus.listen([thing.topic]) as slow, bus.listen([thing.topic]) as quick:
            for _ in range(20):
                await elsewhere(thing.changed)
            while (await quick.hear(SOON))[thing.topic] < 23:
                continue
            await asyncio.sleep(A_WHILE)  # both are told one after the other
            return [await slow.hear(SOON), await slow.hear(A_WHILE)]

    assert run(story()) == [{thing.topic: 23}, {}]


def test_a_row_that_is_gone_has_version_0(thing: Thing) -> None:
    topic = thing.topic

    async def story() -> dict[bus.Topic, int]:
        def erase() -> None:
            with transaction.atomic():
                Thing.objects.all().delete()
                bus.tell(topic)

        with bus.listen([topic]) as listener:
            await listener.hear(SOON)
            await elsewhere(erase)
            return await listener.hear(SOON)

    assert run(story()) == {topic: 0}


def test_what_changed_while_the_database_was_away_is_heard_afterwards(
    thing: Thing, caplog: pytest.LogCaptureFixture
) -> None:
    def sql(statement: str) -> Callable[[], object]:
        return lambda: connection.cursor().execute(statement)

    async def story() -> dict[bus.Topic, int]:
        with bus.listen([thing.topic]) as listener:
            await listener.hear(SOON)
            await elsewhere(sql("ALTER TABLE tests_thing RENAME TO tests_away"))
            await elsewhere(lambda: bus.tell(thing.topic))
            await asyncio.to_thread(eventually, lambda: caplog.messages, SOON)
            await elsewhere(sql("UPDATE tests_away SET version = 9"))
            await elsewhere(sql("ALTER TABLE tests_away RENAME TO tests_thing"))
            return await listener.hear(SOON)

    assert run(story()) == {thing.topic: 9}
    assert caplog.messages[0] in [
        f"Changes cannot be heard now ({problem}). Trying again."
        for problem in ("OperationalError", "ProgrammingError")
    ]


def test_a_connection_that_was_cut_is_opened_again(thing: Thing) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("a file has no connection that could be cut")

    cut_off = []

    def cut() -> None:
        cursor = connection.cursor()
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND query LIKE 'SELECT \"id\", version%'"
        )
        cut_off.extend(cursor.fetchall())

    async def story() -> dict[bus.Topic, int]:
        with bus.listen([thing.topic]) as listener:
            await listener.hear(SOON)
            await elsewhere(cut)
            await elsewhere(thing.changed)
            return await listener.hear(SOON)

    assert run(story()) == {thing.topic: 4}
    assert cut_off == [(True,)]


def test_the_log_can_be_emptied_while_somebody_listens(thing: Thing) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL recycles its log by itself")

    async def story() -> list[int]:
        emptied: list[int] = []

        def empty() -> None:
            cursor = connection.cursor()
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            emptied.append(cursor.fetchone()[0])

        with bus.listen([thing.topic]) as listener:
            for _ in range(5):
                await elsewhere(thing.changed)
                await listener.hear(SOON)
                await elsewhere(empty)
        return emptied

    assert run(story()) == [0] * 5


def test_thousands_of_topics_can_be_heard(thing: Thing) -> None:
    Thing.objects.bulk_create(Thing(version=number) for number in range(2000))
    topics = [row.topic for row in Thing.objects.all()]

    async def story() -> dict[bus.Topic, int]:
        with bus.listen(topics) as listener:
            return await listener.hear(SOON)

    assert run(story()) == {row.topic: row.version for row in Thing.objects.all()}


def test_nobody_looks_while_nobody_listens(thing: Thing) -> None:
    async def story() -> list[str]:
        with bus.listen([thing.topic]) as listener:
            await listener.hear(SOON)
            return [thread.name for thread in threading.enumerate()]

    assert run(story()).count("bus") == 1

    eventually(lambda: "bus" not in [thread.name for thread in threading.enumerate()], SOON)
    assert len(hub) == 0
    assert run(story()).count("bus") == 1


LISTEN = """
import asyncio
from minim.lib import bus
from tests.lib.things import Thing
async def story():
    with bus.listen([Thing(pk=1).topic]) as listener:
        while True:
            news = await listener.hear(60)
            tell([[str(topic), version] for topic, version in news.items()])
            if 5 in news.values():
                return
asyncio.run(story())
"""


def test_other_processes_hear_it_too(tmp_path: Path) -> None:
    with open_town(tmp_path) as town:
        town.python("from tests.lib.things import *; lay_out(); Thing.objects.create(version=3)")
        listening = [town.start(LISTEN), town.start(LISTEN)]
        for process in listening:
            assert process.stdout
            assert process.stdout.readline() == '[["tests_thing:1", 3]]\n'

        town.python("from tests.lib.things import *; Thing(pk=1).changed(); Thing(pk=1).changed()")

        assert [town.told(process) for process in listening] == [[["tests_thing:1", 5]]] * 2
