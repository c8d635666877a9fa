"""Larch & Sons, sixty managers and sixty people who report to them, as its HR system would write them down."""

from __future__ import annotations

import csv
import io

FIRST = ("Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gita", "Hugo", "Ines", "Jon")
LAST = ("Ash", "Birch", "Cedar", "Elm", "Fir", "Hazel")
DEPARTMENTS = ("Payments", "Platform", "Search", "Sales", "Support", "Design")
PLACES = (("Berlin", "Europe/Berlin"), ("Lisbon", "Europe/Lisbon"), ("Dublin", "Europe/Dublin"))
OUTSIDE = "C001"
SECRET = "on a performance plan"

Row = dict[str, str]


def people() -> list[Row]:
    """Six directors under somebody who is not in the file, nine managers under each, one report under every manager."""
    rows = []
    for number in range(60):
        directs = number // 6 == 0
        boss = OUTSIDE if directs else f"M{number % 6:03}"
        name = f"{FIRST[number // 6]} {LAST[number % 6]}"
        rows.append(_row(f"M{number:03}", name, boss, number, title="Director" if directs else "Manager"))
    rows += [
        _row(f"W{number:03}", f"Worker {number}", f"M{number:03}", number, title="Engineer")
        for number in range(60)
    ]
    return rows


def sheet(rows: list[Row]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("cp1252")


def _row(key: str, name: str, boss: str, number: int, *, title: str) -> Row:
    place, zone = PLACES[number % 3]
    return {
        "Personnel number": key,
        "Name": name,
        "E-mail": f"{key.lower()}@larch.example",
        "Title": title,
        "Reports to": boss,
        "Department": DEPARTMENTS[number % 6],
        "Place": place,
        "Time zone": zone,
        "Facilitator": "yes" if number % 3 == 0 and key.startswith("M") else "no",
        "Trained": "yes" if number % 3 == 0 else "no",
        "Remarks": SECRET if key == "M017" else "",
    }
