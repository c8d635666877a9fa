"""Answers whether this installation is well: for load balancers, and for whoever looks after the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import DatabaseError
from django.http import JsonResponse  # noqa: TID251 - it looks at the web and the worker alike, so it stands above both
from django.views.decorators.http import require_safe

from minim.worker.models import Heartbeat

if TYPE_CHECKING:
    from django.http import HttpRequest  # noqa: TID251


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """`ok` and `database` say whether pages can be served; `worker` whether letters leave and groups are formed."""
    try:
        worker, database = Heartbeat.objects.alive().exists(), True
    except DatabaseError:
        worker, database = False, False
    return JsonResponse(
        {"ok": database, "database": database, "worker": worker}, status=200 if database else 503
    )
