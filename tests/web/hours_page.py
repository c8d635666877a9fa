"""What the tests of "my hours" share: reading the page, and writing calendars."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

if TYPE_CHECKING:
    from django.test import Client

    from minim.people.models import Person

SECRET = "Kx7secretfoldername"
WORKING_HOURS = """\
BEGIN:VEVENT
UID:hours
SUMMARY:Working hours
DTSTART:20260105T083000
DTEND:20260105T163000
RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE
END:VEVENT"""


def words(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def value(answer: Any, name: str) -> list[str]:
    """What stands in the fields of this name."""
    soup = BeautifulSoup(answer.content, "html.parser")
    return [str(field.get("value", "")) for field in soup.select(f"[name={name}]")]


def refused_fields(answer: Any) -> set[str]:
    soup = BeautifulSoup(answer.content, "html.parser")
    return {str(field["name"]) for field in soup.select("[aria-invalid=true]")}


def said(person: Person) -> tuple[str, str]:
    person.refresh_from_db()
    return person.own_zone, person.own_hours


def calendar_text(*entries: tuple[datetime, int], more: str = "", uid: str = "") -> bytes:
    """A calendar with entries that say more than anybody here should know."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Town//EN"]
    for number, (starts, minutes) in enumerate(entries):
        ends = starts + timedelta(minutes=minutes)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uid or number}",
            f"DTSTART:{starts:%Y%m%dT%H%M%SZ}",
            f"DTEND:{ends:%Y%m%dT%H%M%SZ}",
            f"SUMMARY:{SECRET} with the doctor",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, *more.split("\n"), "END:VCALENDAR", ""]).replace("\r\n\r\n", "\r\n").encode()


def tomorrow(hour: int = 10) -> datetime:
    return (timezone.now() + timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0)


def upload(client: Client, content: bytes, name: str = "me.ics") -> Any:
    return client.post("/hours/file/", {"file": SimpleUploadedFile(name, content)})
