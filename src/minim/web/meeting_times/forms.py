"""What a Facilitator says about the time of a group. Forms clean; the pages act."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

from minim.meetings.words import city
from minim.programs.models import Cadence
from minim.timetable import country_of_zone, place, regions
from minim.timetable.hours import DAY
from minim.web.meeting_times.search import FINEST, NONE, Search, Turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import QueryDict

    from minim.groups.models import Group
    from minim.meetings.models import Meeting, Series, Stretch

SHORTEST, LONGEST = 15, 480
FURTHEST = timedelta(days=400)
LEAST_NOTICE = timedelta(days=3)
MOST_TURNS = 4
WEEKS = {"1": "Every week", "2": "Every 2 weeks"}
TURN = re.compile(r"([0-6])-(\d{1,4})")
CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


def length_field() -> forms.IntegerField:
    return forms.IntegerField(
        label="Minutes",
        min_value=SHORTEST,
        max_value=LONGEST,
        error_messages={
            "min_value": f"A meeting lasts at least {SHORTEST} minutes.",
            "max_value": f"A meeting lasts at most {LONGEST // 60} hours.",
            "invalid": "Please write a number of minutes, such as 60.",
        },
        widget=forms.NumberInput(attrs={"step": 5, "inputmode": "numeric"}),
    )


def day_field(label: str) -> forms.DateField:
    wrong = "Please choose a day, or write it like 2027-03-15."
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, widget=widget, error_messages={"invalid": wrong, "required": "Please choose a day."}
    )


class HolidayFields(forms.Form):
    """A choice for each country the group's members live in: whose public holidays are left out."""

    def add_holidays(self, countries: Iterable[str], chosen: Mapping[str, str]) -> None:
        self.countries = [country for country in countries if country in _names()]
        for country in self.countries:
            self.fields[f"holidays_{country}"] = forms.ChoiceField(
                label=_names()[country],
                choices=_regions_of(country),
                initial=chosen[country],
                error_messages={"invalid_choice": "We know no such region. Please choose one of the list."},
            )

    @property
    def holiday_fields(self) -> list[forms.BoundField]:
        return [self[f"holidays_{country}"] for country in self.countries]

    def chosen(self) -> tuple[tuple[str, str], ...]:
        """What was chosen for each country."""
        return tuple((country, self.cleaned_data[f"holidays_{country}"]) for country in self.countries)

    def regions(self) -> tuple[str, ...]:
        return tuple(region for _, region in self.chosen() if region != NONE)


class SearchForm(HolidayFields):
    """Whatever an address does not say is as it usually is for this group."""

    def __init__(
        self,
        asked: QueryDict,
        *,
        group: Group,
        zones: tuple[str, ...],
        series: Series | None,
        stretch: Stretch | None,
    ) -> None:
        super().__init__()
        self.zones = zones
        chosen = regions_by_country(series) if series else {}
        self.fields["zone"] = forms.ChoiceField(
            label="On whose clock",
            choices=[(zone, city(zone)) for zone in zones],
            error_messages={
                "invalid_choice": "Nobody here lives by that clock. Please choose one of the list."
            },
        )
        self.fields["weeks"] = forms.TypedChoiceField(
            label="How often",
            choices=list(WEEKS.items()),
            coerce=int,
            error_messages={"invalid_choice": "Groups meet every week or every two weeks."},
        )
        self.fields["minutes"] = length_field()
        self.fields["from"] = day_field("From when on")
        countries = countries_of(zones, chosen)
        self.add_holidays(countries, {one: chosen.get(one, NONE if series else one) for one in countries})
        usual = usual_search(group, stretch, zones)
        usual |= {f.html_name: f.initial for f in self.holiday_fields}
        self.is_bound = True
        self.data = usual | {name: asked[name] for name in usual if name in asked}
        self.turns, self.turns_are_wrong = read_turns(asked.getlist("slot"))

    def clean_from(self) -> date:
        first: date = self.cleaned_data["from"]
        # Until the zone is known to be one, the first of the members' zones says what day it is.
        zone = self.cleaned_data.get("zone") or self.zones[0]
        return day_to_come(first, zone)

    def search(self) -> Search:
        said = self.cleaned_data
        return Search(said["zone"], said["weeks"], said["minutes"], said["from"], self.chosen())


class PlaceField(forms.CharField):
    """One line of text; what else somebody pastes becomes a space."""

    def __init__(self) -> None:
        super().__init__(
            label="Where you meet",
            max_length=300,
            required=False,
            help_text="A room, or the address of a video call. It stands in everybody's invitation.",
            error_messages={"max_length": "Please say it in 300 characters."},
        )

    def to_python(self, value: Any) -> Any:
        cleaned = super().to_python(CONTROLS.sub(" ", value) if isinstance(value, str) else value)
        return cleaned.strip() if isinstance(cleaned, str) else cleaned


