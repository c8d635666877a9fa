"""A strict reader of RFC 5545, written for tests alone: it shares no code with the library that writes.

It knows zones only by what a calendar says about them (VTIMEZONE), so it notices when that is wrong or missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from dateutil.rrule import rrulestr

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_OCTETS = 75
FAR = datetime(2110, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_CONTROLS = re.compile("[\x00-\x08\x0a-\x1f\x7f]")
_LINE = re.compile(
    r'(?P<name>[A-Z0-9-]+)(?P<params>(?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(?P<value>.*)', re.DOTALL
)
_PARAM = re.compile(r';([A-Z0-9-]+)=(?:"([^"]*)"|([^";:,]*))')
_TEXT = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")


class NotStrict(ValueError):
    """Something RFC 5545 does not allow."""


@dataclass(frozen=True)
class Line:
    name: str
    params: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """A TEXT value without its escapes."""
        if not _TEXT.fullmatch(self.value):
            raise NotStrict(f"not escaped: {self.value!r}")
        return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], self.value)


@dataclass
class Part:
    """A component: its lines, and the components in it."""

    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def one(self, name: str) -> Line:
        (found,) = self.all(name)
        return found

    def said(self, name: str) -> str:
        return self.one(name).text

    def named(self, name: str) -> list[Part]:
        return [part for part in self.parts if part.name == name]

    @property
    def names(self) -> list[str]:
        return sorted(line.name for line in self.lines)


@dataclass
class Zone:
    """A VTIMEZONE, evaluated as RFC 5545 3.6.5 says: the latest onset before a moment is in force."""

    part: Part

    @cached_property
    def onsets(self) -> list[tuple[datetime, timedelta, timedelta]]:
        return sorted(found for part in self.part.parts for found in _onsets(part))

    def offset_at(self, moment: datetime) -> timedelta:
        """`moment` is UTC, without a zone."""
        before = [after for at, _, after in self.onsets if at <= moment]
        if not before:
            raise NotStrict(f"{self.part.said('TZID')} says nothing about {moment}")
        return before[-1]

    def utc(self, wall: datetime) -> datetime:
        """RFC 5545 3.3.5: of a time shown twice the first, of a skipped one what the offset before would give."""
        before = self.offset_at(wall - timedelta(days=1))
        offsets = {before, self.offset_at(wall + timedelta(days=1))}
        found = [wall - offset for offset in offsets if self.offset_at(wall - offset) == offset]
        return min(found, default=wall - before).replace(tzinfo=UTC)


@dataclass
class Calendar:
    part: Part

    @property
    def events(self) -> list[Part]:
        return self.part.named("VEVENT")

    @cached_property
    def zones(self) -> dict[str, Zone]:
        return {part.said("TZID"): Zone(part) for part in self.part.named("VTIMEZONE")}

    def moments(self, line: Line) -> list[datetime]:
        """The instants of a line with one or more DATE-TIME values."""
        return [self._moment(value, line) for value in line.value.split(",")]

    def meetings(self, end: datetime) -> dict[datetime, tuple[datetime, datetime]]:
        """Every meeting up to `end`: when it was planned → when it starts and ends."""
        found: dict[datetime, tuple[datetime, datetime]] = {}
        for event in sorted(self.events, key=lambda event: bool(event.all("RECURRENCE-ID"))):
            if event.all("RECURRENCE-ID"):
                (planned,) = self.moments(event.one("RECURRENCE-ID"))
                found[planned] = self._time(event)
            else:
                found |= self._series(event, end)
        return found

    def _series(self, event: Part, end: datetime) -> dict[datetime, tuple[datetime, datetime]]:
        start, finish = self._time(event)
        if not event.all("RRULE"):
            return {start: (start, finish)}
        line, rule = event.one("DTSTART"), event.one("RRULE").value
        until = re.search(r";UNTIL=(\d{8}T\d{6}Z)", rule)
        last = min(end, _parsed(until[1])) if until else end
        skipped = {moment for line in event.all("EXDATE") for moment in self.moments(line)}
        found = {}
        for wall in rrulestr(
            re.sub(r";UNTIL=[^;]+", "", rule), dtstart=_parsed(line.value).replace(tzinfo=None)
        ):
            at = self._moment(
                wall.strftime("%Y%m%dT%H%M%S") + ("Z" if line.value.endswith("Z") else ""), line
            )
            if at > last:
                break
            if at not in skipped:
                found[at] = (at, at + (finish - start))
        return found

    def _time(self, event: Part) -> tuple[datetime, datetime]:
        (start,) = self.moments(event.one("DTSTART"))
        if event.all("DURATION"):
            return start, start + _length(event.one("DURATION").value)
        (end,) = self.moments(event.one("DTEND"))
        return start, end

    def _moment(self, value: str, line: Line) -> datetime:
        if value.endswith("Z"):
            return _parsed(value)
        return self.zones[line.params["TZID"]].utc(_parsed(value).replace(tzinfo=None))


def read(data: bytes) -> Calendar:
    """The calendar in these bytes. Raises NotStrict."""
    lines = iter(_unfolded(data))
    first = next(lines)
    if (first.name, first.value) != ("BEGIN", "VCALENDAR"):
        raise NotStrict("begins with something else")
    calendar = _filled(Part("VCALENDAR"), lines)
    if any(True for _ in lines):
        raise NotStrict("goes on after its end")
    return Calendar(calendar)


def _filled(part: Part, lines: Iterator[Line]) -> Part:
    for line in lines:
        if line.name == "BEGIN":
            part.parts.append(_filled(Part(line.value), lines))
        elif line.name == "END":
            if line.value != part.name:
                raise NotStrict(f"{part.name} ends as {line.value}")
            return part
        else:
            part.lines.append(line)
    raise NotStrict(f"{part.name} does not end")


def _unfolded(data: bytes) -> list[Line]:
    if not data.endswith(b"\r\n"):
        raise NotStrict("does not end with CRLF")
    physical = data[:-2].split(b"\r\n")
    if long := [line for line in physical if len(line) > MOST_OCTETS]:
        raise NotStrict(f"longer than {MOST_OCTETS} octets: {long[0]!r}")
    for line in physical:
        line.decode()  # a fold never cuts a character in two
    return [_line(text) for text in b"\r\n".join(physical).replace(b"\r\n ", b"").decode().split("\r\n")]


def _line(text: str) -> Line:
    found = _LINE.fullmatch(text)
    if not found or _CONTROLS.search(text):
        raise NotStrict(f"no content line: {text!r}")
    params = {name: quoted or plain for name, quoted, plain in _PARAM.findall(found["params"])}
    return Line(found["name"], params, found["value"])


def _onsets(part: Part) -> Iterator[tuple[datetime, timedelta, timedelta]]:
    start = _parsed(part.one("DTSTART").value).replace(tzinfo=None)
    before, after = _offset(part.one("TZOFFSETFROM").value), _offset(part.one("TZOFFSETTO").value)
    walls = {start}
    for line in part.all("RRULE"):
        walls |= set(rrulestr(line.value, dtstart=start).between(start, FAR, inc=True))
    for line in part.all("RDATE"):
        walls |= {_parsed(value).replace(tzinfo=None) for value in line.value.split(",")}
    yield from ((wall - before, before, after) for wall in walls)


def _parsed(value: str) -> datetime:
    return datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)


def _offset(value: str) -> timedelta:
    digits = value[1:].ljust(6, "0")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]), seconds=int(digits[4:]))
    return -size if value[0] == "-" else size


def _length(value: str) -> timedelta:
    found = re.fullmatch(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", value)
    if not found:
        raise NotStrict(f"no DURATION: {value}")
    days, hours, minutes, seconds = (int(number or 0) for number in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
