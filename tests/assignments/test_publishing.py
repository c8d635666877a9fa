from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from minim.assignments.judging import judged
from minim.assignments.models import Assignment, Outdated, PublishRefused, State
from minim.groups.models import Group, Role, Seat
from minim.notices.models import Notice
from minim.people.models import Person
from tests.assignments.company import draft, form, make_company, members, two_groups

if TYPE_CHECKING:
    pass

pytestmark = pytest.mark.django_db


def kinds() -> dict[str, int]:
    return {
        kind: Notice.objects.filter(kind=kind).count()
        for kind in Notice.objects.order_by("kind").values_list("kind", flat=True)
    }


def test_publishing_opens_groups_seats_people_and_posts_letters() -> None:
    company = make_company(24)
    plan = draft(company)
    wanted = {group.name: members(group) for group in plan.draft_groups.all()}

    plan.publish(by=company.olive)

    assert (plan.state, plan.published_by) == (State.PUBLISHED, company.olive)
    opened = {group.name: [seat.person for seat in group.sitting()] for group in Group.objects.open()}
    assert opened == wanted
    assert [group.group for group in plan.draft_groups.all()] == list(Group.objects.open())
    assert kinds() == {"facilitating": len(wanted), "seated": 24 - len(wanted)}
    assert set(Notice.objects.values_list("reply_to", flat=True)) == {company.olive.email}


def test_a_letter_says_who_and_who_else_and_nothing_confidential() -> None:
    company = make_company(24)
    plan = draft(company)
    company.program.keep_apart(*_strangers(plan))
    plan.publish(by=company.olive)
    group = Group.objects.open().first()
    assert group is not None
    leads, pat, *others = [seat.person for seat in group.sitting()]

    letter = Notice.objects.get(recipient=pat)

    assert letter.subject == "Your group"
    assert f"**{group.name}**" in letter.body
    assert f"{leads.name} leads the group." in letter.body
    assert all(other.name in letter.body for other in others)
    assert "@" not in letter.body
    assert "apart" not in letter.body


def _strangers(plan: Assignment) -> tuple[Person, Person]:
    first, second = two_groups(plan)
    return members(first)[0], members(second)[0]


def test_who_stays_who_comes_who_goes_each_hear_what_concerns_them() -> None:
    company = make_company(18, smallest_group=5, largest_group=7)
    plan = draft(company)
    plan.publish()
    Notice.objects.all().delete()
    second = draft(company)
    first_group, other_group, third_group = second.draft_groups.all()
    mover, leaver = members(first_group)[-1], members(other_group)[-1]
    second.move(mover, other_group)
    second.move(leaver, None)

    second.publish()

    told = {notice.recipient: notice.kind for notice in Notice.objects.select_related("recipient")}
    assert told.pop(mover) == "seated"
    assert told.pop(leaver) == "group-closed"
    assert set(told.values()) == {"group-changed"}
    assert set(told) == {*members(first_group), *members(other_group)} - {mover}
    assert not set(told) & set(members(third_group))
    assert Group.objects.count() == 3
    welcome = Notice.objects.filter(recipient=members(other_group)[0]).get().body
    assert f"New to the group: {mover.name}." in welcome


def test_a_new_facilitator_is_told_and_so_is_their_group() -> None:
    company = make_company(12, smallest_group=6, largest_group=6)
    draft(company).publish()
    Notice.objects.all().delete()
    plan = draft(company)
    group, _ = two_groups(plan)
    heir = members(group)[1]
    plan.make_facilitator(heir)

    plan.publish()

    told = {notice.recipient: notice.kind for notice in Notice.objects.select_related("recipient")}
    assert told == {
        heir: "facilitating",
        **{person: "group-changed" for person in members(group) if person != heir},
    }
    assert Seat.objects.current().filter(person=heir).get().role == Role.FACILITATOR
    assert Seat.objects.current().count() == 12


