"""Working hours as people write them, in four languages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from minim.timetable.hours import DAY, DAY_NAMES, NEVER, HoursError, Span, WorkingHours, clock

LONGEST = 300
"""Characters; longer than any week of hours."""

EXAMPLE = "Write them like Mon-Fri 9:00-17:30."
WEEKDAYS, WEEKEND, EVERY_DAY = (0, 1, 2, 3, 4), (5, 6), (0, 1, 2, 3, 4, 5, 6)

_DAYS = (
    "mo mon monday montag lu lun lundi lunes",
    "tu tue tues tuesday di die dienstag ma mar mardi martes",
    "we wed weds wednesday mi mit mittwoch me mer mercredi mie mié miercoles miércoles",
    "th thu thur thurs thursday do don donnerstag je jeu jeudi ju jue jueves",
    "fr fri friday fre freitag ve ven vendredi vi vie viernes",
    "sa sat saturday sam samstag samedi sab sáb sabado sábado",
    "su sun sunday so son sonntag dim dimanche dom domingo",
)
_WORDS = {word: (day,) for day, words in enumerate(_DAYS) for word in words.split()}
_SPANS_OF_DAYS = {
    "weekdays": WEEKDAYS, "workdays": WEEKDAYS, "werktags": WEEKDAYS, "weekend": WEEKEND, "weekends": WEEKEND,
    "daily": EVERY_DAY, "everyday": EVERY_DAY, "täglich": EVERY_DAY, "quotidien": EVERY_DAY, "diario": EVERY_DAY,
}  # fmt: skip
_TO = frozenset({"-", "to", "until", "till", "bis", "à", "a", "au", "al", "hasta"})
_AND = frozenset({",", "/", "&", "+", "and", "und", "et", "y"})
_FREE = frozenset({"off", "free", "closed", "frei", "libre", "fermé", "cerrado", NEVER})
_TOKEN = re.compile(
    r"(?P<time>\d{1,4}(?:[:.h]\d{0,2})?\s*(?:am|pm|a\.m\.|p\.m\.|uhr|h)?(?!\w))|(?P<word>[^\W\d_]+\.?)|(?P<sign>[-,;/&+])"
)
_TIME = re.compile(r"(\d{1,4})(?:[:.h](\d{0,2}))?\s*(am|pm|a\.m\.|p\.m\.|uhr|h)?")


def parse_hours(written: str) -> WorkingHours:
    """Read "Mon-Fri 09:00-17:30", "Mo-Do 8:30-16:30; Fr 8-13" or "9-12, 13-17" (then Monday to Friday is meant).

    Raises HoursError, which says what is wrong and how to write it.
    """
    if len(written) > LONGEST:
        raise HoursError(f"{len(written):,} characters are far more than a week of hours needs. {EXAMPLE}")
    week = _Week()
    for kind, word in _tokens(written):
        week.take(kind, word)
    return week.finished()


def _tokens(written: str) -> list[tuple[str, str]]:
    text = re.sub(r"[\u2010-\u2015\u2212~]", "-", written.casefold()).replace("\n", ";")
    text = re.sub(r"\b(?:every day|jeden tag|tous les jours|todos los días)\b", "daily", text)
    words, place = [], 0
    for found in _TOKEN.finditer(text):
        _refuse_noise(text[place : found.start()])
        place = found.end()
        words.append((str(found.lastgroup), found.group().rstrip(".")))
    _refuse_noise(text[place:])
    if not words:
        raise HoursError(f"No hours are given. {EXAMPLE}")
    return words


def _refuse_noise(between: str) -> None:
    noise = between.replace(":", "").split()
    if noise:
        raise HoursError(f"We do not understand “{noise[0][:20]}” here. {EXAMPLE}")


@dataclass
class _Week:
    """Takes one token after another: days, then their times, then perhaps further days."""

    spans: dict[int, list[Span]] = field(default_factory=dict)
    days: list[int] = field(default_factory=list)
    ranging: bool = False
    start: int | None = None
    written: bool = False
    free: bool = False

    def take(self, kind: str, word: str) -> None:
        if kind == "time":
            self._take_time(_minute(word))
        elif word == ";":
            self._end_days()
        elif word in _TO:
            self.ranging = True
        elif word in _FREE:
            self._take_free()
        elif word in _WORDS or word in _SPANS_OF_DAYS:
            self._take_days(_WORDS.get(word) or _SPANS_OF_DAYS[word])
        elif word not in _AND:
            raise HoursError(f"“{word[:20]}” is no day we know. {EXAMPLE}")

    def finished(self) -> WorkingHours:
        """The whole week. Raises HoursError when something was left open."""
        if not self.written and not self.days and self.free:
            return WorkingHours.of({})
        self._end_days()
        if not self.spans and not self.free:
            raise HoursError(f"No hours are given. {EXAMPLE}")
        return WorkingHours.of(self.spans)

    def _take_days(self, days: tuple[int, ...]) -> None:
        self._refuse_open_span()
        if self.written:
            self._end_days()
        if self.ranging and self.days and len(days) == 1:
            day = self.days[-1]
            while day != days[0]:
                day = (day + 1) % len(DAY_NAMES)
                self.days.append(day)
        else:
            self.days.extend(days)
        self.ranging = False

    def _take_time(self, minute: int) -> None:
        if self.start is None:
            self.start, self.ranging = minute, False
            return
        if not self.ranging:
            raise HoursError(f"{clock(self.start)} has no end. {EXAMPLE}")
        span = _span(self.start, minute)
        for day in self.days or WEEKDAYS:
            self.spans.setdefault(day, []).append(span)
        self.start, self.ranging, self.written = None, False, True

    def _take_free(self) -> None:
        for day in self.days:
            self.spans.pop(day, None)
        self.free, self.written = True, bool(self.days)

    def _end_days(self) -> None:
        self._refuse_open_span()
        if self.days and not self.written:
            raise HoursError(f"{DAY_NAMES[self.days[0]]} has no hours. {EXAMPLE}")
        self.days, self.written, self.ranging = [], False, False

    def _refuse_open_span(self) -> None:
        if self.start is not None:
            raise HoursError(f"{clock(self.start)} has no end. {EXAMPLE}")


def _minute(token: str) -> int:
    found = _TIME.fullmatch(token)
    if found is None:
        raise HoursError(f"“{token[:20]}” is no time of day. {EXAMPLE}")
    digits, minutes, half = found[1], found[2], (found[3] or "").replace(".", "")
    if len(digits) > 2 and minutes is None:
        digits, minutes = digits[:-2], digits[-2:]
    hour, minute = int(digits), int(minutes or 0)
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            raise HoursError(f"“{token}” is no time of day: before {half}, hours run from 1 to 12.")
        hour = hour % 12 + (12 if half == "pm" else 0)
    if minute > 59 or hour * 60 + minute > DAY:
        raise HoursError(f"“{token}” is no time of day: hours end at 24:00 and minutes at 59. {EXAMPLE}")
    return hour * 60 + minute


def _span(start: int, end: int) -> Span:
    if end == 0:
        end = DAY
    if end <= start:
        evening = end + DAY // 2
        meant = (
            f" Did you mean {clock(start)}-{clock(evening)}?" if start <= DAY // 2 < evening <= DAY else ""
        )
        raise HoursError(
            f"These hours end at {clock(end)}, before they start at {clock(start)}.{meant} Hours over midnight are "
            "two entries: Mon 22:00-24:00; Tue 0:00-6:00."
        )
    return Span(start, end)
