from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from minim.notices.models import Notice
from tests.make import make_group, make_people, make_person, make_program

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries, Settings

    from minim.people.models import Person
    from tests.cast import Cast

pytestmark = pytest.mark.django_db

LIST = "/letters/"
in_the_demo = pytest.mark.urls("tests.web.demo_urls")


def post(to: Person, kind: str = "group-closed", **wanted: object) -> Notice:
    facts = {"group": "Alder", "program": "Mini-M", "code": "K7P-M2X", **wanted}
    notice = Notice.objects.post(kind, to, **facts)  # type: ignore[arg-type]
    assert notice is not None
    return notice


def test_olive_sees_to_whom_which_letter_went_and_what_became_of_it(cast: Cast, client: Client) -> None:
    post(cast.pat).sent()
    post(cast.fay).failed("The mail server said: 550 No such person", for_good=True)
    post(cast.sam)
    client.force_login(cast.olive)

    page = client.get(LIST).content.decode()

    assert page.count("A place has ended") == 3 + len(["the choice of kinds"])
    assert "550 No such person" in page
    assert "Send again" in page
    for state, there in (("sent", "Pat"), ("failed", "Fay"), ("waiting", "Sam")):
        shown = client.get(LIST, {"state": state}).context["page_obj"]
        assert [letter.recipient.name for letter in shown] == [there]


def test_olive_does_not_see_what_a_letter_says(cast: Cast, client: Client) -> None:
    notice = post(cast.pat, group="Snowdrop")
    assert "Snowdrop" in notice.body
    client.force_login(cast.olive)

    assert "Snowdrop" not in client.get(LIST).content.decode()
    assert client.get(reverse("notices:letter", args=[notice.pk])).status_code == 404
    assert client.get(reverse("notices:inside", args=[notice.pk])).status_code == 404


def test_letters_of_other_programs_are_not_olive_s(cast: Cast, client: Client) -> None:
    stranger = (
        make_group(program=make_program(organizers=[make_person(is_organizer=True)])).sitting()[0].person
    )
    notice = post(stranger)
    notice.failed("no", for_good=True)
    client.force_login(cast.olive)

    assert list(client.get(LIST).context["page_obj"]) == []
    assert client.post(reverse("notices:again", args=[notice.pk])).status_code == 404


@in_the_demo
def test_a_code_is_listed_for_nobody_not_even_in_the_demo(
    cast: Cast, client: Client, settings: Settings
) -> None:
    notice = post(cast.pat, "sign-in-code", secret=True)
    settings.DEMO = True
    for person in (cast.olive, cast.pat):
        client.force_login(person)
        assert list(client.get(LIST).context["page_obj"]) == []
        assert client.get(reverse("notices:letter", args=[notice.pk])).status_code == 404
        assert client.get(reverse("notices:inside", args=[notice.pk])).status_code == 404


def test_others_do_not_find_the_page(cast: Cast, client: Client) -> None:
    notice = post(cast.pat)
    notice.failed("no", for_good=True)

    assert client.get(LIST).status_code == 302
    for person in (cast.pat, cast.fay, cast.bo, cast.root):
        client.force_login(person)
        assert client.get(LIST).status_code == 404
        assert client.post(reverse("notices:again", args=[notice.pk])).status_code == 404


def test_olive_has_a_letter_sent_again(cast: Cast, client: Client) -> None:
    notice = post(cast.pat)
    notice.failed("no such person", for_good=True)
    client.force_login(cast.olive)

    answer = client.post(reverse("notices:again", args=[notice.pk]), follow=True)

    assert "The letter to Pat leaves in a moment." in answer.content.decode()
    assert Notice.objects.waiting().get() == notice
    assert (
        "not one that was given up"
        in client.post(reverse("notices:again", args=[notice.pk]), follow=True).content.decode()
    )


@in_the_demo
def test_in_the_demo_everybody_reads_their_own_letters_and_olive_all_of_her_program(
    cast: Cast, client: Client, settings: Settings
) -> None:
    settings.DEMO = True
    notice = post(cast.pat, group="Snowdrop")

    for person, found in (
        (cast.pat, True), (cast.olive, True), (cast.sam, False), (cast.bo, False), (cast.root, False),
    ):  # fmt: skip
        client.force_login(person)
        assert list(client.get(LIST).context["page_obj"]) == ([notice] if found else [])
        for name in ("letter", "inside"):
            answer = client.get(reverse(f"notices:{name}", args=[notice.pk]))
            assert answer.status_code == (200 if found else 404)
            assert ("Snowdrop" in answer.content.decode()) is found


@in_the_demo
def test_a_letter_in_its_frame_may_do_nothing(cast: Cast, client: Client, settings: Settings) -> None:
    settings.DEMO = True
    notice = post(cast.pat)
    client.force_login(cast.pat)

    around = client.get(reverse("notices:letter", args=[notice.pk]))
    inside = client.get(reverse("notices:inside", args=[notice.pk]))

    assert "frame-src 'self'" in around["Content-Security-Policy"]
    assert "script-src 'nonce-" in around["Content-Security-Policy"]
    assert around["X-Frame-Options"] == "DENY"
    assert inside["Content-Security-Policy"].startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert inside["Content-Security-Policy"].endswith("; sandbox")
    assert inside["X-Frame-Options"] == "SAMEORIGIN"
    assert 'sandbox=""' in around.content.decode()


def test_a_long_list_is_read_with_a_fixed_number_of_queries(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    people = make_people(60)
    cast.program.enrol(people)
    for person in people:
        post(person)
    client.force_login(cast.olive)

    with django_assert_max_num_queries(12):
        answer = client.get(LIST, {"q": "Person"})

    assert len(answer.context["page_obj"]) == 50
    assert "1–50 of 60" in answer.content.decode()
