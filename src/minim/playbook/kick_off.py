"""What an Organizer can say when a program begins, minute by minute."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "kick-off.md"


@cache
def kick_off_script() -> str:
    """Markdown, without a title."""
    return FILE.read_text("utf-8").strip()
