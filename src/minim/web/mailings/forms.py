"""Words, audience and hour of a letter to many."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils import timezone

from minim.rollout.letters import AUDIENCES
from minim.rollout.models import Audience
from minim.timetable.series import instant
from minim.web.notices.forms import WordsForm

if TYPE_CHECKING:
    from datetime import datetime

    from minim.rollout.models import Mailing

FARTHEST = timedelta(days=366)
A_MOMENT = timedelta(minutes=2)


class MailingForm(WordsForm):
    """`reader` says for whom it is shown, and is not kept."""

    audience = forms.ChoiceField(label="To")
    reader = forms.CharField(
        label="Show it as it reads for",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "readers"}),
    )

    def __init__(self, mailing: Mailing, data: Any = None) -> None:
        said = {"subject": mailing.subject, "body": mailing.body, "audience": mailing.audience}
        super().__init__(mailing.about, data, initial=said)
        self.mailing = mailing
        choices = cast("forms.ChoiceField", self.fields["audience"])
        choices.choices = [(one, Audience(one).label) for one in AUDIENCES[mailing.kind]]

    @property
    def given(self) -> dict[str, Any]:
        """What stands in the form now, once it has been read."""
        return self.cleaned_data if self.is_bound else dict(self.initial)


class HourForm(forms.Form):
    """A day and an hour on the Organizer's own clock."""

    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    hour = forms.TimeField(label="Hour", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def __init__(self, data: Any = None, *, zone: str) -> None:
        tomorrow = timezone.localdate() + timedelta(days=1)
        super().__init__(data, initial={"day": tomorrow, "hour": "09:00"})
        self.zone = zone

    def clean(self) -> dict[str, Any]:
        if {"day", "hour"} <= self.cleaned_data.keys():
            moment = self.moment
            if moment < timezone.now() - A_MOMENT:
                self.add_error("hour", "This hour is over. Please choose one that is still to come.")
            elif moment > timezone.now() + FARTHEST:
                self.add_error("day", "This is more than a year from now. Please choose a nearer day.")
        return self.cleaned_data

    @property
    def moment(self) -> datetime:
        hour = self.cleaned_data["hour"]
        return instant(self.cleaned_data["day"], hour.hour * 60 + hour.minute, self.zone)[0]
