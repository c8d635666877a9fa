"""A roster with mistakes: each one is named, with its place and the way out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from minim.roster import OutsideManager, RosterProblem, Row, Sheet, read_sheet
from tests.roster.books import make_book

REAL_COMPANY = Path(__file__).parents[3] / "shared/data/rosters/company_1336.csv"


def errors(sheet: Sheet) -> list[tuple[int | None, str | None, str]]:
    return [
        (found.line, found.column, found.message) for found in sheet.problems if found.severity == "error"
    ]


def warnings(sheet: Sheet) -> list[str]:
    return [found.message for found in sheet.problems if found.severity == "warning"]


def test_a_complete_roster_is_read_whole() -> None:
    text = (
        "Employee ID;First name;Last name;Work email;Job title;Manager ID;Function;Department;Team;Office;Job level;"
        "Time zone;Working hours;Years as manager;Hire date;Energy;Attendance;Willing to facilitate;Trained;Status\n"
        "1;Bo;Berg;BO@example.com;Director;;Product;Apps;Core;Oslo;L3;Europe/Oslo;Mon-Fri 9-17;4,5;31.05.2019;0,8;"
        "90 %;ja;nein;aktiv\n"
        "2;Pat;Lee;pat@example.com;Lead;1;;;;;;;;;;;;;;\n"
    )

    sheet = read_sheet(text)

    assert (sheet.ok, sheet.problems, sheet.delimiter) == (True, (), ";")
    assert sheet.rows == (
        Row(
            line=2,
            employee_id="1",
            name="Bo Berg",
            email="bo@example.com",
            title="Director",
            function="Product",
            department="Apps",
            team="Core",
            location="Oslo",
            level=3,
            time_zone="Europe/Oslo",
            working_hours="Mon-Fri 9-17",
            experience=4.5,
            started_on=date(2019, 5, 31),
            energy=0.8,
            attendance=0.9,
            willing=True,
            trained=False,
            status="active",
        ),
        Row(line=3, employee_id="2", name="Pat Lee", email="pat@example.com", title="Lead", manager_id="1"),
    )


def test_mistakes_are_named_by_line_and_column() -> None:
    text = (
        "id,name,email,manager,start date,time zone,attendance\n"
        "1,Olive,olive@example.com,,2020-01-31,Europe/Oslo,0.8\n"
        "1,Fay,fay@example.com,1,2020-01-31,,\n"
        "3,Pat,OLIVE@example.com,1,31.31.2020,Europe/Olso,\n"
        ",Sam,sam@example.com,1,,,\n"
        "5,,bo@example.com,5,,,140 %\n"
        "6,Bo,bo at example,6,,,\n"
    )

    sheet = read_sheet(text)

    assert errors(sheet) == [
        (3, "id", "Line 3: Fay has the same “id” as Olive in line 2 (1). Each person needs their own."),
        (
            4,
            "time zone",
            "Line 4, “time zone”: “Europe/Olso” is not a time zone we know. Did you mean Europe/Oslo?",
        ),
        (
            4,
            "start date",
            "Line 4, “start date”: “31.31.2020” is not a day we know. Write it like 2024-05-31.",
        ),
        (
            4,
            "email",
            "Line 4: Pat has the same “email” as Olive in line 2 (olive@example.com). Each person needs their own.",
        ),
        (5, "id", "Line 5 (Sam) has nothing we can use under “id”. Fill it in."),
        (
            6,
            "attendance",
            "Line 6, “attendance”: “140 %” is more than 100 %. Write it like 0.8 or 80 %.",
        ),
        (6, "name", "Line 6 (5) has nothing we can use under “name”. Fill it in."),
        (
            7,
            "email",
            "Line 7, “email”: “bo at example” is not an e-mail address. Write it like ana@example.com.",
        ),
        (
            7,
            "manager",
            "Line 7: Bo is their own manager. Leave the cell empty for whoever is at the top.",
        ),
    ]


def test_lines_are_counted_as_in_a_text_editor() -> None:
    text = '\n\nid,name\n1,"Olive\nOak"\n\n2,\n'

    sheet = read_sheet(text)

    assert [(row.line, row.name) for row in sheet.rows] == [(4, "Olive Oak")]
    assert errors(sheet)[0][0] == 7


def test_a_circle_names_everybody_in_it() -> None:
    sheet = read_sheet("id,name,manager\n1,Olive,3\n2,Fay,1\n3,Pat,2\n4,Sam,1\n")

    assert errors(sheet) == [
        (
            2,
            "manager",
            (
                "These people report to each other in a circle: Olive (1, line 2) → Pat (3, line 4) → Fay (2, line 3) "
                "→ Olive. Correct the manager of one of them."
            ),
        )
    ]


def test_managers_may_be_written_as_number_address_or_name() -> None:
    text = (
        "id,name,email,manager\n"
        "E1,Olive Oak,olive@example.com,\n"
        "E2,Fay Fir,fay@example.com,e1\n"
        "E3,Pat Pine,pat@example.com,Olive@Example.com\n"
        'E4,Bo Beech,bo@example.com,"Oak, Olive"\n'
        "E5,Sam Sage,sam@example.com,olive oak (E1)\n"
    )

    sheet = read_sheet(text)

    assert dict(sheet.reports_to) == {"E1": None, "E2": "E1", "E3": "E1", "E4": "E1", "E5": "E1"}
    assert sheet.outside == ()


def test_a_manager_name_that_two_people_have_is_refused() -> None:
    sheet = read_sheet("id,name,manager\n1,Olive,\n2,Olive,\n3,Pat,Olive\n")

    assert errors(sheet) == [
        (4, "manager", "Line 4: 2 people are called “Olive”. Name the manager by number or e-mail.")
    ]


def test_managers_who_are_not_in_the_file_stay_as_outside_managers() -> None:
    text = (
        "id,name,manager id,manager name\n"
        "1,Olive,900,Nina North\n2,Fay,900,Nina North\n3,Pat,boss@Example.com,\n"
    )

    sheet = read_sheet(text)

    assert sheet.ok
    assert sheet.outside == (
        OutsideManager("900", "Nina North", 2),
        OutsideManager("boss@example.com", "", 1),
    )
    assert sheet.rows[2].manager_id == "boss@example.com"
    assert [found for found in warnings(sheet) if "outside" in found] == [
        f"Manager {who} to them. We keep them as an outside manager."
        for who in (
            "Nina North (900) is not in this file, and 2 people report",
            "boss@example.com is not in this file, and one person reports",
        )
    ]


def test_without_numbers_the_address_is_the_number() -> None:
    sheet = read_sheet(
        "name,email,manager email\nOlive,OLIVE@example.com,\nPat,pat@example.com,olive@example.com\n"
    )

    assert dict(sheet.reports_to) == {"olive@example.com": None, "pat@example.com": "olive@example.com"}


def test_two_columns_of_one_name_must_be_told_apart() -> None:
    text = "id,name,name\n1,Olive,Oak\n"

    sheet = read_sheet(text)
    told = read_sheet(text, mapping={"name": "name (2)"})

    assert errors(sheet) == [
        (None, "name", "Two columns are called “name”. Rename one, or say which one we should read.")
    ]
    assert (told.ok, told.rows[0].name) == (True, "Oak")


def test_a_remembered_mapping_wins_and_can_leave_a_field_out() -> None:
    text = "id,name,department,unit\n1,Olive,Apps,North\n"

    sheet = read_sheet(text, mapping={"department": "unit", "team": "", "location": "gone"})

    assert sheet.rows == (Row(line=2, employee_id="1", name="Olive", department="North"),)
    assert sheet.guessed == {"employee_id", "name"}
    assert "There is no column “gone” in this file any more." in warnings(sheet)


def test_missing_columns_are_asked_for() -> None:
    sheet = read_sheet("colour,shape\nred,round\nblue,square\n")

    assert (sheet.rows, sheet.columns) == ((), ("colour", "shape"))
    assert [message for _, _, message in errors(sheet)] == [
        "We found no column with people's names. Say which one it is.",
        "We found no column with employee numbers or e-mail addresses. Say which one it is.",
    ]


def test_a_cell_too_many_is_named() -> None:
    sheet = read_sheet("id,name,title\n1,Olive,Lead, Apps\n")

    assert errors(sheet) == [
        (
            2,
            None,
            "Line 2 has 4 cells for 3 columns: a comma inside a cell needs quotation marks around it.",
        )
    ]


def test_a_lost_quotation_mark_is_named() -> None:
    sheet = read_sheet('id,name\n1,"Olive\n' + "\n".join(f"{number},Pat" for number in range(2, 60)))

    assert errors(sheet)[0] == (
        2,
        None,
        'A cell that begins in line 2 runs over many lines: a quotation mark (") is missing there.',
    )


def test_formulas_stay_plain_text() -> None:
    sheet = read_sheet('id,name,title\n1,Olive,"=HYPERLINK(""http://x"",""y"")"\n2,Fay,+1\n')

    assert [row.title for row in sheet.rows] == ['=HYPERLINK("http://x","y")', "+1"]
    assert any(
        found == "“title” holds what looks like a formula; we keep it as plain text (line 2 and 1 more)."
        for found in warnings(sheet)
    )


def test_hours_are_checked_by_whoever_understands_them() -> None:
    def hours(written: str) -> str:
        if written == "25:00":
            raise ValueError("A day has 24 hours.")
        return written.upper()

    sheet = read_sheet("id,name,working hours\n1,Olive,mon 9-17\n2,Fay,25:00\n", hours=hours)

    assert [row.working_hours for row in sheet.rows] == ["MON 9-17", ""]
    assert errors(sheet) == [(3, "working hours", "Line 3, “working hours”: “25:00”: A day has 24 hours.")]


def test_excel_reads_like_csv() -> None:
    book = make_book(
        [
            ["id", "name", "manager", "start date", "trained", "level"],
            [1, "Olive", None, date(2020, 1, 31), True, 3.0],
            [],
            [2, "Fay", 1, "2020-02-29", False, 1],
        ]
    )

    sheet = read_sheet(book)

    assert sheet.rows == (
        Row(line=2, employee_id="1", name="Olive", started_on=date(2020, 1, 31), trained=True, level=3),
        Row(
            line=4,
            employee_id="2",
            name="Fay",
            manager_id="1",
            started_on=date(2020, 2, 29),
            trained=False,
            level=1,
        ),
    )


def test_only_so_many_problems_are_kept_and_all_are_counted() -> None:
    sheet = read_sheet("id,name,email\n" + "".join(f"{number},Pat,nowhere\n" for number in range(1000)))

    assert (sheet.error_count, len([found for found in sheet.problems if found.severity == "error"])) == (
        1000,
        200,
    )
    assert sheet.problems[0] == RosterProblem(
        2,
        "email",
        "error",
        "Line 2, “email”: “nowhere” is not an e-mail address. Write it like ana@example.com.",
    )


@pytest.mark.skipif(not REAL_COMPANY.exists(), reason="the real company's roster is not beside this checkout")
def test_a_real_company_is_read_whole() -> None:
    sheet = read_sheet(REAL_COMPANY.read_bytes(), filename=REAL_COMPANY.name)

    managers = {row.manager_id for row in sheet.rows}
    assert (sheet.ok, len(sheet.rows), len(managers), len(sheet.outside)) == (True, 1336, 356, 140)
    assert sheet.mapping["team"] == "section"
