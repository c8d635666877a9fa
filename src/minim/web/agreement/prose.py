"""A group's Markdown as HTML that can do no harm."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


def html_of(words: str, *, heading: int = 2) -> SafeString:
    """Headings, lists, links and stress; every heading becomes one of this level. HTML in it is shown as text."""
    tokens = _reader().parse(words)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{heading}"
    made = str(_reader().renderer.render(tokens, _reader().options, {}))
    return mark_safe(made)  # noqa: S308  (the reader escapes all HTML and refuses addresses that are scripts)


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["image", "code", "hr"])
