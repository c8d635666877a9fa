"""Turns a letter's Markdown into HTML with its styles inlined, and into text that is cared for as well."""

from __future__ import annotations

import textwrap
from functools import cache
from typing import TYPE_CHECKING, Any

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from markdown_it import MarkdownIt
from markdown_it.token import Token

if TYPE_CHECKING:
    from collections.abc import Iterator

LINE = 72
BUTTON_BEGINS = '<table role="presentation" class="button"><tr><td>'
BUTTON_ENDS = "</td></tr></table>\n"
FOOTER = "This letter was sent to you alone, by your company's minim at"


def html_of(subject: str, body: str) -> str:
    """A complete page that needs nothing from anywhere. A link that stands alone becomes a button."""
    tokens = _reader().parse(body)
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if _is_button(opening, inline):
            opening.type, opening.tag, opening.content = "html_block", "", BUTTON_BEGINS
            closing.type, closing.tag, closing.content = "html_block", "", BUTTON_ENDS
    content = _reader().renderer.render(tokens, _reader().options, {})
    page = render_to_string(
        "email/letter.html",
        {"subject": subject, "content": content, "footer": FOOTER, "base_url": settings.BASE_URL},
    )
    return str(_inliner().inline(page))


def text_of(body: str) -> str:
    """The same words without any marks, in lines of at most 72 characters; addresses are never broken."""
    blocks = [*_blocks(_reader().parse(body)), f"-- \n{FOOTER}\n{settings.BASE_URL}/"]
    return "\n\n".join(blocks).replace("\n\n- ", "\n- ") + "\n"


def _blocks(tokens: list[Token]) -> Iterator[str]:
    depth, begins_item = 0, False
    for opening, token in zip([None, *tokens], tokens, strict=False):
        depth += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        begins_item = begins_item or token.type == "list_item_open"
        if token.type != "inline":
            continue
        if opening and _is_button(opening, token):
            label, address = _words(token.children or [], with_addresses=False), _address(token)
            yield f"{label}:\n{address}"
            continue
        mark = "- " if begins_item else "  "
        yield _wrapped(_words(token.children or []), mark if depth else "")
        begins_item = False


def _wrapped(words: str, mark: str) -> str:
    return "\n".join(
        line
        for part in words.split("\n")
        for line in textwrap.wrap(
            part, LINE, initial_indent=mark, subsequent_indent=" " * len(mark), break_long_words=False,
            break_on_hyphens=False,
        )
    )  # fmt: skip


def _words(children: list[Token], *, with_addresses: bool = True) -> str:
    said, addresses = [], []
    for token in children:
        if token.type == "link_open":
            addresses.append(str(token.attrGet("href")))
        elif token.type == "link_close" and with_addresses:
            said.append(f" ({addresses.pop()})")
        elif token.type == "hardbreak":
            said.append("\n")
        else:
            said.append(" " if token.type == "softbreak" else token.content)
    return "".join(said)


def _is_button(opening: Token, inline: Token) -> bool:
    children = inline.children or []
    alone = [token.type for token in children if token.type.startswith("link")] == ["link_open", "link_close"]
    return (
        opening.type == "paragraph_open"
        and inline.type == "inline"
        and alone
        and (children[0].type, children[-1].type) == ("link_open", "link_close")
    )


def _address(inline: Token) -> str:
    return next(str(token.attrGet("href")) for token in inline.children or [] if token.type == "link_open")


@cache
def _reader() -> MarkdownIt:
    """Letters are Markdown without raw HTML: what somebody is called can never become a tag."""
    return MarkdownIt("commonmark", {"html": False})


@cache
def _inliner() -> Any:
    """Rules of the dark look and of small screens cannot be inlined: they stay, and override."""
    return css_inline.CSSInliner(keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False)
