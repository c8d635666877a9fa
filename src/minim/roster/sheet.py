"""What a roster says: people, how its columns were read, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from minim.roster.problems import RosterProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    """A person as a roster describes them. "" and None mean unknown; the level is as the roster counts it."""

    employee_id: str
    name: str
    email: str = ""
    title: str = ""
    manager_id: str | None = None
    function: str = ""
    department: str = ""
    team: str = ""
    location: str = ""
    level: int | None = None
    time_zone: str = ""
    working_hours: str = ""
    experience: float | None = None
    started_on: date | None = None
    energy: float | None = None
    attendance: float | None = None
    willing: bool | None = None
    trained: bool | None = None
    status: str = ""
    away_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(KnownPerson):
    """A person and the line of the sheet they stand on."""

    line: int


@dataclass(frozen=True, slots=True)
class OutsideManager:
    """A manager whom the sheet names but does not list. `name` is "" when only their number is known."""

    key: str
    name: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A roster that was read. `mapping` is field → column; `guessed` are the fields nobody told us about."""

    columns: tuple[str, ...]
    mapping: dict[str, str]
    guessed: frozenset[str]
    rows: tuple[Row, ...]
    outside: tuple[OutsideManager, ...]
    problems: tuple[RosterProblem, ...]
    error_count: int
    warning_count: int
    sample: tuple[tuple[str, ...], ...]
    encoding: str
    delimiter: str

    @property
    def ok(self) -> bool:
        """Whether the roster can be applied."""
        return self.error_count == 0

    @property
    def reports_to(self) -> Mapping[str, str | None]:
        """Everybody in the sheet → their manager, who may be an outside manager."""
        return {row.employee_id: row.manager_id for row in self.rows}
