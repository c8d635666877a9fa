"""Changing the words. Two who do so at once lose nothing: the second sees what the first has written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render

from minim.meetings.models import Agreement, AgreementMoved
from minim.web.access import form_page, signed_in, visitor
from minim.web.agreement.differences import difference, told
from minim.web.agreement.forms import WordsForm
from minim.web.agreement.prose import html_of
from minim.web.agreement.reach import reach_own

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from minim.groups.models import Group


@form_page
@signed_in
def change(request: HttpRequest, pk: int) -> HttpResponse:
    group = reach_own(request, pk)
    now = Agreement.objects.now_of(group)
    if request.method != "POST":
        return _page(request, group, WordsForm(initial={"words": now.words, "read": now.mark}))
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, group, form, status=422)
    if "look" in request.POST:
        return _page(request, group, form, **_looked_at(now, form))
    return _keep(request, group, form)


def _keep(request: HttpRequest, group: Group, form: WordsForm) -> HttpResponse:
    words, me = form.cleaned_data["words"], visitor(request)
    had = Agreement.objects.now_of(group).mark
    try:
        made = Agreement.objects.write(group, words, by=me, read=form.cleaned_data["read"])
    except AgreementMoved as moved:
        again = WordsForm(initial={"words": words, "read": moved.now.mark})
        return _page(request, group, again, status=409, moved=moved.now, **_against(moved.now, words))
    if made.mark == had:
        messages.info(request, "You changed nothing, so everything stays as it was.")
    else:
        messages.success(request, "These are your words now. Everybody says yes to them anew, you too.")
    return redirect("agreement:read", group.pk)


def _looked_at(now: Agreement, form: WordsForm) -> dict[str, Any]:
    words = form.cleaned_data["words"]
    return {"preview": html_of(words, heading=3), **_against(now, words)}


def _against(now: Agreement, words: str) -> dict[str, Any]:
    lines = difference(now.words, words)
    return {"lines": lines, "told": told(lines)}


def _page(
    request: HttpRequest, group: Group, form: WordsForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"group": group, "form": form, **more}
    return render(request, "agreement/change.html", context, status=status)
