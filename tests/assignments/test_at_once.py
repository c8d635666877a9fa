"""Two Organizers press the same button at the same moment, in two real processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.worker.town import Town, open_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.database

DRAFTS = """
from tests.assignments.company import draft, make_company
company = make_company(24)
for seed in range({drafts}):
    draft(company, seconds=0.05, seed=seed)
"""
PUBLISH = """
from minim.assignments.models import ActRefused, Assignment
plan = Assignment.objects.order_by("pk")[{number}]
print("ready", flush=True)
sys.stdin.readline()
try:
    plan.publish()
    tell("published")
except ActRefused as refused:
    tell(str(refused))
"""


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with open_town(tmp_path) as opened:
        yield opened


def both_at_once(town: Town, *words: str) -> list[str]:
    processes = [town.start(one) for one in words]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return sorted(town.told(process) for process in processes)


def everybody_has_one_seat(town: Town) -> None:
    assert town.ask("SELECT count(*), count(DISTINCT person_id) FROM groups_seat") == (24, 24)
    assert town.ask("SELECT count(*), count(DISTINCT recipient_id) FROM notices_notice") == (24, 24)
    assert town.ask("SELECT count(*) FROM assignments_assignment WHERE state = 'published'") == (1,)


def test_one_draft_is_published_once(town: Town) -> None:
    town.python(DRAFTS.format(drafts=1))

    answers = both_at_once(town, PUBLISH.format(number=0), PUBLISH.format(number=0))

    assert answers == ["This plan is published, so it cannot be published.", "published"]
    everybody_has_one_seat(town)


def test_of_two_drafts_of_one_program_one_is_published(town: Town) -> None:
    town.python(DRAFTS.format(drafts=2))

    first, second = both_at_once(town, PUBLISH.format(number=0), PUBLISH.format(number=1))

    assert first.startswith("Another plan of Mini-M was published")
    assert second == "published"
    everybody_has_one_seat(town)


def test_publishing_and_moving_do_not_cross(town: Town) -> None:
    town.python(DRAFTS.format(drafts=1))
    moving = """
    from minim.assignments.models import ActRefused, Assignment
    plan = Assignment.objects.get()
    first, second = plan.draft_groups.all()[:2]
    people = [seat.person for seat in first.draft_seats.filter(role="participant")]
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        plan.pin(people[0])
        tell("moved")
    except ActRefused as refused:
        tell("refused")
    """

    answers = both_at_once(town, PUBLISH.format(number=0), moving)

    outdated = (
        "Somebody else has changed this draft since you looked at it. Please look again before you publish."
    )
    assert answers in (["published", "refused"], [outdated, "moved"])
