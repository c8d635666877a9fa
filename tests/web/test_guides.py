"""Guides on screen: one's own first, found by their words, with links that open for whoever reads."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from playwright.sync_api import expect

from minim.playbook import GuideRole, guides
from minim.web.guides.prose import html_of
from minim.web.guides.reader import Reader, reader_of
from minim.web.guides.searching import AROUND, PLACES, search
from tests.browser import LAPTOP, PHONE, violations
from tests.make import make_group, make_person, make_program
from tests.meetings.held import FIRST, make_meetings

if TYPE_CHECKING:
    from datetime import datetime

    from django.test import Client
    from playwright.sync_api import Page

    from minim.people.models import Person
    from tests.browser import Visits
    from tests.cast import Cast

pytestmark = pytest.mark.django_db

ORGANIZER, FACILITATOR, PARTICIPANT = GuideRole
OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def look(client: Client, person: Person, address: str) -> BeautifulSoup:
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def page_of(slug: str) -> str:
    return reverse("guides:guide", args=[slug])


def found(client: Client, person: Person, q: str) -> BeautifulSoup:
    client.force_login(person)
    return BeautifulSoup(client.get(reverse("guides:list"), {"q": q}).content, "html.parser")


def words(node: Any) -> str:
    return " ".join(node.get_text(" ").split())


# Whose they are


@pytest.mark.parametrize(
    ("who", "first"), [("olive", ORGANIZER), ("fay", FACILITATOR), ("pat", PARTICIPANT), ("bo", PARTICIPANT)]
)
def test_the_guides_of_ones_own_role_come_first(
    client: Client, cast: Cast, who: str, first: GuideRole
) -> None:
    page = look(client, getattr(cast, who), reverse("guides:list"))

    shelves = page.select("main section")
    assert shelves[0]["aria-labelledby"] == first
    assert sorted(str(section["aria-labelledby"]) for section in shelves) == sorted(GuideRole)
    assert [bool(section.select(".badge.good")) for section in shelves] == [True, False, False]


def test_all_are_offered_to_everybody_with_their_time(client: Client, cast: Cast) -> None:
    page = look(client, cast.pat, reverse("guides:list"))

    cards = {card.a["href"]: words(card) for card in page.select(".guide-card") if card.a}
    assert set(cards) == {page_of(slug) for slug in guides()}
    assert all(f"{guide.minutes} minutes" in cards[page_of(slug)] for slug, guide in guides().items())


def test_a_guide_that_was_never_written_is_not_found(client: Client, cast: Cast) -> None:
    client.force_login(cast.pat)

    assert client.get(page_of("dancing")).status_code == 404


def test_reading_costs_the_same_however_many_groups_and_guides_there_are(
    client: Client, cast: Cast, django_assert_num_queries: Any
) -> None:
    for _ in range(3):
        make_group(program=make_program(organizers=[cast.olive]), facilitator=cast.fay)
    addresses = reverse("guides:list"), f"{reverse('guides:list')}?q=silence", page_of("first-meeting")

    for person, queries in ((cast.fay, 3), (cast.olive, 4)):
        look(client, person, reverse("home"))
        for address in addresses:
            with django_assert_num_queries(queries):
                client.get(address)


# One guide


@pytest.mark.parametrize("who", ["olive", "fay", "pat", "bo", "root"])
def test_every_link_of_every_guide_opens_for_whoever_reads_it(client: Client, cast: Cast, who: str) -> None:
    reader = reader_of(getattr(cast, who))
    client.force_login(getattr(cast, who))
    hrefs = {
        href for guide in guides().values() for href in re.findall(r'href="([^"]*)"', html_of(guide, reader))
    }

    shut = {href: client.get(href).status_code for href in hrefs if client.get(href).status_code != 200}

    assert shut == {}
    assert len(hrefs) >= 10


def test_a_link_to_what_is_not_ones_own_becomes_plain_words(cast: Cast) -> None:
    guide = guides()["choosing-facilitators"]

    as_olive, as_pat = (html_of(guide, reader_of(person)) for person in (cast.olive, cast.pat))

    assert (
        f'<a href="{reverse("programs:facilitators", args=[cast.program.pk])}">Facilitators</a>' in as_olive
    )
    assert "under Facilitators," in as_pat
    assert reverse("programs:list") not in as_pat


def test_with_several_of_a_kind_a_link_leads_to_all_of_them() -> None:
    reader = Reader(is_organizer=True, groups=(1, 2), led=(2,), programs=(3, 4))

    assert reader.href("group:agreement:read") == reverse("groups:list")
    assert reader.href("lead:times:find") == reverse("times:find", args=[2])
    assert reader.href("program:programs:cohorts") == reverse("programs:list")


def test_a_link_of_no_known_kind_is_noticed() -> None:
    with pytest.raises(KeyError):
        Reader().href("https://example.com/")


def test_a_guide_shows_its_contents_what_is_near_and_what_comes_next(client: Client, cast: Cast) -> None:
    page = look(client, cast.fay, page_of("first-meeting"))

    headings = [str(heading["id"]) for heading in page.select(".guide h2")]
    assert [link["href"] for link in page.select(".guide-contents a")] == [f"#{slug}" for slug in headings]
    assert len(headings) == 8
    near = [link["href"] for link in page.select("[aria-labelledby=see-also] a")]
    assert near == [page_of(slug) for slug in guides()["first-meeting"].see_also]
    assert [link["href"] for link in page.select(".guide .onward")] == [page_of("second-meeting")]
    assert len(page.select("h1")) == 1


def test_after_the_last_one_goes_back_to_all(client: Client, cast: Cast) -> None:
    page = look(client, cast.pat, page_of("what-stays-here"))

    assert [link["href"] for link in page.select(".guide .onward")] == [reverse("guides:list")]


# Searching


def test_a_search_finds_words_within_texts_and_shows_the_place(client: Client, cast: Cast) -> None:
    page = found(client, cast.pat, "emergency number")

    place = next(item for item in page.select(".guide-places li") if "emergency" in words(item))
    address, _, heading = str(place.a["href"]).partition("#") if place.a else ("", "", "")
    assert [mark.get_text() for mark in place.select("mark")][:2] == ["emergency", "number"]
    assert look(client, cast.pat, address).select_one(f"#{heading}") is not None


def test_what_is_found_begins_with_ones_own_role() -> None:
    for roles in ((ORGANIZER, FACILITATOR, PARTICIPANT), (PARTICIPANT, FACILITATOR, ORGANIZER)):
        given = [roles.index(one.guide.role) for one in search("silence", roles)]

        assert given == sorted(given)
        assert len(set(given)) > 1


def test_all_words_must_be_there_their_beginnings_are_enough_and_apostrophes_are_alike() -> None:
    roles = tuple(GuideRole)

    assert {one.guide.slug for one in search("embarrass", roles)} == {"forming-groups"}
    assert search("embarrass zebra", roles) == []
    assert [one.guide.slug for one in search("nobody's boss", roles)] == [
        one.guide.slug for one in search("nobody’s boss", roles)
    ]
    assert search("…", roles) == []


def test_a_place_is_short_and_says_how_much_more_there_is() -> None:
    one = next(one for one in search("you", tuple(GuideRole)) if one.guide.slug == "first-meeting")

    assert len(one.places) == PLACES
    assert one.more > 0
    assert all(sum(len(part.text) for part in place.parts) <= AROUND + 4 for place in one.places)
    assert all(any(part.is_hit for part in place.parts) for place in one.places)


def test_a_heading_that_has_the_word_is_shown_once_with_what_stands_below_it() -> None:
    one = next(one for one in search("loosen", tuple(GuideRole)))

    (place,) = one.places
    assert [part.text for part in place.title if part.is_hit] == ["Loosen"]
    assert place.parts[0].text.startswith("Leave one step out.")


@pytest.mark.parametrize("q", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "silence <b>"])
def test_what_is_sought_is_shown_as_it_is_and_never_as_html(client: Client, cast: Cast, q: str) -> None:
    page = found(client, cast.pat, q)

    assert page.select("main script, main img, main b") == []
    assert page.select_one("input[name=q]")["value"] == q  # type: ignore[index]


def test_nothing_found_is_said(client: Client, cast: Cast) -> None:
    assert "Nothing was found for “zebra”" in words(found(client, cast.pat, "zebra"))


# The moment in which one needs them


def guides_on(client: Client, person: Person, address: str) -> list[str]:
    page = look(client, person, address)
    return [str(link["href"]) for link in page.select("main a[href^='/guides/']")]


def test_whoever_leads_is_shown_the_guide_to_their_next_meeting(client: Client, cast: Cast) -> None:
    group = reverse("groups:detail", args=[cast.group.pk])
    make_meetings(cast.group, 4)
    seen = []
    for held in range(4):
        with time_machine.travel(after(held), tick=False):
            seen.append(guides_on(client, cast.fay, group))

    nexts = ["first-meeting", "second-meeting", "third-meeting", "dropping-the-structure"]
    assert [page_of(slug) in shown for slug, shown in zip(nexts, seen, strict=True)] == [True] * 4
    assert [sum(page_of(slug) in shown for slug in nexts) for shown in seen] == [1] * 4


def test_a_member_is_told_how_to_bring_a_problem_until_the_group_has_met(client: Client, cast: Cast) -> None:
    group = reverse("groups:detail", args=[cast.group.pk])
    make_meetings(cast.group, 2)
    seen = []
    for held in range(2):
        with time_machine.travel(after(held), tick=False):
            seen.append(guides_on(client, cast.pat, group))

    assert seen == [[page_of("bringing-a-problem")], []]


@pytest.mark.parametrize(
    ("name", "slugs"),
    [
        ("programs:detail", ["forming-groups"]),
        ("programs:facilitators", ["choosing-facilitators"]),
        ("programs:cohorts", ["managers-of-managers"]),
        ("assignments:new", ["forming-groups"]),
        ("pulse:program", ["watching-health", "reporting-upward"]),
    ],
)
def test_the_organizer_meets_theirs_where_they_work(
    client: Client, cast: Cast, name: str, slugs: list[str]
) -> None:
    address = reverse(name, args=[cast.program.pk])

    assert guides_on(client, cast.olive, address) == [page_of(slug) for slug in slugs]


def test_a_group_one_organizes_leads_to_the_guide_on_ending_it(client: Client, cast: Cast) -> None:
    group = reverse("groups:detail", args=[cast.group.pk])

    assert guides_on(client, cast.olive, group) == [page_of("dissolving-a-group")]


def test_the_first_page_and_the_menu_lead_to_all_of_them(client: Client, cast: Cast) -> None:
    for person in (cast.olive, cast.fay, cast.pat, make_person("Nora")):
        page = look(client, person, reverse("home"))

        assert page.select_one(f"#account a[href='{reverse('guides:list')}']")
        assert page.select_one(f"main a[href='{reverse('guides:list')}']")


def after(held: int) -> datetime:
    """A day after so many meetings."""
    return FIRST + timedelta(weeks=held - 1, days=1)


# How they look


@pytest.mark.parametrize(("size", "theme"), [(LAPTOP, "light"), (PHONE, "dark")], ids=["laptop", "phone"])
def test_the_list_and_a_guide_are_for_everybody(
    visits: Visits, cast: Cast, size: tuple[int, int], theme: Any
) -> None:
    page = visits.open(cast.fay, size=size, color_scheme=theme)

    for address in (reverse("guides:list"), page_of("first-meeting")):
        page.goto(address)
        assert (violations(page), page.evaluate(OUT)) == ([], 0)


def test_a_guide_is_found_read_and_printed(visits: Visits, cast: Cast) -> None:
    page = visits.open(cast.fay, java_script_enabled=False)
    page.goto(reverse("guides:list"))

    page.get_by_label("Find words in the guides").fill("hesitation")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Minute 17 to 29").click()

    expect(page).to_have_url(re.compile("#minute-17-to-29"))
    expect(page.get_by_role("heading", name="Minute 17 to 29")).to_be_in_viewport()
    page.emulate_media(media="print")
    assert unseen_in_print(page) == [False, True, True]


def unseen_in_print(page: Page) -> list[bool]:
    return [page.locator(part).first.is_hidden() for part in (".guide .prose", ".guide-contents", ".topbar")]
