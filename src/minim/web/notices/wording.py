"""The words of our letters: read, changed, tried out, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from minim.integrations.email.writing import text_of
from minim.notices.filling import Words
from minim.notices.kinds import KINDS, Form, Kind
from minim.notices.letters import our_words
from minim.notices.models import Wording, WordsProblem
from minim.web.access import form_page, organizer_only, visitor
from minim.web.notices.clock import render_there
from minim.web.notices.forms import WordsForm
from minim.web.notices.frames import framed, with_frame

if TYPE_CHECKING:
    from django.http import HttpRequest

    from minim.notices.kinds import Variable

LEADS = "is_facilitator"
EACH_LETTER = "{% for letter in letters %}**{{ letter.subject }}**\n\n{{ letter.body }}\n\n{% endfor %}"


@require_safe
@organizer_only
def kinds(request: HttpRequest) -> HttpResponse:
    changed = {wording.kind: wording for wording in Wording.objects.select_related("changed_by")}
    rows = [{"kind": kind, "changed": changed.get(kind.name)} for kind in KINDS.values()]
    return render_there(request, "notices/kinds.html", {"rows": rows})


@form_page
@organizer_only
def words(request: HttpRequest, kind: str) -> HttpResponse:
    known, wording = _known(kind), _wording(kind)
    if request.method != "POST":
        kept = wording.words if wording else our_words(kind)
        form = WordsForm(known, initial={"subject": kept.subject, "body": kept.body}, wording=wording)
        return _page(request, form)
    form = WordsForm(known, request.POST, wording=wording)
    if "look" in request.POST:
        form.is_valid()
        return _page(request, form)
    if not form.is_valid() or form.is_outrun():
        return _page(request, form, is_outrun=form.is_valid(), status=422)
    try:
        Wording.objects.change(
            kind, form.cleaned_data["subject"], form.cleaned_data["body"], by=visitor(request)
        )
    except WordsProblem as problem:
        form.add_error("body", problem.problems)
        return _page(request, form, status=422)
    messages.success(request, "Your words are kept. Letters written from now on use them.")
    return redirect("notices:words", kind)


@require_POST
@organizer_only
def preview(request: HttpRequest, kind: str) -> HttpResponse:
    """What these words would say, or what is wrong with them."""
    form = WordsForm(_known(kind), request.POST)
    return render(request, "notices/_preview.html", {"form": form, **_tried(form)})


@form_page
@xframe_options_sameorigin
@organizer_only
def inside(request: HttpRequest, kind: str) -> HttpResponse:
    """A letter in these words, for the frame; in the words that stand now when none are given."""
    known, wording = _known(kind), _wording(kind)
    if request.method != "POST":
        return framed(
            *(wording.words if wording else our_words(kind)).filled(known, known.examples), way_to_stop(known)
        )
    form = WordsForm(known, request.POST)
    if not form.is_valid():
        return framed("Not yet", "There is something to mend in these words before they can be shown.")
    return framed(*_filled(form), way_to_stop(known))


@form_page
@organizer_only
def restore(request: HttpRequest, kind: str) -> HttpResponse:
    """Back to our words. What goes is shown once more before it does."""
    known, wording = _known(kind), _wording(kind)
    if request.method != "POST":
        facts = {"kind": known, "wording": wording, "ours": our_words(kind)}
        return render_there(request, "notices/restore.html", facts)
    if Wording.objects.restore(kind):
        messages.success(request, "minim’s own words are back. Letters written from now on use them.")
    else:
        messages.info(request, "These were minim’s own words already.")
    return redirect("notices:words", kind)


def way_to_stop(kind: Kind) -> str:
    """Where the way out of an optional letter would lead."""
    return f"{settings.BASE_URL}/unsubscribe/…/" if kind.optional else ""


def inserted(variable: Variable) -> str:
    """What to write for this fact."""
    if variable.form is Form.YES_NO:
        return f"{{% if {variable.name} %}}…{{% else %}}…{{% endif %}}"
    if variable.form is Form.LETTERS:
        return EACH_LETTER
    if variable.form is Form.ADDRESS:
        return f"[Words to click]({{{{ {variable.name} }}}})"
    return f"{{{{ {variable.name} }}}}"


def _page(
    request: HttpRequest, form: WordsForm, *, is_outrun: bool = False, status: int = 200
) -> HttpResponse:
    facts = {
        "kind": form.kind,
        "form": form,
        "wording": form.wording,
        "is_outrun": is_outrun,
        "is_unsaved": form.is_bound,
        "variables": [(variable, inserted(variable)) for variable in form.kind.facts],
        "has_facilitator": any(variable.name == LEADS for variable in form.kind.facts),
        **_tried(form),
    }
    return with_frame(request, render_there(request, "notices/words.html", facts, status=status))


def _tried(form: WordsForm) -> dict[str, Any]:
    """Subject and text of a letter with facts that could be; empty when the words cannot be used yet."""
    if form.is_bound and not form.is_valid():
        return {"tried_subject": "", "tried_text": ""}
    subject, body = _filled(form)
    return {"tried_subject": subject, "tried_text": text_of(body, way_to_stop(form.kind))}


def _filled(form: WordsForm) -> tuple[str, str]:
    given = form.cleaned_data if form.is_bound else form.initial
    facts = {**form.kind.examples, LEADS: bool(given.get("leads"))}
    return Words(given["subject"], given["body"].replace("\r\n", "\n")).filled(form.kind, facts)


def _known(kind: str) -> Kind:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


def _wording(kind: str) -> Wording | None:
    return Wording.objects.select_related("changed_by").filter(kind=kind).first()
