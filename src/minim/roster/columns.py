"""Which column holds what: by its name, then by what stands in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from minim.roster.zones import is_zone

SYNONYMS: dict[str, tuple[str, ...]] = {
    "employee_id": (
        "employee id", "employee number", "employee no", "employee nr", "worker id", "person id",
        "staff id", "staff number", "personnel number", "personnel no", "id", "user id", "userid",
        "person number", "pernr", "emplid", "employee code", "payroll id", "associate id", "personio id",
        "bob id", "people number", "personalnummer", "personal nr", "pers nr", "mitarbeiternummer",
        "mitarbeiter nr", "mitarbeiter id", "matricule", "numero employe", "id employe",
        "numero de empleado", "id empleado", "id de empleado", "numero empleado", "legajo",
    ),
    "name": (
        "name", "full name", "display name", "displayname", "preferred full name", "employee name",
        "worker", "worker name", "legal name", "legal full name", "employee", "person", "complete name",
        "vollstandiger name", "mitarbeiter", "mitarbeitername", "nom complet", "nom et prenom",
        "nombre completo", "nombre y apellidos",
    ),
    "first_name": (
        "preferred first name", "preferred name", "known as", "first name", "firstname", "given name",
        "forename", "legal first name", "vorname", "rufname", "prenom", "nombre", "primer nombre",
    ),
    "last_name": (
        "last name", "lastname", "surname", "family name", "legal last name", "nachname", "familienname",
        "nom", "nom de famille", "apellido", "apellidos",
    ),
    "email": (
        "email", "e mail", "work email", "email address", "e mail address", "business email",
        "company email", "primary work email", "email work", "email primary work", "mail",
        "user principal name", "upn", "e mail adresse", "email adresse", "dienstliche e mail",
        "adresse e mail", "adresse email", "courriel", "correo", "correo electronico",
    ),
    "title": (
        "title", "job title", "position", "position title", "business title", "role", "job", "job name",
        "designation", "stelle", "stellenbezeichnung", "jobtitel", "berufsbezeichnung", "poste",
        "intitule du poste", "fonction occupee", "cargo", "puesto",
    ),
    "manager_id": (
        "manager id", "manager employee id", "manager employee number", "manager number", "manager no",
        "supervisor id", "supervisor number", "reports to id", "reports to employee id", "manager userid",
        "manager user id", "line manager id", "direct manager id", "manager worker id", "manager email",
        "managers email", "manager s email", "supervisor email", "reports to email", "line manager email",
        "manager work email", "reports to", "manager", "line manager", "supervisor", "direct manager",
        "boss", "manager name", "managers name", "manager s name", "supervisor name", "reporting to",
        "reporting manager", "worker s manager", "vorgesetzter", "vorgesetzte", "vorgesetzter id",
        "vorgesetzten nr", "personalnummer vorgesetzter", "fuhrungskraft", "fuhrungskraft id", "teamleiter",
        "manager matricule", "matricule manager", "responsable", "superieur", "superieur hierarchique",
        "n 1", "jefe", "id jefe", "jefe directo", "id responsable", "supervisor directo", "id manager",
        "id supervisor",
    ),
    "manager_name": (
        "manager name", "managers name", "manager s name", "supervisor name", "line manager name",
        "reports to name", "manager full name", "name vorgesetzter", "nom du manager", "nombre del jefe",
        "manager", "line manager", "direct manager", "supervisor", "reports to",
    ),
    "function": (
        "function", "job function", "job family", "job family group", "discipline", "profession",
        "funktion", "funktionsbereich", "fonction", "famille d emploi", "funcion", "familia de puestos",
    ),
    "department": (
        "department", "department name", "dept", "organization", "organisation", "org unit",
        "organizational unit", "supervisory organization", "division", "business unit", "area", "abteilung",
        "bereich", "organisationseinheit", "departement", "service", "direction", "departamento",
        "cost center", "cost centre", "kostenstelle",
    ),
    "team": (
        "team", "team name", "squad", "section", "sub department", "subdepartment", "group", "unit",
        "gruppe", "equipe", "equipo", "seccion",
    ),
    "location": (
        "location", "work location", "office", "site", "city", "office location", "work site",
        "location name", "country", "standort", "arbeitsort", "buro", "ort", "stadt", "lieu",
        "lieu de travail", "bureau", "site de travail", "ville", "ubicacion", "oficina", "sede", "ciudad",
        "lugar de trabajo",
    ),
    "level": (
        "level", "job level", "management level", "grade", "job grade", "career level", "pay grade",
        "seniority", "hierarchy level", "band", "ebene", "stufe", "fuhrungsebene", "niveau", "echelon",
        "nivel", "grado",
    ),
    "time_zone": (
        "time zone", "timezone", "tz", "zone", "work time zone", "zeitzone", "fuseau horaire", "fuseau",
        "zona horaria", "huso horario",
    ),
    "working_hours": (
        "working hours", "work hours", "workinghours", "hours", "schedule", "work schedule", "office hours",
        "arbeitszeit", "arbeitszeiten", "horaires", "horaires de travail", "heures de travail", "horario",
        "horario laboral", "horario de trabajo",
    ),
    "experience": (
        "experience", "years as manager", "years as a manager", "management experience",
        "years of management", "manager experience", "years managing", "jahre als fuhrungskraft",
        "fuhrungserfahrung", "annees de management", "anos como jefe", "experience years",
    ),
    "started_on": (
        "started on", "start date", "hire date", "hired on", "date of hire", "joining date", "date joined",
        "entry date", "original hire date", "company start date", "employment start date", "eintrittsdatum",
        "eintritt", "startdatum", "date d entree", "date d embauche", "date de debut", "fecha de inicio",
        "fecha de ingreso", "fecha de alta",
    ),
    "energy": (
        "energy", "energie", "energia",
    ),
    "attendance": (
        "attendance", "expected attendance", "attendance rate", "participation", "participation rate",
        "teilnahme", "teilnahmequote", "presence", "asistencia", "participacion",
    ),
    "willing": (
        "willing", "willing to facilitate", "facilitator", "may facilitate", "can facilitate", "volunteer",
        "moderation", "moderator", "animateur", "facilitador",
    ),
    "trained": (
        "trained", "trained facilitator", "facilitator training", "training done", "geschult",
        "ausgebildet", "forme", "formado", "capacitado",
    ),
    "status": (
        "status", "employment status", "employee status", "worker status", "beschaftigungsstatus", "statut",
        "estado",
    ),
    "away_until": (
        "away until", "on leave until", "leave end date", "leave until", "abwesend bis", "absent jusqu au",
        "ausente hasta",
    ),
}  # fmt: skip
FIELDS = tuple(SYNONYMS)

EMAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\".]+")
SAMPLE_ROWS = 2_000
MOST = 0.8

_RANKS = {
    field: {synonym: rank for rank, synonym in enumerate(synonyms)} for field, synonyms in SYNONYMS.items()
}
_KNOWN = frozenset(synonym for synonyms in SYNONYMS.values() for synonym in synonyms)


def plain(header: str) -> str:
    """A column name without case, accents and punctuation; “managerId” reads “manager id”."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    letters = unicodedata.normalize("NFKD", spaced.replace("#", " number ").casefold())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", kept).split())


