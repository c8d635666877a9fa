from __future__ import annotations

from datetime import date
from itertools import islice

import pytest

from minim.groups.models import Group, Role, Seat, SeatRefused
from minim.groups.names import PLANTS, fresh_names
from tests.cast import Cast
from tests.make import make_group, make_people, make_person

LATER = date(2026, 11, 1)


def test_names_are_many_and_go_on_when_all_are_used() -> None:
    assert len(PLANTS) == len(set(PLANTS)) >= 80
    assert list(islice(fresh_names(), 2)) == ["Alder", "Birch"]
    assert list(islice(fresh_names(["alder"]), 2)) == ["Birch", "Cedar"]
    assert list(islice(fresh_names(PLANTS), 2)) == ["Alder 2", "Birch 2"]


def test_who_stays_keeps_their_seat(cast: Cast) -> None:
    kept = cast.group.seats.get(person=cast.pat)
    newcomer = make_person()

    cast.group.seat(
        [(cast.fay, Role.FACILITATOR), (cast.pat, Role.PARTICIPANT), (newcomer, Role.PARTICIPANT)], LATER
    )

    assert [seat.person for seat in cast.group.sitting()] == [cast.fay, cast.pat, newcomer]
    assert cast.group.seats.get(person=cast.pat) == kept
    assert cast.group.seats.past().count() == 2


def test_a_change_of_role_is_a_new_seat(cast: Cast) -> None:
    cast.group.seat([(cast.pat, Role.FACILITATOR), (cast.fay, Role.PARTICIPANT)], LATER)

    assert [(seat.person, seat.role) for seat in cast.group.sitting()] == [
        (cast.pat, "facilitator"),
        (cast.fay, "participant"),
    ]
    assert cast.group.seats.past().filter(person=cast.fay, role="facilitator", left_on=LATER).exists()


def test_nobody_sits_with_their_own_boss(cast: Cast) -> None:
    with pytest.raises(SeatRefused, match="Pat reports to Bo, directly or further down"):
        cast.group.seat(
            [(cast.fay, Role.FACILITATOR), (cast.pat, Role.PARTICIPANT), (cast.bo, Role.PARTICIPANT)], LATER
        )


def test_nobody_sits_with_a_boss_far_above_them(cast: Cast) -> None:
    deep = make_person("Deep", manager=make_person(manager=cast.pat))
    cast.bo.refresh_from_db()

    with pytest.raises(SeatRefused, match="cannot share a group"):
        cast.group.seat([(cast.bo, Role.FACILITATOR), (deep, Role.PARTICIPANT)], LATER)


@pytest.mark.parametrize("leaders", [0, 2])
def test_a_group_has_exactly_one_facilitator(cast: Cast, leaders: int) -> None:
    people = [cast.fay, cast.pat, cast.sam]
    roles = [Role.FACILITATOR] * leaders + [Role.PARTICIPANT] * (3 - leaders)

    with pytest.raises(SeatRefused, match="exactly one Facilitator"):
        cast.group.seat(list(zip(people, roles, strict=True)), LATER)


def test_whoever_oversees_the_program_is_never_seated(cast: Cast) -> None:
    people_ops = make_person("Piet", is_people_ops=True)

    for person in (cast.olive, people_ops):
        with pytest.raises(SeatRefused, match=f"{person.name} oversees"):
            cast.group.seat([(cast.fay, Role.FACILITATOR), (person, Role.PARTICIPANT)], LATER)


def test_a_closed_group_is_empty_and_its_name_is_free(cast: Cast) -> None:
    cast.group.close(LATER)

    assert not Seat.objects.current().filter(group=cast.group).exists()
    again = make_group(program=cast.program, name=cast.group.name)
    assert set(Group.objects.open().filter(name=again.name)) == {again}


def test_a_re_org_that_puts_boss_and_report_into_one_group_is_found(cast: Cast) -> None:
    assert not Group.objects.breaching().exists()
    one, other = make_people(2)
    group = make_group(program=cast.program, members=[one, other])

    other.manager = one
    other.save()
    type(other).objects.renumber()

    assert list(Group.objects.breaching()) == [group]


def test_a_group_s_page_is_for_its_members_and_its_organizer(cast: Cast) -> None:
    seen = {person.name: cast.group in Group.objects.seen_by(person) for person in (
        cast.olive, cast.fay, cast.pat, cast.bo, cast.sam, cast.root)}  # fmt: skip

    assert seen == {"Olive": True, "Fay": True, "Pat": True, "Bo": False, "Sam": False, "Root": False}
