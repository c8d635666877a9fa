"""Reaching a letter to many: only the Organizers of its program find it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from minim.rollout.models import Mailing
from minim.web.access import visitor

if TYPE_CHECKING:
    from django.http import HttpRequest

    from minim.people.models import Person


def reach_mailing(request: HttpRequest, pk: int, mailing_pk: int) -> Mailing:
    found = Mailing.objects.overseen_by(visitor(request)).select_related("program", "written_by")
    return get_object_or_404(found, program=pk, pk=mailing_pk)


def reader_of(mailing: Mailing, sought: str) -> Person | None:
    """Whoever answers to these words among those it would go to; without words the first of them."""
    people = mailing.recipients()
    return (people.matching(sought).first() if sought else None) or people.first()
