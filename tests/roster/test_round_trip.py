"""Whatever stands in a roster survives every encoding, delimiter and file format."""

from __future__ import annotations

import csv
import re
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minim.roster import read_sheet, write_csv
from minim.roster.values import NOTHING
from tests.roster.books import make_book

COLUMNS = ("employee_id", "name", "email", "department", "location")
CODECS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")

letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cf", "Cn", "Co"))
words = st.text(letters, min_size=1, max_size=12).filter(
    lambda word: word.strip("-–—.'") != "" and "#" not in word
)
western = st.text(st.sampled_from("abcXYZäöüßéèñÅøç,;|\t\"'=+-@ "), min_size=1, max_size=12)


def says_something(text: str) -> bool:
    return len(text) > 1 and text.casefold() not in NOTHING


def people(texts: st.SearchStrategy[str]) -> st.SearchStrategy[list[tuple[str, ...]]]:
    tidy = texts.map(lambda text: " ".join(text.split())).filter(
        lambda text: len(text) > 1 and text.casefold() not in NOTHING
    )
    rows = st.lists(st.tuples(tidy, tidy, tidy), min_size=1, max_size=8)
    return rows.map(
        lambda found: [
            (f"E{number}", name, f"p{number}@example.com", department, location)
            for number, (name, department, location) in enumerate(found, start=1)
        ]
    )


def as_text(rows: list[tuple[str, ...]], delimiter: str, line_end: str) -> str:
    out = StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return out.getvalue()


def read_back(data: bytes | str) -> list[tuple[str, ...]]:
    sheet = read_sheet(data)
    assert sheet.ok, sheet.problems
    return [(row.employee_id, row.name, row.email, row.department, row.location) for row in sheet.rows]


def as_kept(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """One apostrophe in front of a formula is a guard, and so it goes."""
    return [tuple(re.sub(r"^'('*[=+\-@])", r"\1", cell) for cell in row) for row in rows]


@settings(deadline=None, max_examples=40)
@given(
    people(words), st.sampled_from(CODECS), st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n", "\r"])
)
def test_every_encoding_and_delimiter(
    rows: list[tuple[str, ...]], codec: str, delimiter: str, line_end: str
) -> None:
    assert read_back(as_text(rows, delimiter, line_end).encode(codec)) == as_kept(rows)


@settings(deadline=None, max_examples=40)
@given(people(western), st.sampled_from(",;\t|"))
def test_windows_encoding_is_read_when_it_is_not_utf_8(rows: list[tuple[str, ...]], delimiter: str) -> None:
    rows = [*rows, ("E0", "Zoë Müller", "zoe@example.com", "Büro", "Malmö")]

    assert read_back(as_text(rows, delimiter, "\r\n").encode("cp1252")) == as_kept(rows)


@settings(deadline=None, max_examples=25)
@given(people(words))
def test_excel(rows: list[tuple[str, ...]]) -> None:
    book = make_book([COLUMNS, *rows])

    assert read_back(book) == as_kept(rows)


@settings(deadline=None)
@given(people(western))
def test_what_we_write_is_no_formula_and_reads_back(rows: list[tuple[str, ...]]) -> None:
    written = write_csv(COLUMNS, rows)

    cells = [cell for row in csv.reader(StringIO(written)) for cell in row]
    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r")]
    assert read_back(written) == rows


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "\t=1"])
def test_a_formula_is_written_with_a_guard(formula: str) -> None:
    assert write_csv(["name"], [[formula]]) == f"name\n'{formula}\n"


def test_unmarked_utf_16_of_far_away_letters() -> None:
    text = "employee_id,name\r\n1,Āēī Ōū\r\n2,王小明\r\n"

    for codec in ("utf-16-le", "utf-16-be"):
        assert [row.name for row in read_sheet(text.encode(codec)).rows] == ["Āēī Ōū", "王小明"]
        assert read_sheet(text.encode(codec)).encoding == codec
