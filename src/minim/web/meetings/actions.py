"""What a group has taken on: any of its members adds, changes, takes over and settles. Nobody else knows of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from minim.meetings.models import ActionItem, ActionRefused, Settled
from minim.web.access import form_page, signed_in, visitor
from minim.web.agreement.reach import reach_own
from minim.web.meetings.forms import ActionForm
from minim.web.meetings.reach import reach_item

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from minim.groups.models import Group
    from minim.people.models import Person

LATELY, MOST_SETTLED = timedelta(days=30), 20
SAID = {
    Settled.DONE: "Done. It stays below for a while.",
    Settled.DROPPED: "Let go. It stays below for a while.",
    Settled.OPEN: "Open again.",
}


@form_page
@signed_in
def actions(request: HttpRequest, pk: int) -> HttpResponse:
    group, me = reach_own(request, pk), visitor(request)
    names = _names_of(group, me)
    if request.method != "POST":
        return _page(request, group, ActionForm(names=names, initial={"owner": me.pk}))
    form = ActionForm(request.POST, names=names)
    if form.is_valid() and _is_kept(group, form):
        messages.success(request, "Kept. Your group carries it from meeting to meeting.")
        return redirect("meetings:actions", pk)
    return _page(request, group, form, status=422)


@form_page
@signed_in
def change(request: HttpRequest, pk: int, action_pk: int) -> HttpResponse:
    item, me = reach_item(request, pk, action_pk), visitor(request)
    before = {"text": item.text, "owner": item.owner_id, "due_on": item.due_on}
    sent = request.POST if request.method == "POST" else None
    form = ActionForm(sent, initial=before, names=_names_of(item.group, me), due_before=item.due_on)
    if sent is not None and form.is_valid():
        item.change(**form.cleaned_data)
        messages.success(request, "Changed.")
        return redirect("meetings:actions", pk)
    context = {"group": item.group, "item": item, "form": form}
    return render(request, "meetings/action.html", context, status=200 if sent is None else 422)


@require_POST
@signed_in
def settle(request: HttpRequest, pk: int, action_pk: int) -> HttpResponse:
    item = reach_item(request, pk, action_pk)
    state = _state(request)
    item.settle(state)
    return _answer(request, item.group, SAID[state])


@require_POST
@signed_in
def take(request: HttpRequest, pk: int, action_pk: int) -> HttpResponse:
    """Make it one's own, above all what was left by somebody who has gone."""
    item = reach_item(request, pk, action_pk)
    item.take_on(visitor(request))
    return _answer(request, item.group, "It is yours now.")


def facts_of(group: Group, me: Person) -> dict[str, Any]:
    """What the list shows: open items by owner, one's own first, then those of people who have gone."""
    names = _names_of(group, me)
    items = list(ActionItem.objects.open().filter(group=group).select_related("owner"))
    owned = [(person, [item for item in items if item.owner_id == person.pk]) for person in names]
    settled = ActionItem.objects.filter(group=group).settled_since(LATELY).select_related("owner")
    return {
        "group": group,
        "me": me,
        "owned": [(person, found) for person, found in owned if found],
        "left": [item for item in items if item.owner not in names],
        "settled": settled[:MOST_SETTLED],
    }


def _is_kept(group: Group, form: ActionForm) -> bool:
    """Keep the item; false when that was refused, and the form says why."""
    try:
        ActionItem.objects.keep(group, **form.cleaned_data)
    except ActionRefused as error:
        form.add_error(None, str(error))
        return False
    return True


def _names_of(group: Group, me: Person) -> dict[Person, str]:
    """Everybody who can take something on, the reader first."""
    others = [seat.person for seat in group.sitting() if seat.person_id != me.pk]
    return {me: "I do", **{person: person.name for person in others}}


def _state(request: HttpRequest) -> Settled:
    try:
        return Settled(request.POST.get("state", ""))
    except ValueError as error:
        raise Http404 from error


def _answer(request: HttpRequest, group: Group, words: str) -> HttpResponse:
    """The page again; to htmx the list alone."""
    messages.success(request, words)
    if not request.headers.get("HX-Request"):
        return redirect("meetings:actions", group.pk)
    return render(request, "meetings/_actions.html", facts_of(group, visitor(request)) | {"answers": True})


def _page(request: HttpRequest, group: Group, form: ActionForm, *, status: int = 200) -> HttpResponse:
    context = facts_of(group, visitor(request)) | {"form": form}
    return render(request, "meetings/actions.html", context, status=status)
