"""Files made to hurt: each gets a clear answer, quickly, and never more than that."""

from __future__ import annotations

import time
from collections.abc import Callable
from random import Random

import pytest

from minim.roster import Sheet, SheetError, read_sheet
from tests.roster.books import lie_about_size, make_book, swell

HEADER = "employee_id,name,email,manager_id\n"
SMALL_BOOK = make_book([["id", "name"], [1, "Olive"]])
SECONDS = 2.0


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "20 MB of commas": (lambda: b"," * 20_000_000, "nothing in this file"),
    "a header and 20 MB of commas": ((HEADER + "," * 20_000_000).encode, "nobody below"),
    "a million lines of commas": (
        (HEADER + ("," * 19 + "\n") * 1_000_000 + "1,Olive,,\n").encode,
        "more than 400,000 lines",
    ),
    "10 MB in one cell": (
        (HEADER + "1," + "x" * 10_000_000 + ",,\n").encode,
        "Line 2 has 10,000,0",
    ),
    "10 MB in one cell with line breaks": (
        (HEADER + '1,"' + ("x" * 999 + "\n") * 10_000 + '",,\n').encode,
        "One cell of this file is enormous",
    ),
    "1,000 columns": ((",".join(map(str, range(1000))) + "\n1\n").encode, "1,000 columns"),
    "more bytes than a roster has": (lambda: b"x" * 30_000_001, "30 MB"),
    "an empty byte": ((HEADER + "1,Ol\0ive,,\n").encode, "Line 2 holds an empty byte"),
    "only empty bytes": (lambda: bytes(5_000_000), "empty byte"),
    "words for the terminal": (
        (HEADER + "1,\x1b[2JOlive,,\n").encode,
        "Line 2 holds a control character",
    ),
    "more words for the terminal": ((HEADER + "1,\x9b2JOlive,,\n").encode, "a control character"),
    "an archive that is no spreadsheet": (
        lambda: swell(SMALL_BOOK, b"", sheet_only=True),
        "This is an archive",
    ),
    "an empty archive": (lambda: b"PK\x05\x06" + bytes(18), "This is an archive"),
    "an empty file": (lambda: b"", "nothing in this file"),
    "only a mark": (lambda: b"\xef\xbb\xbf\r\n", "nothing in this file"),
    "only column names": (HEADER.encode, "nobody below"),
    "half a UTF-16 letter": (lambda: HEADER.encode("utf-16") + b"x", "could not read the letters"),
    "noise": (lambda: Random(1).randbytes(3_000_000), "could not read the letters"),
    "a PDF": (lambda: b"%PDF-1.7\n...", "is a PDF"),
    "an Excel file of 2003": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), "before 2007"),
    "a protected Excel file": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "password",
    ),
    "a zip bomb": (lambda: swell(SMALL_BOOK, b" " * 400_000_000), "unpacks to more than 120 MB"),
    "a zip bomb that says it is small": (
        lambda: lie_about_size(swell(SMALL_BOOK, b" " * 400_000_000), 1000),
        "unpacks to more than 120 MB",
    ),
    "millions of cells": (
        lambda: swell(
            SMALL_BOOK, b'<row r="9">' + b'<c r="A9"/>' * 9_000_000 + b"</row>", before=b"</sheetData>"
        ),
        "more than 4,000,000 cells",
    ),
    "two cells far apart": (
        lambda: make_book([["id", "name"]], far_cell="GR250000"),
        "more than 4,000,000 cells",
    ),
    "a cell in the last column": (lambda: make_book([["id", "name"]], far_cell="XFD9"), "column 16,384"),
    "a cell in the last row": (lambda: make_book([["id", "name"]], far_cell="A1048576"), "row 1,048,576"),
    "half an Excel file": (lambda: SMALL_BOOK[: len(SMALL_BOOK) // 2], "damaged"),
    "noise that begins like an archive": (lambda: b"PK\x03\x04" + Random(2).randbytes(100_000), "damaged"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_get_a_clear_answer_within_two_seconds(name: str) -> None:
    make, words = HOSTILE[name]
    data = make()

    began = time.process_time()
    with pytest.raises(SheetError) as answer:
        read_sheet(data, filename="roster.csv")

    assert time.process_time() - began < SECONDS
    assert words in str(answer.value)
    assert len(str(answer.value)) < 400


def answered(book: bytes) -> str:
    """How the reader answers: with columns or with words."""
    try:
        return " ".join(read_sheet(book).columns)
    except SheetError as answer:
        return str(answer)


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_excel_file_is_read_or_refused_and_never_worse(seed: int) -> None:
    random, book = Random(seed), bytearray(SMALL_BOOK)
    for _ in range(random.randint(1, 30)):
        book[random.randrange(len(book))] = random.randrange(256)

    assert answered(bytes(book))


def test_blank_lines_by_the_hundred_thousand_do_no_harm() -> None:
    data = (HEADER + ("," * 50 + "\n") * 390_000 + "1,Olive,,\n").encode()

    began = time.process_time()
    sheet = read_sheet(data)

    assert time.process_time() - began < SECONDS
    assert [(row.line, row.name) for row in sheet.rows] == [(390_002, "Olive")]


def full_of_mistakes(people: int) -> str:
    random = Random(3)
    lines = ["id,name,email,manager,department,time zone,start date"]
    for number in range(people):
        zone = random.choice(["Europe/Oslo", "UTC", f"nowhere {number}"])
        day = random.choice(["2020-01-31", f"{number} o'clock"])
        lines.append(
            f"{number},Pat {number},p{number}@example.com,{number // 7 or ''},D{number % 30},{zone},{day}"
        )
    return "\n".join(lines)


def work_of_reading(roster: str) -> tuple[Sheet, float]:
    """Also processor seconds: what others do on this machine does not count."""
    began = time.process_time()
    sheet = read_sheet(roster)
    return sheet, time.process_time() - began


def test_a_big_roster_full_of_mistakes_is_no_more_work_than_its_parts() -> None:
    work_of_reading(full_of_mistakes(1_000))

    _, quarter = work_of_reading(full_of_mistakes(12_500))
    sheet, whole = work_of_reading(full_of_mistakes(50_000))

    assert whole < 8 * quarter  # 16 times, where each line is compared with each other
    assert (len(sheet.rows), sheet.error_count > 30_000) == (50_000, True)


def test_pasted_half_characters_are_refused() -> None:
    with pytest.raises(SheetError, match="could not read the letters"):
        read_sheet("id,name\n1,\ud800\n")
