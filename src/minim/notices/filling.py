"""Fills words with facts, in a language so small that whoever may edit words can do no harm with it.

There are variables, {% if … %} and {% for … in … %}, and no filters, no other tags, no files. Facts are plain: words of
people, in which nothing can become Markdown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.template import Context, Engine, Library
from django.template.defaulttags import do_for, do_if

from minim.notices.kinds import Form, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.template import Template

register = Library()
register.tag("if", do_if)
register.tag("for", do_for)

MEANS_SOMETHING = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&:])")
MAY_STAND_IN_AN_ADDRESS = ":/?#[]@!$&'*+,;=%~"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one kind of letter: a subject in one line, a body in Markdown."""

    subject: str
    body: str

    def filled(self, kind: Kind, facts: Mapping[str, Any]) -> tuple[str, str]:
        """Subject and body with the facts of one person. A fact that was not given is empty."""
        subject = _compiled(self.subject).render(_context(kind, facts, _plainly))
        body = _compiled(self.body).render(_context(kind, facts, words))
        return " ".join(subject.split()), body.strip()


class Named(list[str]):
    """Names that can be gone through, or said as they are."""

    def __str__(self) -> str:
        return f"{', '.join(self[:-1])} and {self[-1]}" if len(self) > 1 else "".join(self)


def words(value: object) -> str:
    """One line in which no character has a meaning of its own."""
    return MEANS_SOMETHING.sub(r"\\\1", _plainly(value))


def _plainly(value: object) -> str:
    return " ".join(str(value).split())


def _context(kind: Kind, facts: Mapping[str, Any], said: Any) -> Context:
    given = {
        variable.name: _as(variable.form, facts[variable.name], said)
        for variable in kind.facts
        if facts.get(variable.name) is not None
    }
    return Context(given, autoescape=False)


def _as(form: Form, value: Any, said: Any) -> Any:
    if form is Form.YES_NO:
        return bool(value)
    if form is Form.NAMES:
        return Named(said(name) for name in value)
    if form is Form.CODE:
        return "".join(sign for sign in str(value) if sign.isalnum() or sign == "-")
    if form is Form.ADDRESS:
        return _address(str(value)) if _is_page(str(value)) else ""
    if form is Form.PLACE and _is_page(str(value).strip()):
        return f"<{_address(str(value).strip())}>"
    if form is Form.LETTERS:
        return _letters(value, said)
    return said(value)


def _is_page(address: str) -> bool:
    return address.startswith(("https://", "http://"))


def _address(address: str) -> str:
    """Parentheses and spaces would end a link."""
    return quote(address, safe=MAY_STAND_IN_AN_ADDRESS)


def _letters(letters: Iterable[Mapping[str, str]], said: Any) -> list[dict[str, str]]:
    """Bodies are letters of ours already: their names were made harmless when they were written."""
    return [{"subject": said(letter["subject"]), "body": letter["body"]} for letter in letters]


class _Small(Engine):
    default_builtins = [__name__]


@lru_cache(maxsize=256)
def _compiled(text: str) -> Template:
    return _engine().from_string(text)


@lru_cache(maxsize=1)
def _engine() -> Engine:
    return _Small(dirs=[], app_dirs=False, loaders=[], autoescape=False)
