"""Small lists beside a roster: who may facilitate, who is kept apart, who sits where today."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from minim.roster import SheetError
from minim.roster.columns import known_headers, plain
from minim.roster.decoding import decode
from minim.roster.reading import read_grid
from minim.roster.writing import unguarded

PLAN_COLUMNS = ("group", "employee_id", "name", "role")
FACILITATOR = "facilitator"
PARTICIPANT = "participant"
NEAR = 4
"""Groups that are named to somebody whose group we do not find."""


class ListError(ValueError):
    """A list that cannot be used; the message names the line."""


class People:
    """Everybody in a roster, to be found by number or e-mail in any spelling."""

    def __init__(self, emails: Mapping[str, str]) -> None:
        self._found = {email.casefold(): key for key, email in emails.items() if email}
        self._found |= {key.casefold(): key for key in emails}

    def find(self, written: str) -> str | None:
        return self._found.get(written.casefold())


@dataclass(frozen=True)
class KeptGroup:
    """A group of today. `facilitator` is "" when the list names none; `names` go with `members`, "" when not told."""

    name: str
    facilitator: str
    members: tuple[str, ...]
    names: tuple[str, ...] = ()


def read_facilitators(data: bytes, people: People) -> frozenset[str]:
    """One number or e-mail per line; in a table, the first column that holds them. Raises ListError."""
    found = set()
    for line, cells in _lines(data, people):
        key = next((key for cell in cells if (key := people.find(cell))), None)
        if key is None:
            raise ListError(f"line {line}: “{cells[0]}” is nobody's number or e-mail in the roster.")
        found.add(key)
    if not found:
        raise ListError("it names nobody. Write one number or e-mail per line.")
    return frozenset(found)


def read_apart(data: bytes, people: People) -> list[tuple[str, str]]:
    """Two numbers or e-mails per line. Raises ListError."""
    pairs = []
    for line, cells in _lines(data, people):
        if len(cells) != 2:
            raise ListError(f"line {line} should name two people, and it has {len(cells)} entries.")
        one, other = (_known(line, cell, people) for cell in cells)
        if one == other:
            raise ListError(f"line {line}: {one} cannot be kept apart from themselves.")
        pairs.append((one, other))
    return pairs


def read_plan(data: bytes) -> list[KeptGroup]:
    """The groups of a plan written earlier, by its columns group, employee_id, and name and role. Raises ListError."""
    try:
        grid = read_grid(data)
    except SheetError as error:
        raise ListError(str(error)) from error
    places = {plain(name): place for place, name in enumerate(grid.header)}
    if "group" not in places or "employee id" not in places:
        raise ListError("it needs the columns group and employee_id, as minim writes them.")
    members: dict[str, dict[str, str]] = {}
    leaders: dict[str, str] = {}
    seats: dict[str, str] = {}
    for line, cells in grid.rows:
        cells = [unguarded(cell.strip()) for cell in cells] + [""] * (len(grid.header) - len(cells))
        group, key = cells[places["group"]], cells[places["employee id"]]
        if not group or not key:
            raise ListError(f"line {line} has no group or no employee_id.")
        if key in seats:
            raise ListError(f"line {line}: {key} sits in “{seats[key]}” already.")
        seats[key] = group
        members.setdefault(group, {})[key] = cells[places["name"]] if "name" in places else ""
        if "role" in places and cells[places["role"]].casefold() == FACILITATOR:
            leaders.setdefault(group, key)
    return [
        KeptGroup(name, leaders.get(name, ""), tuple(people), tuple(people.values()))
        for name, people in members.items()
    ]


def find_group(written: str, kept: Sequence[KeptGroup]) -> str:
    """The name of a group of today, whatever the case it is written in. Raises ListError with names that are near."""
    names = {group.name: _folded(group.name) for group in kept}
    wanted = _folded(written)
    found = [name for name in names if name == written] or [name for name in names if names[name] == wanted]
    if len(found) == 1:
        return found[0]
    near = [name for name in names if wanted and wanted in names[name].split()]
    near += get_close_matches(written, names, NEAR)
    if near:
        raise ListError(f"there is no group “{written}”. Did you mean {_either(near)}?")
    more = f" and {len(names) - NEAR} more" if len(names) > NEAR else ""
    raise ListError(f"there is no group “{written}”. There are {', '.join(list(names)[:NEAR])}{more}.")


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _either(names: Sequence[str]) -> str:
    names = list(dict.fromkeys(names))[:NEAR]
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _known(line: int, written: str, people: People) -> str:
    key = people.find(written)
    if key is None:
        raise ListError(f"line {line}: “{written}” is nobody's number or e-mail in the roster.")
    return key


def _lines(data: bytes, people: People) -> Iterator[tuple[int, list[str]]]:
    """Lines with something on them, cut at commas, semicolons or tabs, else at spaces. A header is passed over."""
    try:
        text, _ = decode(data)
    except SheetError as error:
        raise ListError(str(error)) from error
    started = False
    for line, written in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        cells = re.split(r"[,;\t]", written) if re.search(r"[,;\t]", written) else written.split()
        cells = [unguarded(cell.strip().strip('"').strip()) for cell in cells]
        cells = [cell for cell in cells if cell]
        if not cells or cells[0].startswith("#"):
            continue
        is_header = not started and known_headers(cells) > 0 and not any(map(people.find, cells))
        started = True
        if not is_header:
            yield line, cells
