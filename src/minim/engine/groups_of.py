"""Groups from a plain list of people, in one call: for a course, a workshop, a study."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from difflib import get_close_matches
from math import isnan
from operator import index
from types import MappingProxyType
from typing import Any

from minim.engine.candidate import Candidate, ProblemError
from minim.engine.problem import Problem
from minim.engine.solve import solve

KNOWN = tuple(field.name for field in fields(Candidate))
USUAL_SIZE = (5, 8)


def form_groups(
    people: Iterable[str | Mapping[str, Any] | Sequence[Any]],
    *,
    size: tuple[int, int] | None = None,
    groups: int | None = None,
    columns: Sequence[str] = ("name", "department"),
    apart: Iterable[tuple[str, str]] = (),
    wishes: Mapping[str, float] = MappingProxyType({}),
    seconds: float = 1.0,
    seed: int = 0,
) -> list[list[str]]:
    """Return groups as lists of names (of keys, where people have one), the Facilitator first.

    A person is a name, a mapping with fields of Candidate, or a row whose places `columns` names. Only `name` or
    `key` is needed; None, "" and NaN mean unknown. Give the smallest and largest `size`, or the number of `groups`,
    or both; without either, groups have 5 to 8 people. Raises ProblemError when something cannot be understood,
    and with what clashes when no groups can keep the rules.
    """
    candidates = candidates_from(people, columns)
    problem = Problem.of(
        candidates,
        size=size or _equal_sizes(len(candidates), groups),
        groups=groups,
        apart=apart,
        wishes=wishes,
    )
    result = solve(problem, seconds=seconds, seed=seed)
    if result.plan is None:
        reasons = result.clash.sentences if result.clash else ("No groups were found in this time.",)
        raise ProblemError(" ".join(reasons))
    return [sorted(group.members, key=lambda key: key != group.facilitator) for group in result.plan.groups]


def candidates_from(
    people: Iterable[str | Mapping[str, Any] | Sequence[Any]], columns: Sequence[str] = ("name", "department")
) -> list[Candidate]:
    """Return people as candidates, understood as `form_groups` understands them. Raises ProblemError."""
    return [_candidate(_by_field(person, columns)) for person in people]


def _equal_sizes(people: int, groups: int | None) -> tuple[int, int]:
    if groups is None or groups < 1:
        return USUAL_SIZE
    return people // groups, -(-people // groups)


def _by_field(person: str | Mapping[str, Any] | Sequence[Any], columns: Sequence[str]) -> Mapping[str, Any]:
    if isinstance(person, str):
        return {"name": person}
    if isinstance(person, Mapping):
        return person
    if len(person) > len(columns):
        raise ProblemError(
            f"{person!r} has {len(person)} entries, and columns names only {', '.join(columns)}."
        )
    return dict(zip(columns, person, strict=False))


def _candidate(given: Mapping[str, Any]) -> Candidate:
    known = {}
    label = given.get("name") or given.get("key")
    for name, value in given.items():
        if name not in KNOWN:
            near = get_close_matches(str(name).lower(), KNOWN, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise ProblemError(f"“{name}” says nothing to us.{hint} Known are {', '.join(KNOWN)}.")
        if not _is_unknown(value):
            known[name] = _read(str(label), name, value)
    key = known.pop("key", None) or known.get("name")
    if not key:
        raise ProblemError(f"Everybody needs a name or a key, and {dict(given)} has neither.")
    return Candidate(key=key, **known)


def _is_unknown(value: Any) -> bool:
    """Tables write what they do not know as None, as an empty cell or as NaN."""
    return value is None or value == "" or (isinstance(value, float) and isnan(value))


def _read(label: str, name: str, value: Any) -> Any:
    read, wanted = READ.get(name, (str, ""))
    try:
        return read(value)
    except (TypeError, ValueError):
        raise ProblemError(f"{label}: {name} is {wanted}, not {value!r}.") from None


def _yes_or_no(value: Any) -> bool:
    if value not in (True, False):
        raise ValueError(value)
    return bool(value)


def _whole(value: Any) -> int:
    """Tables with gaps hold whole numbers as 2.0."""
    return index(int(value) if isinstance(value, float) and value.is_integer() else value)


def _rounds(value: Any) -> tuple[str | None, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(None if _is_unknown(group) else str(group) for group in value)


READ: Mapping[str, tuple[Callable[[Any], Any], str]] = MappingProxyType(
    {
        "level": (_whole, "a whole number"),
        "hours": (_whole, "a whole number whose bits are quarter hours"),
        "experience": (float, "a number of years"),
        "energy": (float, "a number from 0 to 1"),
        "attendance": (float, "a number from 0 to 1"),
        "may_facilitate": (_yes_or_no, "True or False"),
        "oversees": (_yes_or_no, "True or False"),
        "newcomer": (_yes_or_no, "True or False"),
        "earlier": (_rounds, "a list of group names, the newest first"),
    }
)
"""How a field is read when it is not words, and what it should be."""
