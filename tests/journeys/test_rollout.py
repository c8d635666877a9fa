"""From never having heard of Mini-Ms to a plan in the hand, what can be printed, and a Facilitator who is trained."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from minim.people.models import Person
from minim.playbook import GuideRole
from minim.playbook.training import PRACTICE, modules_for
from minim.rollout.models import Plan
from tests.browser import LAPTOP, PHONE, SMALL_PHONE, violations
from tests.make import make_people, make_person

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import Visits
    from tests.cast import Cast

OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def answer_the_interview(page: Page) -> None:
    page.get_by_label("How many managers?").fill("80")
    page.get_by_role("group", name="How will groups meet?").get_by_label("By video").check()
    page.get_by_role("group", name="Who in leadership wants it?").get_by_label("Nobody yet").check()
    page.get_by_role("button", name="Show me the plan").click()


def test_olive_gets_a_plan_and_begins(visits: Visits) -> None:
    olive = make_person("Olive", is_organizer=True)
    make_people(3)
    page = visits.open(olive, LAPTOP)
    page.goto("/")

    page.get_by_role("link", name="Make a plan").click()
    assert stand_in_a_row(page, "How many managers?", "At how many places?", "In how many time zones?")
    answer_the_interview(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Yes, with care: begin small, and mend one thing first."
    )
    assert violations(page) == []

    plan = Plan.objects.get()
    sponsor = plan.tasks.get(key="find-sponsor")
    page.get_by_role("button", name="Done: Find somebody in leadership who wants this").press("Enter")
    expect(page.locator(f"#task-{sponsor.pk} button")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(f"#task-{plan.tasks.get(key='bring-roster').pk}")).to_contain_text("in the roster")

    page.get_by_role("link", name="Timeline").click()
    expect(page.locator("svg.timeline:visible")).to_have_count(1)
    assert violations(page) == []
    assert one_sheet(page)

    page.goto(f"/rollout/{plan.pk}/lists/")
    expect(page.get_by_role("heading", name="Facilitator", exact=True)).to_be_visible()
    with page.expect_download() as taken:
        page.goto(f"/rollout/{plan.pk}/")
        page.get_by_text("Take it along").click()
        page.get_by_role("link", name="Tasks for a tracker").click()
    assert taken.value.suggested_filename == "mini-m-tasks.csv"


def test_everything_fits_a_small_phone(visits: Visits) -> None:
    olive = make_person("Olive", is_organizer=True)
    page = visits.open(olive, SMALL_PHONE)
    page.goto("/")
    page.goto("/rollout/")
    fits = [page.evaluate(OUT)]
    answer_the_interview(page)
    plan = Plan.objects.get()
    for place in (
        "",
        "timeline/",
        "lists/",
        "add/",
        "answers/",
        "retrospective/",
        f"tasks/{plan.tasks.all()[0].pk}/",
    ):
        page.goto(f"/rollout/{plan.pk}/{place}")
        fits.append(page.evaluate(OUT))
        assert violations(page) == []

    assert set(fits) == {0}


def test_a_task_is_given_to_somebody_by_name(visits: Visits) -> None:
    olive, _ = make_person("Olive", is_organizer=True), make_person("Quinn")
    page = visits.open(olive, PHONE)
    page.goto("/")
    page.goto("/rollout/")
    answer_the_interview(page)
    task = Plan.objects.get().tasks.get(key="find-sponsor")
    page.goto(f"/rollout/{task.plan_id}/tasks/{task.pk}/")

    page.get_by_label("Find somebody").fill("qui")
    page.get_by_role("button", name="Give it to Quinn").click()

    expect(page.locator(f"#task-{task.pk}")).to_contain_text("Quinn (Organizer)")


def test_from_the_interview_to_a_trained_facilitator(visits: Visits, cast: Cast) -> None:
    Person.objects.exclude(pk=cast.fay.pk).update(trained=True, willing=True)
    Person.objects.filter(pk=cast.fay.pk).update(trained=False)
    cast.program.anyone_may_facilitate = False
    cast.program.smallest_group, cast.program.largest_group = 3, 4
    cast.program.save()
    olive, fay = visits.open(cast.olive), visits.open(cast.fay)

    olive.goto("/rollout/")
    answer_the_interview(olive)
    olive.get_by_role("button", name=f"It is for {cast.program}").click()
    expect(olive.get_by_text(f"This plan now belongs to {cast.program}")).to_be_visible()
    plan = Plan.objects.get()
    olive.goto("/training/people/")
    expect(olive.get_by_role("listitem").filter(has_text="Fay")).to_contain_text("not done")

    fay.goto("/training/")
    fay.get_by_role("link", name="Holding the hour").click()
    for module in modules_for(GuideRole.FACILITATOR):
        expect(fay.get_by_role("heading", level=1)).to_have_text(module.title)
        practice = module.slug == PRACTICE
        fay.get_by_role(
            "button", name="I have held a practice meeting" if practice else "I have been through it"
        ).click()
    expect(fay).to_have_url(re.compile("/training/certificate/facilitator/"))
    expect(fay.locator("main")).to_contain_text("Fay")

    cast.fay.refresh_from_db()
    assert cast.fay.trained
    olive.reload()
    expect(olive.get_by_role("listitem").filter(has_text="Fay")).to_contain_text("done on")
    olive.goto(f"/rollout/{plan.pk}/")
    trained = plan.tasks.get(seen="facilitators-trained")
    expect(olive.locator(f"#task-{trained.pk}")).to_contain_text("trained")


def stand_in_a_row(page: Page, *labels: str) -> bool:
    """Whether these fields begin at one height, however long the help above each is."""
    boxes = [page.get_by_label(label).bounding_box() for label in labels]
    return len({round(box["y"]) for box in boxes if box}) == 1


def one_sheet(page: Page) -> bool:
    """Whether it prints on one page."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True, format="A4"))) == 1
