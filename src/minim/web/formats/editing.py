"""Writing a group's own format. Steps move, come and go by buttons, with a script or without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render

from minim.meetings.format import minutes_of
from minim.meetings.models import FormatMoved, FormatRefused, OwnFormat
from minim.web.access import form_page, signed_in
from minim.web.formats.draft import Draft, empty, number
from minim.web.formats.reach import reach_own

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from minim.playbook import Format

MOVED = (
    "This format was changed in the meantime, perhaps in another window. "
    "What you wrote stands here and is not saved yet; saving replaces what stands there now."
)


@form_page
@signed_in
def edit(request: HttpRequest, pk: int, which: int) -> HttpResponse:
    own = reach_own(request, pk, which)
    if request.method != "POST":
        return _page(request, own, Draft.of(own.format), own.version)
    draft, minutes = Draft.sent(request.POST), minutes_of(own.group)
    read = number(request.POST.get("version", "")) or 0
    if asked := request.POST.get("act"):
        draft.act(asked, minutes)
        return _page(request, own, draft, read, is_unsaved=True)
    wanted = draft.judged(minutes)
    if wanted is None:
        return _page(request, own, draft, read, status=422)
    return _keep(request, own, draft, wanted, read)


def _keep(request: HttpRequest, own: OwnFormat, draft: Draft, wanted: Format, read: int) -> HttpResponse:
    try:
        own.become(wanted, read=read)
    except FormatRefused as error:
        draft.errors["name"] = str(error)
        return _page(request, own, draft, read, status=422)
    except FormatMoved:
        own.refresh_from_db()
        return _page(request, own, draft, own.version, status=409, moved=MOVED)
    messages.success(request, "Your format is saved.")
    return redirect("formats:one", own.group_id, own.pk)


def _page(
    request: HttpRequest, own: OwnFormat, draft: Draft, version: int, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "group": own.group,
        "own": own,
        "draft": draft,
        "version": version,
        "minutes": minutes_of(own.group),
        "blank": empty(),
        **more,
    }
    return render(request, "formats/edit.html", context, status=status)
