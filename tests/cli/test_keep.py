"""`minim form --keep`: new groups from today's, around those that stay as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.companies import broken_rules, make_company
from tests.cli.running import leaders, minim_here, pairs, read_json, seats


@pytest.fixture
def formed(tmp_path: Path) -> Path:
    """A folder with a roster and a plan."""
    (tmp_path / "roster.csv").write_text(make_company(), "utf-8")
    done = minim_here("form", "roster.csv", "--out", "plan.csv", "--seconds", "0.2", where=tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path


def test_a_locked_group_stays_while_the_others_form_anew(formed: Path) -> None:
    before = (formed / "plan.csv").read_text("utf-8")

    done = minim_here(
        "form", "roster.csv", "--keep", "plan.csv", "--lock", "group  2", "--lock", "Group 3", "--out", "new.csv",
        "--wish", "moves=0", "--wish", "same-department=500", "--seed", "5", "--seconds", "0.2", where=formed,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    after = (formed / "new.csv").read_text("utf-8")
    assert broken_rules(make_company(), after) == []
    for name in ("Group 2", "Group 3"):
        assert leaders(after)[name] == leaders(before)[name]
        assert {who for who, group in seats(after).items() if group == name} == {
            who for who, group in seats(before).items() if group == name
        }


def test_whose_seat_is_empty_is_told_by_name(formed: Path) -> None:
    plan = formed / "plan.csv"
    plan.write_text(
        plan.read_text("utf-8") + "Group 1,E9,Ann Gone,participant\nGroup 2,W1x0,,participant\n", "utf-8"
    )

    done = minim_here(
        "form", "roster.csv", "--keep", "plan.csv", "--json", "new.json", "--seconds", "0.2", where=formed
    )

    assert done.returncode == 0, done.stderr
    assert (
        "2 seats are empty: Ann Gone in Group 1 is not in the roster any more; "
        "Person W1x0 in Group 2 has no reports any more." in read_json(formed / "new.json")["notes"]
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--lock", "Group 2"], "--lock names a group of today's plan. Give that plan with --keep."),
        (
            ["--keep", "plan.csv", "--lock", "Group 22"],
            "plan.csv: there is no group “Group 22”. Did you mean Group 2",
        ),
        (["--keep", "plan.csv", "--lock", "2"], "Did you mean Group 2?"),
        (["--keep", "plan.csv", "--lock", "Otters"], "There are Group 1, Group 2, Group 3, Group 4 and"),
        (["--keep", "plan.csv", "--json", "plan.csv"], "plan.csv is read for this answer"),
        (["--apart", "apart.csv", "--out", "apart.csv"], "apart.csv is read for this answer"),
        (["--earlier", "roster.csv"], "roster.csv: it needs the columns group and employee_id"),
        (["--earlier", "plan.csv", "--out", "plan.csv"], "plan.csv is read for this answer"),
    ],
)
def test_what_cannot_be_kept_is_answered_in_words(formed: Path, words: list[str], expected: str) -> None:
    before = (formed / "plan.csv").read_text("utf-8")

    done = minim_here("form", "roster.csv", *words, where=formed)

    assert (done.returncode, expected in done.stderr) == (2, True), done.stderr
    assert (formed / "plan.csv").read_text("utf-8") == before


def test_who_met_in_an_earlier_round_meets_somebody_new(formed: Path) -> None:
    first = (formed / "plan.csv").read_text("utf-8")

    done = minim_here(
        "form", "roster.csv", "--earlier", "plan.csv", "--out", "new.csv", "--seconds", "0.3", where=formed
    )

    assert done.returncode == 0, done.stderr
    again = pairs(first) & pairs((formed / "new.csv").read_text("utf-8"))
    assert len(again) < len(pairs(first)) / 5


def test_files_are_written_all_or_none(formed: Path) -> None:
    before = (formed / "plan.csv").read_text("utf-8")
    too_long = "x" * 252 + ".md"

    done = minim_here(
        "form", "roster.csv", "--keep", "plan.csv", "--out", "plan.csv", "--json", "new.json", "--markdown", too_long,
        "--seed", "3", "--wish", "moves=0", "--seconds", "0.1", where=formed,
    )  # fmt: skip

    assert (done.returncode, "We could not write" in done.stderr) == (2, True), done.stderr
    assert (formed / "plan.csv").read_text("utf-8") == before
    assert sorted(path.name for path in formed.iterdir()) == ["plan.csv", "roster.csv"]
