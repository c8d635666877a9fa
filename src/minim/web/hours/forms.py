"""What people say about their own time. Forms clean; the pages keep."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django import forms
from django.utils import timezone

from minim.integrations.calendar.ics import LARGEST
from minim.people.hours import AWAY, hours_of
from minim.timetable import HoursError, WorkingHours, ZoneError, parse_hours, place
from minim.timetable.parsing import LONGEST
from minim.web.hours.spans import SpansField
from minim.web.hours.zones import find_zone
from minim.web.parts.widgets import FileDrop

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from minim.people.models import Person

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WORKDAYS = range(5)
MEGABYTES = LARGEST // 1_000_000
LONGEST_ABSENCE = timedelta(days=366)
FURTHEST = timedelta(days=2 * 366)


class HoursForm(forms.Form):
    """Where somebody is, and the hours of their seven weekdays."""

    zone = forms.CharField(
        label="Your time zone",
        max_length=64,
        error_messages={"required": "Please say where you are: your hours are read by the clock there."},
        widget=forms.TextInput(
            attrs={
                "list": "zones",
                "autocomplete": "off",
                "spellcheck": "false",
                "placeholder": "Europe/Berlin",
            }
        ),
    )

    def __init__(self, data: Any = None, *, person: Person) -> None:
        super().__init__(data, initial={"zone": person.zone})
        shown = hours_of(person.hours)
        for day, label in enumerate(DAYS):
            self.fields[f"day{day}"] = SpansField(label=label, required=False, initial=shown.days[day])

    @property
    def days(self) -> list[forms.BoundField]:
        return [self[f"day{day}"] for day in range(len(DAYS))]

    def clean_zone(self) -> str:
        return _zone(self.cleaned_data["zone"])

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if not self.errors:
            hours = WorkingHours(tuple(cleaned[f"day{day}"] for day in range(len(DAYS))))
            if len(str(hours)) > LONGEST:
                raise forms.ValidationError(
                    "These are more spans than we can keep. Please join some of them."
                )
            cleaned["hours"] = hours
        return cleaned


class WrittenForm(forms.Form):
    """The same hours in one line."""

    written = forms.CharField(
        label="Your hours, in a line",
        strip=True,
        help_text="Like Mon-Thu 9:00-12:30, 13:15-17:00; Fri 8-13",
        error_messages={"required": "Please write your hours, like Mon-Fri 9:00-17:30."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_written(self) -> WorkingHours:
        try:
            hours = parse_hours(self.cleaned_data["written"])
        except HoursError as error:
            raise forms.ValidationError(str(error)) from error
        if len(str(hours)) > LONGEST:
            raise forms.ValidationError("These are more spans than we can keep. Please join some of them.")
        return hours


class DaysForm(forms.Form):
    """A day, or several in a row, on which somebody is away or works other hours."""

    kind = forms.ChoiceField(
        label="What is different?",
        choices=[("away", "I am away"), ("other", "I work other hours")],
        initial="away",
        widget=forms.RadioSelect(attrs={"class": "inline"}),
    )
    first = forms.DateField(label="First day", widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label="Last day", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: Any = None, *, zone: ZoneInfo) -> None:
        super().__init__(data)
        self.today = timezone.now().astimezone(zone).date()
        asked = data is None or data.get("kind") == "other"
        self.fields["other"] = SpansField(label="The hours on these days", required=asked)
        for name in ("first", "last"):
            self.fields[name].widget.attrs["min"] = self.today.isoformat()

    def clean_first(self) -> date:
        first: date = self.cleaned_data["first"]
        if first < self.today:
            raise forms.ValidationError("This day is already over. Please choose today or a later one.")
        if first > self.today + FURTHEST:
            raise forms.ValidationError(
                "That is more than two years away. Please come back when it is nearer."
            )
        return first

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day comes before the first. Please turn them around.")
        elif first and last and last - first > LONGEST_ABSENCE:
            self.add_error("last", "That is more than a year. Please write a shorter time.")
        return cleaned

    def days(self) -> list[date]:
        first: date = self.cleaned_data["first"]
        last: date = self.cleaned_data["last"] or first
        return [first + timedelta(days=number) for number in range((last - first).days + 1)]

    def hours(self) -> str:
        """As it is kept with each of these days, whatever weekday it is."""
        if self.cleaned_data["kind"] == "away":
            return AWAY
        return str(WorkingHours((self.cleaned_data["other"],) * len(DAYS)))


class CalendarForm(forms.Form):
    """A calendar at an address. The address is a key to it: nobody gets to see it again."""

    address = forms.CharField(
        label="Its private address",
        max_length=2000,
        help_text="It begins with https:// or webcal:// and mostly ends in .ics.",
        error_messages={"required": "Please paste the address of your calendar."},
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        ),
    )
    name = forms.CharField(label="What do you call it?", max_length=120, required=False)

    def name_of(self) -> str:
        """What they call it, or where it is kept."""
        return self.cleaned_data["name"] or host_of(self.cleaned_data["address"]) or "Calendar"


class FileForm(forms.Form):
    file = forms.FileField(
        label="A calendar file",
        allow_empty_file=True,
        error_messages={"required": "Please choose a file that ends in .ics."},
        widget=FileDrop(
            note=f"Ends in .ics, up to {MEGABYTES} MB", attrs={"accept": ".ics,.ical,text/calendar"}
        ),
    )


class TakeForm(forms.Form):
    """What to take of the file that was looked at. `found` is what we read in it, signed by us."""

    found = forms.CharField(widget=forms.HiddenInput)
    take = forms.MultipleChoiceField(
        choices=[("hours", "hours"), ("busy", "busy")],
        error_messages={"required": "Please tick what you would like to take."},
    )


def zone_of(person: Person) -> ZoneInfo:
    """Where this person's clock hangs; UTC when nobody said, or said something that is no zone."""
    try:
        return place(person.zone or "UTC")
    except ZoneError:
        return place("UTC")


def host_of(address: str) -> str:
    """All that is ever shown of a calendar's address."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _zone(written: str) -> str:
    try:
        return find_zone(written)
    except ZoneError as error:
        raise forms.ValidationError(str(error)) from error
