"""Friendly names for groups: plants, so that no group is "number one"."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PLANTS = (
    "Alder", "Birch", "Cedar", "Dahlia", "Elder", "Fern", "Ginkgo", "Hazel", "Iris", "Juniper", "Kalmia",
    "Larch", "Maple", "Nettle", "Oak", "Poppy", "Quince", "Rowan", "Sage", "Tulip", "Violet", "Willow",
    "Yarrow", "Zinnia", "Acacia", "Bluebell", "Clover", "Daisy", "Elm", "Foxglove", "Gentian", "Heather",
    "Ivy", "Jasmine", "Kiwi", "Linden", "Mallow", "Narcissus", "Oleander", "Primrose", "Rosemary",
    "Sorrel", "Thyme", "Verbena", "Wisteria", "Yew", "Aster", "Basil", "Camellia", "Dogwood", "Edelweiss",
    "Fig", "Ginger", "Hawthorn", "Indigo", "Jacaranda", "Lavender", "Magnolia", "Nutmeg", "Orchid",
    "Peony", "Reed", "Saffron", "Tamarind", "Vanilla", "Walnut", "Almond", "Borage", "Chestnut", "Dill",
    "Eucalyptus", "Freesia", "Geranium", "Hibiscus", "Laurel", "Mimosa", "Marigold", "Myrtle", "Parsley",
    "Plum", "Rhubarb", "Spruce", "Sunflower", "Teasel", "Tarragon", "Sweet Pea", "Aspen", "Beech",
    "Cypress", "Lupin",
)  # fmt: skip


def fresh_names(taken: Iterable[str] = ()) -> Iterator[str]:
    """Every name that is not taken: Alder, Birch, … and when all are used, Alder 2, Birch 2, …"""
    used = {name.casefold() for name in taken}
    for lap in count(1):
        for plant in PLANTS:
            name = plant if lap == 1 else f"{plant} {lap}"
            if name.casefold() not in used:
                yield name
