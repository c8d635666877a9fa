"""Tells allauth who may come in, and by which letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from minim.notices.models import Notice
from minim.people.models import Person
from minim.web.account.entering import enter

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

WORDS = {
    "incorrect_code": "That is not the code we sent. Please look again.",
    "too_many_login_attempts": "That was tried too often. Please wait a few minutes and ask for a new code.",
    "rate_limited": "That was tried too often. Please wait a few minutes.",
}


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up: people come from the roster. The code leaves as a notice that is forgotten once it is sent."""

    error_messages = DefaultAccountAdapter.error_messages | WORDS

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        person = Person.objects.inside().filter(email__iexact=email).first()
        if person and template_prefix == "account/email/login_code":
            Notice.objects.post("sign-in-code", to=person, secret=True, code=context["code"])

    def login(self, request: HttpRequest, user: Person) -> None:
        enter(request, user)

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_login"))

    def is_safe_url(self, url: str) -> bool:
        """Only pages of this very address; allauth would also allow the other names we answer to."""
        return url_has_allowed_host_and_scheme(url, {self.request.get_host()}, self.request.is_secure())
