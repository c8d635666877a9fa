"""A guide as HTML: its headings can be linked to, and its links lead to pages the reader may open."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

from minim.playbook import heading_slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.utils.safestring import SafeString
    from markdown_it.token import Token

    from minim.playbook import Guide, GuideSection
    from minim.web.guides.reader import Reader


def html_of(guide: Guide, reader: Reader) -> SafeString:
    return prose(guide.body, reader)


def prose(body: str, reader: Reader) -> SafeString:
    """A text of ours for this reader. A link to what is not theirs becomes plain words."""
    tokens = _reader().parse(body)
    for token, following in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            token.attrSet("id", heading_slug(following.content))
        if token.children:
            token.children = list(_linked(token.children, reader))
    made = str(_reader().renderer.render(tokens, _reader().options, {}))
    return mark_safe(made)  # noqa: S308  (the reader escapes all HTML; the addresses are our own)


def contents_of(guide: Guide) -> list[GuideSection]:
    return [section for section in guide.sections if section.slug]


def _linked(tokens: Sequence[Token], reader: Reader) -> Iterator[Token]:
    is_open = False
    for token in tokens:
        if token.type == "link_open":
            href = reader.href(str(token.attrGet("href")))
            token.attrSet("href", href)
            is_open = bool(href)
        if is_open or token.type not in ("link_open", "link_close"):
            yield token
        is_open = is_open and token.type != "link_close"


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "code", "hr"])
