"""Shows every part of the look on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minim.web.parts.forms import EveryField

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

CAST = ("Olive Brandt", "Fay Okafor", "Pat Ruiz", "Bo Lindqvist", "Sam Haddad", "Priya Raman")


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show each part with its name, in the order of docs/look.md."""
    refused = EveryField({"name": "", "email": "olive", "size": 7}, prefix="refused")
    page = Paginator(range(1, 121), 25).get_page(request.GET.get("page"))
    return render(
        request, "parts/show.html", {"cast": CAST, "form": EveryField(), "refused": refused, "page_obj": page}
    )
