"""`minim form`, from the outside: files in, files and exit codes out."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from minim.cli import COMMANDS, make_app
from tests.cli.companies import broken_rules, make_company
from tests.cli.running import MINIM, ROOT, SURROUNDINGS, minim, minim_here, read_json

REAL_COMPANY = ROOT.parent / "shared/data/rosters/company_1336.csv"
COMMAND = (*MINIM, "form")


def form(*words: str | Path, where: Path) -> subprocess.CompletedProcess[str]:
    return minim_here("form", *words, where=where)


def answer(where: Path) -> dict[str, Any]:
    return read_json(where / "plan.json")


@pytest.fixture
def company(tmp_path: Path) -> Path:
    (tmp_path / "roster.csv").write_text(make_company(), "utf-8")
    return tmp_path


def test_a_plan_keeps_every_rule_and_explains_itself(company: Path) -> None:
    done = form(
        "roster.csv",
        "--out",
        "plan.csv",
        "--json",
        "plan.json",
        "--markdown",
        "plan.md",
        "--seconds",
        "0.5",
        where=company,
    )

    assert done.returncode == 0, done.stderr
    plan = (company / "plan.csv").read_text("utf-8")
    assert plan.splitlines()[0] == "group,employee_id,name,role"
    assert broken_rules(make_company(), plan) == []
    found = answer(company)
    seats = list(csv.DictReader(StringIO(plan)))
    assert {(group["name"], key) for group in found["groups"] for key in group["members"]} == {
        (seat["group"], seat["employee_id"]) for seat in seats
    }
    assert all(group["facilitator"] in group["members"] and group["explanation"] for group in found["groups"])
    assert (found["breaches"], found["clash"], found["seed"]) == ([], None, 0)
    assert all({"bound", "value"} <= set(bound) for bound in found["certificate"].values())
    assert "Nobody sits with anyone of their own management chain: checked" in done.stdout
    assert "# Groups" in (company / "plan.md").read_text("utf-8")


def test_nobody_vanishes(company: Path) -> None:
    form("roster.csv", "--json", "plan.json", "--seconds", "0.5", where=company)

    found = answer(company)
    rows = list(csv.DictReader(StringIO(make_company())))
    managers = {row["manager_id"] for row in rows} & {row["employee_id"] for row in rows}
    seated = [key for group in found["groups"] for key in group["members"]]
    left_out = [person["id"] for person in found["left_out"]]
    assert sorted(seated + left_out) == sorted(managers)
    assert all(person["reason"] for person in found["left_out"])


def test_the_same_seed_gives_the_same_files(company: Path) -> None:
    contents = []
    for name in ("one", "two"):
        minim(
            "form",
            "roster.csv",
            "--out",
            f"{name}.csv",
            "--json",
            f"{name}.json",
            "--seed",
            "7",
            "--seconds",
            "0.3",
            where=company,
        )
        found = json.loads((company / f"{name}.json").read_text("utf-8"))
        del found["seconds"]
        contents.append(((company / f"{name}.csv").read_bytes(), json.dumps(found)))

    assert contents[0] == contents[1]


def test_facilitators_apart_and_sizes_are_kept(company: Path) -> None:
    (company / "leaders.txt").write_text(
        "# may lead\n" + "".join(f"m{n}@example.com\n" for n in range(1, 13)), "utf-8"
    )
    (company / "apart.csv").write_text("employee_id;employee_id\nM1;M2\nM3;m4@example.com\n", "utf-8")

    done = form(
        "roster.csv", "--out", "plan.csv", "--size", "4-6", "--facilitators", "leaders.txt", "--apart", "apart.csv",
        "--wish", "same-department=50", "--seconds", "0.5", where=company,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    plan = (company / "plan.csv").read_text("utf-8")
    assert broken_rules(make_company(), plan, size=(4, 6)) == []
    seats = {seat["employee_id"]: seat for seat in csv.DictReader(StringIO(plan))}
    leaders = {key for key, seat in seats.items() if seat["role"] == "facilitator"}
    assert leaders <= {f"M{number}" for number in range(1, 13)}
    assert seats["M1"]["group"] != seats["M2"]["group"]
    assert seats["M3"]["group"] != seats["M4"]["group"]


def test_attendance_chooses_the_size(company: Path) -> None:
    done = form("roster.csv", "--out", "-", "--attendance", "0.6", "--seconds", "0.3", where=company)

    assert done.returncode == 0, done.stderr
    assert broken_rules(make_company(), done.stdout, size=(8, 11)) == []


def test_what_the_roster_knows_of_attendance_counts_for_the_size(company: Path) -> None:
    first, *lines = make_company().splitlines()
    known = [f"{line},{0.5 if line.startswith('M') else ''}" for line in lines]
    (company / "roster.csv").write_text("\n".join([f"{first},attendance", *known]), "utf-8")

    done = form("roster.csv", "--out", "-", "--attendance", "0.9", "--seconds", "0.3", where=company)

    told = " ".join(done.stderr.split())
    assert "The roster says how often 40 of them come, so 55 % come on average" in told
    assert broken_rules(make_company(), done.stdout, size=(9, 12)) == []


def test_todays_groups_are_kept(company: Path) -> None:
    form("roster.csv", "--out", "plan.csv", "--seconds", "0.3", where=company)
    before = (company / "plan.csv").read_text("utf-8")

    done = form("roster.csv", "--keep", "plan.csv", "--out", "plan.csv", "--seconds", "0.3", where=company)

    assert done.returncode == 0, done.stderr
    seats = [{row["employee_id"]: row["group"] for row in csv.DictReader(StringIO(text))} for text in
             (before, (company / "plan.csv").read_text("utf-8"))]  # fmt: skip
    moved = [key for key in seats[0] if seats[0][key] != seats[1].get(key)]
    assert len(moved) <= 2


def test_everybody_may_take_part(company: Path) -> None:
    done = form("roster.csv", "--who", "all", "--out", "plan.csv", "--seconds", "0.3", where=company)

    assert done.returncode == 0, done.stderr
    plan = (company / "plan.csv").read_text("utf-8")
    assert broken_rules(make_company(), plan) == []
    assert ",W1x0," in plan


def test_ctrl_c_keeps_the_best_plan_so_far(company: Path) -> None:
    child = subprocess.Popen(
        [*COMMAND, "roster.csv", "--out", "plan.csv", "--json", "plan.json", "--seconds", "300"],
        cwd=company,
        env=SURROUNDINGS,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert child.stderr is not None
    for line in child.stderr:
        if "improving" in line:
            break
    time.sleep(0.3)
    child.send_signal(signal.SIGINT)
    _, aside = child.communicate(timeout=60)

    assert child.returncode == 0, aside
    assert "The best plan so far is kept" in aside
    assert broken_rules(make_company(), (company / "plan.csv").read_text("utf-8")) == []
    assert answer(company)["stopped_by"] in ("cancelled", "proved")


def test_an_impossible_request_names_the_clash_and_the_way_out(company: Path) -> None:
    (company / "leaders.txt").write_text("M1\n", "utf-8")

    done = form(
        "roster.csv",
        "--out",
        "plan.csv",
        "--json",
        "plan.json",
        "--facilitators",
        "leaders.txt",
        where=company,
    )

    assert done.returncode == 3
    found = answer(company)
    assert (found["groups"], "facilitator" in found["clash"]["rules"]) == ([], True)
    assert found["clash"]["sentences"][0] in done.stderr
    assert not (company / "plan.csv").exists()


UNUSABLE = {
    "no such file": (["nowhere.csv"], "There is no file nowhere.csv"),
    "a folder": (["."], "is a folder"),
    "a size that is none": (["roster.csv", "--size", "few"], "--size is written like 5-8"),
    "sizes beyond reason": (["roster.csv", "--size", "9-3"], "the smaller first"),
    "size and attendance": (["roster.csv", "--size", "5-8", "--attendance", "0.7"], "not both"),
    "impossible attendance": (["roster.csv", "--attendance", "1.7"], "a share between 0 and 1"),
    "an unknown wish": (["roster.csv", "--wish", "harmony=3"], "The wishes are same-manager"),
    "a wish without weight": (["roster.csv", "--wish", "same-team"], "--wish is written like same-team=20"),
    "a folder that is not there": (["roster.csv", "--out", "no/where/plan.csv"], "a folder that exists"),
    "over the roster": (["roster.csv", "--out", "roster.csv"], "is the roster itself"),
    "two answers in one place": (["roster.csv", "--out", "-", "--json", "-"], "cannot go to the same place"),
    "an unknown facilitator": (
        ["roster.csv", "--facilitators", "strangers.txt"],
        "strangers.txt: line 2: “X9” is nobody",
    ),
    "three people apart": (
        ["roster.csv", "--apart", "three.txt"],
        "three.txt: line 1 should name two people",
    ),
    "apart from oneself": (
        ["roster.csv", "--apart", "self.txt"],
        "line 1: M1 cannot be kept apart from themselves",
    ),
    "a plan that is none": (
        ["roster.csv", "--keep", "strangers.txt"],
        "needs the columns group and employee_id",
    ),
    "a plan with two seats": (["roster.csv", "--keep", "double.csv"], "line 3: M1 sits in “A” already"),
    "a roster with mistakes": (["mistakes.csv"], "Line 3: Fay has the same “id”"),
    "a roster without managers": (["flat.csv"], "who reports to whom"),
    "a PDF": (["paper.csv"], "is a PDF, not a table"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_unusable_input_is_answered_in_words(company: Path, name: str) -> None:
    for file, text in {
        "strangers.txt": "M1\nX9\n",
        "three.txt": "M1 M2 M3\n",
        "self.txt": "M1,m1@example.com\n",
        "double.csv": "group,employee_id\nA,M1\nB,M1\n",
        "mistakes.csv": "id,name,manager\n1,Olive,\n1,Fay,1\n",
        "flat.csv": "id,name\n1,Olive\n2,Fay\n",
        "paper.csv": "%PDF-1.7\n",
    }.items():
        (company / file).write_text(text, "utf-8")
    words, expected = UNUSABLE[name]

    done = form(*words, where=company)

    assert done.returncode == 2, done.stderr
    assert expected in done.stderr
    assert "Traceback" not in done.stderr
    assert (company / "roster.csv").read_text("utf-8") == make_company()


def test_hours_that_nobody_told_us_are_assumed_aloud(company: Path) -> None:
    (company / "roster.csv").write_text(make_company(zones=True), "utf-8")

    done = form("roster.csv", "--out", "plan.csv", "--seconds", "0.3", where=company)
    ignored = form("roster.csv", "--any-time", "--seconds", "0.3", where=company)

    assert (done.returncode, ignored.returncode) == (0, 0)
    assert "We do not know the working hours of" in done.stdout
    assert "all can meet" in done.stdout
    assert "working hours" not in ignored.stdout


def test_names_that_look_like_formulas_are_guarded(company: Path) -> None:
    text = make_company().replace(",Person M1,", ",=1+1,")
    (company / "roster.csv").write_text(text, "utf-8")

    form("roster.csv", "--out", "plan.csv", "--seconds", "0.3", where=company)

    assert ",'=1+1," in (company / "plan.csv").read_text("utf-8")


def test_the_command_wakes_neither_django_nor_the_engine_for_a_mistake(company: Path) -> None:
    code = (
        "import sys; sys.argv = ['minim', 'form', 'nowhere.csv']\n"
        "from minim.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: print(end.code, [name for name in ('django', 'numba') if name in sys.modules])\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=company,
        env=SURROUNDINGS,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "2 []"


def test_every_command_is_where_the_list_says() -> None:
    done = CliRunner().invoke(make_app(["--help"]), ["--help"])

    assert done.exit_code == 0
    assert {word for line in done.stdout.splitlines() for word in line.split()[1:2]} >= set(COMMANDS)


def test_every_command_is_documented() -> None:
    written = (ROOT / "docs/running.md").read_text("utf-8")

    assert [command for command in COMMANDS if f"| `minim {command}` |" not in written] == []


@pytest.mark.skipif(not REAL_COMPANY.exists(), reason="the real company's roster is not beside this checkout")
def test_a_real_company_gets_its_groups(tmp_path: Path) -> None:
    done = form(REAL_COMPANY, "--out", "plan.csv", "--json", "plan.json", "--seconds", "1", where=tmp_path)

    assert done.returncode == 0, done.stderr
    plan = (tmp_path / "plan.csv").read_text("utf-8")
    assert broken_rules(REAL_COMPANY.read_text("utf-8"), plan) == []
    found = answer(tmp_path)
    seated = sum(len(group["members"]) for group in found["groups"])
    assert seated + len(found["left_out"]) == 216
