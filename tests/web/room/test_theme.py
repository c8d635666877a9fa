"""A sentence goes up from real browsers, or disappears; and what everybody agreed to cannot be exchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from minim.meetings.models import Card, Proposal, Room, Text
from minim.pulse.models import Waiting
from minim.web.room import hearing
from minim.web.room.state import state_of
from tests.meetings.rooms import meet_now
from tests.web.room.weakened import weaken
from tests.worker.town import eventually

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from minim.people.models import Person
    from minim.web.room.look import Look
    from minim.web.room.state import Known
    from tests.browser import Visits
    from tests.cast import Cast

SENTENCE = "Nobody tells us early enough that we are doing well."


@pytest.fixture
def dee(cast: Cast) -> Person:
    return cast.group.sitting().exclude(person__in=[cast.fay, cast.pat])[0].person


@pytest.fixture
def together(visits: Visits, cast: Cast, dee: Person) -> list[Page]:
    """Fay, Pat and Dee are in the room."""
    meeting = meet_now(cast.group)
    pages = [visits.open(person) for person in (cast.fay, cast.pat, dee)]
    for page in pages:
        page.goto(f"/groups/{cast.group.pk}/meetings/{meeting.pk}/room/")
    pages[0].get_by_role("button", name="Let all in").click()
    for page in pages:
        expect(page.get_by_role("button", name="Leave the room")).to_be_visible()
    eventually(lambda: Room.objects.get().epochs.count() == 2)
    return pages


def propose(page: Page) -> None:
    page.get_by_text("Something the company should hear?").click()
    page.get_by_label("One sentence, without names").fill(SENTENCE)
    page.get_by_role("button", name="Ask everybody").click()
    expect(page.get_by_text("Nobody sees who said what")).to_be_visible()


def says_yes(page: Page) -> None:
    page.get_by_role("button", name="Let it go up").click()


def waiting() -> list[str]:
    return [words for sheet in Waiting.objects.all() for words in sheet.words]


def test_a_sentence_goes_up_when_each_has_said_yes(together: list[Page]) -> None:
    fay, pat, dee = together
    propose(pat)
    for page in (fay, dee):
        expect(page.locator(".room-sentence")).to_have_text(SENTENCE)
    assert SENTENCE not in str(list(Text.objects.values())) + str(list(Proposal.objects.values()))

    says_yes(fay)
    expect(fay.get_by_text("Nobody sees who said what")).to_be_visible()
    assert waiting() == []
    says_yes(dee)

    for page in together:
        expect(page.get_by_text("One sentence has gone up from this meeting")).to_be_visible()
    assert waiting() == [SENTENCE]
    assert (Proposal.objects.count(), Card.objects.count()) == (0, 0)


def test_a_no_is_never_sent_and_the_sentence_disappears(together: list[Page], visits: Visits) -> None:
    fay, pat, dee = together
    propose(pat)
    says_yes(fay)
    sent: list[str] = []
    dee.on("request", lambda request: sent.append(request.url))
    dee.get_by_role("button", name="Keep it here").click()
    expect(dee.get_by_text("Nobody sees who said what")).to_be_visible()
    assert [url for url in sent if "/acts/" in url] == []

    Room.objects.get().proposal.delete()
    Card.objects.all().delete()
    Room.objects.get().changed()

    for page in together:
        expect(page.locator(".room-theme")).to_have_count(0)
        expect(page.get_by_text("Something the company should hear?")).to_be_visible()
    assert waiting() == []


def test_a_server_that_exchanges_the_sentence_gets_no_yes(
    together: list[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The seal that everybody is shown is one of the server's own: nothing that it fits is in the room."""
    fay, pat, _ = together

    def told(look: Look, person: Person, known: Known) -> dict[str, Any]:
        state = state_of(look, person, known)
        return state | ({"theme": state["theme"] | {"seal": "0" * 64}} if state["theme"] else {})

    monkeypatch.setattr(hearing, "state_of", told)
    propose_unseen(pat)

    expect(fay.get_by_text("this browser cannot read it")).to_be_visible()
    expect(fay.get_by_role("button", name="Let it go up")).to_have_count(0)

    # Mutant: a browser that does not look at the seal would offer a yes to whatever the seal binds.
    weaken(fay, "theme.js", " || await sealOf(read.text) !== theme.seal", "")
    fay.reload()
    expect(fay.get_by_role("button", name="Let it go up")).to_be_visible()


def propose_unseen(page: Page) -> None:
    page.get_by_text("Something the company should hear?").click()
    page.get_by_label("One sentence, without names").fill(SENTENCE)
    page.get_by_role("button", name="Ask everybody").click()
    eventually(Proposal.objects.exists)
