"""The pack: what one opens it with finds in it what the plan says."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from io import BytesIO, StringIO
from pathlib import PurePosixPath
from typing import Any

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from markdown_it import MarkdownIt
from pypdf import PdfReader

from minim.playbook import PlanRole, guides, letters_to_many, our_agreement
from minim.rollout.answers import Answers, Meets, Trust
from minim.rollout.pack import csv_of, ics_of, pack_files, pdf_of
from minim.rollout.pack.typesetting import typeset
from minim.rollout.planning import DatedPlan, plan_for
from tests.rollout.companies import answers

NASTY = '#panic("no") $x^2 \\ " #{ ]] *_` <label> @ref // = [ #include "/etc/passwd"'
MADE_AT = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
PLAN = plan_for(
    Answers(
        managers=80, start_on=date(2027, 1, 11), country="US", meets=Meets.MIXED, trust=Trust.LOW, zones=3
    )
)


@cache
def pages() -> tuple[str, ...]:
    reader = PdfReader(BytesIO(pdf_of(PLAN, MADE_AT)))
    return tuple(" ".join(page.extract_text().split()) for page in reader.pages)


@cache
def files() -> dict[str, bytes]:
    return dict(pack_files(PLAN, MADE_AT, "7"))


def first_task_says(plan: DatedPlan, **said: str) -> DatedPlan:
    step = plan.steps[0]
    tasks = (replace(step.tasks[0], **said), *step.tasks[1:])  # type: ignore[arg-type]
    return replace(plan, steps=(replace(step, tasks=tasks), *plan.steps[1:]))


def test_the_pdf_holds_the_whole_plan() -> None:
    text = " ".join(pages())

    assert "A Mini-M program of your own For 80 managers in about 12 groups" in pages()[0]
    assert "Yes, Mini-M fits you." in pages()[2]
    for step in PLAN.steps:
        assert step.title in text
        assert " ".join(step.why.split())[:60] in text
    for task in PLAN.tasks:
        assert task.title in text
        assert " ".join(task.words.split())[:30] in text
    assert all(one.title in text for one in PLAN.milestones)
    assert all(guide.title in text for guide in guides().values())
    assert "Minute 18 to 24: What I ask of you" in text
    assert all(letter.title in text and letter.subject in text for letter in letters_to_many().values())
    assert "Hello [name]," in text
    assert our_agreement().words.split("## ")[1].splitlines()[0] in text


def test_each_role_finds_its_list_and_the_page_to_read() -> None:
    begin = next(number for number, page in enumerate(pages()) if "Copy the page of each role" in page)
    lists = " ".join(pages()[begin : begin + 4])

    assert all(task.title in lists for role in PlanRole for task in PLAN.tasks_of(role))
    number = int(re.findall(r"To read: Forming groups, page (\d+)", " ".join(pages()))[0])
    assert pages()[number - 1].startswith("Forming groups ")


def test_the_pdf_can_be_read_aloud_and_has_bookmarks() -> None:
    reader = PdfReader(BytesIO(pdf_of(PLAN, MADE_AT)))

    catalog: Any = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "en"
    assert reader.metadata
    assert reader.metadata.title == "A Mini-M program of your own"
    assert b"<pdfuaid:part>1<" in catalog["/Metadata"].get_object().get_data()
    assert len(reader.outline) > 10


def test_the_same_plan_is_the_same_file() -> None:
    assert pdf_of(PLAN, MADE_AT) == pdf_of(PLAN, MADE_AT)


def test_it_is_set_in_our_own_letters_and_none_is_missing() -> None:
    reader = PdfReader(BytesIO(pdf_of(PLAN, MADE_AT)))
    resources: list[Any] = [page["/Resources"] for page in reader.pages]
    fonts = {
        str(font.get_object()["/BaseFont"]).split("+")[-1]
        for of_page in resources
        for font in of_page.get("/Font", {}).values()
    }

    assert {re.split("[-0-9]", name)[0] for name in fonts} == {"Figtree", "Fraunces"}


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_words_become_a_command_of_the_typesetter(words: str) -> None:
    made = typst.compile(typeset(f"{NASTY}\n\n- {words}\n\n> {words}", 2).encode())

    assert made[:5] == b"%PDF-"


def test_a_task_of_ones_own_may_hold_anything() -> None:
    plan = first_task_says(PLAN, words=NASTY, title=NASTY, done_when=NASTY)

    assert pdf_of(plan, MADE_AT)[:5] == b"%PDF-"


def test_a_letter_our_fonts_do_not_have_costs_nobody_their_pack() -> None:
    made = PdfReader(BytesIO(pdf_of(first_task_says(PLAN, title="Ask 田中 🌱 first"), MADE_AT)))

    assert len(made.pages) == len(pages())


@settings(max_examples=8, deadline=None)
@given(answers())
def test_every_company_gets_its_pack(said: Answers) -> None:
    plan = plan_for(said)
    made = pack_files(plan, MADE_AT, "1")

    assert made["pack.pdf"][:5] == b"%PDF-"
    assert all(task.title.encode() in made["plan.md"] for task in plan.tasks)


def test_words_stand_in_the_pdf_as_they_were_written() -> None:
    nasty = '#panic("no") $x$ \\u{41} "quoted" #set page(fill: red)'
    made = PdfReader(BytesIO(pdf_of(first_task_says(PLAN, words=f"`{nasty}`"), MADE_AT)))

    assert nasty in " ".join(" ".join(page.extract_text().split()) for page in made.pages)


def test_a_calendar_reads_the_milestones_and_moves_them() -> None:
    read = Calendar.from_ical(ics_of(PLAN, MADE_AT, "7"))
    moved = plan_for(replace(PLAN.answers, start_on=date(2027, 2, 1)))
    later = Calendar.from_ical(ics_of(moved, MADE_AT + timedelta(hours=1), "7"))

    events = list(read.walk("VEVENT"))
    assert [(str(one["summary"]), one.decoded("dtstart")) for one in events] == [
        (f"Mini-M: {one.title}", one.on) for one in PLAN.milestones
    ]
    assert all(one.decoded("dtend") - one.decoded("dtstart") == timedelta(days=1) for one in events)
    assert {str(one["transp"]) for one in events} == {"TRANSPARENT"}
    uids = [str(one["uid"]) for one in events]
    assert len(set(uids)) == len(uids)
    assert uids == [str(one["uid"]) for one in later.walk("VEVENT")]
    assert all(
        after.decoded("sequence") > before.decoded("sequence")
        for before, after in zip(events, later.walk("VEVENT"), strict=True)
    )


def test_two_plans_do_not_share_a_milestone() -> None:
    uids = [
        {str(one["uid"]) for one in Calendar.from_ical(ics_of(PLAN, MADE_AT, key)).walk("VEVENT")}
        for key in "78"
    ]

    assert not uids[0] & uids[1]


def test_a_tracker_reads_every_task() -> None:
    rows = list(csv.DictReader(StringIO(csv_of(PLAN))))

    assert [(row["key"], row["start date"], row["due date"]) for row in rows] == [
        (task.key, task.starts_on.isoformat(), task.due_on.isoformat()) for task in PLAN.tasks
    ]
    assert {row["owner"] for row in rows} == {
        "Sponsor",
        "Organizer",
        "PeopleOps",
        "Facilitator",
        "Participant",
    }
    known = {row["key"] for row in rows}
    assert all(set(row["needs"].split()) <= known for row in rows)
    assert sum(int(row["effort in minutes"]) for row in rows) == sum(task.minutes for task in PLAN.tasks)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_task_is_a_formula(start: str) -> None:
    written = csv_of(first_task_says(PLAN, title=f'{start}HYPERLINK("x")', words=f"{start}1"))

    row = next(csv.DictReader(StringIO(written)))
    assert (row["title"], row["description"]) == (f'\'{start}HYPERLINK("x")', f"'{start}1")


def test_the_files_are_what_a_company_needs() -> None:
    names = set(files())

    assert {
        "pack.pdf",
        "plan.md",
        "timeline.svg",
        "tasks.csv",
        "milestones.ics",
        "working-agreement.md",
    } < names
    assert {f"checklists/{role}.md" for role in PlanRole} < names
    assert {f"guides/{guide.role}/{guide.slug}.md" for guide in guides().values()} < names
    assert len([name for name in names if name.startswith("letters/")]) == len(letters_to_many())
    assert not any(b"{{" in text or b"{%" in text for name, text in files().items() if name.endswith(".md"))
    assert all(re.fullmatch(r"[a-z0-9-]+(/[a-z0-9-]+)*\.[a-z]+", name) for name in names)


def test_each_link_between_the_files_leads_to_one() -> None:
    found = 0
    for name, text in files().items():
        if name.endswith(".md"):
            for link in _links(text.decode()):
                found += 1
                assert _resolved(PurePosixPath(name).parent, link) in files()
    assert found > 40


def _links(text: str) -> list[str]:
    tokens = MarkdownIt().parse(text)
    inside = (child for token in tokens for child in token.children or ())
    return [str(child.attrGet("href")) for child in inside if child.type == "link_open"]


def _resolved(folder: PurePosixPath, link: str) -> str:
    parts: list[str] = []
    for part in (folder / link).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def test_a_checklist_has_a_box_for_each_task_of_that_role() -> None:
    for role in PlanRole:
        text = files()[f"checklists/{role}.md"].decode()
        assert text.count("- [ ] ") == len(PLAN.tasks_of(role)) > 0
        assert all(task.title in text for task in PLAN.tasks_of(role))


def test_a_company_for_which_it_is_not_yet_the_time_reads_why() -> None:
    plan = plan_for(replace(PLAN.answers, managers=6))
    text = dict(pack_files(plan, MADE_AT, "7"))["plan.md"].decode()

    assert "**Not yet. Something has to be there first.**" in text
    assert "### Why not yet\n\n- With 6 managers" in text
