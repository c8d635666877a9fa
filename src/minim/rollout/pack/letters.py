"""The letters of the pack, with what is filled in later shown in plain brackets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PackLetter:
    """`audience` says in words to whom it goes; `body` is Markdown."""

    slug: str
    title: str
    audience: str
    subject: str
    body: str


def pack_letters() -> tuple[PackLetter, ...]:
    """In the order in which they are sent."""
    return ()
