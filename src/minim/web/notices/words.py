"""Letters in an Organizer's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minim.notices.models import NoticeQuerySet

KINDS = {
    "seated": "A place in a group",
    "facilitating": "Leading a group",
    "group-changed": "A group has changed",
    "group-closed": "A place has ended",
}
STATES = ("all", "waiting", "sent", "failed")


def kind_of(kind: str) -> str:
    return KINDS.get(kind, kind.replace("-", " ").capitalize())


def in_state(letters: NoticeQuerySet, state: str) -> NoticeQuerySet:
    if state == "waiting":
        return letters.filter(sent_at=None, given_up_at=None)
    if state == "sent":
        return letters.exclude(sent_at=None)
    if state == "failed":
        return letters.exclude(given_up_at=None)
    return letters
