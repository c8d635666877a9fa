"""What readers choose: quiet hours on their own clock, an hour for the digest, reminders, and letters they stop."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from minim.notices.hours import after_quiet, next_hour
from minim.notices.models import Digest, Preference
from tests.make import make_people, make_person

BERLIN, KOLKATA, LORD_HOWE = "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe"
ZONES = (BERLIN, KOLKATA, LORD_HOWE, "America/Los_Angeles", "Pacific/Apia", "Africa/Casablanca", "UTC")
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: BEGAN + timedelta(minutes=minutes))
minutes = st.integers(0, 1439)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "zone", "leaves"),
    [
        ("2026-03-03 12:00", BERLIN, "2026-03-03 12:00"),
        ("2026-03-03 18:59", BERLIN, "2026-03-03 18:59"),
        ("2026-03-03 19:00", BERLIN, "2026-03-04 06:00"),
        ("2026-03-04 05:59", BERLIN, "2026-03-04 06:00"),
        ("2026-03-04 06:00", BERLIN, "2026-03-04 06:00"),
        ("2026-03-28 22:00", BERLIN, "2026-03-29 05:00"),  # the night in which the clock jumps
        ("2026-03-03 00:00", KOLKATA, "2026-03-03 01:30"),
        ("2026-03-03 23:00", "", "2026-03-03 23:00"),
        ("2026-03-03 23:00", "Mars/Olympus", "2026-03-03 23:00"),
    ],
)
def test_a_letter_waits_for_the_end_of_the_readers_night(moment: str, zone: str, leaves: str) -> None:
    assert Preference().leaves_at(at(moment), zone) == at(leaves)


@settings(max_examples=200)
@given(moments, minutes, minutes, st.sampled_from(ZONES))
def test_quiet_hours_end_within_a_day_and_outside_of_them(
    moment: datetime, quiet_from: int, quiet_to: int, zone: str
) -> None:
    leaves = after_quiet(moment, quiet_from, quiet_to, zone)

    assert timedelta(0) <= leaves - moment <= timedelta(hours=26)
    if leaves > moment:
        there = leaves.astimezone(ZoneInfo(zone))
        at_the_end = there.hour * 60 + there.minute
        assert at_the_end - quiet_to in (0, 30, 60), "on the minute, or later where the clock skips it"


@settings(max_examples=200)
@given(moments, minutes, st.sampled_from(ZONES), st.one_of(st.none(), st.integers(0, 6)))
def test_the_hour_of_a_digest_comes_and_comes_soon(
    moment: datetime, minute: int, zone: str, weekday: int | None
) -> None:
    found = next_hour(moment, minute, zone, weekday)

    there = found.astimezone(ZoneInfo(zone))
    assert moment < found <= moment + timedelta(days=1 if weekday is None else 7, hours=2)
    assert weekday in (None, there.weekday())
    assert there.hour * 60 + there.minute - minute in (0, 30, 60)


def test_without_quiet_hours_everything_comes_at_once() -> None:
    assert Preference(quiet_from=0, quiet_to=0).leaves_at(at("2026-03-03 23:00"), BERLIN) == at(
        "2026-03-03 23:00"
    )


def test_a_letter_never_waits_beyond_its_use() -> None:
    night, meeting = at("2026-03-04 05:00"), at("2026-03-04 06:00")

    assert Preference().arrives_at(night, BERLIN, meeting) == night
    assert Preference().arrives_at(night, BERLIN, meeting + timedelta(minutes=1)) == meeting


@pytest.mark.parametrize(
    "value", [["60"], [4], [7 * 1440 + 1], [60, 60], [5, 6, 7, 8, 9], {"a": 1}, [True], "60"]
)
def test_reminders_that_cannot_be_are_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        Preference(reminders=value).clean_fields(exclude=["person"])


@pytest.mark.parametrize("value", [["seated"], ["sign-in-code"], ["nothing"], "reminder"])
def test_letters_that_must_reach_people_cannot_be_stopped(value: object) -> None:
    with pytest.raises(ValidationError):
        Preference(muted=value).clean_fields(exclude=["person"])
    assert Preference(muted=value).wants("seated")


def test_what_everybody_gets_is_in_order() -> None:
    usual = Preference()

    usual.clean_fields(exclude=["person"])
    assert (usual.reminders, usual.digest) == ([1440, 60], Digest.NONE)
    assert (usual.quiet_from, usual.quiet_to) == (1200, 420)


@pytest.mark.django_db
def test_a_kind_can_be_stopped_and_wanted_again() -> None:
    pat = make_person("Pat")

    assert Preference.objects.of(pat).mute("reminder")
    assert not Preference.objects.of(pat).wants("reminder")
    assert Preference.objects.of(pat).wants("ask-time")
    assert not Preference.objects.of(pat).mute("seated")

    Preference.objects.of(pat).unmute("reminder")
    assert Preference.objects.of(pat).wants("reminder")


@pytest.mark.django_db
def test_whoever_stops_the_digest_stops_what_was_optional_in_it() -> None:
    pat = make_person("Pat")
    Preference.objects.create(person=pat, digest=Digest.DAILY)

    Preference.objects.of(pat).mute("digest")

    chosen = Preference.objects.of(pat)
    assert chosen.muted == ["ask-time", "digest"]
    assert not chosen.gathers("group-changed")
    assert chosen.wants("group-changed")


@pytest.mark.django_db
def test_stopping_one_kind_leaves_other_choices_alone() -> None:
    pat = make_person("Pat")
    held = Preference.objects.of(pat)
    Preference.objects.create(person=pat, reminders=[30], muted=["ask-time"])

    held.mute("reminder")

    chosen = Preference.objects.get()
    assert (chosen.reminders, chosen.muted) == ([30], ["ask-time", "reminder"])


@pytest.mark.django_db
def test_the_choices_of_many_are_read_at_once(django_assert_num_queries: object) -> None:
    people = make_people(3)
    Preference.objects.create(person=people[1], reminders=[15])

    with django_assert_num_queries(1):  # type: ignore[operator]
        found = Preference.objects.of_all(people)

    assert [found[person.pk].reminders for person in people] == [[1440, 60], [15], [1440, 60]]
