"""The demo company: invented people, real machinery."""

from __future__ import annotations


def seed() -> None:
    """Fill an empty database with Larkfield. Call it after `django.setup()`."""
    from minim.cli.demo.story import tell

    tell()
