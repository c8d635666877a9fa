"""A company of 24 with a draft, and Olive before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.assignments.company import Company, draft, make_company

if TYPE_CHECKING:
    from django.test import Client

    from minim.assignments.models import Assignment


@pytest.fixture
def company() -> Company:
    return make_company(24, smallest_group=4, largest_group=7)


@pytest.fixture
def plan(company: Company) -> Assignment:
    return draft(company)


@pytest.fixture
def olive(client: Client, company: Company) -> Client:
    client.force_login(company.olive)
    return client
