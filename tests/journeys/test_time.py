"""From published groups to an accepted invitation on a CalDAV server, an answer, and a moved meeting."""

from __future__ import annotations

import mailbox
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from minim.groups.models import Group, Role
from minim.meetings.models import Answer, Meeting
from tests.assignments.company import draft, make_company
from tests.integrations.calendar.client import CalendarClient
from tests.integrations.calendar.radicale import calendar_server
from tests.worker.town import eventually

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from playwright.sync_api import Page
    from pytest_django import Settings

    from minim.people.models import Person
    from tests.browser import Visits
    from tests.integrations.sink import Sink


@pytest.mark.usefixtures("worker")
def test_from_a_published_group_to_a_calendar_that_follows(
    visits: Visits, sink: Sink, settings: Settings, tmp_path: Path
) -> None:
    settings.MAILBOX = f"maildir://{tmp_path / 'mail'}"
    post = mailbox.Maildir(tmp_path / "mail", create=True)
    company = make_company(12)
    draft(company).publish(by=company.olive)
    group = Group.objects.order_by("pk")[0]
    fay, pat = (seats_of(group, role)[0] for role in (Role.FACILITATOR, Role.PARTICIPANT))

    page = visits.open(fay)
    set_a_time(page, group)
    invitation = letter_to(sink, pat, "Your group meets")

    with calendar_server() as server:
        calendar = CalendarClient(server.calendar, str(pat.email))
        calendar.receive(invitation)
        first, second = coming(group)[:2]
        assert shown(calendar)[:2] == [first.starts_at, second.starts_at]

        post.add(calendar.answer(first.stretch.uid, "ACCEPTED"))
        eventually(lambda: Answer.objects.filter(person=pat, said="ACCEPTED").exists(), 90)
        assert str(invitation["From"]).count("@") == 1
        page.goto(f"/groups/{group.pk}/series/")
        expect(page.locator("main")).to_contain_text(f"{pat.name} comes")

        move_by_hand(page, first)
        calendar.receive(letter_to(sink, pat, "instead"))
        first.refresh_from_db()
        assert shown(calendar)[:2] == [first.starts_at, second.starts_at]

    only_their_own_address(sink, [pat, *seats_of(group, Role.PARTICIPANT)[1:]])


def set_a_time(page: Page, group: Group) -> None:
    page.goto(f"/groups/{group.pk}/time/")
    page.locator(".offer").first.get_by_role("link").first.click()
    page.get_by_role("button", name="Set this time and invite everybody").click()
    expect(page.get_by_text("The time is set, and everybody is being invited.")).to_be_visible()


def move_by_hand(page: Page, meeting: Meeting) -> None:
    page.goto(f"/groups/{meeting.series.group_id}/series/{meeting.pk}/")
    page.get_by_label("Minutes").fill("75")
    page.get_by_role("button", name="Move it and tell everybody").click()
    expect(page.get_by_text("The meeting is moved, and everybody hears of it.")).to_be_visible()


def letter_to(sink: Sink, person: Person, subject: str) -> EmailMessage:
    def arrived() -> EmailMessage | None:
        letters = sink.to(str(person.email))
        return next((letter for letter in letters if subject in str(letter["Subject"])), None)

    found: EmailMessage = eventually(arrived, 90)
    return found


def only_their_own_address(sink: Sink, people: list[Person]) -> None:
    for person in people:
        for letter in sink.to(str(person.email)):
            words = letter.as_string()
            assert not [other.email for other in people if other != person and str(other.email) in words]


def seats_of(group: Group, role: Role) -> list[Person]:
    return [seat.person for seat in group.sitting() if seat.role == role]


def coming(group: Group) -> list[Meeting]:
    return list(Meeting.objects.filter(series__group=group).planned().order_by("planned_at"))


def shown(calendar: CalendarClient) -> list[datetime]:
    now = datetime.now(UTC)
    return [start for start, _ in calendar.shown(now, now + timedelta(days=90))]
