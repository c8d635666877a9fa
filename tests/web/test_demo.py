"""Three doors into the demo, and a wall everywhere else."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import pytest
from django.urls import NoReverseMatch, reverse

from minim.config import urls
from minim.web.demo.doors import DOORS
from tests.make import make_person

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.web.demo_urls"
    for door in DOORS:
        make_person(door.name, email=door.email, is_organizer=door.slug == "olive")


@pytest.mark.usefixtures("demo")
def test_signed_out_the_first_page_is_three_doors(client: Client) -> None:
    page = client.get("/").content.decode()

    assert [f"Come in as {door.first_name}" in page for door in DOORS] == [True] * 3


@pytest.mark.usefixtures("demo")
def test_one_click_and_one_is_inside(client: Client) -> None:
    entered = client.post(reverse("demo:enter", args=["pat"]))
    page = client.get(entered.headers["Location"]).content.decode()

    assert "You are <strong>Pat Nowak</strong>" in page


@pytest.mark.usefixtures("demo")
def test_one_can_become_somebody_else_under_a_new_session(client: Client) -> None:
    client.post(reverse("demo:enter", args=["pat"]))
    client.get("/")
    before = client.cookies["minim"].value

    client.post(reverse("demo:enter", args=["olive"]))

    assert "Olive Marchetti" in client.get(reverse("account")).content.decode()
    assert client.cookies["minim"].value != before


@pytest.mark.usefixtures("demo")
def test_there_are_only_three_doors_and_a_look_opens_none(client: Client) -> None:
    assert client.post(reverse("demo:enter", args=["root"])).status_code == 404
    assert client.get(reverse("demo:enter", args=["olive"])).status_code == 405
    assert client.get(reverse("account")).status_code == 302


def test_outside_the_demo_the_addresses_do_not_exist(client: Client) -> None:
    make_person(DOORS[0].name, email=DOORS[0].email)

    with pytest.raises(NoReverseMatch):
        reverse("demo:enter", args=["olive"])
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/enter/olive/").status_code == 404


def test_outside_the_demo_the_views_refuse_even_when_mounted(client: Client, settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.web.demo_urls"
    make_person(DOORS[0].name, email=DOORS[0].email)

    answers = [client.get("/demo/"), client.post("/demo/enter/olive/")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert client.get(reverse("account")).status_code == 302


def test_only_the_setting_mounts_the_demo(settings: Settings) -> None:
    def mounted() -> bool:
        addresses = importlib.reload(urls).urlpatterns
        return "demo/" in [str(address.pattern) for address in addresses]

    without = mounted()
    settings.DEMO = True
    with_demo = mounted()
    settings.DEMO = False

    assert (without, with_demo, mounted()) == (False, True, False)
