from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from minim.assignments.models import ActRefused, Assignment, DraftGroup, Outdated
from minim.programs.models import Cohort, Enrolment
from tests.assignments.company import Company, draft, form, make_company, members, two_groups

if TYPE_CHECKING:
    from collections.abc import Callable

    from minim.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return make_company(24)


@pytest.fixture
def plan(company: Company) -> Assignment:
    return draft(company)


def group_of(plan: Assignment, person: Person) -> DraftGroup | None:
    return plan.draft_seats.get(person=person).draft_group


def standing(plan: Assignment) -> list[tuple[object, ...]]:
    """Everything that can be seen of a draft."""
    seats = plan.draft_seats.order_by("pk").values_list("pk", "draft_group", "role", "pinned", "reason")
    return [*seats, *plan.draft_groups.values_list("pk", "name", "locked")]


def test_olive_moves_somebody_and_takes_it_back_and_does_it_again(company: Company, plan: Assignment) -> None:
    first, second = two_groups(plan)
    pat, before = members(first)[-1], standing(plan)

    plan.move(pat, second, by=company.olive)

    assert group_of(plan, pat) == second
    after = standing(plan)
    step = plan.steps.get()
    assert (step.sentence, step.made_by) == (
        f"Moved {pat.name} from {first.name} to {second.name}.",
        company.olive,
    )
    assert plan.undo() == step
    assert standing(plan) == before
    assert plan.redo() == step
    assert standing(plan) == after


def test_a_facilitator_who_leaves_arrives_as_a_participant_and_is_missed(plan: Assignment) -> None:
    first, second = two_groups(plan)
    fay = members(first)[0]

    plan.move(fay, second)

    assert plan.draft_seats.get(person=fay).role == "participant"
    assert "facilitator" in {breach.rule for breach in plan.review().groups[first.pk].breaches}


def test_two_people_swap_their_places_roles_included(plan: Assignment) -> None:
    first, second = two_groups(plan)
    fay, pat = members(first)[0], members(second)[-1]

    plan.swap(fay, pat)

    assert (group_of(plan, fay), group_of(plan, pat)) == (second, first)
    assert plan.draft_seats.get(person=pat).role == "facilitator"
    plan.undo()
    assert members(first)[0] == fay


def test_there_is_always_at_most_one_facilitator(plan: Assignment) -> None:
    first, _ = two_groups(plan)
    fay, pat = members(first)[:2]

    plan.make_facilitator(pat)

    assert [seat.person for seat in first.draft_seats.filter(role="facilitator")] == [pat]
    plan.undo()
    assert [seat.person for seat in first.draft_seats.filter(role="facilitator")] == [fay]


def test_somebody_is_left_out_by_hand_and_seated_again(plan: Assignment) -> None:
    first, _ = two_groups(plan)
    pat = members(first)[-1]

    plan.move(pat, None)

    seat = plan.draft_seats.get(person=pat)
    assert (seat.draft_group, seat.pinned) == (None, True)
    (out,) = plan.review().unseated
    assert (out.person, out.reason, out.by_hand) == (pat.pk, f"You left {pat.name} out by hand.", True)
    assert "one-seat" not in {breach.rule for breach in plan.review().breaches}
    plan.move(pat, first)
    seat.refresh_from_db()
    assert (seat.draft_group, seat.pinned, seat.reason) == (first, False, "")


def test_somebody_enrolled_later_is_missed_and_can_be_seated(company: Company, plan: Assignment) -> None:
    newcomer = company.directors[0]
    company.program.enrol([newcomer])
    (missing,) = plan.review().unseated
    assert (
        missing.reason == f"{newcomer.name} takes part since this draft was formed and has no seat in it yet."
    )
    assert any(str(newcomer.pk) in breach.people for breach in plan.review().breaches)

    plan.move(newcomer, two_groups(plan)[0])

    assert plan.review().unseated == ()


def test_a_stranger_is_not_seated(company: Company, plan: Assignment) -> None:
    with pytest.raises(ActRefused, match="does not take part in Mini-M"):
        plan.move(company.directors[0], two_groups(plan)[0])


def test_nothing_changes_in_a_locked_group(plan: Assignment) -> None:
    first, second = two_groups(plan)
    inside, outside = members(first)[-1], members(second)[-1]
    plan.lock(first)

    acts: tuple[Callable[[], None], ...] = (
        lambda: plan.move(inside, second),
        lambda: plan.move(outside, first),
        lambda: plan.swap(inside, outside),
        lambda: plan.make_facilitator(inside),
        lambda: plan.pin(inside),
        lambda: plan.rename(first, "Other"),
    )
    for act in acts:
        before = standing(plan)
        with pytest.raises(ActRefused, match="is locked"):
            act()
        assert standing(plan) == before
    plan.unlock(first)
    plan.move(inside, second)
    assert group_of(plan, inside) == second


def test_cohorts_are_not_mixed() -> None:
    company = make_company(16)
    north, south = (Cohort.objects.create(program=company.program, name=name) for name in ("North", "South"))
    for number, person in enumerate(company.managers):
        Enrolment.objects.filter(person=person).update(cohort=(north, south)[number % 2])
    plan = draft(company)

    with pytest.raises(ActRefused, match="cohorts are not mixed"):
        plan.move(company.managers[0], plan.draft_groups.filter(cohort=south).first())


def test_an_act_on_an_older_version_is_refused(plan: Assignment) -> None:
    first, second = two_groups(plan)
    one, other = members(first)[-2:]
    seen = Assignment.objects.get(pk=plan.pk)
    plan.move(one, second)

    with pytest.raises(Outdated, match="Somebody else has changed this draft"):
        seen.move(other, second)
    with pytest.raises(Outdated):
        plan.undo(version=seen.version)

    assert group_of(plan, other) == first


def test_a_new_step_forgets_what_was_taken_back(plan: Assignment) -> None:
    first, second = two_groups(plan)
    one, other = members(first)[-2:]
    plan.move(one, second)
    plan.undo()

    plan.move(other, second)

    assert plan.next_redo() is None
    assert [step.number for step in plan.steps.all()] == [1]
    with pytest.raises(ActRefused, match="nothing to do again"):
        plan.redo()


def test_a_move_to_where_one_is_leaves_no_step(plan: Assignment) -> None:
    first, _ = two_groups(plan)
    version = plan.version

    plan.move(members(first)[-1], first)

    assert (plan.steps.count(), plan.version) == (0, version)


@pytest.mark.parametrize("name", ["", "  ", "x" * 121])
def test_a_name_needs_letters_but_not_too_many(plan: Assignment, name: str) -> None:
    with pytest.raises(ActRefused, match="1 to 120"):
        plan.rename(two_groups(plan)[0], name)


def test_two_groups_never_share_a_name(plan: Assignment) -> None:
    first, second = two_groups(plan)

    with pytest.raises(ActRefused, match="another group named"):
        plan.rename(first, second.name.upper())


def test_a_published_plan_stays_as_it_is(plan: Assignment) -> None:
    first, second = two_groups(plan)
    plan.publish()

    with pytest.raises(ActRefused, match="no draft any more"):
        plan.move(members(first)[-1], second)


def test_forming_again_and_moving_do_not_cross(plan: Assignment) -> None:
    first, second = two_groups(plan)
    pat = members(first)[-1]
    plan.ask_again()

    with pytest.raises(ActRefused, match="waiting"):
        plan.move(pat, second)

    assert form(plan).is_open
