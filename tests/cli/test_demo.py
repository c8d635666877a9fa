"""The demo company is believable, keeps every rule, never looks stale, and touches nobody else's data."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.utils import timezone
from typer.testing import CliRunner

from minim.assignments.models import Assignment, State
from minim.cli.demo import commands, seed
from minim.cli.demo.company import Company
from minim.groups.models import Group, Role, Seat
from minim.meetings.models import ActionItem, Agreement, Answer, Attendance, Meeting, Room, Series
from minim.notices.models import Notice
from minim.people.models import Person
from minim.programs.models import Program
from minim.programs.overrides import Override
from minim.pulse.models import Part, Round, Sheet
from minim.pulse.reading import standing
from minim.rollout.models import Mailing
from minim.roster import read_sheet
from minim.web.demo.doors import DOORS
from minim.web.home.steps import next_steps, without_group
from tests.make import make_person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.plugin import DjangoDbBlocker

pytestmark = pytest.mark.django_db

OLIVE, FAY, PAT = (door.email for door in DOORS)


@pytest.fixture(scope="class")
def larkfield(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        seed()
        yield
        transaction.set_rollback(True)


def seat_of(email: str) -> Seat:
    return Seat.objects.current().select_related("group__cohort", "person__manager").get(person__email=email)


def test_the_company_is_the_same_each_time_and_reads_without_a_problem() -> None:
    sheet = Company().sheet(newcomers=True)

    assert sheet == Company().sheet(newcomers=True)
    assert read_sheet(sheet, filename="larkfield.csv").problems == ()


def test_the_company_has_the_size_and_variety_of_a_real_one() -> None:
    company = Company()

    assert 590 <= len(company.people) <= 620
    assert 110 <= len(company.managers()) <= 125
    assert len({person.location for person in company.people}) == 3
    assert len({person.function for person in company.managers()} - {""}) == 8
    assert len({person.name for person in company.people}) == len(company.people)


@pytest.mark.usefixtures("larkfield")
class TestLarkfield:
    def test_the_three_doors_lead_to_the_right_people(self) -> None:
        fay, pat = seat_of(FAY), seat_of(PAT)

        assert Person.objects.get(is_organizer=True).email == OLIVE
        assert (fay.role, pat.role) == (Role.FACILITATOR, Role.PARTICIPANT)
        assert fay.group == pat.group
        assert pat.person.manager is not None
        assert pat.person.manager.name == "Bo Lindqvist"

    def test_groups_are_published_and_keep_every_promise(self) -> None:
        groups = Group.objects.open()
        sizes = Counter(Seat.objects.current().values_list("group", flat=True))

        assert 15 <= groups.count() <= 19
        assert not groups.breaching().exists()
        assert all(4 <= size <= 8 for size in sizes.values())
        assert not Seat.objects.filter(person__email=OLIVE).exists()

    def test_two_rounds_are_over_and_one_goes_on(self) -> None:
        published = Assignment.objects.filter(state=State.PUBLISHED)

        assert published.count() == 3
        assert Group.objects.exclude(closed_on=None).count() == 2 * Group.objects.open().count()
        assert Seat.objects.past().filter(person__email=PAT).count() == 2

    def test_somebody_came_somebody_left_and_a_draft_waits(self) -> None:
        draft = Assignment.objects.get(state=State.DRAFT)

        assert without_group(draft.program) == 4
        assert Person.objects.filter(status="left").count() == 1
        assert draft.review().breaches == ()
        assert draft.draft_seats.filter(pinned=True).get().person.email == FAY

    def test_whoever_leads_is_trained_and_one_more_was_let_lead(self) -> None:
        leading = Person.objects.filter(
            seats__left_on=None, seats__role=Role.FACILITATOR, seats__group__closed_on=None
        )
        (override,) = Override.objects.all()

        assert not leading.filter(trained_at=None).exists()
        assert not override.person.trained
        assert override.by == Person.objects.get(email=OLIVE)

    def test_olive_finds_something_to_do(self) -> None:
        steps = next_steps(Person.objects.get(email=OLIVE))

        titles = [step.title for step in steps]
        assert titles[0].endswith("asks for help")
        assert "need" in titles[1]
        assert titles[-1] == "With the newcomers waits for your eyes"
        assert "with a seat for 4 people who had none" in steps[-1].text

    def test_letters_of_the_current_round_went_out_and_none_waits(self) -> None:
        month_ago = timezone.now() - timedelta(days=40)

        assert not Notice.objects.filter(sent_at=None).exists()
        assert Notice.objects.filter(sent_at__gt=month_ago).count() == Notice.objects.count() > 100
        assert sorted(Notice.objects.filter(recipient__email=PAT).values_list("kind", flat=True)) == [
            "announcement", "invitation", "kick-off",
            "meeting-moved", "meeting-set", "meeting-skipped", "poll-open", "seated",
        ]  # fmt: skip
        assert "Fay" in Notice.objects.get(recipient__email=PAT, kind="seated").body

    def test_managers_were_written_to_and_most_have_answered(self) -> None:
        program = Program.objects.get()
        said = list(program.invitations.values_list("said", flat=True))
        seated = Seat.objects.current().filter(program=program).count()

        assert Mailing.objects.sent_kinds(program) == {"announcement", "invitation", "kick-off"}
        assert Mailing.objects.get(left_at=None).is_draft
        assert set(said) == {"yes", ""}
        assert seated - 1 <= len(said) <= seated

    def test_all_groups_but_one_meet_and_have_met(self) -> None:
        series = Series.objects.going_on()
        fays = seat_of(FAY).group.series
        holidays = fays.meetings.exclude(holiday="")

        assert series.count() == Group.objects.open().count() - 1
        assert all(one.meetings.filter(starts_at__lt=timezone.now()).count() >= 1 for one in series)
        assert all(one.meetings.planned().filter(starts_at__gt=timezone.now()).exists() for one in series)
        assert fays.meetings.filter(skipped=True, holiday="", starts_at__gt=timezone.now()).count() == 1
        assert [one.is_moved for one in fays.meetings.planned().coming()].count(True) == 1
        assert all(one.skipped for one in holidays)
        assert Answer.objects.filter(meeting__series=fays).count() >= 4

    def test_what_is_over_was_attended_and_olive_sees_totals(self) -> None:
        fays = seat_of(FAY).group
        totals = [Attendance.objects.totals_of(group) for group in Group.objects.open()]
        last = Meeting.objects.planned().filter(series__group=fays, erased_at__isnull=False).last()

        assert sum(one.held > 0 for one in totals) >= Group.objects.open().count() - 1
        assert {one.few for one in totals} > {None, 0}
        assert last is not None
        assert not fays.seats.filter(
            person__in=Attendance.objects.at(last).values("person"), left_on__isnull=False
        )
        assert 2 in Attendance.objects.missed_in_a_row(last).values()
        assert Answer.objects.filter(meeting=last, said="DECLINED").exists()

    def test_fays_group_has_taken_things_on_and_is_agreeing(self) -> None:
        pat = seat_of(PAT)
        items = ActionItem.objects.filter(group=pat.group)
        now = Agreement.objects.now_of(pat.group)

        assert (items.open().count(), items.exclude(state="open").count()) == (5, 3)
        assert [item.is_late for item in items].count(True) == 1
        assert items.open().filter(owner=pat.person).exists()
        assert not Agreement.objects.standing_of(pat.group).is_agreed_by_all
        assert now.yeses.count() >= 3
        assert not now.yeses.filter(person=pat.person).exists()

    def test_a_newcomer_can_hold_a_meeting_at_once(self) -> None:
        fay, pat = seat_of(FAY).person, seat_of(PAT).person
        coming = (
            Meeting.objects.open_to(fay).filter(starts_at__gt=timezone.now()).order_by("starts_at").first()
        )
        assert coming is not None

        Room.objects.open(coming, fay)

        assert coming in Meeting.objects.open_to(pat)

    def test_every_day_is_counted_from_today(self) -> None:
        today = timezone.localdate()
        opened = set(Group.objects.open().values_list("opened_on", flat=True))

        assert opened == {today - timedelta(days=33)}
        assert not Seat.objects.filter(taken_on__gt=today - timedelta(days=33)).exists()
        assert not Assignment.objects.filter(created_at__gt=timezone.now() - timedelta(hours=1)).exists()

    def test_nobody_of_the_old_names_is_left_where_parts_were_given(self) -> None:
        known = set(Person.objects.values_list("name", flat=True))

        assert {door.name for door in DOORS} | {"Bo Lindqvist"} <= known
        assert not Person.objects.exclude(email__endswith="@larkfield.example").exclude(email=None).exists()

    def test_two_polls_are_over_with_every_word_there_is_and_one_is_open(self) -> None:
        first, second, third = Round.objects.order_by("number")
        words = {overall.value for overall in standing(second).values()}

        assert words == {"well", "mixed", "struggling", "not-enough"}
        assert first.closed_at
        assert second.totals["open"]
        assert third.is_open
        assert Part.objects.asking(Person.objects.get(email=PAT)).get().round == third

    def test_nothing_of_a_poll_that_is_over_could_still_be_counted(self) -> None:
        assert set(Sheet.objects.values_list("round__number", flat=True)) == {3}
        assert Part.objects.filter(round__number__lt=3).exclude(modulus="").count() == 0


@pytest.mark.django_db(transaction=True)
def test_reset_touches_nothing_that_is_not_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINIM_DEMO", "1")
    make_person("Ada")

    result = CliRunner().invoke(commands.app, ["reset"])

    assert result.exit_code == 2
    assert "Nothing was touched" in result.output
    assert Person.objects.get().name == "Ada"


@pytest.mark.django_db(transaction=True)
def test_seed_fills_an_empty_house_and_reset_begins_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINIM_DEMO", "1")
    told: list[Person] = []
    monkeypatch.setattr("minim.cli.demo.seed", lambda: told.append(make_person("Pat", email=PAT)))

    words = [CliRunner().invoke(commands.app, [word]).output for word in ("seed", "seed", "reset")]

    assert len(told) == 2
    assert ["is ready" in said for said in words] == [True, False, True]
    assert "already there" in words[1]
