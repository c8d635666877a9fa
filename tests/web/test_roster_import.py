"""Olive brings rosters through the pages, good ones and hostile ones."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from minim.groups.models import Group, Seat
from minim.people.models import Person, RosterImport
from minim.roster.limits import MAX_BYTES
from tests.make import make_group, make_person

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
REAL = Path(__file__).parents[3] / "shared" / "data" / "rosters" / "company_1336.csv"
HEADER = "employee_id,name,email,manager_id"


@pytest.fixture
def olive(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.olive, backend=BACKEND)
    return client


def upload(client: Client, content: bytes, name: str = "roster.csv") -> Any:
    return client.post(reverse("roster:import"), {"file": SimpleUploadedFile(name, content)})


def paste(client: Client, *rows: str, header: str = HEADER) -> RosterImport:
    """Bring rows and accept the guessed columns; the preview is next."""
    answer = client.post(reverse("roster:import"), {"text": "\n".join((header, *rows))})
    roster = RosterImport.objects.get(applied_at=None)
    assert answer.headers["Location"] == reverse("roster:columns", args=[roster.pk])
    accept_columns(client, roster)
    return roster


def accept_columns(client: Client, roster: RosterImport) -> None:
    address = reverse("roster:columns", args=[roster.pk])
    form = client.get(address).context["form"]
    answer = client.post(address, {name: field.initial for name, field in form.fields.items()})
    assert answer.headers["Location"] == reverse("roster:preview", args=[roster.pk])


def look(client: Client, roster: RosterImport, **query: str) -> str:
    headers = {"HX-Request": "true"} if query else {}
    return client.get(reverse("roster:preview", args=[roster.pk]), query, headers=headers).content.decode()


def agree(client: Client, roster: RosterImport, *, seen: str | None = None, missing: str = "") -> Any:
    page = client.get(reverse("roster:preview", args=[roster.pk]))
    seen = seen or page.context["preview"].found.fingerprint
    return client.post(reverse("roster:apply", args=[roster.pk]), {"seen": seen, "missing": missing})


def everything() -> list[Any]:
    return list(Person.objects.order_by("pk").values())


def test_the_whole_way_from_a_file_to_people(cast: Cast, olive: Client) -> None:
    content = (
        "Nummer;Name;E-Mail;Vorgesetzter\nA1;Ána Ash;ana@example.com;\nA2;Ben Birch;ben@example.com;A1\n"
    )
    answer = upload(olive, content.encode("utf-16"), "Mitarbeiter März.csv")
    roster = RosterImport.objects.get()
    assert answer.headers["Location"] == reverse("roster:columns", args=[roster.pk])

    columns = olive.get(answer.headers["Location"]).content.decode()
    assert all(shown in columns for shown in ("Mitarbeiter März.csv", "Vorgesetzter", "Ána Ash"))
    accept_columns(olive, roster)
    before = everything()
    preview = look(olive, roster)
    assert all(shown in preview for shown in ("Ána Ash", "Ben Birch", "Apply this roster"))
    assert everything() == before

    agree(olive, roster)

    done = look(olive, roster)
    assert "The roster is in" in done
    assert Person.objects.get(employee_id="A2").manager == Person.objects.get(name="Ána Ash")
    assert bytes(RosterImport.objects.get().content) == b""


def test_columns_can_be_corrected_and_are_remembered(olive: Client) -> None:
    header = "key,who,mail,boss,kind"
    olive.post(reverse("roster:import"), {"text": f"{header}\nA1,Ana,ana@example.com,,North\n"})
    roster = RosterImport.objects.get()
    address = reverse("roster:columns", args=[roster.pk])
    chosen = ["employee_id", "name", "email", "manager_id", "department"]

    olive.post(address, {f"column-{place}": field for place, field in enumerate(chosen)})
    agree(olive, roster)

    assert Person.objects.get(employee_id="A1").department == "North"
    olive.post(reverse("roster:import"), {"text": f"{header}\nA2,Ben,ben@example.com,A1,South\n"})
    form = olive.get(reverse("roster:columns", args=[RosterImport.objects.waiting().get().pk])).context[
        "form"
    ]
    assert [field.initial for field in form.fields.values()] == chosen


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (["name", "name", ""], "already holds this"),
        (["employee_id", "", ""], "which column holds people’s names"),
        (["name", "", ""], "employee numbers or e-mail addresses"),
        (["nonsense", "name", "email"], "Select a valid choice"),
    ],
)
def test_columns_that_cannot_be_meant_are_said_so(olive: Client, chosen: list[str], said: str) -> None:
    olive.post(reverse("roster:import"), {"text": "a,b,c\nA1,Ana,ana@example.com\n"})
    roster = RosterImport.objects.get()
    mapping = roster.mapping

    answer = olive.post(
        reverse("roster:columns", args=[roster.pk]),
        {f"column-{place}": field for place, field in enumerate(chosen)},
    )

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert RosterImport.objects.get().mapping == mapping


def test_the_preview_tells_new_changed_moved_missing_and_outside_apart(cast: Cast, olive: Client) -> None:
    agree(
        olive, paste(olive, "A1,Ana,ana@example.com,", "A2,Ben,ben@example.com,A1", "A3,Cy,cy@example.com,A1")
    )

    preview = look(
        olive, paste(olive, "A1,Ana Ash,ana@example.com,", "A2,Ben,ben@example.com,X9", "A4,Di,,A1")
    )

    assert "<del>Ana</del>" in preview
    assert "<strong>Ana Ash</strong>" in preview
    assert "<del>Ana Ash</del>" in preview  # Ben’s manager before
    assert "<strong>Manager X9</strong>" in preview
    page = olive.get(reverse("roster:preview", args=[RosterImport.objects.waiting().get().pk]))
    members = 11  # of the cast, none of them in this file
    assert page.context["preview"].counts == {
        "new": 1, "changed": 1, "moved": 1, "missing": members + 1, "outside": 1,
    }  # fmt: skip
    assert "Organizer, stays in any case" in preview


def test_long_sections_are_shown_page_by_page(olive: Client) -> None:
    roster = paste(olive, *(f"N{number:03},New {number:03},," for number in range(45)))

    second = look(olive, roster, section="new", page="2")

    assert ("New 000" in second, "New 010" in second, "New 020" in second) == (False, True, False)
    assert "<html" not in second
    nonsense = olive.get(
        reverse("roster:preview", args=[roster.pk]), {"section": "secrets"}, headers={"HX-Request": "true"}
    )
    assert nonsense.status_code == 404


def test_mistakes_are_named_by_line_and_column_and_stop_everything(olive: Client) -> None:
    roster = paste(olive, "A1,Ana,ana@example.com,A2", "A2,Ben,not an address,A1", "A2,Cy,cy@example.com,")
    before = everything()

    preview = look(olive, roster)
    olive.post(reverse("roster:apply", args=[roster.pk]), {"seen": "x" * 32})

    assert "mistakes to put right" in preview
    assert "Apply this roster" not in preview
    assert 'class="num">4<' in preview
    assert everything() == before


def test_even_an_agreed_fingerprint_does_not_apply_mistakes(olive: Client) -> None:
    roster = paste(olive, "A1,Ana,ana@example.com,A2", "A2,Ben,ben@example.com,A1")
    before = everything()

    agree(olive, roster)

    assert everything() == before
    assert "circle" in look(olive, roster)


def test_missing_people_stay_or_leave_as_olive_says(cast: Cast, olive: Client) -> None:
    agree(olive, paste(olive, "A1,Ana,ana@example.com,"))
    assert Person.objects.get(pk=cast.pat.pk).status == "active"

    agree(olive, paste(olive, "A1,Ana,ana@example.com,"), missing="left")

    assert Person.objects.get(pk=cast.pat.pk).status == "left"
    assert Person.objects.get(pk=cast.olive.pk).status == "active"
    assert not Seat.objects.current().filter(person=cast.pat).exists()


def test_a_reorganization_names_the_groups_that_would_break_a_promise(cast: Cast, olive: Client) -> None:
    ana, ben = make_person("Ana", employee_id="A1"), make_person("Ben", employee_id="A2")
    third = make_person("Cy", employee_id="A3")
    make_group(name="Half Note", program=cast.program, facilitator=ana, members=[ben, third])
    elsewhere = make_group(
        name="Hidden Name",
        members=[make_person("Dee", employee_id="D1"), make_person("Eve", employee_id="E1")],
    )
    moves = (
        "A2,Ben,ben@example.com,M1",
        "M1,Mid,,A1",
        "A3,Cy,cy@example.com,A1",
        "E1,Eve,eve@example.com,D1",
    )
    roster = paste(olive, "A1,Ana,ana@example.com,", "D1,Dee,dee@example.com,", *moves)

    preview = look(olive, roster)
    assert not Group.objects.breaching().exists()
    agree(olive, roster)
    done = look(olive, roster)

    assert set(Group.objects.breaching().values_list("name", flat=True)) == {"Half Note", elsewhere.name}
    for page in (preview, done):
        assert "Cy reports to a group-mate, Ana." in page
        assert "Ben sits with Ana, who is further up in their chain." in page
        assert "1 group of a program you do not organize" in page
        assert "Hidden Name" not in page


def test_applying_twice_does_nothing_the_second_time(olive: Client) -> None:
    roster = paste(olive, "A1,Ana,ana@example.com,")
    seen = olive.get(reverse("roster:preview", args=[roster.pk])).context["preview"].found.fingerprint
    agree(olive, roster, seen=seen)
    Person.objects.filter(employee_id="A1").update(title="Changed since")

    answer = agree_blindly(olive, roster, seen)

    assert answer.headers["Location"] == reverse("roster:preview", args=[roster.pk])
    assert Person.objects.get(employee_id="A1").title == "Changed since"


def agree_blindly(client: Client, roster: RosterImport, seen: str) -> Any:
    return client.post(reverse("roster:apply", args=[roster.pk]), {"seen": seen, "missing": "left"})


def test_what_changed_since_the_preview_is_shown_again_first(cast: Cast, olive: Client) -> None:
    roster = paste(olive, "A1,Ana,ana@example.com,")
    seen = olive.get(reverse("roster:preview", args=[roster.pk])).context["preview"].found.fingerprint
    make_person("Newly Missing")

    agree_blindly(olive, roster, seen)

    assert not Person.objects.filter(employee_id="A1").exists()
    assert "People have changed since you looked" in look(olive, roster)


def test_another_organizer_does_not_find_olives_roster(cast: Cast, olive: Client) -> None:
    roster = paste(olive, "A1,Ana,ana@example.com,")
    second = Client()
    second.force_login(make_person("Second", is_organizer=True), backend=BACKEND)

    for name in ("preview", "columns"):
        assert second.get(reverse(f"roster:{name}", args=[roster.pk])).status_code == 404
    for name in ("apply", "discard", "columns"):
        assert second.post(reverse(f"roster:{name}", args=[roster.pk]), {"seen": "x"}).status_code == 404
    assert RosterImport.objects.filter(pk=roster.pk).exists()


def test_a_roster_is_not_found_after_a_day_and_its_content_is_gone(olive: Client) -> None:
    roster = paste(olive, "A1,Ana,ana@example.com,")
    RosterImport.objects.update(created_at=timezone.now() - timedelta(days=1, minutes=1))

    assert olive.get(reverse("roster:preview", args=[roster.pk])).status_code == 404
    olive.get(reverse("roster:import"))
    assert not RosterImport.objects.exists()


def test_a_roster_can_be_thrown_away(olive: Client) -> None:
    roster = paste(olive, "A1,Ana,ana@example.com,")
    assert "is waiting for you" in olive.get(reverse("roster:import")).content.decode()

    olive.post(reverse("roster:discard", args=[roster.pk]))

    assert not RosterImport.objects.exists()


def test_a_file_or_rows_but_not_both_and_not_neither(olive: Client) -> None:
    both = {"file": SimpleUploadedFile("a.csv", b"id,name\nA1,Ana"), "text": "id,name\nA2,Ben"}

    assert olive.post(reverse("roster:import"), both).status_code == 422
    assert olive.post(reverse("roster:import"), {"text": " \n"}).status_code == 422
    assert not RosterImport.objects.exists()


def zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("[Content_Types].xml", "<Types/>")
        out.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    return packed.getvalue()


def formulas() -> bytes:
    book, packed = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["employee_id", "name", "email"])
    sheet.append(["A1", '=HYPERLINK("http://evil.example","Ana")', "=1+1"])
    book.save(packed)
    return packed.getvalue()


HOSTILE: dict[str, tuple[str, Any]] = {
    "commas": ("roster.csv", lambda: b"," * 20_000_000),
    "lines of commas": ("roster.csv", lambda: b"id,name\n" + b",,,,,,,,,\n" * 2_000_000),
    "zip bomb": ("roster.xlsx", zip_bomb),
    "nul bytes": ("roster.csv", lambda: b"id,name\nA1,A\x00na\n"),
    "a thousand columns": (
        "roster.csv",
        (",".join(f"c{n}" for n in range(1_000)) + "\n1\n").encode,
    ),
    "ten megabytes in a cell": ("roster.csv", lambda: b'id,name\nA1,"' + b"x" * 10_000_000 + b'"\n'),
    "a picture": ("roster.csv", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40),
    "a torn workbook": ("roster.xlsx", lambda: formulas()[:2_000]),
    "nothing": ("roster.csv", lambda: b""),
    "column names alone": ("roster.csv", lambda: b"id,name\n"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_gets_a_clear_answer_and_changes_nothing(olive: Client, kind: str) -> None:
    name, make = HOSTILE[kind]
    before = everything()

    answer = upload(olive, make(), name)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "We could not use this" in page
    assert "Nothing was kept or changed." in page
    assert everything() == before
    assert not RosterImport.objects.exists()


def test_nul_bytes_in_pasted_rows_are_named_by_their_line(olive: Client) -> None:
    answer = olive.post(reverse("roster:import"), {"text": "id,name\nA1,Ana\nA2,B\x00en\n"})

    assert answer.status_code == 422
    assert "Line 3" in answer.content.decode()


def test_formulas_are_only_words(olive: Client) -> None:
    upload(olive, b'id,name\nA1,"=HYPERLINK(""http://evil.example"",""Ana"")"\n')
    roster = RosterImport.objects.get()
    accept_columns(olive, roster)

    assert "=HYPERLINK(&quot;http://evil.example&quot;,&quot;Ana&quot;)" in look(olive, roster)


def test_a_workbook_whose_names_are_formulas_without_values_is_no_roster_of_people(olive: Client) -> None:
    upload(olive, formulas(), "roster.xlsx")
    roster = RosterImport.objects.get()
    accept_columns(olive, roster)
    before = everything()

    agree(olive, roster)

    assert "to put right" in look(olive, roster)
    assert everything() == before


def test_columns_of_the_same_name_are_asked_about(olive: Client) -> None:
    upload(olive, b"id,name,name,email\nA1,Ana,Ash,ana@example.com\n")
    roster = RosterImport.objects.get()

    columns = olive.get(reverse("roster:columns", args=[roster.pk])).content.decode()

    assert "name (2)" in columns


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_letters_survive_every_encoding(olive: Client, encoding: str) -> None:
    rows = "employee_id,name,email\n" + "".join(f"A{n},Zoë Müller {n},z{n}@example.com\n" for n in range(5))
    upload(olive, rows.encode(encoding))
    roster = RosterImport.objects.get()
    accept_columns(olive, roster)

    agree(olive, roster)

    assert Person.objects.get(employee_id="A3").name == "Zoë Müller 3"


def test_a_request_that_is_too_large_is_sent_away_unread(olive: Client) -> None:
    class Unread(io.BytesIO):
        def read(self, *_: Any) -> bytes:
            raise AssertionError("the body was read")

    answer = olive.generic(
        "POST",
        reverse("roster:import"),
        b"",
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(MAX_BYTES + 2_000_000), "wsgi.input": Unread()},  # type: ignore[arg-type]
    )

    assert answer.status_code == 413
    assert "That is a very large file" in answer.content.decode()


def test_the_form_still_needs_its_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.olive, backend=BACKEND)

    assert client.post(reverse("roster:import"), {"text": "id,name\nA1,Ana"}).status_code == 403
    assert not RosterImport.objects.exists()


@pytest.mark.skipif(not REAL.exists(), reason="the real company's roster is not here")
def test_a_real_company_comes_in(cast: Cast, olive: Client) -> None:
    upload(olive, REAL.read_bytes(), REAL.name)
    roster = RosterImport.objects.get()
    accept_columns(olive, roster)

    agree(olive, roster)

    assert RosterImport.objects.get().outcome == {
        "new": 1336, "changed": 0, "moved": 0, "missing": 11, "left": 0, "outside": 140,
    }  # fmt: skip
    assert Person.objects.outside().count() == 140
    assert Person.objects.managers().count() == 356 + 1  # and Bo of the cast