def known_headers(cells: Iterable[str]) -> int:
    """How many of the cells are column names we know."""
    return sum(plain(cell) in _KNOWN for cell in cells)


def guess(
    header: Sequence[str], rows: Sequence[tuple[int, list[str]]], given: Mapping[str, str]
) -> dict[str, str]:
    """Field → column. What is given wins; an empty column name keeps a field unread."""
    mapping = {name: column for name, column in given.items() if not column or column in header}
    for name in FIELDS:
        if name not in mapping:
            best = _by_name(name, header, set(mapping.values()))
            if best:
                mapping[name] = best
    _by_content(mapping, header, rows)
    _settle_names(mapping, given)
    return {name: mapping[name] for name in FIELDS if mapping.get(name)}


def _by_name(name: str, header: Sequence[str], taken: set[str]) -> str | None:
    ranks = _RANKS[name]
    found = [
        (ranks[plain(column)], column) for column in header if column not in taken and plain(column) in ranks
    ]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _settle_names(mapping: dict[str, str], given: Mapping[str, str]) -> None:
    """One full name, or first and last name. Beside a first name, “Name” alone means the last name."""
    whole = mapping.get("name")
    if not whole or "name" in given or not mapping.get("first_name"):
        return
    if not mapping.get("last_name") and plain(whole) in ("name", "nom"):
        mapping["last_name"] = mapping.pop("name")
    else:
        mapping.pop("first_name", None)
        mapping.pop("last_name", None)


def _by_content(
    mapping: dict[str, str], header: Sequence[str], rows: Sequence[tuple[int, list[str]]]
) -> None:
    """Find e-mails, numbers, managers and zones whose columns have names we do not know."""
    for position, column in enumerate(header):
        if column in mapping.values():
            continue
        values = [cells[position].strip() for _, cells in rows[:SAMPLE_ROWS] if position < len(cells)]
        values = [value for value in values if value]
        name = _kind(values)
        if name and name not in mapping:
            mapping[name] = column
    if "employee_id" in mapping and "manager_id" not in mapping:
        _find_managers(mapping, header, rows)


def _kind(values: list[str]) -> str | None:
    if len(values) < 2:
        return None
    if _share(bool(EMAIL.fullmatch(value)) for value in values) >= MOST:
        return "email" if len(set(values)) >= MOST * len(values) else "manager_id"
    if _share(is_zone(value) for value in values) >= MOST:
        return "time_zone"
    if len(set(values)) == len(values) and all(
        re.fullmatch(r"[A-Za-z]{0,4}[-_ ]?\d{1,12}", value) for value in values
    ):
        return "employee_id"
    return None


def _find_managers(
    mapping: dict[str, str], header: Sequence[str], rows: Sequence[tuple[int, list[str]]]
) -> None:
    """A column whose values repeat and are mostly other people's numbers names their managers."""
    numbers = header.index(mapping["employee_id"])
    ids = {cells[numbers].strip() for _, cells in rows if numbers < len(cells)}
    for position, column in enumerate(header):
        if column in mapping.values():
            continue
        values = [
            cells[position].strip() for _, cells in rows if position < len(cells) and cells[position].strip()
        ]
        if (
            len(values) > 1
            and len(set(values)) < len(values)
            and _share(value in ids for value in values) >= 0.5
        ):
            mapping["manager_id"] = column
            return


def _share(found: Iterable[bool]) -> float:
    answers = list(found)
    return sum(answers) / len(answers) if answers else 0.0
