"""Training on screen: whoever learns is alone with it, and whoever organizes sees done or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.urls import reverse
from playwright.sync_api import expect

from minim.people.models import Person
from minim.playbook import GuideRole
from minim.playbook.training import modules, modules_for
from minim.programs.overrides import Override
from minim.rollout.models import Training
from tests.browser import LAPTOP, PHONE, SMALL_PHONE, violations

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Page

    from tests.browser import Visits
    from tests.cast import Cast

pytestmark = pytest.mark.django_db

FACILITATOR, ORGANIZER = GuideRole.FACILITATOR, GuideRole.ORGANIZER
OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
STORY = modules()["scorn-and-shine"]


def look(client: Client, person: Person, address: str) -> BeautifulSoup:
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def page_of(slug: str) -> str:
    return reverse("training:module", args=[slug])


def words(node: Any) -> str:
    return " ".join(node.get_text(" ").split())


def finish_all(person: Person, role: GuideRole) -> None:
    for module in modules_for(role):
        Training.objects.finish(person, module)


# All modules


@pytest.mark.parametrize(
    ("who", "first"), [("olive", "For Organizers"), ("fay", "For Facilitators"), ("pat", "For Facilitators")]
)
def test_ones_own_modules_come_first(client: Client, cast: Cast, who: str, first: str) -> None:
    shelves = look(client, getattr(cast, who), reverse("training:list")).select("h2.training-shelf")

    assert words(shelves[0]) == first
    assert len(shelves) == 2


def test_how_far_one_is_stands_above_the_modules(client: Client, cast: Cast) -> None:
    first, *_ = modules_for(FACILITATOR)
    Training.objects.finish(cast.fay, first)

    shelf = look(client, cast.fay, reverse("training:list")).select("section")[0]

    assert f"1 of 7 done, about {90 - first.minutes} minutes to go" in words(shelf)
    assert [words(badge) for badge in shelf.select(".badge")] == ["done", "next"]


# One module


def test_a_module_shows_its_reading_its_guides_its_story_and_its_questions(
    client: Client, cast: Cast
) -> None:
    shown = look(client, cast.fay, page_of(STORY.slug))
    text = words(shown.select_one("main"))

    assert all(guide.title in text for guide in STORY.guides)
    assert all(" ".join(scene.words.split()) in text for scene in STORY.scenarios[0].scenes.values())
    assert all(answer.why in text for question in STORY.questions for answer in question.answers)


def test_without_script_every_choice_is_a_link_to_a_scene_that_is_there(client: Client, cast: Cast) -> None:
    for slug in modules():
        shown = look(client, cast.fay, page_of(slug))
        ids = {node["id"] for node in shown.select(".scene")}

        assert {link["href"][1:] for link in shown.select(".scene a")} <= ids


def test_done_leads_to_the_next_module_and_the_last_one_to_the_certificate(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.pat)
    slugs = [module.slug for module in modules_for(FACILITATOR)]

    led_to = [client.post(reverse("training:done", args=[slug]))["Location"] for slug in slugs]

    assert led_to == [*map(page_of, slugs[1:]), reverse("training:certificate", args=["facilitator"])]
    assert Person.objects.get(pk=cast.pat.pk).trained


def test_the_certificate_bears_name_and_modules_and_appears_only_when_all_is_done(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.pat)
    before = client.get(reverse("training:certificate", args=["facilitator"])).status_code
    finish_all(cast.pat, FACILITATOR)

    shown = look(client, cast.pat, reverse("training:certificate", args=["facilitator"]))

    assert before == 404
    assert words(shown.h1) == "Pat"
    assert [words(one) for one in shown.select(".certificate-modules li")] == [
        module.title for module in modules_for(FACILITATOR)
    ]


# Who has done it


def rows(shown: BeautifulSoup) -> dict[str, list[str]]:
    """Each person's name, and what is said of them."""
    return {
        words(row.select_one(".person-name")): [words(badge) for badge in row.select(".tag, .badge")]
        for row in shown.select("section[aria-labelledby=facilitators] .list > li")
    }


def test_the_organizer_sees_done_or_not_and_not_how_far(client: Client, cast: Cast) -> None:
    Person.objects.filter(pk=cast.bo.pk).update(willing=True)
    for module in modules_for(FACILITATOR)[:-1]:
        Training.objects.finish(cast.bo, module)
    finish_all(cast.pat, FACILITATOR)

    shown = look(client, cast.olive, reverse("training:people"))
    found = rows(shown)

    assert found["Bo"] == ["willing", "not done"]
    assert found["Fay"] == ["leads a group", "trained elsewhere"]
    assert found["Pat"][-1].startswith("done on")
    assert "6 of 7" not in words(shown)


def test_people_of_another_program_are_not_among_them(client: Client, cast: Cast) -> None:
    oscar = Person.objects.create(
        name="Oscar", employee_id="OS", email="oscar@example.com", is_organizer=True
    )

    assert rows(look(client, oscar, f"{reverse('training:people')}?q=fay")) == {}


def test_whoever_was_let_lead_is_marked(client: Client, cast: Cast) -> None:
    Person.objects.filter(pk=cast.fay.pk).update(trained=False)
    Override.objects.let_lead(cast.program, [cast.fay], by=cast.olive, why="She knows how.")

    assert rows(look(client, cast.olive, reverse("training:people")))["Fay"] == [
        "leads a group",
        "not done, let lead",
    ]


