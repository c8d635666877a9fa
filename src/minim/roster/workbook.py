"""An XLSX workbook as a grid, opened only after it has been weighed."""

from __future__ import annotations

import re
import zipfile
import zlib
from datetime import date, datetime
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from minim.roster.grid import Grid, name_columns
from minim.roster.limits import MAX_CELLS, MAX_COLUMNS, MAX_PACKED_FILES, MAX_ROWS, MAX_UNPACKED_BYTES
from minim.roster.problems import SheetError

CELL = re.compile(rb"""\br\s*=\s*["']\s*\$?([A-Za-z]{1,4})\$?(\d{1,9})["']""")
CHUNK = 1 << 20
DAMAGED = "This Excel file is damaged, or it is not an Excel file. Open it in Excel and save it again as .xlsx or CSV."
TOO_HEAVY = (
    f"This Excel file unpacks to more than {MAX_UNPACKED_BYTES // 1_000_000} MB, which no roster needs, so we did not "
    "open it. Copy the rows into a fresh sheet and save that."
)
TOO_MANY_CELLS = (
    f"This Excel file has more than {MAX_CELLS:,} cells. Keep the sheet with the people, delete empty rows and the "
    "columns that are not about them, and save it again."
)
NOTHING = "There is nothing in this Excel file. Export the roster again, with one row per person."


def read_workbook(data: bytes) -> Grid:
    """The first visible sheet that has cells. Raises SheetError when the file cannot be read safely."""
    weigh(data)
    try:
        table = _first_table(data)
    except SheetError:
        raise
    except BaseException as error:
        # The reader is native code; when it panics, Python sees a BaseException that is no Exception.
        if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit)):
            raise
        raise SheetError(DAMAGED) from error
    return _grid(table)


def weigh(data: bytes) -> None:
    """Refuse bombs: check declared sizes, real sizes, and how far apart the cells of a sheet lie."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            _refuse_other_kinds({member.filename for member in members})
            if (
                len(members) > MAX_PACKED_FILES
                or sum(found.file_size for found in members) > MAX_UNPACKED_BYTES
            ):
                raise SheetError(TOO_HEAVY)
            room, cells = MAX_UNPACKED_BYTES, 0
            for member in members:
                content = _unpack(data, member, room)
                room -= len(content)
                # A sheet may carry any file name, so every file is looked at as if it were one.
                cells += _count_cells(content)
                if cells > MAX_CELLS:
                    raise SheetError(TOO_MANY_CELLS)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, EOFError, IndexError) as error:
        if isinstance(error, SheetError):
            raise
        raise SheetError(DAMAGED) from error


def _refuse_other_kinds(names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names or "content.xml" in names or "Index/Document.iwa" in names:
        raise SheetError(
            "This spreadsheet format is one we do not read. Save it as .xlsx or CSV and bring that."
        )
    raise SheetError(
        "This is an archive, not a spreadsheet. Unpack it and bring the CSV or XLSX file inside."
    )


def _unpack(data: bytes, member: zipfile.ZipInfo, room: int) -> bytes:
    """What a member really unpacks to, whatever size it declares. Raises SheetError beyond `room` bytes."""
    if member.flag_bits & 1:
        raise SheetError("This Excel file is protected by a password. Save it without one and try again.")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise SheetError(DAMAGED)
    header = member.header_offset
    name_length = int.from_bytes(data[header + 26 : header + 28], "little")
    extra_length = int.from_bytes(data[header + 28 : header + 30], "little")
    start = header + 30 + name_length + extra_length
    packed = data[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        return packed
    unpacked = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, room + 1)
    if len(unpacked) > room or len(unpacked) > max(member.file_size, CHUNK):
        raise SheetError(TOO_HEAVY)
    return unpacked


def _count_cells(content: bytes) -> int:
    """The rectangle a sheet's cells span, or more when they overlap. Raises SheetError for wide and long sheets."""
    if content.count(b'r="') > 2 * MAX_CELLS or content.count(b"<") > 4 * MAX_CELLS:
        raise SheetError(TOO_MANY_CELLS)
    found = CELL.findall(content)
    width = max(map(_column_number, {letters for letters, _ in found}), default=0)
    height = max(map(int, {row for _, row in found}), default=0)
    if width > MAX_COLUMNS:
        raise SheetError(
            f"This sheet has cells out to column {width:,}, and we read up to {MAX_COLUMNS}. Keep the columns "
            "about people and delete the rest."
        )
    if height > MAX_ROWS + 1:
        raise SheetError(
            f"This sheet has cells down to row {height:,}, and we read up to {MAX_ROWS:,} people. Delete the empty "
            "rows below them, or save the sheet as CSV."
        )
    return max(width * height, len(found))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _first_table(data: bytes) -> list[list[Any]]:
    with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
        for number, sheet in enumerate(workbook.sheets_metadata):
            if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet:
                table = workbook.get_sheet_by_index(number).to_python(skip_empty_area=False)
                if any(any(cell != "" for cell in row) for row in table):
                    return table
    raise SheetError(NOTHING)


def _grid(table: list[list[Any]]) -> Grid:
    lines = [(line, [as_text(cell) for cell in row]) for line, row in enumerate(table, start=1)]
    lines = [(line, cells) for line, cells in lines if any(map(str.strip, cells))]
    if not lines:
        raise SheetError(NOTHING)
    names, doubled = name_columns(lines[0][1])
    return Grid(names, lines[1:], "xlsx", "", doubled)


def as_text(cell: Any) -> str:
    """A cell as one would read it: 7 for 7.0, 2024-05-31 for a day."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)
