"""Everything somebody needs to begin, as files: Markdown, CSV, iCalendar, SVG and one PDF. Pure."""

from minim.rollout.pack.calendar import ics_of
from minim.rollout.pack.files import pack_files
from minim.rollout.pack.printed import FONTS, pdf_of
from minim.rollout.pack.tracker import csv_of
from minim.rollout.pack.written import checklist_markdown, markdown_files, plan_markdown

__all__ = [
    "FONTS",
    "checklist_markdown",
    "csv_of",
    "ics_of",
    "markdown_files",
    "pack_files",
    "pdf_of",
    "plan_markdown",
]
