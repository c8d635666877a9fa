"""The page on which a plan is published: nobody begins to lead without training unless an Organizer says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from minim.groups.models import Role
from minim.people.models import Person
from tests.assignments.company import Company, draft, make_company

if TYPE_CHECKING:
    from django.test import Client

    from minim.assignments.models import Assignment

pytestmark = pytest.mark.django_db

WHY = "They have led such groups for years."


@pytest.fixture
def company() -> Company:
    return make_company(12)


@pytest.fixture
def plan(company: Company) -> Assignment:
    """A draft in which everybody who leads has still to do the training."""
    made = draft(company)
    leading = made.draft_seats.filter(role=Role.FACILITATOR).values("person")
    Person.objects.filter(pk__in=leading).update(trained=False)
    return made


def at(name: str, plan: Assignment) -> str:
    return reverse(f"assignments:{name}", args=[plan.pk])


def test_publishing_waits_for_a_reason(client: Client, company: Company, plan: Assignment) -> None:
    client.force_login(company.olive)

    asked = BeautifulSoup(client.get(at("publish", plan)).content, "html.parser").get_text(" ")
    refused = client.post(at("publish", plan), {"version": plan.version})
    silent = client.post(at("let-lead", plan), {"why": ""})
    client.post(at("let-lead", plan), {"why": WHY})
    published = client.post(at("publish", plan), {"version": plan.version})

    assert "would lead without training" in asked
    assert "Publish and send the letters" not in asked
    assert (refused.status_code, silent.status_code, published.status_code) == (409, 409, 302)
    assert company.program.groups.count() == plan.draft_groups.count()
    assert set(company.program.overrides.values_list("why", "by")) == {(WHY, company.olive.pk)}


def test_with_trained_people_nobody_is_asked(client: Client, company: Company, plan: Assignment) -> None:
    Person.objects.update(trained=True)
    client.force_login(company.olive)

    asked = BeautifulSoup(client.get(at("publish", plan)).content, "html.parser").get_text(" ")

    assert "without training" not in asked
    assert "Publish and send the letters" in asked
