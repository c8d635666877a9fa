"""Which letters somebody wants, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms

from minim.notices.kinds import DIGEST, KINDS, REMINDER
from minim.notices.models import Digest
from minim.notices.preferences import MOST_REMINDERS
from minim.timetable.hours import DAY, clock

if TYPE_CHECKING:
    from minim.notices.models import Preference

HOUR = 60
LEADS = (7 * DAY, 3 * DAY, 2 * DAY, DAY, 12 * HOUR, 4 * HOUR, 2 * HOUR, HOUR, 30, 15)
UNITS = ((7 * DAY, "week"), (DAY, "day"), (HOUR, "hour"), (1, "minute"))
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CHOSEN_OTHERWISE = (REMINDER, DIGEST)
"""Wanted by choosing an hour for them."""
OPTIONAL = tuple(kind for kind in KINDS.values() if kind.optional and kind.name not in CHOSEN_OTHERWISE)


def in_words(minutes: int) -> str:
    """ "2 hours before"."""
    size, unit = next((size, unit) for size, unit in UNITS if minutes % size == 0)
    count = minutes // size
    return f"{count} {unit}{'s' if count > 1 else ''} before"


class MinuteOfTheDay(forms.TimeField):
    """A time of the day, as minutes since midnight."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        invalid = "Please write a time like 20:00."
        super().__init__(widget=widget, error_messages={"invalid": invalid}, **options)

    def prepare_value(self, value: Any) -> Any:
        return clock(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        time = super().clean(value)
        return None if time is None else time.hour * 60 + time.minute


class WantedForm(forms.Form):
    reminders = forms.TypedMultipleChoiceField(
        label="Remind me",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    wanted = forms.MultipleChoiceField(
        label="Also write to me",
        required=False,
        choices=[(kind.name, kind.title) for kind in OPTIONAL],
        widget=forms.CheckboxSelectMultiple,
    )
    digest = forms.ChoiceField(
        label="Letters that can wait",
        choices=Digest.choices,
        widget=forms.RadioSelect(attrs={"class": "cards"}),
    )
    digest_minute = MinuteOfTheDay(label="At", required=False)
    digest_weekday = forms.TypedChoiceField(
        label="On", required=False, coerce=int, empty_value=None, choices=list(enumerate(WEEKDAYS))
    )
    is_quiet = forms.BooleanField(label="Keep letters until my night is over", required=False)
    quiet_from = MinuteOfTheDay(label="My night begins at", required=False)
    quiet_to = MinuteOfTheDay(label="and ends at", required=False)

    def __init__(self, preference: Preference, data: Any = None) -> None:
        super().__init__(data, initial=_said(preference))
        leads = sorted({*LEADS, *preference.reminders}, reverse=True)
        reminders = cast("forms.TypedMultipleChoiceField", self.fields["reminders"])
        reminders.choices = [(lead, in_words(lead)) for lead in leads]

    def clean_reminders(self) -> list[int]:
        reminders: list[int] = self.cleaned_data["reminders"]
        if len(reminders) > MOST_REMINDERS:
            raise forms.ValidationError(
                f"These are {len(reminders)}. Please choose {MOST_REMINDERS} at most: more would be noise."
            )
        return sorted(set(reminders), reverse=True)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("digest") != Digest.NONE and cleaned.get("digest_minute", 0) is None:
            self.add_error("digest_minute", "Please say at which hour your letter should come.")
        if cleaned.get("is_quiet") and not {"quiet_from", "quiet_to"} & self.errors.keys():
            begins, ends = cleaned.get("quiet_from"), cleaned.get("quiet_to")
            if begins is None or ends is None:
                self.add_error("quiet_from", "Please say when your night begins and when it ends.")
            elif begins == ends:
                self.add_error(
                    "quiet_to", "A night that ends when it begins is none. Please change one of the two."
                )
        return cleaned

    def keep(self, preference: Preference) -> None:
        """Put what was said into the preference; saving it is the page's part."""
        said = self.cleaned_data
        preference.reminders, preference.digest = said["reminders"], said["digest"]
        for name in ("digest_minute", "digest_weekday"):
            if said[name] is not None:
                setattr(preference, name, said[name])
        preference.quiet_from, preference.quiet_to = (
            (said["quiet_from"], said["quiet_to"]) if said["is_quiet"] else (0, 0)
        )
        preference.muted = sorted(_stopped(said))


def _said(preference: Preference) -> dict[str, Any]:
    usual = type(preference)()
    quiet = preference if preference.has_quiet_hours else usual
    return {
        "wanted": [kind.name for kind in OPTIONAL if preference.wants(kind.name)],
        "reminders": preference.reminders if preference.wants(REMINDER) else [],
        "digest": preference.digest if preference.wants(DIGEST) else Digest.NONE,
        "digest_minute": preference.digest_minute,
        "digest_weekday": preference.digest_weekday,
        "is_quiet": preference.has_quiet_hours,
        "quiet_from": quiet.quiet_from,
        "quiet_to": quiet.quiet_to,
    }


def _stopped(said: dict[str, Any]) -> set[str]:
    """Nobody is reminded who chose no hour for it."""
    stopped = {kind.name for kind in OPTIONAL if kind.name not in said["wanted"]}
    return stopped if said["reminders"] else stopped | {REMINDER}
