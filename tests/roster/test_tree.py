"""The tree agrees with walking up one manager at a time."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from minim.roster import Tree

keys = st.integers(0, 25).map(str)
lines = st.dictionaries(keys, st.none() | keys, max_size=26)


def walk(reports_to: dict[str, str | None], key: str) -> list[str]:
    """Everybody above, one step at a time; stops where a circle closes."""
    above: list[str] = []
    manager = reports_to.get(key)
    while manager is not None and manager not in above and manager != key:
        above.append(manager)
        manager = reports_to.get(manager)
    return above


def without_circles(reports_to: dict[str, str | None]) -> dict[str, str | None]:
    kept: dict[str, str | None] = {}
    for key, manager in reports_to.items():
        circle = manager is not None and (manager == key or key in walk({**kept, key: manager}, manager))
        kept[key] = None if circle else manager
    return kept


@given(lines)
def test_every_answer_agrees_with_walking(reports_to: dict[str, str | None]) -> None:
    reports_to = without_circles(reports_to)

    tree = Tree(reports_to)

    everybody = set(reports_to) | {manager for manager in reports_to.values() if manager is not None}
    chains = {key: walk(reports_to, key) for key in everybody}
    assert tree.cycles() == ()
    assert len(tree) == len(everybody)
    assert {key: list(tree.chain(key)) for key in everybody} == chains
    assert {key: tree.depth(key) for key in everybody} == {key: len(chain) for key, chain in chains.items()}
    assert {key: tree.size_below(key) for key in everybody} == {
        key: sum(key in chain for chain in chains.values()) for key in everybody
    }
    assert {key: tree.height(key) for key in everybody} == {
        key: max((chain.index(key) + 1 for chain in chains.values() if key in chain), default=0)
        for key in everybody
    }
    assert {(one, other) for one in everybody for other in everybody if tree.is_above(one, other)} == {
        (above, key) for key, chain in chains.items() for above in chain
    }
    assert {child for key in everybody for child in tree.children(key)} | set(tree.roots) == everybody


@given(lines)
def test_circles_are_found_and_cut(reports_to: dict[str, str | None]) -> None:
    tree = Tree(reports_to)

    in_circles = {
        key
        for key in reports_to
        if reports_to[key] == key or ((above := walk(reports_to, key)) and reports_to.get(above[-1]) == key)
    }
    assert {key for circle in tree.cycles() for key in circle} == in_circles
    for circle in tree.cycles():
        assert [reports_to[key] for key in circle] == [*circle[1:], circle[0]]
    assert sorted(tree.enter.values()) == list(range(len(tree)))


def test_a_chain_of_a_hundred_thousand_is_quick() -> None:
    began = time.process_time()

    tree = Tree({str(number): str(number + 1) for number in range(100_000)})

    assert (tree.height("100000"), tree.depth("0"), tree.is_above("100000", "0")) == (100_000, 100_000, True)
    assert time.process_time() - began < 2.0


def test_a_wide_company_of_a_hundred_thousand_is_quick() -> None:
    began = time.process_time()

    tree = Tree({str(number): str((number - 1) // 8) if number else None for number in range(100_000)})

    assert (tree.roots, tree.size_below("0"), tree.height("0")) == (("0",), 99_999, 6)
    assert time.process_time() - began < 2.0


def test_outside_managers_are_roots() -> None:
    tree = Tree({"pat": "bo", "fay": "bo"})

    assert (tree.roots, tree.children("bo"), "bo" in tree, "sam" in tree) == (
        ("bo",),
        ("pat", "fay"),
        True,
        False,
    )
