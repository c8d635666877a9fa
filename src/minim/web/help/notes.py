"""Notes of an Organizer on a group, for their own eyes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from minim.groups.models import Note
from minim.web.access import form_page, organizer_only, visitor
from minim.web.help.forms import NoteForm
from minim.web.help.reach import reach_note, reach_overseen

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@form_page
@organizer_only
def notes(request: HttpRequest, pk: int) -> HttpResponse:
    group, me = reach_overseen(request, pk), visitor(request)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        Note.objects.create(group=group, author=me, text=form.cleaned_data["text"])
        return redirect("help:notes", pk)
    context = {"group": group, "form": form, "notes": Note.objects.read_by(me).filter(group=group)}
    return render(request, "help/notes.html", context, status=422 if form.is_bound else 200)


@require_POST
@organizer_only
def remove(request: HttpRequest, pk: int, note_pk: int) -> HttpResponse:
    reach_note(request, pk, note_pk).delete()
    messages.success(request, "The note is gone.")
    return redirect("help:notes", pk)
