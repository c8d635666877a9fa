"""`minim plan`, from the outside: a few answers in, an answer and a folder out."""

from __future__ import annotations

import subprocess
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from pypdf import PdfReader

from tests.cli.running import minim, minim_here

USUAL = ("--managers", "80", "--start", "2027-01-11")


def plan(*words: str | Path, where: Path) -> subprocess.CompletedProcess[str]:
    return minim_here("plan", *words, where=where)


def written(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_without_a_database_one_gets_the_answer_and_the_pack(tmp_path: Path) -> None:
    done = minim("plan", *USUAL, "--out", "pack/", where=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Yes, Mini-M fits you.\nBegin with those who lead teams.")
    assert "43 things to do in eight steps, 11 January 2027 to 18 June 2027." in done.stdout
    assert "- 22 Mar: Every group has met once\n" in done.stdout
    assert "Begin with pack.pdf." in done.stdout
    assert {path.name for path in tmp_path.iterdir()} == {"pack"}
    names = set(written(tmp_path / "pack"))
    assert {
        "pack.pdf",
        "plan.md",
        "tasks.csv",
        "milestones.ics",
        "timeline.svg",
        "checklists/organizer.md",
    } < names
    assert PdfReader(BytesIO((tmp_path / "pack/pack.pdf").read_bytes())).pages


def test_without_a_folder_nothing_is_written(tmp_path: Path) -> None:
    done = plan(*USUAL, where=tmp_path)

    assert done.returncode == 0
    assert "Written to" not in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_every_answer_counts(tmp_path: Path) -> None:
    done = plan(
        *("--managers", "15", "--start", "2027-01-11", "--country", "de-by", "--levels", "1", "--sites", "2"),
        *(
            "--zones",
            "3",
            "--meets",
            "remote",
            "--cadence",
            "biweekly",
            "--trust",
            "low",
            "--competition",
            "high",
        ),
        *("--tried", "failed", "--sponsor", "nobody", "--stage", "settled", "--organizer", "unsure"),
        where=tmp_path,
    )

    assert done.returncode == 0
    assert done.stdout.startswith("Yes, with care")
    for words in (
        "15 managers is tight",
        "3 zones",
        "By video",
        "Little trust",
        "Something like this",
        "2 sites",
    ):
        assert words in done.stdout, words
    assert "In person" not in done.stdout


def test_a_company_that_is_too_small_hears_it_first(tmp_path: Path) -> None:
    done = plan("--managers", "6", where=tmp_path)

    assert done.returncode == 0
    assert done.stdout.startswith("Not yet.")
    assert "Why not yet\n- With 6 managers" in done.stdout


@time_machine.travel("2026-12-01T12:00:00Z", tick=False)
def test_one_begins_on_a_monday_at_least_a_week_from_now(tmp_path: Path) -> None:
    assert date(2026, 12, 14).weekday() == 0
    assert "14 December 2026 to" in plan("--managers", "80", where=tmp_path).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--start", "11.1.2027"), "--start is a day like 2027-01-11, not “11.1.2027”."),
        (("--start", "9999-12-30"), "Choose another --start."),
        (
            ("--country", "Narnia"),
            "We know no public holidays for “Narnia”. --country is a code of two letters",
        ),
    ],
)
def test_a_slip_is_said_in_a_friendly_way(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    done = plan("--managers", "80", *words, "--out", "pack", where=tmp_path)

    assert done.returncode == 2
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_pack_of_ours_is_made_anew_and_leaves_nothing_behind(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    plan(*USUAL, "--out", "pack", where=tmp_path)
    before = written(pack)
    (pack / "old").mkdir()
    (pack / "old/one.md").write_text("an older minim wrote this", "utf-8")
    _claim(pack, "old/one.md")

    done = plan("--managers", "81", "--start", "2027-02-01", "--out", "pack", where=tmp_path)

    assert done.returncode == 0, done.stderr
    assert set(written(pack)) == set(before)
    assert not (pack / "old").exists()
    assert b"For 81 managers" in (pack / "plan.md").read_bytes()


def _claim(pack: Path, name: str) -> None:
    """As though we had written this file too."""
    listed = pack / ".minim-pack.json"
    mark = sha256((pack / name).read_bytes()).hexdigest()
    listed.write_text(listed.read_text("utf-8").replace("{", f'{{"{name}": "{mark}",', 1), "utf-8")


def test_what_somebody_else_put_there_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/plan.md").write_text("my own words", "utf-8")

    done = plan(*USUAL, "--out", "mine", where=tmp_path)

    assert done.returncode == 2
    assert "mine holds plan.md, which we did not write." in done.stderr
    assert written(tmp_path) == {"mine/plan.md": b"my own words"}


def test_what_somebody_changed_in_our_pack_is_kept(tmp_path: Path) -> None:
    plan(*USUAL, "--out", "pack", where=tmp_path)
    (tmp_path / "pack/plan.md").write_text("with my notes", "utf-8")
    before = written(tmp_path)

    done = plan(*USUAL, "--out", "pack", where=tmp_path)

    assert done.returncode == 2
    assert "pack/plan.md has been changed since we wrote it." in done.stderr
    assert written(tmp_path) == before


def test_a_link_to_somewhere_else_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack/guides").symlink_to(tmp_path / "elsewhere")

    done = plan(*USUAL, "--out", "pack", where=tmp_path)

    assert done.returncode == 2
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_list_that_names_files_outside_takes_nothing_away(tmp_path: Path) -> None:
    plan(*USUAL, "--out", "pack", where=tmp_path)
    (tmp_path / "precious").write_text("keep me", "utf-8")
    listed = tmp_path / "pack/.minim-pack.json"
    listed.write_text(listed.read_text("utf-8").replace("{", '{"../precious": "0",', 1), "utf-8")

    plan(*USUAL, "--out", "pack", where=tmp_path)

    assert (tmp_path / "precious").read_text("utf-8") == "keep me"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "pack").write_text("a file", "utf-8")

    done = plan(*USUAL, "--out", "pack", where=tmp_path)

    assert done.returncode == 2
    assert "pack is no folder." in done.stderr
