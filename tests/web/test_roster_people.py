"""Olive finds people, sees their chain, and says how they stand. Nobody else finds these pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from minim.groups.models import Seat
from minim.people.models import Person
from tests.make import make_group, make_person

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HTMX = {"HX-Request": "true"}


def sign_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


@pytest.fixture
def olive(cast: Cast) -> Client:
    return sign_in(cast.olive)


def read(client: Client, address: str, **options: Any) -> str:
    answer = client.get(address, **options)
    assert answer.status_code == 200
    return answer.content.decode()


def pages(cast: Cast) -> list[str]:
    pk = cast.pat.pk
    return [
        reverse("roster:people"),
        reverse("roster:tree"),
        reverse("roster:tree") + f"?under={cast.bo.pk}",
        reverse("roster:tree") + "?q=pat",
        reverse("roster:person", args=[pk]),
        reverse("roster:leave", args=[pk]),
        reverse("roster:import"),
    ]


@pytest.mark.parametrize("who", ["pat", "sam", "bo", "fay", "root"])
def test_only_organizers_find_these_pages(cast: Cast, who: str) -> None:
    client = sign_in(getattr(cast, who))

    for page in pages(cast):
        answer = client.get(page)
        assert (page, answer.status_code) == (page, 404)
    assert (
        client.post(reverse("roster:status", args=[cast.pat.pk]), {"status": "opted-out"}).status_code == 404
    )
    assert client.post(reverse("roster:leave", args=[cast.pat.pk])).status_code == 404
    assert Person.objects.get(pk=cast.pat.pk).status == "active"


def test_olive_finds_all_of_them(cast: Cast, olive: Client) -> None:
    assert [olive.get(page).status_code for page in pages(cast)] == [200] * 7


def test_whoever_is_not_signed_in_is_sent_to_the_sign_in(cast: Cast) -> None:
    for page in pages(cast):
        assert Client().get(page).headers["Location"].startswith(reverse("account_login"))


def test_words_and_kinds_of_people_are_found_together(cast: Cast, olive: Client) -> None:
    make_person("Zoë Away", status="away", department="Finance")
    make_person("Zoë Gone", status="left")

    everybody = read(olive, reverse("roster:people") + "?q=ZOE", headers=HTMX)
    away = read(olive, reverse("roster:people") + "?q=zoe+fin&show=away", headers=HTMX)
    left = read(olive, reverse("roster:people") + "?q=zoe&show=left", headers=HTMX)

    assert ("Zoë Away" in everybody, "Zoë Gone" in everybody, "<html" in everybody) == (True, False, False)
    assert ("Zoë Away" in away, "1 person for “zoe fin”" in away) == (True, True)
    assert ("Zoë Away" in left, "Zoë Gone" in left) == (False, True)


def test_nonsense_in_the_address_lists_everybody(olive: Client) -> None:
    assert "Fay" in read(olive, reverse("roster:people") + "?show=nonsense&page=x&q=")
    assert "Fay" in read(olive, reverse("roster:tree") + "?under=x&page=-3")


def test_names_are_shown_as_they_are_and_never_run(olive: Client) -> None:
    make_person("<script>alert(1)</script>", email="x@example.com")

    page = read(olive, reverse("roster:people") + "?q=script")

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_branch_of_the_tree_holds_direct_reports_only(cast: Cast, olive: Client) -> None:
    make_person("Deep Down", manager=cast.pat)

    roots = read(olive, reverse("roster:tree"))
    branch = read(olive, reverse("roster:tree") + f"?under={cast.bo.pk}", headers=HTMX)

    assert f"?under={cast.bo.pk}" in roots
    assert "Deep Down" not in roots
    assert ("Pat" in branch, "Deep Down" in branch, "Sam" in branch) == (True, False, False)


def test_searching_the_tree_opens_the_way_to_each_hit(cast: Cast, olive: Client) -> None:
    make_person("Deep Down", manager=cast.pat)

    found = read(olive, reverse("roster:tree") + "?q=deep", headers=HTMX)

    names = [name for name in ("Bo", "Pat", "Deep Down", "Sam") if f">{name}</span>" in found]
    assert names == ["Bo", "Pat", "Deep Down"]
    assert found.index(">Bo<") < found.index(">Pat<") < found.index(">Deep Down<")


def test_a_chain_of_thousands_breaks_no_page(cast: Cast, olive: Client) -> None:
    above = None
    people = [Person(name=f"Link {number}", employee_id=f"L{number}") for number in range(300)]
    Person.objects.bulk_create(people)
    for person in people:
        person.manager, above = above, person
    Person.objects.bulk_update(people, ["manager"])
    Person.objects.renumber()

    lowest = read(olive, reverse("roster:person", args=[people[-1].pk]))
    found = read(olive, reverse("roster:tree") + "?q=link+299")

    assert "269 more further up" in lowest
    assert "Link 299" in found


def test_a_person_is_shown_between_their_chain_and_their_reports(cast: Cast, olive: Client) -> None:
    make_person("Rita Report", manager=cast.pat)

    page = read(olive, reverse("roster:person", args=[cast.pat.pk]))

    chain = page[page.index("chain-line") :]
    assert chain.index(">Bo<") < chain.index(">Pat<") < chain.index("Rita Report")
    assert cast.group.name in page


def test_an_organizer_of_another_program_does_not_read_who_sits_where(cast: Cast) -> None:
    second = sign_in(make_person("Second", is_organizer=True))

    assert cast.group.name not in read(second, reverse("roster:person", args=[cast.pat.pk]))
    leaving = read(second, reverse("roster:leave", args=[cast.pat.pk]))
    assert cast.group.name not in leaving
    assert "a program you do not organize" in leaving


def test_away_needs_a_day_that_is_to_come(cast: Cast, olive: Client) -> None:
    address, today = reverse("roster:status", args=[cast.pat.pk]), timezone.localdate()

    assert olive.post(address, {"status": "away"}).status_code == 422
    assert olive.post(address, {"status": "away", "until": today - timedelta(days=1)}).status_code == 422
    assert olive.post(address, {"status": "away", "until": "soon"}).status_code == 422
    assert Person.objects.get(pk=cast.pat.pk).status == "active"

    until = today + timedelta(days=30)
    assert olive.post(address, {"status": "away", "until": until}).status_code == 302
    pat = Person.objects.get(pk=cast.pat.pk)
    assert (pat.status, pat.away_until) == ("away", until)


def test_opting_out_and_coming_back(cast: Cast, olive: Client) -> None:
    address = reverse("roster:status", args=[cast.pat.pk])

    olive.post(address, {"status": "opted-out"})
    assert Person.objects.get(pk=cast.pat.pk).status == "opted-out"
    assert Seat.objects.current().filter(person=cast.pat).exists()

    olive.post(address, {"status": "active"})
    assert Person.objects.get(pk=cast.pat.pk).status == "active"


@pytest.mark.parametrize("status", ["left", "nonsense", ""])
def test_nobody_leaves_without_the_page_that_asks(cast: Cast, olive: Client, status: str) -> None:
    answer = olive.post(reverse("roster:status", args=[cast.pat.pk]), {"status": status})

    assert (answer.status_code, Person.objects.get(pk=cast.pat.pk).status) == (422, "active")


def test_leaving_is_asked_first_and_then_closes_every_door(cast: Cast, olive: Client) -> None:
    pat, address = sign_in(cast.pat), reverse("roster:leave", args=[cast.pat.pk])
    assert pat.get(reverse("home")).wsgi_request.user == cast.pat

    asked = read(olive, address)
    assert cast.group.name in asked
    assert Person.objects.get(pk=cast.pat.pk).status == "active"

    assert olive.post(address).status_code == 302

    assert Person.objects.get(pk=cast.pat.pk).status == "left"
    assert not Seat.objects.current().filter(person=cast.pat).exists()
    assert Seat.objects.past().filter(person=cast.pat).count() == 1
    assert not pat.get(reverse("home")).wsgi_request.user.is_authenticated
    assert olive.get(address).status_code == 404


def test_a_facilitator_who_leaves_is_named_as_a_loss(cast: Cast, olive: Client) -> None:
    assert f"{cast.group.name} loses its Facilitator" in read(
        olive, reverse("roster:leave", args=[cast.fay.pk])
    )


def test_the_last_organizer_cannot_leave(cast: Cast, olive: Client) -> None:
    make_group(members=[cast.olive, make_person()])

    answer = olive.post(reverse("roster:leave", args=[cast.olive.pk]))

    assert (answer.status_code, Person.objects.get(pk=cast.olive.pk).status) == (422, "active")
    assert "Name another Organizer first" in answer.content.decode()
    assert Seat.objects.current().filter(person=cast.olive).exists()


def test_an_outside_manager_has_no_standing_to_change(cast: Cast, olive: Client) -> None:
    outside = make_person("Manager X9", is_outside=True, email=None)

    assert "How they stand" not in read(olive, reverse("roster:person", args=[outside.pk]))
    assert olive.post(reverse("roster:status", args=[outside.pk]), {"status": "away"}).status_code == 404
    assert olive.get(reverse("roster:leave", args=[outside.pk])).status_code == 404


def test_pages_ask_the_database_as_often_at_twenty_thousand_people(
    cast: Cast, olive: Client, django_assert_max_num_queries: Any
) -> None:
    people = [
        Person(name=f"Person {number}", employee_id=f"N{number}", department=f"Department {number % 40}")
        for number in range(20_000)
    ]
    Person.objects.bulk_create(people)
    Person.objects.bulk_update(
        [
            person
            for number, person in enumerate(people)
            if number and _set_manager(person, people[number // 9])
        ],
        ["manager"],
        batch_size=400,
    )
    Person.objects.renumber()
    boss = Person.objects.get(employee_id="N0")
    addresses = [
        reverse("roster:people"),
        reverse("roster:people") + "?q=person+77&page=2",
        reverse("roster:people") + "?show=managers&page=9",
        reverse("roster:tree"),
        reverse("roster:tree") + f"?under={boss.pk}",
        reverse("roster:tree") + "?q=person+1234",
        reverse("roster:person", args=[boss.pk]),
        reverse("roster:person", args=[people[-1].pk]),
    ]

    for address in addresses:
        with django_assert_max_num_queries(9):
            assert "Person" in read(olive, address)


def _set_manager(person: Person, manager: Person) -> bool:
    person.manager = manager
    return True
