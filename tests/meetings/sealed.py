"""What a browser sends when somebody has written on a card, without its secrets."""

from __future__ import annotations

from typing import Any


def text_on(card: str, kind: str = "topic", after: int = 0, sealed: str = "sealed") -> dict[str, Any]:
    envelope = {
        "group": "1",
        "meeting": "m",
        "epoch": 1,
        "sender": "device",
        "sequence": 1,
        "card": card,
        "kind": kind,
        "iv": "iv",
        "sealed": sealed,
        "signature": "s",
    }
    return {"card": card, "kind": kind, "after": after, "envelope": envelope}
