"""Checks words before they are kept: every problem in a sentence, with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.template.base import Lexer, Token, TokenType

from minim.notices.kinds import Form, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_SUBJECT = 120
LONGEST_BODY = 10_000

NAME = r"[a-z][a-z0-9_]*"
SHOWN = re.compile(rf"({NAME})(?:\.({NAME}))?")
IF = re.compile(rf"if (?:not )?({NAME})")
FOR = re.compile(rf"for ({NAME}) in ({NAME})")
LETTER_PARTS = ("subject", "body")
ALLOWED = "Known are {{ fact }}, {% if fact %} … {% else %} … {% endif %} and {% for one in facts %} … {% endfor %}."


def check(subject: str, body: str, kind: Kind) -> list[str]:
    """What is wrong with these words; empty when they may be used."""
    problems = [*_check_sizes(subject, body)]
    outside = {variable.name for variable in kind.facts if variable.outside}
    above, below = _Reading(kind, "The subject"), _Reading(kind, "The text")
    problems += [*above.problems_of(subject), *below.problems_of(body)]
    for name in sorted(above.used - outside):
        problems.append(
            f"The subject shows “{name}”. A subject is seen by whoever glances at the screen: it may only say "
            f"{_listed(outside) if outside else 'what is the same for everybody'}."
        )
    for variable in kind.variables:
        if variable.needed and variable.name not in below.used:
            problems.append(f"The text must say “{variable.name}”: {variable.meaning}.")
    return problems


def _check_sizes(subject: str, body: str) -> Iterator[str]:
    if not subject.strip():
        yield "A letter needs a subject."
    if len(subject.strip().splitlines()) > 1:
        yield "A subject is one line."
    if len(subject) > LONGEST_SUBJECT:
        yield f"A subject has at most {LONGEST_SUBJECT} characters."
    if not body.strip():
        yield "A letter needs a text."
    if len(body) > LONGEST_BODY:
        yield f"A text has at most {LONGEST_BODY:,} characters."


def _listed(names: set[str]) -> str:
    return " or ".join(f"“{name}”" for name in sorted(names))


@dataclass
class _Reading:
    """One text as it is read from the front: what is open, and what was shown."""

    kind: Kind
    where: str
    used: set[str] = field(default_factory=set)
    open: list[tuple[str, int, str]] = field(default_factory=list)
    items: dict[str, Form] = field(default_factory=dict)

    def problems_of(self, text: str) -> Iterator[str]:
        facts = {variable.name: variable.form for variable in self.kind.facts}
        for token in Lexer(text.replace("\r\n", "\n")).tokenize():
            if token.token_type == TokenType.VAR:
                problem = self._shown(token, facts)
            elif token.token_type == TokenType.BLOCK:
                problem = self._tag(token, facts)
            else:
                odd = token.token_type == TokenType.COMMENT or re.search(r"\{\{|\}\}|\{%|%\}", token.contents)
                problem = f"has a bracket too many or too few. {ALLOWED}" if odd else ""
            if problem:
                yield f"{self.where}, line {_line(token)}, {problem}"
        for tag, line, _ in self.open:
            yield f"{self.where}, line {line}, has a {{% {tag} %}} without {{% end{tag} %}}."

    def _shown(self, token: Token, facts: dict[str, Form]) -> str:
        found = SHOWN.fullmatch(token.contents)
        if not found:
            return f"has “{{{{ {token.contents[:40]} }}}}”, which cannot be read. {ALLOWED}"
        name, part = found.groups()
        form = self.items.get(name)
        if form is Form.LETTERS:
            return "" if part in LETTER_PARTS else f"has “{name}”: write {name}.subject or {name}.body."
        if part:
            return f"has “{name}.{part}”: facts have no parts."
        return "" if form else self._use(name, facts)

    def _use(self, name: str, facts: dict[str, Form]) -> str:
        if name not in facts:
            return f"says “{name}”, a fact this letter does not have. It has {_listed(set(facts))}."
        self.used.add(name)
        return ""

    def _tag(self, token: Token, facts: dict[str, Form]) -> str:
        tag = token.contents.strip()
        if found := IF.fullmatch(tag):
            self.open.append(("if", _line(token), ""))
            return self._use(found[1], facts) if found[1] not in self.items else ""
        if found := FOR.fullmatch(tag):
            self.open.append(("for", _line(token), found[1]))
            if facts.get(found[2]) not in (Form.NAMES, Form.LETTERS):
                return f"goes through “{found[2]}”, which is no list."
            self.items[found[1]] = Form.TEXT if facts[found[2]] is Form.NAMES else Form.LETTERS
            return self._use(found[2], facts)
        if tag == "else" and self.open and self.open[-1][0] == "if":
            return ""
        if tag in ("endif", "endfor") and self.open and self.open[-1][0] == tag.removeprefix("end"):
            _, _, item = self.open.pop()
            self.items.pop(item, None)
            return ""
        return f"has “{{% {tag[:40]} %}}” where it means nothing. {ALLOWED}"


def _line(token: Token) -> int:
    return token.lineno or 1