def test_organizers_are_listed_with_their_own_training(client: Client, cast: Cast) -> None:
    finish_all(cast.olive, ORGANIZER)

    aside = look(client, cast.olive, reverse("training:people")).select_one(
        "section[aria-labelledby=organizers]"
    )

    assert words(aside) == "Organizers Olive done"


# Letting somebody lead, on the pages of the program


def facilitators_of(cast: Cast) -> str:
    return reverse("programs:facilitators", args=[cast.program.pk])


def test_letting_somebody_lead_takes_a_reason_and_stands_on_the_page(client: Client, cast: Cast) -> None:
    Person.objects.filter(pk=cast.bo.pk).update(willing=True)
    client.force_login(cast.olive)
    address = reverse("programs:let-lead", args=[cast.program.pk, cast.bo.pk])

    client.post(address, {"why": " "})
    silent = Override.objects.count()
    client.post(address, {"why": "He led such groups elsewhere."})

    page = words(look(client, cast.olive, facilitators_of(cast)).select_one("main"))
    assert silent == 0
    assert "Bo, because: “He led such groups elsewhere.”" in page.replace("Bo ,", "Bo,")
    assert "Olive" in page


def test_taking_it_back_leaves_the_record(client: Client, cast: Cast) -> None:
    Override.objects.let_lead(cast.program, [cast.bo], by=cast.olive, why="He knows how.")
    client.force_login(cast.olive)

    client.post(reverse("programs:take-back-lead", args=[cast.program.pk, cast.bo.pk]))

    page = words(look(client, cast.olive, facilitators_of(cast)).select_one("main"))
    assert not Override.objects.standing().exists()
    assert "Taken back on" in page


# In a browser


def test_nothing_one_chooses_leaves_the_browser_or_stays_anywhere(visits: Visits, cast: Cast) -> None:
    page = visits.open(cast.fay)
    page.goto(page_of(STORY.slug))
    page.wait_for_load_state("networkidle")
    sent = list[str]()
    page.on("request", lambda request: sent.append(request.url))

    play_to_the_end(page)
    page.locator(".judged summary").first.click()

    assert sent == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert STORY.slug not in page.evaluate("document.cookie")


def test_what_one_answered_is_nowhere_in_the_database(visits: Visits, cast: Cast) -> None:
    page = visits.open(cast.fay)
    page.goto(page_of(STORY.slug))
    play_to_the_end(page)
    page.get_by_role("button", name="I have been through it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(modules()["quiet-and-loud-people"].title)

    kept = " ".join(str(row) for model in apps.get_models() for row in model._default_manager.values())

    assert STORY.slug in kept
    story = STORY.scenarios[0]
    assert not [scene.name for scene in story.scenes.values() if scene.words in kept]
    assert not [
        choice.words for scene in story.scenes.values() for choice in scene.choices if choice.words in kept
    ]


def play_to_the_end(page: Page) -> None:
    """Always the last way there is."""
    while not page.locator(".scene.told .callout").count():
        page.locator(".scene.told").last.locator("[data-to]").last.click()


def test_a_story_grows_downwards_and_can_be_played_otherwise(visits: Visits, cast: Cast) -> None:
    page = visits.open(cast.fay)
    page.goto(page_of(STORY.slug))
    told = page.locator(".scene.told")

    play_to_the_end(page)
    expect(told).to_have_count(3)
    expect(page.locator(".choice-way.taken")).to_have_count(2)
    told.first.locator("[data-to]").first.click()
    expect(told).to_have_count(2)
    expect(told.last).to_be_focused()
    play_to_the_end(page)
    page.get_by_role("link", name="Play it differently").click()
    expect(told).to_have_count(1)


def test_without_script_one_scene_is_shown_at_a_time(visits: Visits, cast: Cast) -> None:
    page = visits.open(cast.fay, java_script_enabled=False)
    page.goto(page_of(STORY.slug))
    scenes = page.locator(".scene:visible")

    expect(scenes).to_have_count(1)
    scenes.locator("a").last.click()
    expect(scenes).to_have_count(1)
    assert page.url.endswith(f"#s1-{STORY.scenarios[0].scenes['start'].choices[-1].to}")


@pytest.mark.parametrize("size", [LAPTOP, PHONE, SMALL_PHONE])
def test_every_page_is_accessible_and_fits(visits: Visits, cast: Cast, size: tuple[int, int]) -> None:
    for role in (FACILITATOR, ORGANIZER):
        finish_all(cast.olive, role)
    Override.objects.let_lead(cast.program, [cast.bo], by=cast.olive, why="He knows how.")
    page = visits.open(cast.olive, size)
    addresses = [
        reverse("training:list"),
        page_of(STORY.slug),
        page_of("practice"),
        reverse("training:certificate", args=["facilitator"]),
        reverse("training:people"),
        facilitators_of(cast),
    ]

    for address in addresses:
        page.goto(address)
        if page.locator("[data-story]").count():
            play_to_the_end(page)
            page.locator(".judged summary").first.click()
        assert (address, violations(page), page.evaluate(OUT)) == (address, [], 0)
