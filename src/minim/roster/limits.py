"""How much a roster may hold, and why."""

MAX_BYTES = 30_000_000
"""About 250,000 people with ten columns each; more than that is not a roster."""

MAX_UNPACKED_BYTES = 120_000_000
"""What an XLSX may weigh unpacked: the same 250,000 people, written as XML."""

MAX_PACKED_FILES = 500
"""Files inside an XLSX; a workbook has about twenty."""

MAX_ROWS = 250_000
"""The largest company minim serves has 100,000 managers; this leaves room for everybody else."""

MAX_LINES = 400_000
"""Lines of text: MAX_ROWS, and room for line breaks inside cells."""

MAX_LINE_CHARS = 200_000
"""One line of text. A line this long is a file without line breaks, or one enormous cell."""

MAX_COLUMNS = 200
"""Columns; the widest exports we know have about 120."""

MAX_CELLS = 4_000_000
"""Cells of an XLSX, counted as full rectangles: the reader lays each sheet out like that, so that two far-apart
cells could take all memory there is. Enough for MAX_ROWS people with sixteen columns."""

MAX_LINES_IN_CELL = 20
"""A cell that runs over more lines than this has lost its closing quotation mark."""

MAX_PROBLEMS = 200
"""Problems of each severity that are kept word for word; all are counted."""

MAX_GUESSES = 50
"""Misspelt values of one kind for which a better spelling is searched; the search is slow."""

MAX_CHARS = {
    "employee_id": 100,
    "manager_id": 100,
    "email": 254,
    "title": 300,
    "first_name": 99,
    "last_name": 99,
    "time_zone": 100,
    "working_hours": 300,
}
"""Longest values that are kept, by field."""

MAX_CHARS_ELSEWHERE = 200
"""Longest value of every other field."""
