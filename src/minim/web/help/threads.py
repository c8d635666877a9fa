"""Threads between a Facilitator and those who organize the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from minim.groups.models import Thread
from minim.web.access import form_page, signed_in, visitor
from minim.web.help.forms import AnswerForm, AskForm
from minim.web.help.reach import reach_thread

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 30


@require_safe
@signed_in
def threads(request: HttpRequest) -> HttpResponse:
    mine = Thread.objects.read_by(visitor(request)).with_news_for(visitor(request))
    page = Paginator(mine.select_related("group", "asked_by"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "help/list.html", {"page_obj": page, "oversees": visitor(request).is_organizer})


@form_page
@signed_in
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    thread, me = reach_thread(request, pk), visitor(request)
    asked = thread.asked_by_id == me.pk
    sent = request.POST if request.method == "POST" else None
    form = AskForm(sent) if asked else AnswerForm(sent)
    if form.is_valid():
        thread.write(form.cleaned_data["text"], by=me)
        messages.success(request, "It is there. A letter says so, and nothing of what you wrote.")
        return redirect("help:thread", pk)
    thread.looked_at(me)
    return render(request, "help/thread.html", _page(thread, form, asked=asked), status=422 if sent else 200)


@require_POST
@signed_in
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Close it, or open it again: either side may."""
    thread = reach_thread(request, pk)
    if "again" in request.POST:
        thread.open_again()
    else:
        thread.close()
        messages.success(request, "Closed. Whoever writes here again opens it again.")
    return redirect("help:thread", pk)


def _page(thread: Thread, form: AskForm | AnswerForm, *, asked: bool) -> dict[str, object]:
    return {
        "thread": thread,
        "group": thread.group,
        "asked": asked,
        "form": form,
        "lines": thread.lines.select_related("writer"),
        "organizers": thread.group.program.organizers.all(),
    }
