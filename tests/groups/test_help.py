"""Fay asks for help, Olive answers; and Olive notes what she wants to remember. Whoever else looks finds nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.utils import timezone

from minim.groups.models import Line, Note, Role, Thread
from minim.notices.models import Notice
from minim.web.notices.reach import letters_overseen_by, letters_seen_by
from minim.worker.tidying import Tidier
from tests.make import make_group, make_person, make_program

if TYPE_CHECKING:
    from minim.people.models import Person
    from tests.cast import Cast

CANARY = "Kestrel at dawn"


@pytest.fixture
def thread(cast: Cast) -> Thread:
    return Thread.objects.ask(cast.group, f"Few come. {CANARY}", by=cast.fay)


def letters() -> list[tuple[str, str]]:
    return list(Notice.objects.filter(kind="help").order_by("pk").values_list("recipient__name", "subject"))


def everybody(cast: Cast) -> list[Person]:
    oscar = make_person("Oscar", is_organizer=True)
    make_group(program=make_program(organizers=[oscar]))
    quinn = make_person("Quinn", is_people_ops=True)
    return [cast.olive, cast.fay, cast.pat, cast.bo, cast.sam, cast.root, oscar, quinn]


# Who reads it


def test_only_fay_and_the_program_s_organizers_read_it(cast: Cast, thread: Thread) -> None:
    readers = [one.name for one in everybody(cast) if Thread.objects.read_by(one).exists()]

    assert readers == ["Olive", "Fay"]


def test_whoever_leads_after_her_does_not_read_it_and_begins_anew(cast: Cast, thread: Thread) -> None:
    others = [seat.person for seat in cast.group.sitting() if seat.person not in (cast.fay, cast.pat)]
    cast.group.seat(
        [(cast.pat, Role.FACILITATOR), *((one, Role.PARTICIPANT) for one in others)], date(2026, 12, 1)
    )

    own = Thread.objects.ask(cast.group, "The hour is bad.", by=cast.pat)

    assert list(Thread.objects.read_by(cast.pat)) == [own]
    assert list(Thread.objects.read_by(cast.fay)) == [thread]
    assert set(Thread.objects.read_by(cast.olive)) == {thread, own}


def test_whoever_does_not_organize_any_more_does_not_read_it(cast: Cast, thread: Thread) -> None:
    cast.program.share_with(make_person("Oda"))
    cast.program.take_back_from(cast.olive)

    assert not Thread.objects.read_by(cast.olive).exists()


# What is told


def test_a_letter_says_that_there_is_something_and_nothing_of_it(cast: Cast, thread: Thread) -> None:
    thread.write(f"Let us talk. {CANARY}", by=cast.olive)

    subject = "Something is waiting for you"
    assert letters() == [("Olive", subject), ("Fay", subject)]
    for letter in Notice.objects.filter(kind="help"):
        assert f"/help/{thread.pk}/" in letter.body
        assert not [word for word in (CANARY, cast.group.name, "Few", "talk") if word in letter.body]
        assert "Fay" not in letter.body.replace("Hello Fay", "")


def test_there_is_no_second_letter_before_the_first_was_followed(cast: Cast, thread: Thread) -> None:
    thread.write("And one more thing.", by=cast.fay)
    before = len(letters())
    thread.looked_at(cast.olive)

    thread.write("It is better now.", by=cast.fay)

    assert (before, len(letters())) == (1, 2)


def test_no_organizer_finds_in_the_list_of_letters_that_somebody_asked(cast: Cast, thread: Thread) -> None:
    """Oscar oversees Fay in another program, and would see every letter she gets."""
    oscar = make_person("Oscar", is_organizer=True)
    make_program(organizers=[oscar]).enrol([cast.fay, cast.pat])
    thread.write("Let us talk.", by=cast.olive)
    Notice.objects.post("group-closed", cast.fay, group="Alder")

    kinds = [
        set(seen(who).values_list("kind", flat=True))
        for seen in (letters_seen_by, letters_overseen_by)
        for who in (oscar, cast.olive)
    ]

    assert Notice.objects.filter(kind="help", recipient=cast.fay).exists()
    assert kinds == [{"group-closed"}] * 4


# Seen, closed, open again, and gone


def test_what_the_other_side_wrote_is_new_until_somebody_looked(cast: Cast, thread: Thread) -> None:
    def is_new(person: Person) -> bool:
        return bool(Thread.objects.with_news_for(person).get().has_news)  # type: ignore[attr-defined]

    asked = is_new(cast.olive), is_new(cast.fay)
    thread.looked_at(cast.fay)
    own_look = is_new(cast.olive)
    thread.looked_at(cast.olive)
    seen = is_new(cast.olive)
    thread.write("Let us talk.", by=cast.olive)

    assert (asked, own_look, seen) == ((True, False), True, False)
    assert (is_new(cast.olive), is_new(cast.fay)) == (False, True)


def test_who_writes_into_a_closed_one_opens_it_again(cast: Cast, thread: Thread) -> None:
    thread.close()
    closed = Thread.objects.get().closed_at

    thread.write("It came back.", by=cast.fay)

    assert closed is not None
    assert Thread.objects.get().closed_at is None


@pytest.mark.parametrize("closes", [True, False])
def test_a_year_after_the_last_thing_it_is_erased_with_every_word(
    cast: Cast, thread: Thread, closes: bool
) -> None:
    if closes:
        thread.close()
    year, left = timedelta(days=365), []
    for after in (year - timedelta(minutes=5), year + timedelta(minutes=5)):
        with time_machine.travel(thread.moved_at + after, tick=False):
            Tidier().work()
            left.append((Thread.objects.count(), Line.objects.count()))

    assert left == [(1, 1), (0, 0)]


# Notes


def test_a_note_is_read_by_whoever_wrote_it_and_by_no_other_organizer(cast: Cast) -> None:
    oda = make_person("Oda")
    cast.program.share_with(oda)
    note = Note.objects.create(group=cast.group, author=cast.olive, text=CANARY)

    readers = [one.name for one in [*everybody(cast), oda] if Note.objects.read_by(one).exists()]

    assert list(Note.objects.read_by(cast.olive)) == [note]
    assert readers == ["Olive"]


def test_notes_go_a_year_after_their_group_and_with_their_author(cast: Cast) -> None:
    today, left = timezone.localdate(), make_person("Lena")
    closed = {
        days: make_group(program=cast.program, closed_on=today - timedelta(days=days)) for days in (364, 365)
    }
    for group in (cast.group, *closed.values()):
        Note.objects.create(group=group, author=cast.olive, text=CANARY)
    Note.objects.create(group=cast.group, author=left, text=CANARY)
    left.leave()

    Tidier().work()

    kept = set(Note.objects.values_list("group", "author"))
    assert kept == {(cast.group.pk, cast.olive.pk), (closed[364].pk, cast.olive.pk)}
