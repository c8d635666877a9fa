"""Reads rosters and knows reporting lines. Pure: no database, no clock, no network."""

from minim.roster.changes import ChangedPerson, Changes, FieldChange, MovedPerson, compare
from minim.roster.columns import FIELDS
from minim.roster.problems import RosterProblem, SheetError
from minim.roster.reading import read_sheet
from minim.roster.sheet import KnownPerson, OutsideManager, Row, Sheet
from minim.roster.tree import Tree
from minim.roster.writing import write_csv

__all__ = [
    "FIELDS",
    "ChangedPerson",
    "Changes",
    "FieldChange",
    "KnownPerson",
    "MovedPerson",
    "OutsideManager",
    "RosterProblem",
    "Row",
    "Sheet",
    "SheetError",
    "Tree",
    "compare",
    "read_sheet",
    "write_csv",
]
