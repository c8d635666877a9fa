"""Form widgets that Django lacks."""

from __future__ import annotations

from typing import Any

from django import forms


class Slider(forms.NumberInput):
    """A range with its value beside it, and in words what its two ends mean."""

    input_type = "range"
    template_name = "parts/_range.html"

    def __init__(self, *, low: str = "", high: str = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.ends = (low, high) if low or high else ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the words of both ends."""
        context = super().get_context(name, value, attrs)
        context["widget"]["ends"] = self.ends
        return context


class FileDrop(forms.FileInput):
    """A place to drop a file on, or to choose one by keyboard or finger."""

    template_name = "parts/_drop.html"

    def __init__(self, *, note: str = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.note = note

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the words on the drop zone."""
        context = super().get_context(name, value, attrs)
        what = (
            "your files here, or choose them"
            if self.allow_multiple_selected
            else "your file here, or choose it"
        )
        context["widget"]["invitation"] = f"Drop {what}"
        context["widget"]["note"] = self.note
        return context
