"""Reaching a program: whoever does not organize it does not find it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404

from minim.programs.models import Program
from minim.web.access import visitor

if TYPE_CHECKING:
    from django.core.paginator import Page
    from django.db.models import QuerySet
    from django.http import HttpRequest

PER_PAGE = 20
FOUND = 8


def reach(request: HttpRequest, pk: int) -> Program:
    return get_object_or_404(Program.objects.overseen_by(visitor(request)), pk=pk)


def page_of(request: HttpRequest, rows: QuerySet[Any], per_page: int = PER_PAGE) -> Page[Any]:
    """The page that was asked for, in a GET's address or a POST's hidden field."""
    asked = request.GET.get("page") or request.POST.get("page")
    return Paginator(rows, per_page).get_page(asked)


def sought(request: HttpRequest, field: str = "q") -> str:
    """The words somebody searches for."""
    return (request.GET.get(field) or request.POST.get(field) or "").strip()[:100]
