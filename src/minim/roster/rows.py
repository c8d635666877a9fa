"""One row of cells as one person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from minim.roster.cells import DAYS, NAMES, Column
from minim.roster.grid import Grid
from minim.roster.problems import Problems, shorten
from minim.roster.sheet import Row


class RowReader:
    """Reads rows one after another and reports what is wrong with each.

    `manager_names` are the names that stand beside managers' numbers.
    """

    def __init__(
        self,
        grid: Grid,
        mapping: Mapping[str, str],
        problems: Problems,
        hours: Callable[[str], object] | None,
    ) -> None:
        self.manager_names: dict[str, str] = {}
        self._problems = problems
        self._width = len(grid.header)
        self._columns = [
            Column(field, header, grid.header.index(header), problems) for field, header in mapping.items()
        ]
        for column in self._columns:
            if column.field in DAYS:
                column.read_days(
                    [cells[column.place] for _, cells in grid.rows if column.place < len(cells)],
                    grid.delimiter,
                )
            elif column.field == "working_hours" and hours is not None:
                column.reader = lambda written: str(hours(written))
        self._numbered_by_email = "employee_id" not in mapping
        self._number_header = mapping["email" if self._numbered_by_email else "employee_id"]
        self._name_header = next(mapping[field] for field in NAMES if field in mapping)

    def read(self, line: int, cells: list[str]) -> Row | None:
        """The person in this row, or None when we cannot tell who it is."""
        if len(cells) != self._width:
            self._refuse_surplus(line, cells)
            cells = cells + [""] * (self._width - len(cells))
        values: dict[str, Any] = {}
        for column in self._columns:
            cell = cells[column.place]
            if cell:
                value = column.value(cell, line)
                if value is not None:
                    values[column.field] = value
        return self._person(line, values)

    def tell(self) -> None:
        """Report what is worth knowing, once for all rows."""
        for column in self._columns:
            column.tell()

    def _refuse_surplus(self, line: int, cells: list[str]) -> None:
        if any(map(str.strip, cells[self._width :])):
            self._problems.error(
                line,
                None,
                f"Line {line} has {len(cells)} cells for {self._width} columns: a comma inside a cell needs "
                "quotation marks around it.",
            )

    def _person(self, line: int, values: dict[str, Any]) -> Row | None:
        first, last = values.pop("first_name", ""), values.pop("last_name", "")
        values.setdefault("name", f"{first} {last}".strip())
        if self._numbered_by_email and "email" in values:
            values["employee_id"] = values["email"]
        manager_name = values.pop("manager_name", "")
        if manager_name and "manager_id" in values:
            self.manager_names.setdefault(values["manager_id"], manager_name)
        if "employee_id" not in values:
            self._refuse_unknown(line, self._number_header, values["name"])
            return None
        if not values["name"]:
            self._refuse_unknown(line, self._name_header, values["employee_id"])
            return None
        return Row(line=line, **values)

    def _refuse_unknown(self, line: int, header: str, who: str) -> None:
        known = f" ({shorten(who)})" if who else ""
        self._problems.error(
            line, header, f"Line {line}{known} has nothing we can use under “{header}”. Fill it in."
        )
