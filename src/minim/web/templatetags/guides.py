"""One quiet line to the guide that helps with what a page is about."""

from __future__ import annotations

from typing import Any

from django import template

from minim.playbook import guide_for

register = template.Library()

BEFORE = ("before-first", "before-second", "before-third")


@register.inclusion_tag("guides/_line.html", name="guide_for")
def line(moment: str) -> dict[str, Any]:
    """Link to the guide of this moment."""
    return {"guide": guide_for(moment)}


@register.inclusion_tag("guides/_line.html", name="guide_before")
def line_before(held: int) -> dict[str, Any]:
    """Link whoever leads to the guide for what comes after so many meetings."""
    return {"guide": guide_for(BEFORE[held] if held < len(BEFORE) else "after-third")}