class InvitationForm(forms.Form):
    """What stands in invitations besides the time."""

    place = PlaceField()
    shows_members = forms.BooleanField(
        label="Show everybody's name and address to each other",
        required=False,
        help_text="Off: each invitation names only its reader, so nobody's calendar tells who is in the group.",
        widget=forms.CheckboxInput(attrs={"class": "switch"}),
    )


class AboutForm(InvitationForm, HolidayFields):
    """The same for a series that goes on, with the holidays it leaves out."""

    def __init__(self, data: Any = None, *, series: Series, zones: tuple[str, ...]) -> None:
        super().__init__(data, initial={"place": series.place, "shows_members": series.shows_members})
        chosen = regions_by_country(series)
        countries = countries_of(zones, chosen)
        self.add_holidays(countries, {country: chosen.get(country, NONE) for country in countries})


class MoveForm(forms.Form):
    """When one meeting takes place instead, on the mover's own clock."""

    day = day_field("Day")
    time = forms.TimeField(
        label="Begins at",
        input_formats=["%H:%M", "%H:%M:%S", "%H.%M", "%H"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "invalid": "Please write a time between 00:00 and 23:59, such as 15:30.",
            "required": "Please say when it begins.",
        },
    )
    minutes = length_field()

    def __init__(self, data: Any = None, *, meeting: Meeting, zone: str) -> None:
        there = meeting.starts_at.astimezone(place(zone))
        initial = {"day": there.date(), "time": there.time(), "minutes": meeting.minutes}
        super().__init__(data, initial=initial)
        self.zone = zone

    def clean_day(self) -> date:
        return day_to_come(self.cleaned_data["day"], self.zone)

    @property
    def minute(self) -> int:
        time = self.cleaned_data["time"]
        return int(time.hour * 60 + time.minute)


def usual_search(group: Group, stretch: Stretch | None, zones: tuple[str, ...]) -> dict[str, Any]:
    """What one looks for when one does not say: the rhythm the group has, else that of its program."""
    weeks = stretch.every_weeks if stretch else 1 if group.program.cadence == Cadence.WEEKLY else 2
    return {
        "zone": stretch.zone if stretch and stretch.zone in zones else zones[0],
        "weeks": str(weeks) if str(weeks) in WEEKS else "2",
        "minutes": stretch.minutes if stretch else group.program.meeting_minutes,
        "from": next_monday(zones[0]),
    }


def next_monday(zone: str) -> date:
    """The next one that leaves people a few days to learn of it."""
    soonest = today_in(zone) + LEAST_NOTICE
    return soonest + timedelta(days=-soonest.weekday() % 7)


def today_in(zone: str) -> date:
    return timezone.now().astimezone(place(zone)).date()


def day_to_come(day: date, zone: str) -> date:
    """Raises ValidationError for a day that is over or out of sight."""
    today = today_in(zone)
    if day < today:
        raise forms.ValidationError("This day is already over. Please choose today or a later one.")
    if day > today + FURTHEST:
        raise forms.ValidationError("That is more than a year away. Please choose a day that is nearer.")
    return day


def countries_of(zones: Iterable[str], chosen: Iterable[str] = ()) -> list[str]:
    """Where the members live, in the order of their zones, and what was chosen before."""
    return list(dict.fromkeys(filter(None, [*map(country_of_zone, zones), *chosen])))


def regions_by_country(series: Series) -> dict[str, str]:
    return {region.partition("-")[0]: region for region in series.regions}


def read_turns(written: list[str]) -> tuple[tuple[Turn, ...], bool]:
    """Hours as addresses say them, "1-900" for Tuesday 15:00; and whether one of them is none."""
    found = [TURN.fullmatch(one) for one in written[: MOST_TURNS + 1]]
    turns = [(int(match[1]), int(match[2])) for match in found if match]
    good = [turn for turn in turns if turn[1] < DAY and turn[1] % FINEST == 0]
    return tuple(good), len(good) != len(written) or len(good) > MOST_TURNS


def _names() -> dict[str, str]:
    return dict(regions())


def _regions_of(country: str) -> list[tuple[str, str]]:
    name = _names()[country]
    parts = [
        (code, words.removeprefix(f"{name}: ")) for code, words in regions() if code.startswith(f"{country}-")
    ]
    return [(NONE, "Not left out"), (country, "Nationwide"), *parts]
