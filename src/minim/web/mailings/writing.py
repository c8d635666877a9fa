"""A letter to many: its words, tried on people it would go to; once it has left, who got it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from minim.integrations.email.delivery import goes_nowhere
from minim.integrations.email.writing import text_of
from minim.notices.filling import Words
from minim.notices.models import Sending, State, WordsProblem
from minim.playbook import letters_to_many
from minim.web.access import form_page, organizer_only, visitor
from minim.web.mailings.forms import MailingForm
from minim.web.mailings.reach import reach_mailing, reader_of
from minim.web.notices.clock import render_there
from minim.web.notices.frames import framed, with_frame
from minim.web.notices.reasons import reason_of
from minim.web.notices.wording import inserted, way_to_stop
from minim.web.program.reach import page_of, sought

if TYPE_CHECKING:
    from django.core.paginator import Page
    from django.http import HttpRequest, HttpResponse

    from minim.rollout.models import Mailing

OFFERED = 40
"""So many names are offered to choose from; any other can be typed."""
ON_A_PAGE = 50
LOST = (State.BOUNCED, State.FAILED)
NOBODY = "At the moment this letter would go to nobody, so there is nobody to show it for."


@form_page
@organizer_only
def mailing(request: HttpRequest, pk: int, mailing_pk: int) -> HttpResponse:
    found = reach_mailing(request, pk, mailing_pk)
    if found.has_left:
        return _told(request, found)
    if found.is_scheduled:
        return redirect("mailings:leave", pk, mailing_pk)
    form = MailingForm(found, request.POST or None)
    if request.method != "POST" or "look" in request.POST:
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    return _kept(request, form)


@require_POST
@organizer_only
def preview(request: HttpRequest, pk: int, mailing_pk: int) -> HttpResponse:
    """How it would read, or what is wrong with it."""
    form = MailingForm(reach_mailing(request, pk, mailing_pk), request.POST)
    return render(request, "mailings/_preview.html", {"form": form, **_tried(form)})


@form_page
@xframe_options_sameorigin
@organizer_only
def inside(request: HttpRequest, pk: int, mailing_pk: int) -> HttpResponse:
    """The letter itself, for the frame."""
    form = MailingForm(reach_mailing(request, pk, mailing_pk), request.POST or None)
    if form.is_bound and not form.is_valid():
        return framed("Not yet", "There is something to mend in these words before they can be shown.")
    _, subject, body = _filled(form)
    return framed(subject, body or NOBODY, way_to_stop(form.kind))


@require_safe
@organizer_only
def readers(request: HttpRequest, pk: int, mailing_pk: int) -> HttpResponse:
    """Who it would go to, by name."""
    found = reach_mailing(request, pk, mailing_pk)
    q, people = sought(request), found.recipients()
    page = page_of(request, people.matching(q) if q else people, ON_A_PAGE)
    facts = {"program": found.program, "mailing": found, "page_obj": page, "q": q, "count": people.count()}
    return render_there(request, "mailings/readers.html", facts)


def _kept(request: HttpRequest, form: MailingForm) -> HttpResponse:
    said, found = form.cleaned_data, form.mailing
    try:
        is_kept = found.rewrite(said["subject"], said["body"], said["audience"], visitor(request))
    except WordsProblem as problem:
        form.add_error("body", problem.problems)
        return _page(request, form, status=422)
    if not is_kept:
        messages.warning(
            request, "Somebody has given this letter an hour meanwhile. Your words were not kept."
        )
    elif "go-on" not in request.POST:
        messages.success(request, "Kept. It stays a draft until you say when it leaves.")
        return redirect("mailings:mailing", found.program_id, found.pk)
    return redirect("mailings:leave", found.program_id, found.pk)


def _page(request: HttpRequest, form: MailingForm, *, status: int = 200) -> HttpResponse:
    facts = {
        "program": form.mailing.program,
        "mailing": form.mailing,
        "kind": form.kind,
        "moment": letters_to_many()[form.mailing.kind].moment,
        "form": form,
        "variables": [(variable, inserted(variable)) for variable in form.kind.facts],
        **_tried(form),
        "names": form.mailing.recipients().values_list("name", flat=True)[:OFFERED],
    }
    return with_frame(request, render_there(request, "mailings/write.html", facts, status=status))


def _tried(form: MailingForm) -> dict[str, Any]:
    """The letter for one reader, and how many there are; no letter when its words cannot be used yet."""
    if form.is_bound and not form.is_valid():
        return {"tried_subject": "", "tried_text": "", "reader": None, "count": None}
    reader, subject, body = _filled(form)
    text = text_of(body, way_to_stop(form.kind)) if body else ""
    count = form.mailing.recipients().count()
    return {"tried_subject": subject, "tried_text": text, "reader": reader, "count": count}


def _filled(form: MailingForm) -> tuple[str, str, str]:
    """For whom, subject and body; nothing when nobody would get it."""
    given, found = form.given, form.mailing
    found.audience = given["audience"]
    reader = reader_of(found, given.get("reader", ""))
    if reader is None:
        return "", "", ""
    words = Words(" ".join(given["subject"].split()), given["body"].replace("\r\n", "\n").strip())
    return (reader.name, *found.letter_as_for(reader, words))


def _told(request: HttpRequest, found: Mailing) -> HttpResponse:
    """It has left. Letters one can do without tell on their readers, so of those only the lost ones are shown."""
    notices = found.notices().select_related("recipient").defer("body")
    lost = notices.in_state(State.BOUNCED) | notices.in_state(State.FAILED)
    shown = lost if found.about.optional else notices
    page = page_of(request, shown.order_by("recipient__name", "pk"), ON_A_PAGE)
    facts = {
        "program": found.program,
        "mailing": found,
        "kind": found.about,
        "page_obj": _with_reasons(page),
        "lost": lost.count(),
        "counts": [] if found.about.optional else _counts(found),
        "goes_nowhere": goes_nowhere(),
        "is_paused": Sending.objects.now().is_paused,
    }
    return with_frame(request, render_there(request, "mailings/left.html", facts))


def _counts(found: Mailing) -> list[tuple[State, int]]:
    counted = [(state, found.notices().in_state(state).count()) for state in State]
    return [(state, count) for state, count in counted if count or state == State.SENT]


def _with_reasons(page: Page[Any]) -> Page[Any]:
    for notice in page:
        notice.reason = reason_of(notice.last_error)
        notice.is_lost = notice.state in LOST
    return page
