"""Excel files for tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"


def make_book(rows: Iterable[Sequence[Any]], *, far_cell: str = "") -> bytes:
    """An XLSX with these rows, and with something in a far-away cell if asked."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
        cell.data_type = "s"
    if far_cell:
        sheet[far_cell] = "far away"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def swell(book: bytes, extra: bytes, *, before: bytes = b"", sheet_only: bool = False) -> bytes:
    """The book with more bytes in its sheet: behind it, or before the given bytes; or with nothing but its sheet."""
    out = BytesIO()
    with ZipFile(BytesIO(book)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == SHEET:
                content = content.replace(before, extra + before) if before else content + extra
            if not sheet_only or name == SHEET:
                new.writestr(name, content)
    return out.getvalue()


def lie_about_size(book: bytes, declared: int) -> bytes:
    """The book whose directory says that its sheet is small."""
    changed, place = bytearray(book), 0
    while (place := changed.find(b"PK\x01\x02", place)) >= 0:
        if changed[place + 46 :].startswith(SHEET.encode()):
            changed[place + 24 : place + 28] = declared.to_bytes(4, "little")
        place += 4
    return bytes(changed)
