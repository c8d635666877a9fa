"""A retrospective goes the way of every poll, and tells even less: nothing of one group, one word for all of them."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from minim.groups.models import Role
from minim.playbook import CHOICE_ANSWERS, our_practices
from minim.pulse.bands import Level, band
from minim.pulse.looking_back import word_of
from minim.pulse.models import Band, Part, Plan, Round
from minim.pulse.reading import histories, last_closed
from minim.pulse.rounds import Asks
from tests.make import make_group, make_person, make_program
from tests.pulse.polls import answer, ended, make_poll, people_of

if TYPE_CHECKING:
    from minim.groups.models import Group
    from minim.programs.models import Program

pytestmark = pytest.mark.django_db

KEEP, CHANGE, DROP = CHOICE_ANSWERS


def look_back(*groups: Group) -> Round:
    begun = Round.objects.begin(groups[0].program, groups, asks=Asks.RETROSPECTIVE)
    assert begun
    return begun


def three_groups(program: Program) -> list[Group]:
    return [make_group(5, program=program) for _ in range(3)]


def all_say(begun: Round, groups: list[Group], *answers: int) -> Round:
    given = [answers[place % len(answers)] for place in range(len(begun.questions))]
    for group in groups:
        for person in people_of(group):
            answer(person, begun, given)
    return ended(begun)


def join(group: Group) -> None:
    """Somebody new sits there."""
    facilitator, *others = people_of(group)
    members = [(one, Role.PARTICIPANT) for one in (*others, make_person())]
    group.seat([(facilitator, Role.FACILITATOR), *members], timezone.localdate())


def test_it_asks_of_practices_and_never_of_topics() -> None:
    begun = look_back(*three_groups(make_program()))

    assert begun.slugs == [one.slug for one in our_practices()]
    assert begun.topics == []


def test_a_word_for_all_groups_and_no_band_of_any() -> None:
    groups = three_groups(make_program())

    told = all_say(look_back(*groups), groups, KEEP, CHANGE, DROP)

    words = [word_of(told, slug) for slug in told.slugs[:3]]
    assert words == [Level.WELL, Level.MIXED, Level.STRUGGLING]
    assert not Band.objects.exists()


def test_too_few_groups_or_answers_are_not_told() -> None:
    groups = three_groups(make_program())[:2]

    told = all_say(look_back(*groups), groups, KEEP)

    assert {word_of(told, slug) for slug in told.slugs} == {Level.NOT_ENOUGH}


def test_a_group_below_the_floor_does_not_count() -> None:
    program = make_program()
    Plan.objects.of(program).choose(["open"], floor=6)
    groups = three_groups(program)

    begun = look_back(*groups)

    assert not Part.objects.asked().filter(round=begun).exists()


def test_polls_are_read_as_if_there_were_no_retrospective() -> None:
    groups = three_groups(make_program())
    poll = make_poll(*groups)
    for person in people_of(groups[0]):
        answer(person, poll, 4)
    ended(poll)

    all_say(look_back(*groups), groups, DROP)

    assert last_closed(groups[0].program_id) == poll
    assert [told.round for told in histories([groups[0].pk])[groups[0].pk].rounds] == [poll]


def test_a_changed_group_is_passed_over_in_the_next_poll_whatever_was_asked_in_between() -> None:
    """Else a retrospective would use up the round in which nothing of it may be told."""
    groups = three_groups(make_program())
    ended(make_poll(*groups))
    join(groups[0])

    ended(look_back(*groups))
    poll = make_poll(*groups)

    assert poll.parts.get(group=groups[0]).is_paused


def test_a_group_that_changed_since_the_last_one_is_passed_over() -> None:
    groups = three_groups(make_program())
    ended(look_back(*groups))
    join(groups[0])

    again = look_back(*groups)

    assert again.parts.get(group=groups[0]).is_paused


def test_it_waits_while_a_poll_is_open() -> None:
    groups = three_groups(make_program())
    make_poll(*groups)

    assert Round.objects.begin(groups[0].program, groups, asks=Asks.RETROSPECTIVE) is None


@pytest.mark.parametrize("n", range(4, 9))
def test_each_choice_stays_possible_for_everybody_whatever_a_band_would_say(n: int) -> None:
    """The words of a program say less than bands of its groups would; even those give nobody away."""
    possible: dict[Level, set[int]] = {}
    for others in product(CHOICE_ANSWERS, repeat=n - 1):
        for own in CHOICE_ANSWERS:
            possible.setdefault(band(sum(others) + own, n, 4), set()).add(own)

    assert all(choices == set(CHOICE_ANSWERS) for choices in possible.values())
