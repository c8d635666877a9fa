"""Kinds of companies that groups are formed in; names may be joined: `deep+six-zones+pinned`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Family:
    """What a company is like; the defaults are the everyday one.

    `span` is the usual number of reports, `chains` the share of hires that lengthen the newest line, `sites` how many
    sites there are. Shares of people: `part_time`, `own_hours` (no two weeks alike), `newcomers` (beyond the usual),
    `willing` to facilitate, `pinned` and kept `apart` (pairs per person). `rounds` were held before; `today` tells
    whether people sit in groups now. `tight` leaves one Facilitator for each group and hardly any more.
    """

    span: int = 7
    chains: float = 0.0
    sites: int = 4
    part_time: float = 0.0
    own_hours: float = 0.0
    newcomers: float = 0.0
    willing: float = 0.4
    tight: bool = False
    pinned: float = 0.0
    apart: float = 0.0
    rounds: int = 0
    today: bool = False


FAMILIES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "everyday": {},
        "deep": {"span": 3, "chains": 0.1},
        "flat": {"span": 20},
        "one-site": {"sites": 1},
        "six-zones": {"sites": 6},
        "part-time": {"part_time": 0.3},
        "own-hours": {"own_hours": 1.0},
        "newcomers": {"newcomers": 0.4},
        "tight-facilitators": {"tight": True},
        "pinned": {"pinned": 0.02},
        "apart": {"apart": 0.1},
        "three-rounds": {"rounds": 3},
        "today": {"rounds": 3, "today": True},
    }
)


def family(name: str) -> Family:
    """Return the family of that name, or of several joined with +. Raises ValueError for unknown names."""
    made = Family()
    for one in name.split("+"):
        if one not in FAMILIES:
            raise ValueError(f"There is no family “{one}”; there are {', '.join(FAMILIES)}.")
        made = replace(made, **FAMILIES[one])
    return made
