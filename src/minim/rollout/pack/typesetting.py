"""Markdown as Typst. Every word becomes a string, so nothing that somebody wrote can become a command."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

OPENINGS = {
    "paragraph_open": "",
    "bullet_list_open": "#list(",
    "ordered_list_open": "#enum(",
    "list_item_open": "[",
    "blockquote_open": "#quote(block: true)[",
    "em_open": "#emph[",
    "strong_open": "#strong[",
}
CLOSINGS = {
    "paragraph_close": "\n\n",
    "heading_close": "]\n\n",
    "bullet_list_close": ");\n\n",
    "ordered_list_close": ");\n\n",
    "list_item_close": "],",
    "blockquote_close": "];\n\n",
    "em_close": "];",
    "strong_close": "];",
}
BREAKS = {"softbreak": " ", "hardbreak": "#linebreak();", "hr": "#line(length: 100%);\n\n"}

LabelOf = Callable[[str], str]
"""The label in the document that an address leads to; "" where it leads nowhere."""


def typeset(markdown: str, level: int, label_of: LabelOf = lambda address: "") -> str:
    """Typst markup. Headings just below the title get `level`; links lead to labels or become plain words."""
    return "".join(_set(_reader().parse(markdown), level, label_of))


def quoted(words: str) -> str:
    """Words as a string of Typst, inside markup."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'#"{escaped}";'


def _set(tokens: Sequence[Token], level: int, label_of: LabelOf) -> Iterator[str]:
    linked: list[bool] = []
    for token in tokens:
        if token.type == "inline":
            yield from _set(token.children or (), level, label_of)
        elif token.type == "heading_open":
            yield f"#heading(level: {level - 2 + max(2, int(token.tag[1]))})["
        elif token.type == "link_open":
            label = label_of(str(token.attrGet("href")))
            linked.append(bool(label))
            yield f"#link(<{label}>)[" if label else ""
        elif token.type == "link_close":
            yield "];" if linked.pop() else ""
        else:
            yield _plainly(token)


def _plainly(token: Token) -> str:
    for known in (OPENINGS, CLOSINGS, BREAKS):
        if token.type in known:
            return known[token.type]
    return quoted(token.content) if token.content else ""


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable(["image"])
