"""`minim place|remove|swap|lead|rotate|merge|dissolve`: one act on a plan that was formed earlier."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.companies import broken_rules, make_company
from tests.cli.running import leaders, minim, minim_here, pairs, read_json, seats

NEWCOMER = "M90,New Nora,nora@example.com,D2,Legal,\nW90,Person W90,,M90,Legal,\n"
SECOND = "M91,New Noel,noel@example.com,D3,Sales,\nW91,Person W91,,M91,Sales,\n"


@pytest.fixture(scope="module")
def formed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a roster and a plan; nobody writes here."""
    where = tmp_path_factory.mktemp("formed")
    (where / "roster.csv").write_text(make_company(), "utf-8")
    done = minim_here(
        "form", "roster.csv", "--out", "plan.csv", "--json", "form.json", "--markdown", "form.md", "--seconds", "0.2",
        where=where,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return where


@pytest.fixture
def company(formed: Path, tmp_path: Path) -> Path:
    """The same folder to work in: roster.csv and plan.csv."""
    return Path(shutil.copytree(formed, tmp_path / "company"))


def read(where: Path, name: str = "plan.csv") -> dict[str, str]:
    return seats((where / name).read_text("utf-8"))


def grow(where: Path, *people: str) -> str:
    """Write people into the roster; returns it."""
    text = make_company() + "".join(people)
    (where / "roster.csv").write_text(text, "utf-8")
    return text


def shrink(where: Path, *keys: str) -> None:
    """Take people out of the roster. Nobody reports to them any more."""
    lines = [line for line in make_company().splitlines() if line.split(",")[0] not in keys]
    text = re.sub("|".join(f",{key}," for key in keys), ",D1,", "\n".join(lines) + "\n")
    (where / "roster.csv").write_text(text, "utf-8")


def test_a_newcomer_is_placed_and_nobody_else_moves(company: Path) -> None:
    roster, before = grow(company, NEWCOMER), read(company)

    done = minim_here(
        "place", "roster.csv", "--keep", "plan.csv", "--person", "nora@example.com", "--out", "plan.csv", where=company
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    after = read(company)
    assert after == before | {"M90": after["M90"]}
    assert broken_rules(roster, (company / "plan.csv").read_text("utf-8")) == []
    assert f"Seat New Nora in {after['M90']}." in done.stdout
    assert "Every other rule holds too" in done.stdout


def test_everybody_who_waits_is_placed_when_nobody_is_named(company: Path) -> None:
    roster, before = grow(company, NEWCOMER, SECOND), read(company)

    done = minim_here(
        "place", "roster.csv", "--keep", "plan.csv", "--out", "new.csv", "--json", "new.json", where=company
    )

    assert done.returncode == 0, done.stderr
    assert set(read(company, "new.csv")) == set(before) | {"M90", "M91"}
    assert broken_rules(roster, (company / "new.csv").read_text("utf-8")) == []
    assert len(read_json(company / "new.json")["acts"]) == 2
    assert read(company) == before


def test_placing_when_nobody_waits_changes_nothing(company: Path) -> None:
    done = minim_here("place", "roster.csv", "--keep", "plan.csv", "--out", "new.csv", where=company)

    assert done.returncode == 0, done.stderr
    assert read(company, "new.csv") == read(company)
    assert "Everybody who can have a seat has one." in done.stdout


def test_another_way_can_be_chosen(company: Path) -> None:
    grow(company, NEWCOMER)
    words = ("place", "roster.csv", "--keep", "plan.csv", "--person", "M90")

    first = minim_here(*words, "--json", "one.json", "--out", "one.csv", where=company)
    second = minim_here(*words, "--json", "two.json", "--out", "two.csv", "--choice", "2", where=company)
    beyond = minim_here(*words, "--out", "three.csv", "--choice", "99", where=company)

    assert (first.returncode, second.returncode, beyond.returncode) == (0, 0, 2), second.stderr
    (one,), (two,) = (read_json(company / name)["acts"] for name in ("one.json", "two.json"))
    assert (one["choice"], two["choice"], one["ways"]) == (1, 2, two["ways"])
    assert all(way["sentence"] in " ".join(first.stdout.split()) for way in one["ways"])
    assert read(company, "one.csv")["M90"] != read(company, "two.csv")["M90"]
    assert f"in {read(company, 'two.csv')['M90']}." in two["ways"][1]["sentence"]
    assert "There are only" in beyond.stderr
    assert not (company / "three.csv").exists()


def test_somebody_left_and_their_seat_is_told_empty(company: Path) -> None:
    leader = leaders((company / "plan.csv").read_text("utf-8"))["Group 2"]
    shrink(company, leader)
    before = read(company)

    done = minim_here("place", "roster.csv", "--keep", "plan.csv", "--out", "new.csv", where=company)

    assert done.returncode == 0, done.stderr
    told = " ".join(done.stdout.split())
    assert f"1 seat is empty: Person {leader} in Group 2 is not in the roster any more." in told
    assert "broken today already, and not by this:" in told
    assert "Group 2 has no Facilitator." in told
    assert read(company, "new.csv") == {key: group for key, group in before.items() if key != leader}


def test_a_group_without_facilitator_gets_one(company: Path) -> None:
    leader = leaders((company / "plan.csv").read_text("utf-8"))["Group 2"]
    shrink(company, leader)

    done = minim_here(
        "lead", "roster.csv", "--keep", "plan.csv", "--group", "group 2", "--out", "new.csv", where=company
    )

    assert done.returncode == 0, done.stderr
    plan = (company / "new.csv").read_text("utf-8")
    assert read(company, "new.csv")[leaders(plan)["Group 2"]] == "Group 2"
    assert "has no Facilitator" not in done.stdout


def test_a_chosen_person_leads(company: Path) -> None:
    plan = (company / "plan.csv").read_text("utf-8")
    today = leaders(plan)["Group 3"]
    other = next(key for key, group in seats(plan).items() if group == "Group 3" and key != today)

    done = minim_here(
        "lead", "roster.csv", "--keep", "plan.csv", "--group", "Group 3", "--person", other, "--out", "plan.csv",
        where=company,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    after = (company / "plan.csv").read_text("utf-8")
    assert leaders(after) == leaders(plan) | {"Group 3": other}
    assert seats(after) == seats(plan)


def test_a_group_dissolves_and_everybody_of_it_finds_a_seat(company: Path) -> None:
    before = read(company)

    done = minim_here(
        "dissolve", "roster.csv", "--keep", "plan.csv", "--group", "GROUP 4", "--size", "5-9", "--out", "new.csv",
        where=company,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    after = read(company, "new.csv")
    assert set(after) == set(before)
    assert "Group 4" not in after.values()
    assert broken_rules(make_company(), (company / "new.csv").read_text("utf-8"), size=(5, 9)) == []
    assert "Group 4 is no more." in done.stdout


def test_two_groups_merge(company: Path) -> None:
    before = read(company)

    done = minim_here(
        "merge", "roster.csv", "--keep", "plan.csv", "--group", "Group 1", "--group", "Group 2", "--size", "5-14",
        "--out", "new.csv", where=company,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    after = read(company, "new.csv")
    assert set(after) == set(before)
    assert len({"Group 1", "Group 2"} & set(after.values())) == 1
    assert len(set(after.values())) == len(set(before.values())) - 1
    assert broken_rules(make_company(), (company / "new.csv").read_text("utf-8"), size=(5, 14)) == []


def test_everybody_who_moves_is_named_with_their_groups(company: Path) -> None:
    done = minim_here(
        "dissolve", "roster.csv", "--keep", "plan.csv", "--group", "Group 4", "--size", "5-9", "--out", "new.csv",
        "--json", "new.json", where=company,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    before, after = read(company), read(company, "new.csv")
    (act,) = read_json(company / "new.json")["acts"]
    moved = act["ways"][0]["moved"]
    assert sorted(moved, key=lambda one: one["id"]) == [
        {"id": key, "from": before[key], "to": after[key]}
        for key in sorted(before)
        if before[key] != after[key]
    ]
    told = " ".join(done.stdout.split())
    assert all(f"Person {one['id']}" in told.partition("2. ")[0] for one in moved)


def test_a_share_of_the_people_rotates_around_a_locked_group(company: Path) -> None:
    before = read(company)

    done = minim_here(
        "rotate", "roster.csv", "--keep", "plan.csv", "--share", "0.3", "--seconds", "0.2", "--lock", "Group 1",
        "--out", "new.csv", where=company,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    after = read(company, "new.csv")
    moved = {key for key in before if before[key] != after[key]}
    assert 0.15 * len(before) <= len(moved) <= 0.45 * len(before)
    assert {key for key in before if before[key] == "Group 1"} == {
        key for key in after if after[key] == "Group 1"
    }
    assert broken_rules(make_company(), (company / "new.csv").read_text("utf-8")) == []


def test_a_second_rotation_remembers_the_first(company: Path) -> None:
    words = ("rotate", "roster.csv", "--share", "0.6", "--seconds", "0.3")
    minim_here(*words, "--keep", "plan.csv", "--out", "second.csv", where=company)
    minim_here(*words, "--keep", "second.csv", "--out", "forgetful.csv", where=company)

    done = minim_here(
        *words, "--keep", "second.csv", "--earlier", "plan.csv", "--out", "third.csv", where=company
    )

    assert done.returncode == 0, done.stderr
    first, second, forgetful, third = (
        pairs((company / name).read_text("utf-8"))
        for name in ("plan.csv", "second.csv", "forgetful.csv", "third.csv")
    )
    assert len((third - second) & first) < len((forgetful - second) & first)


def test_somebody_changes_seats(company: Path) -> None:
    before = read(company)

    done = minim_here(
        "swap", "roster.csv", "--keep", "plan.csv", "--person", "M5", "--out", "new.csv", where=company
    )

    assert done.returncode == 0, done.stderr
    after = read(company, "new.csv")
    assert after["M5"] != before["M5"]
    assert set(after) == set(before)
    assert broken_rules(make_company(), (company / "new.csv").read_text("utf-8")) == []


def test_whoever_is_removed_has_no_seat_and_is_told_how_to_stay_out(company: Path) -> None:
    before = read(company)

    done = minim_here(
        "remove", "roster.csv", "--keep", "plan.csv", "--person", "M5", "--out", "new.csv", "--json", "new.json",
        where=company,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert set(read(company, "new.csv")) == set(before) - {"M5"}
    found = read_json(company / "new.json")
    assert ([person["id"] for person in found["left_out"]], found["breaches"]) == (["M5"], [])
    assert "Person M5 is still in the roster" in done.stdout


def test_a_manager_without_reports_keeps_the_seat(company: Path) -> None:
    roster = make_company()
    (company / "roster.csv").write_text(re.sub(r",M5,", ",M6,", roster), "utf-8")

    done = minim_here("place", "roster.csv", "--keep", "plan.csv", "--out", "new.csv", where=company)

    assert done.returncode == 0, done.stderr
    assert read(company, "new.csv")["M5"] == read(company)["M5"]


def test_a_plan_broken_by_a_reorganization_is_told_and_acted_on(company: Path) -> None:
    boss, report = [key for key, group in read(company).items() if group == "Group 1"][:2]
    roster = re.sub(rf"(?m)^({report},[^,]*,[^,]*),[^,]*", rf"\1,{boss}", make_company() + NEWCOMER)
    (company / "roster.csv").write_text(roster, "utf-8")

    done = minim_here(
        "place", "roster.csv", "--keep", "plan.csv", "--person", "M90", "--out", "new.csv", "--json", "new.json",
        where=company,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    told = " ".join(done.stdout.split())
    assert f"Person {boss} is in the management chain of Person {report}: they cannot share Group 1." in told
    assert "“minim form --keep” mends a plan" in told
    assert read_json(company / "new.json")["broken_before"][0]["people"] == [boss, report]
    assert "M90" in read(company, "new.csv")


def test_the_files_have_the_shape_that_form_writes(company: Path) -> None:
    done = minim_here(
        "dissolve", "roster.csv", "--keep", "plan.csv", "--group", "Group 1", "--size", "5-9", "--out", "new.csv",
        "--json", "new.json", "--markdown", "new.md", where=company,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    formed, acted = read_json(company / "form.json"), read_json(company / "new.json")
    assert set(acted) == set(formed) | {"acts", "refused", "broken_before"}
    assert set(acted["groups"][0]) == set(formed["groups"][0])
    assert set(acted["certificate"]) == set(formed["certificate"])
    assert all(one["bound"] <= one["value"] + 1e-9 for one in acted["certificate"].values())
    places = {key: group["name"] for group in acted["groups"] for key in group["members"]}
    assert places == read(company, "new.csv")
    titles = [
        [
            line
            for line in (company / name).read_text("utf-8").splitlines()
            if re.match(r"##? (?!Group \d)", line)
        ]
        for name in ("form.md", "new.md")
    ]
    assert titles[1] == [*titles[0], "## What changed"]


def test_an_impossible_act_says_why_and_writes_nothing(company: Path) -> None:
    before = (company / "plan.csv").read_text("utf-8")
    (company / "leaders.txt").write_text("\n".join(leaders(before).values()), "utf-8")

    done = minim_here(
        "lead", "roster.csv", "--keep", "plan.csv", "--group", "Group 1", "--facilitators", "leaders.txt",
        "--size", "5-8", "--lock", "Group 2", "--lock", "Group 3", "--lock", "Group 4", "--lock", "Group 5",
        "--lock", "Group 6", "--lock", "Group 7", "--out", "plan.csv", "--json", "new.json", where=company,
    )  # fmt: skip

    assert done.returncode == 3, done.stdout
    assert "No way keeps every rule, so nothing was written:" in done.stderr
    assert "Nobody else can lead Group 1" in done.stderr
    assert (company / "plan.csv").read_text("utf-8") == before
    assert not (company / "new.json").exists()


def test_hours_that_are_only_assumed_do_not_stand_in_the_way(company: Path) -> None:
    roster = make_company().replace(",\n", ",Europe/Oslo\n")
    nora = NEWCOMER.replace("Legal,\n", "Legal,Pacific/Auckland\n")
    (company / "roster.csv").write_text(roster + nora, "utf-8")

    assumed = minim_here(
        "place", "roster.csv", "--keep", "plan.csv", "--person", "M90", "--out", "new.csv", where=company
    )

    assert assumed.returncode == 0, assumed.stderr
    assert "The hours we assumed leave no way" in assumed.stderr
    assert "M90" in read(company, "new.csv")


UNUSABLE = {
    "no plan": (["dissolve", "--group", "Group 1"], "Missing option '--keep'"),
    "an unknown group": (
        ["dissolve", "--keep", "plan.csv", "--group", "Group 44"],
        "plan.csv: there is no group “Group 44”. Did you mean Group 4",
    ),
    "an unknown person": (
        ["place", "--keep", "plan.csv", "--person", "X9"],
        "“X9” is nobody's number or e-mail in the roster.",
    ),
    "a name instead of a number": (
        ["remove", "--keep", "plan.csv", "--person", "person m12"],
        "Person M12 is M12.",
    ),
    "somebody who sits already": (
        ["place", "--keep", "plan.csv", "--person", "M3"],
        "Person M3 sits in Group",
    ),
    "somebody who has no seat": (
        ["remove", "--keep", "plan.csv", "--person", "W1x0"],
        "Person W1x0 has no seat",
    ),
    "three groups": (
        ["merge", "--keep", "plan.csv", "--group", "Group 1", "--group", "Group 2", "--group", "Group 3"],
        "Give --group once or twice",
    ),
    "a group with itself": (
        ["merge", "--keep", "plan.csv", "--group", "Group 1", "--group", "group 1"],
        "the same group twice",
    ),
    "a locked group": (
        ["dissolve", "--keep", "plan.csv", "--group", "Group 1", "--lock", "Group 1"],
        "Group 1 is locked",
    ),
    "a choice for many": (["place", "--keep", "plan.csv", "--choice", "2"], "Give one --person with it"),
    "a plan of others": (["place", "--keep", "others.csv"], "Nobody in that plan takes part any more"),
    "the roster as answer": (
        ["dissolve", "--keep", "plan.csv", "--group", "Group 1", "--out", "roster.csv"],
        "is the roster itself",
    ),
    "the plan as another answer": (
        ["dissolve", "--keep", "plan.csv", "--group", "Group 1", "--json", "plan.csv"],
        "plan.csv is read for this answer",
    ),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_unusable_requests_are_answered_in_words(company: Path, name: str) -> None:
    (company / "others.csv").write_text("group,employee_id\nGroup 1,Z1\nGroup 1,Z2\n", "utf-8")
    before = {path.name: path.read_bytes() for path in company.iterdir()}
    (act, *words), expected = UNUSABLE[name]

    done = minim_here(act, "roster.csv", *words, where=company)

    assert done.returncode == 2, done.stderr
    assert expected in " ".join(done.stderr.split()), done.stderr
    assert "Traceback" not in done.stderr
    assert {path.name: path.read_bytes() for path in company.iterdir()} == before


def test_the_seats_can_be_printed_alone(company: Path) -> None:
    done = minim("swap", "roster.csv", "--keep", "plan.csv", "--person", "M5", "--out", "-", where=company)

    assert done.returncode == 0, done.stderr
    assert set(seats(done.stdout)) == set(read(company))
    assert "ways, the best first" in done.stderr
    assert json.dumps(done.stdout).startswith('"group,employee_id,name,role')
