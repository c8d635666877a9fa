"""What one does at the draft board, and what one reads there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup
from django.urls import reverse

from minim.assignments.models import Assignment
from tests.assignments.company import members

if TYPE_CHECKING:
    from django.test import Client

    from minim.assignments.models import DraftGroup

HTMX = {"HX-Request": "true"}


def at(name: str, plan: Assignment, *more: Any) -> str:
    return reverse(f"assignments:{name}", args=[plan.pk, *(one.pk for one in more)])


def act(client: Client, deed: str, plan: Assignment, /, *more: Any, htmx: bool = True, **said: Any) -> Any:
    """Do something as the page would: saying which version one looks at."""
    version = Assignment.objects.get(pk=plan.pk).version
    headers = HTMX if htmx else {}
    return client.post(at(deed, plan, *more), {"version": version, **said}, headers=headers)


def soup(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def words(answer: Any) -> str:
    page = soup(answer)
    return " ".join((page.main or page).get_text(" ").split())


def cards(answer: Any) -> dict[str, list[str]]:
    """Names of people by the id of their card."""
    return {
        str(card["id"]): [name.get_text().strip() for name in card.select(".seat-name > span:first-child")]
        for card in soup(answer).select(".board-group")
    }


def sitting(group: DraftGroup) -> list[str]:
    return sorted(person.name for person in members(group))


def broken(answer: Any, group: DraftGroup) -> list[str]:
    return [said.get_text(" ").strip() for said in soup(answer).select(f"#group-{group.pk} .breach")]


def messages(client: Client) -> str:
    """What is waiting to be said on the next page."""
    return soup(client.get(reverse("account"))).get_text(" ")
