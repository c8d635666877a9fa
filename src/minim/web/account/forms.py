"""An address, a code, and the first Organizer's name."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core import context, ratelimit
from django import forms

from minim.people.models import Person


class EmailForm(RequestLoginCodeForm):  # type: ignore[misc]
    """Takes any address, so that nobody learns which ones we know."""

    email = forms.EmailField(
        label="Your work e-mail",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True, "spellcheck": "false"}),
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if not ratelimit.consume(context.request, action="request_login_code", key=email.lower()):
            raise get_adapter().validation_error("too_many_login_attempts")
        self._user = Person.objects.inside().filter(email__iexact=email).first()
        return email


class CodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    code = forms.CharField(
        label="The code from our e-mail",
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "autofocus": True,
                "spellcheck": "false",
                "placeholder": "ABCD-EFGH",
            }
        ),
    )


class SetupForm(forms.Form):
    name = forms.CharField(
        label="Your name",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
    )
    email = forms.EmailField(
        label="Your work e-mail",
        max_length=254,
        help_text="Sign-in codes go there.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        known = self.known(email)
        if known and not known.is_active:
            raise forms.ValidationError(
                "The roster says that this person is not in the company. Please take another."
            )
        return email

    def known(self, email: str) -> Any:
        """Whoever has this address already, when the roster came before its Organizer."""
        return Person.objects.filter(email__iexact=email).first()
