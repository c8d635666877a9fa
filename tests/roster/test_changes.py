"""A new roster beside the people we know."""

from __future__ import annotations

from minim.roster import (
    ChangedPerson,
    Changes,
    FieldChange,
    KnownPerson,
    MovedPerson,
    Row,
    compare,
    read_sheet,
)

OLIVE = KnownPerson(employee_id="1", name="Olive", title="CTO", willing=True)
FAY = KnownPerson(employee_id="2", name="Fay", title="Lead", manager_id="1")
PAT = KnownPerson(employee_id="3", name="Pat", title="Lead", manager_id="2", status="active")
GONE = KnownPerson(employee_id="9", name="Gone", status="left")


def test_new_changed_moved_and_missing_are_told_apart() -> None:
    sheet = read_sheet("id,name,title,manager\n1,Olive,CTO,\n2,Fay Fir,Head,1\n4,Sam,Lead,1\n")

    assert compare([OLIVE, FAY, PAT, GONE], sheet) == Changes(
        new=(Row(line=4, employee_id="4", name="Sam", title="Lead", manager_id="1"),),
        changed=(
            ChangedPerson(
                "2", "Fay Fir", (FieldChange("name", "Fay", "Fay Fir"), FieldChange("title", "Lead", "Head"))
            ),
        ),
        moved=(),
        missing=(PAT,),
        unchanged=("1",),
    )


def test_another_manager_is_a_move() -> None:
    sheet = read_sheet("id,name,title,manager\n1,Olive,CTO,\n2,Fay,Lead,1\n3,Pat,Boss,1\n")

    changes = compare([OLIVE, FAY, PAT], sheet)

    assert changes.moved == (MovedPerson("3", "Pat", "2", "1"),)
    assert changes.changed == (ChangedPerson("3", "Pat", (FieldChange("title", "Lead", "Boss"),)),)
    assert changes.unchanged == ("1", "2")


def test_columns_the_sheet_does_not_have_change_nothing() -> None:
    sheet = read_sheet("id,name\n1,Olive\n2,Fay\n3,Pat\n")

    changes = compare([OLIVE, FAY, PAT], sheet)

    assert (bool(changes), changes.unchanged) == (False, ("1", "2", "3"))


def test_an_empty_yes_or_no_changes_nothing_and_an_empty_title_does() -> None:
    sheet = read_sheet("id,name,title,willing\n1,Olive,,\n")

    assert compare([OLIVE], sheet).changed == (
        ChangedPerson("1", "Olive", (FieldChange("title", "CTO", ""),)),
    )
