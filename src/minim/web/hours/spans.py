"""A form field for the hours of one day: as many spans as one likes, each from a minute to a minute."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms

from minim.timetable import HoursError, Span, WorkingHours
from minim.timetable.hours import DAY, clock

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 6
"""Spans of one day."""
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2})?)?|(\d{2})(\d{2})")
_SHOWN = re.compile(r"([01]\d|2[0-3]):[0-5]\d|")

Pair = tuple[str, str]


class Spans(forms.Widget):
    """Rows of "from" and "until"; there is always an empty one, so that one more can be written without a script."""

    template_name = "hours/_spans.html"
    use_fieldset = True

    def __init__(self, label: str = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.label = label

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        pairs = [pair for pair in value or () if any(pair)]
        if len(pairs) < MOST:
            pairs.append(("", ""))
        context["widget"] |= {
            "pairs": [tuple((time, _kind(time)) for time in pair) for pair in pairs],
            "label": self.label,
            "most": MOST,
            "refused": context["widget"]["attrs"].get("aria-invalid") == "true",
        }
        return context

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_from"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Pair]:
        begins, ends = (_list(data, f"{name}_{end}") for end in ("from", "until"))
        return list(zip(begins, ends, strict=False))[: MOST + 1]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}_from" not in data


class SpansField(forms.Field):
    """The hours of one day, in order."""

    widget = Spans

    def __init__(self, *, label: str, **options: Any) -> None:
        super().__init__(label=label, widget=Spans(label), **options)

    def prepare_value(self, value: Any) -> list[Pair]:
        """What stands in the form: what somebody typed, or the spans they have."""
        return [
            (clock(item.start), clock(item.end % DAY)) if isinstance(item, Span) else item
            for item in value or ()
        ]

    def clean(self, value: Any) -> tuple[Span, ...]:
        written = [pair for pair in value or () if any(part.strip() for part in pair)]
        if len(written) > MOST:
            raise forms.ValidationError(f"A day holds up to {MOST} spans here.")
        if self.required and not written:
            raise forms.ValidationError("Please say from when until when you work then.")
        try:
            return day_of(_span(*pair) for pair in written)
        except HoursError as error:
            raise forms.ValidationError(str(error)) from error


def day_of(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, joined where they touch."""
    return WorkingHours.of({0: spans}).days[0]


def _span(begins: str, ends: str) -> Span:
    if not begins.strip():
        raise HoursError(f"{ends.strip()[:20]} has no beginning: from when?")
    if not ends.strip():
        raise HoursError(f"{begins.strip()[:20]} has no end: until when?")
    start, end = _minute(begins), _minute(ends) or DAY
    if end <= start:
        raise HoursError(
            f"This ends at {clock(end)}, before it starts at {clock(start)}. Hours over midnight are two entries: "
            "until 00:00 on the first day, and from 00:00 on the next."
        )
    return Span(start, end)


def _minute(written: str) -> int:
    found = _TIME.fullmatch(written.strip())
    hour, minute = (int(found[1] or found[3]), int(found[2] or found[4] or 0)) if found else (99, 0)
    if minute > 59 or hour * 60 + minute > DAY:
        raise HoursError(f"“{written.strip()[:20]}” is no time of day. Write it like 9:00 or 17:30.")
    return hour * 60 + minute


def _kind(time: str) -> str:
    """A time field shows times only; what is none stays as it was typed in a field of text."""
    return "time" if _SHOWN.fullmatch(time) else "text"


def _list(data: Any, name: str) -> list[str]:
    if hasattr(data, "getlist"):
        found: list[str] = data.getlist(name)
        return found
    return list(data.get(name, ()))
