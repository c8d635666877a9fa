"""The report as one page of PDF, in the look of the pack."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

from minim.rollout.pack import FONTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from minim.health.report import Report

PAPER = Path(__file__).with_name("report.typ")


def printed(report: Report, change: str, value: Sequence[tuple[str, str]], on: date) -> bytes:
    """A4. The same report made on the same day is the same file."""
    data = {
        "title": report.program,
        "quarter": str(report.quarter),
        "is_over": report.is_over,
        "made": f"{on.day} {on:%B %Y}",
        "facts": [
            [str(report.seated), "have a group"],
            [str(report.groups), "groups"],
            [str(report.meetings), "meetings held"],
        ],
        "attendance": f"{report.attendance} %" if report.attendance is not None else "",
        "change": change,
        "rescued": report.rescued,
        "value": [list(one) for one in value],
        "themes": list(report.themes),
    }
    fonts: Any = [FONTS]
    made: bytes = typst.compile(
        PAPER.read_bytes(),
        font_paths=fonts,
        sys_inputs={"report": json.dumps(data)},
        timestamp=int(datetime.combine(on, time(), UTC).timestamp()),
        format="pdf",
    )
    return made
