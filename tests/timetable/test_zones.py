"""The newer zone data counts, the machine's or ours."""

from __future__ import annotations

import zoneinfo
from typing import TYPE_CHECKING

import pytest
import tzdata

from minim.timetable import ZoneError, place
from minim.timetable.zones import prefer_newest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("version", "kept"), [("2019a", False), ("9999a", True), (tzdata.IANA_VERSION, True), ("", False)]
)
def test_a_machine_with_old_data_is_not_asked(tmp_path: Path, version: str, kept: bool) -> None:
    (tmp_path / "tzdata.zi").write_text(f"# version {version}\n# and so on\n")

    assert prefer_newest((str(tmp_path),)) == ((str(tmp_path),) if kept else ())


def test_a_machine_without_dated_data_is_not_asked(tmp_path: Path) -> None:
    assert prefer_newest((str(tmp_path), "/nowhere")) == ()


def test_what_was_chosen_here_is_the_newest() -> None:
    assert prefer_newest(zoneinfo.TZPATH) == zoneinfo.TZPATH


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "../../etc/passwd", "Europe", "x" * 500, "Europe/Berlin\0"]
)
def test_a_zone_that_does_not_exist_is_named(name: str) -> None:
    with pytest.raises(ZoneError, match="is not a time zone"):
        place(name)
