"""Columns find their meaning, whatever the exporting system calls them."""

from __future__ import annotations

import pytest

from minim.roster import read_sheet

EXPORTS = {
    "Workday": (
        "Worker ID,Worker,Work Email,Business Title,Manager ID,Supervisory Organization,Location,Job Level,Hire Date",
        {
            "employee_id": "Worker ID", "name": "Worker", "email": "Work Email", "title": "Business Title",
            "manager_id": "Manager ID", "department": "Supervisory Organization", "location": "Location",
            "level": "Job Level", "started_on": "Hire Date",
        },
    ),
    "BambooHR": (
        "Employee #,First Name,Last Name,Work Email,Job Title,Reporting to,Department,Division,Location,Hire Date",
        {
            "employee_id": "Employee #", "first_name": "First Name", "last_name": "Last Name", "email": "Work Email",
            "title": "Job Title", "manager_id": "Reporting to", "department": "Department", "location": "Location",
            "started_on": "Hire Date",
        },
    ),
    "Personio": (
        "Personalnummer;Vorname;Nachname;E-Mail;Position;Vorgesetzter;Abteilung;Team;Standort;Eintrittsdatum",
        {
            "employee_id": "Personalnummer", "first_name": "Vorname", "last_name": "Nachname", "email": "E-Mail",
            "title": "Position", "manager_id": "Vorgesetzter", "department": "Abteilung", "team": "Team",
            "location": "Standort", "started_on": "Eintrittsdatum",
        },
    ),
    "HiBob": (
        "Display name,Email,Reports to,Job title,Department,Site,Start date,Timezone",
        {
            "name": "Display name", "email": "Email", "manager_id": "Reports to", "title": "Job title",
            "department": "Department", "location": "Site", "started_on": "Start date", "time_zone": "Timezone",
        },
    ),
    "SAP": (
        "userId,firstName,lastName,email,title,managerId,department,division,location,timeZone",
        {
            "employee_id": "userId", "first_name": "firstName", "last_name": "lastName", "email": "email",
            "title": "title", "manager_id": "managerId", "department": "department", "location": "location",
            "time_zone": "timeZone",
        },
    ),
    "French": (
        "Matricule;Nom;Prénom;Adresse e-mail;Poste;Matricule manager;Service;Équipe;Lieu de travail;Fuseau horaire",
        {
            "employee_id": "Matricule", "last_name": "Nom", "first_name": "Prénom", "email": "Adresse e-mail",
            "title": "Poste", "manager_id": "Matricule manager", "department": "Service", "team": "Équipe",
            "location": "Lieu de travail", "time_zone": "Fuseau horaire",
        },
    ),
    "Spanish": (
        "Número de empleado;Nombre;Apellidos;Correo electrónico;Cargo;Jefe;Departamento;Sede;Zona horaria",
        {
            "employee_id": "Número de empleado", "first_name": "Nombre", "last_name": "Apellidos",
            "email": "Correo electrónico", "title": "Cargo", "manager_id": "Jefe", "department": "Departamento",
            "location": "Sede", "time_zone": "Zona horaria",
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("system", EXPORTS)
def test_exports_of_known_systems(system: str) -> None:
    header, expected = EXPORTS[system]
    delimiter = ";" if ";" in header else ","

    sheet = read_sheet(f"{header}\n1{delimiter}Olive\n")

    assert sheet.mapping == dict(
        sorted(expected.items(), key=lambda pair: list(sheet.mapping).index(pair[0]))
    )


def test_unknown_names_are_told_by_what_stands_below_them() -> None:
    text = (
        "key,person,contact,lead,place of clock\n"
        "E1,Olive,olive@example.com,,Europe/Oslo\n"
        "E2,Fay,fay@example.com,E1,Europe/Berlin\n"
        "E3,Pat,pat@example.com,E1,Europe/Berlin\n"
    )

    assert read_sheet(text).mapping == {
        "employee_id": "key",
        "name": "person",
        "email": "contact",
        "manager_id": "lead",
        "time_zone": "place of clock",
    }


def test_a_name_beside_a_first_name_is_the_last_name() -> None:
    assert read_sheet("Personalnummer;Name;Vorname\n1;Oak;Olive\n").rows[0].name == "Olive Oak"


def test_a_separator_line_of_excel_is_believed() -> None:
    sheet = read_sheet("sep=|\nid|name, full\n1|Olive\n", mapping={"name": "name, full"})

    assert (sheet.delimiter, sheet.rows[0].name, sheet.rows[0].line) == ("|", "Olive", 3)


def test_a_table_may_begin_like_an_archive() -> None:
    assert read_sheet(b"PK,id,name\n9,1,Olive\n").rows[0].name == "Olive"
