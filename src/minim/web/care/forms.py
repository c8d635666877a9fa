from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from django import forms

from minim.assignments.errands import MOST_PEOPLE, Kind
from minim.health.signals import DEFAULTS, Thresholds

if TYPE_CHECKING:
    from collections.abc import Mapping


class ErrandForm(forms.Form):
    """What is to be done about a group, by a button of the page."""

    errand = forms.ChoiceField(choices=[(kind.value, kind.name) for kind in Kind if kind != Kind.PLACE])
    people = forms.IntegerField(min_value=1, max_value=MOST_PEOPLE)


class LimitsForm(forms.Form):
    """A number for each threshold, shares in per cent. What is left as it comes is not kept."""

    def __init__(self, data: Any, chosen: Mapping[str, float]) -> None:
        now = Thresholds.of(chosen)
        super().__init__(data, initial={one.name: _shown(one, getattr(now, one.name)) for one in fields(now)})
        for one in fields(now):
            low, high = (_shown(one, one.metadata[end]) for end in ("low", "high"))
            usual = _shown(one, getattr(DEFAULTS, one.name))
            unit = " %" if one.metadata["share"] else ""
            self.fields[one.name] = forms.IntegerField(
                label=f"{one.metadata['label']}{', in %' if unit else ''}",
                min_value=low,
                max_value=high,
                help_text=f"{one.metadata['words']} Usually {usual}{unit}.",
            )

    def limits(self) -> dict[str, float]:
        """What differs from what is usual."""
        told = {
            one.name: self.cleaned_data[one.name] / (100 if one.metadata["share"] else 1)
            for one in fields(Thresholds)
        }
        return {name: value for name, value in told.items() if value != getattr(DEFAULTS, name)}


def _shown(one: Any, value: float) -> int:
    return round(100 * value) if one.metadata["share"] else round(value)
