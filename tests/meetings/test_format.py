"""A group's own formats, and which one it uses next."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from minim.meetings.format import MOST_OWN, has_met, minutes_of, next_format, ours_for
from minim.meetings.models import FormatMoved, FormatRefused, NextFormat, OwnFormat, Series
from minim.playbook import fitted, format_of, formats
from minim.timetable import Rhythm

if TYPE_CHECKING:
    from minim.groups.models import Group
    from tests.cast import Cast

BEFORE = datetime(2026, 11, 25, 9, tzinfo=UTC)
FIRST_MEETING = datetime(2026, 12, 7, 14, tzinfo=UTC)
TROIKA = formats()["troika"]


def meets(group: Group, minutes: int = 60) -> Series:
    return Series.objects.begin(group, Rhythm("Europe/Berlin", date(2026, 12, 7), 15 * 60, minutes, 2))


def test_a_copy_is_the_groups_own_and_has_a_name_of_its_own(cast: Cast) -> None:
    names = [OwnFormat.objects.copy(cast.group, TROIKA).name for _ in range(3)]
    other = OwnFormat.objects.copy(cast.sams_group, TROIKA)

    assert names == [f"Our {TROIKA.name}", f"Our {TROIKA.name} 2", f"Our {TROIKA.name} 3"]
    assert other.name == names[0]
    assert OwnFormat.objects.filter(group=cast.group)[0].format.steps == TROIKA.steps


def test_a_copy_of_a_copy_is_named_like_one(cast: Cast) -> None:
    own = OwnFormat.objects.copy(cast.group, TROIKA)

    again = OwnFormat.objects.copy(cast.group, own.format)

    assert again.name == f"Our {TROIKA.name} 2"


def test_a_long_name_still_finds_a_free_one(cast: Cast) -> None:
    long = format_of({**TROIKA.to_json(), "name": "x" * 80})

    names = [OwnFormat.objects.copy(cast.group, long).name for _ in range(12)]

    assert len(set(names)) == 12
    assert max(map(len, names)) <= 80


def test_there_is_an_end_to_copying(cast: Cast) -> None:
    for _ in range(MOST_OWN):
        OwnFormat.objects.copy(cast.group, TROIKA)

    with pytest.raises(FormatRefused):
        OwnFormat.objects.copy(cast.group, TROIKA)


def test_it_becomes_what_the_group_wants(cast: Cast) -> None:
    own = OwnFormat.objects.copy(cast.group, TROIKA)
    wanted = format_of({"name": "Ours", "about": "", "steps": [{"name": "Talk", "minutes": 60}]})

    own.become(wanted, read=1)

    assert (OwnFormat.objects.get().format, own.version) == (wanted, 2)


def test_two_who_change_it_at_once(cast: Cast) -> None:
    own = OwnFormat.objects.copy(cast.group, TROIKA)
    own.become(formats()["mini-m"], read=1)

    with pytest.raises(FormatMoved):
        own.become(formats()["open"], read=1)

    assert OwnFormat.objects.get().name == formats()["mini-m"].name


def test_two_formats_never_have_the_same_name(cast: Cast) -> None:
    OwnFormat.objects.copy(cast.group, format_of({**TROIKA.to_json(), "name": "Our hour"}))
    second = OwnFormat.objects.copy(cast.group, TROIKA)

    with pytest.raises(FormatRefused):
        second.become(format_of({**TROIKA.to_json(), "name": "Our hour"}), read=1)


def test_first_comes_the_first_meeting_then_the_usual_hour(cast: Cast) -> None:
    with time_machine.travel(BEFORE):
        meets(cast.group)
        before = next_format(cast.group).slug
    with time_machine.travel(FIRST_MEETING + timedelta(minutes=59)):
        within = next_format(cast.group).slug
    with time_machine.travel(FIRST_MEETING + timedelta(minutes=61)):
        after = next_format(cast.group).slug

    assert (before, within, after) == ("first-meeting", "first-meeting", "mini-m")


def test_a_first_meeting_that_was_skipped_is_still_to_come(cast: Cast) -> None:
    with time_machine.travel(BEFORE):
        meets(cast.group).meetings.all()[0].skip()
    with time_machine.travel(FIRST_MEETING + timedelta(days=1)):
        assert (has_met(cast.group), next_format(cast.group).slug) == (False, "first-meeting")


def test_what_was_chosen_stays_and_a_first_meeting_happens_once(cast: Cast) -> None:
    with time_machine.travel(BEFORE):
        meets(cast.group)
        NextFormat.objects.choose(cast.group, "troika")
    with time_machine.travel(FIRST_MEETING + timedelta(days=1)):
        stays = next_format(cast.group).slug
        NextFormat.objects.choose(cast.group, "first-meeting")
        anew = next_format(cast.group).slug
    with time_machine.travel(FIRST_MEETING + timedelta(days=15)):
        after = next_format(cast.group).slug

    assert (stays, anew, after) == ("troika", "first-meeting", "mini-m")


def test_an_own_format_can_be_next_until_it_is_taken_away(cast: Cast) -> None:
    own = OwnFormat.objects.copy(cast.group, TROIKA)
    NextFormat.objects.choose(cast.group, own)
    chosen = next_format(cast.group)

    own.delete()

    assert (chosen, next_format(cast.group).slug) == (own.format, "first-meeting")


def test_ours_are_fitted_to_the_time_a_group_has(cast: Cast) -> None:
    cast.program.meeting_minutes = 45
    cast.program.save()
    cast.group.refresh_from_db()
    planned = minutes_of(cast.group)

    with time_machine.travel(BEFORE):
        meets(cast.group, minutes=90)
        assert (planned, minutes_of(cast.group)) == (45, 90)
        assert ours_for(cast.group) == {slug: fitted(found, 90) for slug, found in formats().items()}
        assert next_format(cast.group).minutes == 90


def test_only_who_sits_in_the_group_reads_its_formats(cast: Cast) -> None:
    OwnFormat.objects.copy(cast.group, TROIKA)
    everyone = (cast.fay, cast.pat, cast.olive, cast.bo, cast.sam, cast.root)

    readers = [person.name for person in everyone if OwnFormat.objects.read_by(person).exists()]

    assert readers == ["Fay", "Pat"]


def test_a_closed_group_leaves_no_formats_behind(cast: Cast) -> None:
    OwnFormat.objects.copy(cast.group, TROIKA)
    kept = OwnFormat.objects.copy(cast.sams_group, TROIKA)

    cast.group.close(cast.group.opened_on)
    OwnFormat.objects.forget_closed()

    assert list(OwnFormat.objects.all()) == [kept]
