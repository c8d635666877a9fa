"""Why something was not taken."""

from __future__ import annotations


class PollRefused(Exception):
    """`reason` is for the page, which says it in words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
