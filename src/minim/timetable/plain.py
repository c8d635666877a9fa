"""A dataclass as plain JSON data, and read back without trust."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from typing import Any, TypeVar

Kind = TypeVar("Kind")
Reader = Callable[[str, Any], Any]
"""Takes a field's name and its plain value; gives the value or raises EventError naming the field."""


class EventError(ValueError):
    """An event that cannot be; the message begins with the name of the field that is wrong, as does `field`."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field, self.why = field, why


def plain(value: Any) -> Any:
    """Text, numbers, lists and dicts for a dataclass and the days, instants and dataclasses it holds."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def read(kind: type[Kind], readers: Mapping[str, Reader], data: Any, within: str = "") -> Kind:
    """The `kind` that `plain` wrote; only fields with a default may be missing. Raises EventError."""
    if not isinstance(data, Mapping):
        raise EventError(within.rstrip(".") or "event", "must be an object.")
    for name in data:
        if name not in readers:
            raise EventError(f"{within}{name}"[:60], "is no field we know.")
    for field in fields(kind):  # type: ignore[arg-type]  # kind is a dataclass
        if field.default is MISSING and field.name not in data:
            raise EventError(f"{within}{field.name}", "is missing.")
    values = {name: readers[name](f"{within}{name}", value) for name, value in data.items()}
    try:
        return kind(**values)
    except EventError as error:
        raise EventError(f"{within}{error.field}", error.why) from error


def text(name: str, value: Any) -> str:
    """Reads text."""
    if not isinstance(value, str):
        raise EventError(name, "must be text.")
    return value


def whole(name: str, value: Any) -> int:
    """Reads a whole number; true and 1.0 are none."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise EventError(name, "must be a whole number.")
    return value


def day(name: str, value: Any) -> date:
    """Reads a day."""
    try:
        return date.fromisoformat(text(name, value))
    except ValueError as error:
        raise EventError(name, "must be a day like 2026-03-29.") from error


def moment(name: str, value: Any) -> datetime:
    """Reads an instant, which has a zone."""
    try:
        found = datetime.fromisoformat(text(name, value))
    except ValueError as error:
        raise EventError(name, "must be an instant like 2026-03-29T01:30:00+00:00.") from error
    if found.tzinfo is None:
        raise EventError(name, "an instant needs its zone.")
    return found


def maybe(reader: Reader) -> Reader:
    """Reads nothing as None."""
    return lambda name, value: None if value is None else reader(name, value)


def many(reader: Reader) -> Reader:
    """Reads a list; an item is called by its place: attendees[2]."""

    def read_all(name: str, value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise EventError(name, "must be a list.")
        return tuple(reader(f"{name}[{place}]", item) for place, item in enumerate(value))

    return read_all


def one(kind: type[Any], readers: Mapping[str, Reader]) -> Reader:
    """Reads a dataclass inside another."""
    return lambda name, value: read(kind, readers, value, f"{name}.")
