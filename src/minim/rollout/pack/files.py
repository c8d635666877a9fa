"""The pack as files by name, ready to be written to a folder or put into an archive."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from minim.rollout.pack.calendar import ics_of
from minim.rollout.pack.printed import pdf_of
from minim.rollout.pack.tracker import csv_of
from minim.rollout.pack.written import markdown_files
from minim.rollout.planning import DatedPlan
from minim.rollout.timeline import timeline_svg


def pack_files(plan: DatedPlan, made_at: datetime, key: str) -> Mapping[str, bytes]:
    """Every file of the pack; folders in names are separated by "/". `key` names the plan in calendars."""
    return {
        "pack.pdf": pdf_of(plan, made_at),
        "timeline.svg": timeline_svg(plan).encode(),
        "tasks.csv": csv_of(plan).encode(),
        "milestones.ics": ics_of(plan, made_at, key),
        **{name: text.encode() for name, text in markdown_files(plan)},
    }
