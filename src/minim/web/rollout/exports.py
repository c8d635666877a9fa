"""The plan to hand on: one PDF, everything in an archive, milestones for a calendar, tasks for a tracker."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from minim.rollout.pack import csv_of, ics_of, pack_files, pdf_of
from minim.web.access import organizer_only
from minim.web.rollout.reach import reach

if TYPE_CHECKING:
    from django.http import HttpRequest

    from minim.rollout.models import Plan


@require_safe
@organizer_only
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return _file(pdf_of(reach(request, pk).dated(), timezone.now()), "application/pdf", "mini-m-pack.pdf")


@require_safe
@organizer_only
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    plan = reach(request, pk)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in pack_files(plan.dated(), timezone.now(), _key(plan)).items():
            folder.writestr(f"mini-m/{name}", content)
    return _file(made.getvalue(), "application/zip", "mini-m-pack.zip")


@require_safe
@organizer_only
def ics(request: HttpRequest, pk: int) -> HttpResponse:
    plan = reach(request, pk)
    made = ics_of(plan.dated(), timezone.now(), _key(plan))
    return _file(made, "text/calendar; charset=utf-8", "mini-m-milestones.ics")


@require_safe
@organizer_only
def csv(request: HttpRequest, pk: int) -> HttpResponse:
    made = csv_of(reach(request, pk).dated()).encode()
    return _file(made, "text/csv; charset=utf-8", "mini-m-tasks.csv")


def _key(plan: Plan) -> str:
    """Two companies may hold plans of the same number in one calendar."""
    return f"{plan.pk}-{plan.begun_at:%Y%m%d%H%M%S}"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
