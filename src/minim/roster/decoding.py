"""From bytes to text: UTF-8, UTF-16 with or without a mark, then Windows-1252."""

from __future__ import annotations

import codecs
import re

from minim.roster.problems import SheetError

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE_BYTES = 65_536
NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
UNREADABLE = (
    "We could not read the letters in this file. Save it as “CSV UTF-8” in your spreadsheet program and try "
    "again."
)


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Raises SheetError when it is no text."""
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _checked(text, encoding), encoding
    raise SheetError(UNREADABLE)


def clean(text: str) -> str:
    """Pasted text, ready to be read. Raises SheetError when it holds what no text holds."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise SheetError(UNREADABLE) from error
    return _checked(text.removeprefix("\ufeff"), "utf-8")


def _candidates(data: bytes) -> list[str]:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return [encoding]
    return [*_unmarked_utf16(data[:SAMPLE_BYTES]), "utf-8", "cp1252"]


def _unmarked_utf16(sample: bytes) -> list[str]:
    """UTF-16 shows itself by zero bytes beside every plain letter, on one side only."""
    units = len(sample) // 2
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    if second * 10 > units and second > 4 * first:
        return ["utf-16-le"]
    if first * 10 > units and first > 4 * second:
        return ["utf-16-be"]
    return []


def _checked(text: str, encoding: str) -> str:
    found = NOT_TEXT.search(text)
    if found is None:
        return text
    line = text.count("\n", 0, found.start()) + 1
    if encoding == "cp1252":
        raise SheetError(UNREADABLE)
    what = "an empty byte (NUL)" if found.group() == "\0" else "a control character"
    raise SheetError(
        f"Line {line} holds {what}, so this is not a plain table. Open the file in your spreadsheet program and "
        "save it again as CSV or XLSX."
    )
