"""Sign in by a code, sign out, and one's own page."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from minim.groups.models import Group
from minim.web.access import signed_in, visitor
from minim.web.account.entering import go_out
from minim.web.models import Session
from minim.web.sessions import hashed

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest, HttpResponse


class SignIn(RequestLoginCodeView):  # type: ignore[misc]
    """Asks for an address. Known or unknown, it is answered with the same page after the same while."""

    template_name = "account/sign_in.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        began = time.monotonic()
        answer: HttpResponse = super().post(request, *args, **kwargs)
        time.sleep(max(0.0, settings.SIGN_IN_ANSWER_SECONDS - (time.monotonic() - began)))
        return answer


class EnterCode(ConfirmLoginCodeView):  # type: ignore[misc]
    template_name = "account/code.html"


@require_POST
def start_over(request: HttpRequest) -> HttpResponse:
    """Forget the address that waits for its code."""
    if not request.user.is_authenticated:
        request.session.flush()
    return redirect("account_login")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    answer = go_out(request)
    messages.success(request, "You are signed out.")
    return answer


@require_safe
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    sessions = Session.objects.of(visitor(request))
    here = hashed(request.session.session_key or "")
    groups = Group.objects.of_member(visitor(request)).select_related("program")
    return render(request, "account/account.html", {"sessions": sessions, "here": here, "groups": groups})


@require_POST
@signed_in
def end_session(request: HttpRequest, key: str) -> HttpResponse:
    get_object_or_404(Session.objects.of(visitor(request)), pk=key).delete()
    messages.success(request, "That browser is signed out.")
    return redirect("account")


@require_POST
@signed_in
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    Session.objects.of(visitor(request)).delete()
    answer = go_out(request)
    messages.success(request, "You are signed out everywhere.")
    return answer
