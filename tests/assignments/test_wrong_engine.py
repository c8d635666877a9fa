"""A deliberately wrong engine: whatever it returns, the same readable rules refuse it when it is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from minim.assignments import forming
from minim.assignments.models import Assignment, PublishRefused, State
from minim.engine import LeftOut, Plan, PlanGroup, Result
from minim.groups.models import Group, Seat
from minim.notices.models import Notice
from minim.people.models import Person
from tests.assignments.company import Company, form, make_company, two_groups

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db


def key(person: Person) -> str:
    return str(person.pk)


def usual(people: list[Person]) -> tuple[PlanGroup, PlanGroup]:
    keys = [key(person) for person in people]
    return PlanGroup("Alder", keys[0], tuple(keys[:6])), PlanGroup("Birch", keys[6], tuple(keys[6:12]))


def wrong_engine(
    monkeypatch: pytest.MonkeyPatch, *groups: PlanGroup, left_out: tuple[LeftOut, ...] = ()
) -> None:
    result = Result(Plan(groups, left_out), (), (), (), 0.0, 0, 0.0, "finished")
    monkeypatch.setattr(forming, "solve", lambda *_, **__: result)


def above(company: Company) -> None:
    one, other = company.managers[:2]
    Person.objects.filter(pk=other.pk).update(manager=one)
    Person.objects.renumber()


def high_up(company: Company, position: int) -> None:
    """Give somebody two steps of people below, none of whom takes part."""
    middle = Person.objects.create(name="Middle", manager=company.managers[position])
    Person.objects.create(name="Low", manager=middle)
    Person.objects.renumber()


def people_ops(company: Company) -> None:
    Person.objects.filter(pk=company.managers[1].pk).update(is_people_ops=True)


def far_away(company: Company) -> None:
    for number, zone in ((1, "Pacific/Auckland"), (2, "Europe/Berlin")):
        Person.objects.filter(pk=company.managers[number].pk).update(
            time_zone=zone, working_hours="Mon-Fri 09:00-12:00"
        )


def apart(company: Company) -> None:
    company.program.keep_apart(*company.managers[:2])


def untrained(company: Company) -> None:
    company.program.anyone_may_facilitate = False
    company.program.save()


BROKEN_COMPANIES: dict[str, tuple[Callable[[Company], None], str]] = {
    "chain": (above, "is in the management chain of"),
    "oversees": (people_ops, "oversees the program"),
    "apart": (apart, "are to be kept apart"),
    "facilitator": (untrained, "not willing or not trained"),
    "facilitator-level": (lambda company: high_up(company, 0), "more than one above"),
    "level-band": (lambda company: high_up(company, 1), "is at level 2"),
    "common-slot": (far_away, "no time within everyone's hours"),
}


@pytest.mark.parametrize("rule", BROKEN_COMPANIES)
def test_a_wrong_engine_is_refused_for_what_people_are(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    company = make_company(12)
    arrange, sentence = BROKEN_COMPANIES[rule]
    arrange(company)
    wrong_engine(monkeypatch, *usual(company.managers))
    plan = form(Assignment.objects.ask(company.program, by=company.olive))

    refuse(plan, rule, sentence)


def refuse(plan: Assignment, rule: str, sentence: str) -> None:
    assert plan.state == State.DRAFT, plan.trouble
    assert rule in {breach.rule for breach in plan.review().breaches}
    assert not plan.review().may_be_published
    with pytest.raises(PublishRefused) as refused:
        plan.publish()
    assert any(sentence in said for said in refused.value.sentences), refused.value.sentences
    assert (Group.objects.count(), Seat.objects.count(), Notice.objects.count()) == (0, 0, 0)
    assert Assignment.objects.get().state == State.DRAFT


def without_seat(alder: PlanGroup, birch: PlanGroup) -> tuple[PlanGroup, ...]:
    return alder, PlanGroup("Birch", birch.facilitator, birch.members[:-1])


def leaderless(alder: PlanGroup, birch: PlanGroup) -> tuple[PlanGroup, ...]:
    return alder, PlanGroup("Birch", "", birch.members)


def lopsided(alder: PlanGroup, birch: PlanGroup) -> tuple[PlanGroup, ...]:
    return (
        PlanGroup("Alder", alder.facilitator, (*alder.members, *birch.members[-2:])),
        PlanGroup("Birch", birch.facilitator, birch.members[:-2]),
    )


BROKEN_PLANS: dict[str, tuple[Callable[[PlanGroup, PlanGroup], tuple[PlanGroup, ...]], str]] = {
    "one-seat": (without_seat, "has no seat"),
    "facilitator": (leaderless, "Birch has no Facilitator"),
    "size": (lopsided, "5 to 7 are allowed"),
}


@pytest.mark.parametrize("rule", BROKEN_PLANS)
def test_a_wrong_engine_is_refused_for_what_it_planned(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    company = make_company(12, smallest_group=5, largest_group=7)
    plan_wrongly, sentence = BROKEN_PLANS[rule]
    wrong_engine(monkeypatch, *plan_wrongly(*usual(company.managers)))
    plan = form(Assignment.objects.ask(company.program, by=company.olive))

    refuse(plan, rule, sentence)


def test_a_wrong_engine_that_leaves_people_out_without_cause_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    company = make_company(12)
    alder, birch = usual(company.managers)
    wrong_engine(monkeypatch, *without_seat(alder, birch), left_out=(LeftOut(birch.members[-1], "Bored."),))
    plan = form(Assignment.objects.ask(company.program, by=company.olive))

    refuse(plan, "one-seat", "is left out, though a group could take them")


def test_a_wrong_engine_that_seats_a_stranger_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    company = make_company(12)
    alder, birch = usual(company.managers)
    stranger = company.directors[0]
    wrong_engine(monkeypatch, alder, PlanGroup("Birch", birch.facilitator, (*birch.members, key(stranger))))
    plan = form(Assignment.objects.ask(company.program, by=company.olive))

    refuse(plan, "known", f"{stranger.name} sits in Birch but no longer takes part")


@pytest.mark.parametrize("decided", ["pinned", "locked"])
def test_a_wrong_engine_that_forgets_what_olive_decided_changes_nothing(
    decided: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = make_company(12)
    alder, birch = usual(company.managers)
    wrong_engine(monkeypatch, alder, birch)
    plan = form(Assignment.objects.ask(company.program, by=company.olive))
    if decided == "pinned":
        plan.pin(company.managers[1])
    else:
        plan.lock(two_groups(plan)[0])
    before = list(plan.draft_seats.order_by("person").values_list("person", "draft_group", "pinned"))
    one, other = alder.members[1], birch.members[1]
    wrong_engine(
        monkeypatch,
        PlanGroup("Alder", alder.facilitator, (alder.members[0], other, *alder.members[2:])),
        PlanGroup("Birch", birch.facilitator, (birch.members[0], one, *birch.members[2:])),
    )
    plan.ask_again()

    form(plan)

    assert (plan.state, plan.trouble) == (State.FAILED, forming.BROKEN)
    plan.return_to_draft()
    assert before == list(plan.draft_seats.order_by("person").values_list("person", "draft_group", "pinned"))


def test_a_wrong_engine_that_gives_two_groups_one_name_fails_kindly(monkeypatch: pytest.MonkeyPatch) -> None:
    company = make_company(12)
    alder, birch = usual(company.managers)
    wrong_engine(monkeypatch, alder, PlanGroup("Alder", birch.facilitator, birch.members))

    plan = form(Assignment.objects.ask(company.program, by=company.olive))

    assert (plan.state, plan.trouble) == (State.FAILED, forming.BROKEN)