def test_a_group_that_is_not_continued_is_closed() -> None:
    company = make_company(12, smallest_group=6, largest_group=6)
    stray = Group.objects.create(program=company.program, name="Stray", opened_on=date(2026, 1, 1))
    outsider = company.directors[0]
    outsider.email = "director@example.com"
    outsider.save()
    stray.seat([(outsider, Role.FACILITATOR)], date(2026, 1, 1))

    plan = draft(company)
    plan.publish()

    stray.refresh_from_db()
    assert stray.closed_on == timezone.localdate()
    assert Notice.objects.get(recipient=outsider).kind == "group-closed"


def test_publishing_twice_seats_nobody_twice() -> None:
    company = make_company(12)
    plan = draft(company)
    same = Assignment.objects.get(pk=plan.pk)
    plan.publish()

    with pytest.raises(PublishRefused, match="is published"):
        same.publish()

    assert Seat.objects.current().count() == Seat.objects.count() == 12
    assert Notice.objects.count() == 12


def test_a_second_draft_of_the_same_time_is_refused_until_it_is_formed_again() -> None:
    company = make_company(12)
    first, second = draft(company), draft(company, seed=1)
    first.publish()

    with pytest.raises(PublishRefused, match="Another plan of Mini-M was published"):
        second.publish()

    second.ask_again()
    form(second)
    second.publish()
    assert Seat.objects.current().count() == 12


def test_an_older_look_at_the_draft_is_not_enough_to_publish_it() -> None:
    plan = draft(make_company(24))
    seen = plan.version
    plan.pin(members(two_groups(plan)[0])[-1])

    with pytest.raises(Outdated):
        plan.publish(version=seen)

    assert not Seat.objects.exists()


def test_a_plan_set_aside_is_never_published() -> None:
    plan = draft(make_company(12))
    plan.set_aside()

    with pytest.raises(PublishRefused, match="set aside"):
        plan.publish()


def test_a_company_of_more_than_a_thousand_is_published_in_one_go() -> None:
    plan = draft(make_company(1100), seconds=0.01)

    plan.publish()

    assert Seat.objects.current().count() == Notice.objects.count() == 1100


def test_an_accident_half_way_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = draft(make_company(12))

    def stumble(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("minim.assignments.publishing.post_letters", stumble)

    with pytest.raises(ZeroDivisionError):
        plan.publish()

    assert (Group.objects.count(), Seat.objects.count(), Notice.objects.count()) == (0, 0, 0)
    assert Assignment.objects.get().state == State.DRAFT


# The roster goes on while a draft lies on the table.


def test_who_has_left_since_is_named() -> None:
    company = make_company(12)
    plan = draft(company)
    pat = company.managers[0]
    pat.leave()

    with pytest.raises(PublishRefused, match=f"{pat.name} sits in .* but no longer takes part"):
        plan.publish()


def test_a_new_reporting_line_is_seen() -> None:
    company = make_company(12)
    plan = draft(company)
    boss, report = members(two_groups(plan)[0])[:2]
    Person.objects.filter(pk=report.pk).update(manager=boss)
    Person.objects.renumber()

    with pytest.raises(PublishRefused, match="is in the management chain of"):
        plan.publish()


def test_the_seats_themselves_refuse_a_chain_even_when_the_rules_are_blind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    company = make_company(12)
    plan = draft(company)
    boss, report = members(two_groups(plan)[0])[:2]
    Person.objects.filter(pk=report.pk).update(manager=boss)
    Person.objects.renumber()
    monkeypatch.setattr("minim.assignments.judging.judge", lambda *_: ())
    judged.cache_clear()

    with pytest.raises(PublishRefused, match="cannot share a group"):
        plan.publish()

    judged.cache_clear()
    assert not Seat.objects.exists()


def test_later_choices_of_the_program_do_not_judge_an_older_draft() -> None:
    company = make_company(12, smallest_group=6, largest_group=6)
    plan = draft(company)
    company.program.smallest_group = company.program.largest_group = 4
    company.program.save()

    plan.publish()

    assert Seat.objects.current().count() == 12
