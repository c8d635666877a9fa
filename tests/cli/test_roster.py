"""`minim roster check` and `minim roster import`."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from minim.cli import make_app
from minim.people.models import Person
from tests.make import make_group

GOOD = "id,name,email,manager,title\n1,Olive,olive@example.com,,CTO\n2,Fay,fay@example.com,1,Lead\n3,Pat,,9,Lead\n"


def run(*words: str) -> Result:
    return CliRunner().invoke(make_app(words), list(words), catch_exceptions=False)


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "roster.csv"
    path.write_text(GOOD, "utf-8")
    return path


def test_a_good_roster_is_summed_up(roster: Path) -> None:
    done = run("roster", "check", str(roster))

    assert done.exit_code == 0
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["People", "3"] in lines
    assert ["Managers", "in", "the", "file", "1"] in lines
    assert ["Outside", "managers", "1"] in lines
    assert ["manager_id", "“manager”", "guessed"] in lines
    assert "Manager 9 is not in this file" in done.stdout
    assert "Nothing to put right" in done.stdout


def test_every_mistake_is_named(roster: Path) -> None:
    roster.write_text("id,name,manager\n1,Olive,2\n2,Fay,1\n2,Pat,1\n", "utf-8")

    done = run("roster", "check", str(roster))

    assert done.exit_code == 2
    assert "To put right: 2" in done.stdout
    assert "Line 4: Pat has the same “id” as Fay in line 3 (2)." in done.stdout
    assert "in a circle: Olive (1, line 2) → Fay (2, line 3)" in done.stdout


def test_a_file_that_is_none_is_refused() -> None:
    done = run("roster", "check", "nowhere.csv")

    assert (done.exit_code, done.stderr) == (
        2,
        "There is no file nowhere.csv. Check the name, or the folder you are in.\n",
    )


@pytest.mark.django_db
def test_import_shows_first_and_writes_only_when_told(roster: Path) -> None:
    shown = run("roster", "import", str(roster))
    before = Person.objects.count()
    done = run("roster", "import", str(roster), "--yes")

    assert (shown.exit_code, before, done.exit_code) == (0, 0, 0)
    assert "New: 3" in shown.stdout
    assert "Nothing was changed." in shown.stdout
    assert "Done: 3 new" in done.stdout
    assert Person.objects.get(employee_id="2").manager == Person.objects.get(employee_id="1")
    assert Person.objects.get(employee_id="9").is_outside


@pytest.mark.django_db
def test_import_names_what_changes(roster: Path) -> None:
    run("roster", "import", str(roster), "--yes")
    roster.write_text("id,name,email,manager,title\n1,Olive,olive@example.com,,CEO\n3,Pat,,1,Lead\n", "utf-8")

    shown = run("roster", "import", str(roster))

    assert "Olive: title CTO → CEO" in shown.stdout
    assert "Pat: Manager 9 → Olive" in shown.stdout
    assert "Fay (2)" in shown.stdout


@pytest.mark.django_db
def test_a_roster_with_mistakes_changes_nothing(roster: Path) -> None:
    roster.write_text(GOOD + "3,Sam,,1,Lead\n", "utf-8")

    done = run("roster", "import", str(roster), "--yes")

    assert done.exit_code == 2
    assert "Nothing was changed." in done.stderr
    assert Person.objects.count() == 0


@pytest.mark.django_db
def test_the_missing_leave_only_when_told(roster: Path) -> None:
    run("roster", "import", str(roster), "--yes")
    roster.write_text("id,name\n1,Olive\n3,Pat\n", "utf-8")

    run("roster", "import", str(roster), "--yes")
    kept = Person.objects.get(employee_id="2").status
    done = run("roster", "import", str(roster), "--yes", "--missing-left")

    assert (kept, Person.objects.get(employee_id="2").status) == ("active", "left")
    assert "1 left" in done.stdout


@pytest.mark.django_db
def test_whoever_left_has_no_seat_any_more(roster: Path) -> None:
    run("roster", "import", str(roster), "--yes")
    fay = Person.objects.get(employee_id="2")
    group = make_group(facilitator=fay)
    roster.write_text("id,name\n1,Olive\n3,Pat\n", "utf-8")

    run("roster", "import", str(roster), "--yes", "--missing-left")

    assert not group.seats.current().filter(person=fay).exists()
