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


STOP = "Stop letters of this kind"


def html_of(subject: str, body: str, stop_url: str = "") -> str:
    """A complete page that needs nothing from anywhere. A link that stands alone becomes a button."""
    return _page(subject, _reader().parse(body), stop_url)


def text_of(body: str, stop_url: str = "") -> str:
    """The same words without any marks, in lines of at most 72 characters; addresses are never broken."""
    return _text(_reader().parse(body), stop_url)


def both_of(subject: str, body: str, stop_url: str = "") -> tuple[str, str]:
    """The text and the page of one letter, read once."""
    tokens = _reader().parse(body)
    return _text(tokens, stop_url), _page(subject, tokens, stop_url)


def _page(subject: str, tokens: list[Token], stop_url: str) -> str:
    content = _reader().renderer.render(list(_with_buttons(tokens)), _reader().options, {})
    facts = {"subject": subject, "content": content, "footer": FOOTER, "base_url": settings.BASE_URL}
    page = render_to_string("email/letter.html", {**facts, "stop": STOP, "stop_url": stop_url})
    return str(_inliner().inline(page))


def _with_buttons(tokens: list[Token]) -> Iterator[Token]:
    before: Token | None = None
    closes = False
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if following and _is_button(token, following):
            yield Token("html_block", "", 0, content=BUTTON_BEGINS)
        elif closes:
            yield Token("html_block", "", 0, content=BUTTON_ENDS)
        else:
            yield token
        closes = before is not None and _is_button(before, token)
        before = token


def _text(tokens: list[Token], stop_url: str) -> str:
    stop = f"\n{STOP}: {stop_url}" if stop_url else ""
    blocks = [*_blocks(tokens), f"-- \n{FOOTER}\n{settings.BASE_URL}/{stop}"]
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
            addresses.append("" if token.markup == "autolink" else str(token.attrGet("href")))
        elif token.type == "link_close" and with_addresses:
            address = addresses.pop()
            said.append(f" ({address})" if address else "")
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
