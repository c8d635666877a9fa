"""What is read of closed rounds: one word for several bands, and one series at a time."""

from __future__ import annotations

import pytest

from minim.notices.models import Notice
from minim.pulse.bands import Level
from minim.pulse.models import Plan, Round
from minim.pulse.reading import histories, overall
from tests.make import make_group, make_program
from tests.pulse.polls import answer, ended, make_poll, people_of

WELL, MIXED, BAD, NONE = Level.WELL, Level.MIXED, Level.STRUGGLING, Level.NOT_ENOUGH


@pytest.mark.parametrize(
    ("levels", "word"),
    [
        ([], NONE), ([NONE] * 5, NONE), ([WELL] * 5, WELL), ([WELL, WELL, MIXED], WELL), ([WELL, MIXED], MIXED),
        ([BAD], BAD), ([BAD, WELL, WELL], MIXED), ([BAD, BAD, WELL, WELL, WELL], BAD), ([BAD, BAD], BAD),
        ([MIXED] * 3, MIXED),
    ],
)  # fmt: skip
def test_one_word_for_several(levels: list[Level], word: Level) -> None:
    assert overall(levels) == word


@pytest.mark.django_db
def test_a_round_that_is_open_is_not_read() -> None:
    poll = make_poll()
    group = poll.parts.get().group
    for person in people_of(group):
        answer(person, poll, 5)

    assert histories([group.pk])[group.pk].rounds == []
    ended(poll)
    assert [told.overall for told in histories([group.pk])[group.pk].rounds] == [WELL]


# --- the letter ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_everybody_who_is_asked_gets_the_same_letter_once() -> None:
    program = make_program(name="Circles")
    groups = [make_group(5, program=program), make_group(4, program=program)]
    small = make_group(3, program=program)
    people = [person for group in groups for person in people_of(group)]
    poll = make_poll(*groups, small)

    letters = Notice.objects.filter(kind="poll-open")

    assert {letter.recipient_id for letter in letters} == {person.pk for person in people}
    assert letters.count() == len(people)
    bodies = {letter.body.replace(letter.recipient.name, "…") for letter in letters}
    assert len(bodies) == 1
    assert "for 5 days" in bodies.pop()
    assert {letter.useless_after for letter in letters} == {poll.closes_at}


@pytest.mark.django_db
def test_no_answer_changes_any_letter() -> None:
    poll = make_poll()
    before = list(Notice.objects.order_by("pk").values())
    for person in people_of(poll.parts.get().group)[:3]:
        answer(person, poll, 2)
    ended(poll)

    assert list(Notice.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_polls_are_on_for_a_new_program_and_what_comes_next_is_known() -> None:
    program = make_program()
    plan = Plan.objects.of(program)

    assert plan.is_on
    first = plan.coming(None)
    assert first is not None
    assert first.after_meeting == 1
    assert plan.coming(make_poll(program=program)) is None
    closed = ended(Round.objects.get())
    second = plan.coming(closed)
    assert second is not None
    assert second.after_meeting == 2
