"""What somebody sees on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from django.test import Client

    from minim.people.models import Person


def enter(client: Client, person: Person) -> Client:
    client.force_login(person)
    return client


def soup(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def words(answer: Any) -> str:
    return " ".join((soup(answer).main or soup(answer)).get_text(" ").split())


def section(answer: Any, heading: str) -> str:
    """The words of the card below this heading; nothing when there is none."""
    for card in soup(answer).select("main section"):
        title = card.find(["h2", "h3"])
        if title and title.get_text(" ", strip=True) == heading:
            return " ".join(card.get_text(" ").split())
    return ""
