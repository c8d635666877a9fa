"""A poll from its letter to its word: two of five answer in their browsers, two elsewhere, one not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from minim.pulse.blind import SigningKey
from minim.pulse.models import Sheet
from tests.browser import LAPTOP, PHONE, SMALL_PHONE, sign_in, violations
from tests.make import make_group
from tests.pulse.polls import answer, ended, make_poll, next_key, people_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from minim.groups.models import Group
    from minim.pulse.models import Round
    from tests.browser import Visits
    from tests.cast import Cast

OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SigningKey, "make", next_key)


@pytest.fixture
def group(cast: Cast) -> Group:
    return make_group(5, program=cast.program, name="Alder")


@pytest.fixture
def poll(group: Group) -> Round:
    return make_poll(group)


def come(page: Page) -> None:
    """As the letter leads there."""
    page.goto("/pulse/")
    expect(page.get_by_role("button", name="To the questions")).to_be_enabled()


def fill_in(page: Page, word: str, only: int = 5) -> None:
    page.get_by_role("button", name="To the questions").click()
    for question in page.locator("[data-question]").all()[:only]:
        question.get_by_role("radio", name=word, exact=True).check()


def send(page: Page) -> None:
    page.get_by_role("button", name="Send without my name").click()


def counted(group: Group) -> list[int]:
    return Sheet.objects.get().read().groups[group.pk].sums()


def wrong(page: Page) -> list[Any]:
    found: list[Any] = []
    for size, theme in ((LAPTOP, "dark"), (PHONE, "light"), (SMALL_PHONE, "light")):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        found += [*violations(page), *([f"sticks out at {size}"] if page.evaluate(OUT) else [])]
    return found


def test_from_the_letter_to_the_word(visits: Visits, cast: Cast, poll: Round, group: Group) -> None:
    _, pat, quinn, *others = people_of(group)
    first, second = visits.open(pat, PHONE), visits.open(quinn)
    for page, word in ((first, "Hardly"), (second, "Mostly")):
        come(page)
        fill_in(page, word)
        page.get_by_label("A better time to meet").check()
        send(page)
        expect(page.get_by_role("heading", name="Thank you")).to_be_focused()
    assert counted(group) == [6] * 5
    for person in others:
        answer(person, poll, 2)
    olive = visits.open(cast.olive)
    olive.goto(f"/pulse/programs/{cast.program.pk}/")
    expect(olive.get_by_role("heading", name="Still to come")).to_be_visible()

    ended(poll)

    olive.goto(f"/programs/{cast.program.pk}/")
    olive.get_by_role("link", name="How the groups are doing").click()
    card = olive.get_by_role("article", name="Alder")
    expect(card.get_by_text("Struggling")).to_have_count(6)
    first.goto("/")
    expect(first.get_by_text("A poll is open")).to_have_count(0)
    first.goto(f"/groups/{group.pk}/")
    first.get_by_role("link", name="What was told").click()
    expect(first.get_by_role("heading", level=1, name="Struggling")).to_be_visible()


def test_each_step_is_for_everybody(visits: Visits, poll: Round, group: Group) -> None:
    page = visits.open(people_of(group)[1])
    come(page)
    page.get_by_text("What this cannot protect").click()
    page.get_by_text("Check it yourself").click()
    fill_in(page, "Mostly", only=3)
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("2 questions are still open")
    assert wrong(page) == []
    assert counted(group) == [0] * 5

    fill_in_rest(page)
    send(page)

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert wrong(page) == []
    assert counted(group) == [4, 4, 4, 5, 5]


def fill_in_rest(page: Page) -> None:
    for question in page.locator("[data-question]").all()[3:]:
        question.get_by_role("radio", name="Very much so").check()


def test_what_is_shown_is_what_is_sent(visits: Visits, poll: Round, group: Group) -> None:
    page = visits.open(people_of(group)[1])
    requests: list[Any] = []
    page.on("request", lambda request: requests.append(request) if "/pulse/ballot/" in request.url else None)
    come(page)
    page.get_by_text("Check it yourself").click()
    fill_in(page, "So-so")
    expect(page.get_by_text("the signature fits the key of your group")).to_be_visible()
    shown = page.locator("[data-sent]").inner_text()

    send(page)
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()

    [request] = requests
    assert shown == f"POST /pulse/ballot/\n{request.post_data}"
    assert page.locator("[data-sent]").inner_text() == shown
    assert '"answers":[3,3,3,3,3]' in shown


def test_everybody_of_a_group_sees_the_same_five_words(visits: Visits, poll: Round, group: Group) -> None:
    pages = [visits.open(person) for person in people_of(group)[:2]]
    for page in pages:
        come(page)
        expect(page.locator("[data-key-words]")).to_have_attribute("aria-busy", "false")

    first, second = (page.locator("[data-key-words]").inner_text() for page in pages)

    assert first == second
    assert len(first.split()) == 5


def test_a_second_tab_hears_that_it_is_done_and_looks_alike_until_then(
    visits: Visits, poll: Round, group: Group
) -> None:
    page = visits.open(people_of(group)[1])
    come(page)
    second = page.context.new_page()
    come(second)
    fill_in(second, "Mostly")
    before = page.locator("main").inner_text()
    fill_in(page, "So-so")
    send(page)
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()

    send(second)
    expect(second.get_by_role("heading", name="It is done")).to_be_visible()
    assert counted(group) == [3] * 5
    come(page)
    expect(page.locator("[data-key-words]")).to_have_attribute("aria-busy", "false")
    assert page.locator("main").inner_text() == before
    page.get_by_role("button", name="To the questions").click()
    expect(page.get_by_text("cannot be taken back or changed")).to_be_visible()


def test_offline_nothing_is_lost(visits: Visits, poll: Round, group: Group) -> None:
    page = visits.open(people_of(group)[1])
    come(page)
    fill_in(page, "Mostly")
    page.context.set_offline(True)
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("Nothing was lost")
    page.context.set_offline(False)

    send(page)

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert counted(group) == [4] * 5
    visits.complaints[:] = [said for said in visits.complaints if "ERR_INTERNET_DISCONNECTED" not in said]


def test_a_server_that_is_away_when_the_ballot_is_fetched_is_said_to_be(
    visits: Visits, poll: Round, group: Group
) -> None:
    page = visits.open(people_of(group)[1])
    page.route("**/pulse/token/", lambda route: route.abort())
    page.goto(f"/pulse/groups/{group.pk}/poll/")

    expect(page.get_by_role("status").filter(has_text="cannot be reached")).to_be_visible()
    page.unroute_all(behavior="ignoreErrors")
    come(page)
    visits.complaints[:] = [said for said in visits.complaints if "/pulse/token/" not in said]


def test_signing_out_clears_the_ballot_and_the_page_says_so(
    visits: Visits, poll: Round, group: Group
) -> None:
    pat = people_of(group)[1]
    page = visits.open(pat)
    come(page)
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url("**/account/sign-in/**")

    sign_in(page, pat)
    page.goto(f"/pulse/groups/{group.pk}/poll/")

    expect(page.get_by_text("was signed for another browser")).to_be_visible()
    expect(page.get_by_role("button", name="To the questions")).to_be_disabled()
    visits.complaints[:] = [said for said in visits.complaints if "/pulse/token/" not in said]


def test_a_poll_that_closes_meanwhile_says_so(visits: Visits, poll: Round, group: Group) -> None:
    page = visits.open(people_of(group)[1])
    come(page)
    fill_in(page, "Mostly")
    ended(poll)

    send(page)

    expect(page.get_by_role("alert")).to_contain_text("This poll is over")
    visits.complaints[:] = [said for said in visits.complaints if "/pulse/ballot/" not in said]


@pytest.mark.parametrize(
    ("lacks", "said"),
    [
        ("delete Object.getPrototypeOf(crypto).subtle", "too old"),
        ("indexedDB.open = () => { throw new Error() }", "keeps nothing"),
    ],
)
def test_a_browser_that_cannot_says_why(
    visits: Visits, poll: Round, group: Group, lacks: str, said: str
) -> None:
    page = visits.open(people_of(group)[1])
    page.add_init_script(lacks)

    page.goto(f"/pulse/groups/{group.pk}/poll/")

    expect(page.get_by_role("status").filter(has_text=said)).to_be_visible()
    expect(page.get_by_role("button", name="To the questions")).to_be_disabled()


def test_without_a_script_one_can_read_all_but_answer_nothing(
    visits: Visits, poll: Round, group: Group
) -> None:
    page = visits.open(people_of(group)[1], PHONE, java_script_enabled=False)
    page.goto(f"/pulse/groups/{group.pk}/poll/")

    page.get_by_label("It goes badly").check()

    expect(page.locator("noscript .callout")).to_be_visible()
    expect(page.get_by_role("article").get_by_text("Struggling").first).to_be_visible()
    expect(page.get_by_text("This group is doing well")).to_be_hidden()
    expect(page.get_by_role("button", name="Send without my name")).to_be_hidden()
