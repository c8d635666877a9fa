"""What the server does with what it cannot read: whom it lets send, what it keeps, and what it refuses."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from minim.groups.models import Seat
from minim.notices.models import Notice
from minim.people.models import Person
from minim.programs.models import OrganizerRefused
from minim.reports import tickets
from minim.reports.arriving import LONGEST_BODY, Malformed, read_key, read_lookup, read_report, read_word
from minim.reports.models import MOST_KEYS, Key, Report, ReportRefused, Word, Wrap, recipients
from minim.reports.receiving import ReceivingRefused, receive, receive_no_longer
from minim.worker.planning import ask_to_look_in
from tests.make import make_person
from tests.reports.rows import a_word, arriving, chance, make_key, make_report

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def quinn(db: None) -> Person:
    return make_person("Quinn", is_people_ops=True)


@pytest.fixture
def rae(db: None) -> Person:
    return make_person("Rae", is_people_ops=True)


def refusal(*keys: Key, **changed: Any) -> str:
    with pytest.raises(ReportRefused) as refused:
        Report.objects.take(read_report(arriving(*keys, **changed)))
    assert not Report.objects.exists()
    return refused.value.reason


# --- taking a report -------------------------------------------------------------------------------------------


def test_a_report_is_for_whom_it_was_sealed_to_and_for_nobody_else(quinn: Person, rae: Person) -> None:
    both, about_quinn = make_report(make_key(quinn), make_key(rae)), make_report(make_key(rae))

    assert set(Report.objects.sealed_to(rae)) == {both, about_quinn}
    assert list(Report.objects.sealed_to(quinn)) == [both]
    assert list(Report.objects.sealed_to(make_person("Olive", is_organizer=True))) == []


def test_one_recipient_with_a_key_is_not_enough(quinn: Person, rae: Person) -> None:
    assert refusal(make_key(quinn)) == "few"
    assert refusal(make_key(quinn)) == "few"

    make_key(rae)

    assert make_report(Key.objects.standing()[0]).is_readable()


def test_what_came_once_does_not_come_again(quinn: Person, rae: Person) -> None:
    sent = read_report(arriving(make_key(quinn), make_key(rae)))
    Report.objects.take(sent)

    with pytest.raises(ReportRefused, match="again"):
        Report.objects.take(sent)

    assert (Report.objects.count(), Wrap.objects.count()) == (1, 2)


@pytest.mark.parametrize("days", [-2, 1, 400])
def test_a_report_bears_the_day_on_which_it_comes(quinn: Person, rae: Person, days: int) -> None:
    day = timezone.localdate() + timedelta(days=days)

    assert refusal(make_key(quinn), make_key(rae), day=day.isoformat()) == "day"


def test_a_key_that_is_gone_or_of_somebody_else_is_refused(quinn: Person, rae: Person) -> None:
    first, second = make_key(quinn), make_key(rae)
    readers = arriving(first, second)["readers"]

    assert refusal(readers=[{**readers[0], "person": readers[1]["person"]}]) == "readers"
    assert refusal(readers=[{**readers[0], "key": chance(65)}]) == "readers"
    assert refusal(readers=[readers[0], readers[0]]) == "readers"
    assert refusal(readers=[{**readers[0], "person": str(make_person().pk)}]) == "readers"


def test_rows_tell_neither_hour_nor_author_nor_which_came_first(quinn: Person, rae: Person) -> None:
    fields = {
        (model.__name__, field.name)
        for model in (Report, Wrap, Word)
        for field in model._meta.get_fields()
        if field.get_internal_type() in ("DateTimeField", "DateField", "TimeField", "ForeignKey")
        and field.concrete
    }
    keys = make_key(quinn), make_key(rae)
    came = [make_report(*keys).pk for _ in range(12)]

    assert fields == {
        ("Report", "day"),
        ("Report", "settled_on"),
        ("Wrap", "report"),
        ("Wrap", "key"),
        ("Word", "report"),
    }
    assert came not in (sorted(came), sorted(came, reverse=True))
    assert len(set(came)) == 12


def test_a_mutant_that_counts_up_would_be_seen(
    quinn: Person, rae: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = iter(range(1, 10**6))
    monkeypatch.setattr("minim.reports.models.secrets.randbelow", lambda _: next(numbers))
    keys = make_key(quinn), make_key(rae)

    came = [make_report(*keys).pk for _ in range(12)]

    assert came == sorted(came)


@pytest.mark.django_db(transaction=True)
def test_an_hour_later_a_copy_of_the_database_tells_no_order_and_no_moment() -> None:
    """What a forensic eye sees beside the rows: SQLite's place of a row, PostgreSQL's place and transaction."""
    keys = [make_key(make_person(name, is_people_ops=True)) for name in ("Quinn", "Rae")]
    came = [make_report(*keys).pk for _ in range(8)]
    make_report(*keys).say(a_word(), from_reporter=True)

    if connection.vendor == "postgresql":
        told = [moments("reports_report"), moments("reports_wrap")]
        assert [len(moment) for moment in told] == [9, 9]  # before: each has its own
    Report.objects.mix()

    places = beside_the_rows("reports_report")
    assert places == sorted(places)
    assert [pk for pk in places if pk in came] != came
    if connection.vendor == "postgresql":
        assert [len(moments(table)) for table in ("reports_report", "reports_wrap", "reports_word")] == [
            1,
            1,
            1,
        ]


def beside_the_rows(table: str) -> list[int]:
    """The numbers of the rows, in the order in which they lie."""
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} ORDER BY {place}")
        return [number for (number,) in cursor.fetchall()]


def moments(table: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT xmin::text FROM {table}")
        return {int(number) for (number,) in cursor.fetchall()}


# --- what arrives ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [
        {"sealed": chance(4096 + 15)},
        {"sealed": chance(36864 + 17)},
        {"iv": chance(11)},
        {"ephemeral": chance(64)},
        {"receipt": chance(31)},
        {"receipt": "not base64 at all, is it? " * 2},
        {"receipt": None},
        {"day": ""},
        {"day": 7},
        {"readers": []},
        {"readers": "Quinn"},
        {"readers": [{"person": "1"}]},
        {"readers": [None]},
        {"readers": [{"person": "1", "key": chance(65), "wrap": chance(47)}]},
        {"readers": [{"person": "1", "key": chance(65), "wrap": chance(48)}] * 61},
    ],
)
def test_what_no_page_of_ours_sends_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        read_report({**arriving(), "readers": [reader_of_chance()], **changed})


def reader_of_chance() -> dict[str, str]:
    return {"person": "1", "key": chance(65), "wrap": chance(48)}


def test_the_longest_report_fits_into_a_request() -> None:
    longest = arriving(sealed=chance(36864 + 16), readers=[reader_of_chance() for _ in range(60)])

    assert len(json.dumps({"ticket": "x" * 64, "report": longest})) < LONGEST_BODY
    assert read_report(longest).sealed


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=50),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["iv", "key", "x"]), inner),
    max_leaves=8,
)


@given(json_like)
def test_nonsense_is_refused_and_breaks_nothing(nonsense: Any) -> None:
    for read in (read_report, read_word, read_lookup, read_key):
        with pytest.raises(Malformed):
            read(nonsense)


# --- tickets ---------------------------------------------------------------------------------------------------


def test_a_ticket_is_good_for_this_hour_and_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = {"now": 1_700_000_000.0}
    monkeypatch.setattr("minim.reports.tickets.time.time", lambda: clock["now"])
    shown = tickets.ticket()

    good = []
    for _ in range(3):
        good.append(tickets.is_good(shown))
        clock["now"] += 3600

    assert good == [True, True, False]
    assert not any(tickets.is_good(guess) for guess in ("", None, 7, shown[:-1], [shown]))


def test_everybody_has_the_same_ticket() -> None:
    assert tickets.ticket() == tickets.ticket()
    assert tickets.ticket() != tickets.ticket(hours_ago=1)


# --- the conversation, settling and deleting ------------------------------------------------------------------


def test_words_stand_in_their_order_and_none_comes_twice(quinn: Person, rae: Person) -> None:
    report = make_report(make_key(quinn), make_key(rae))
    report.say(a_word(1), from_reporter=False)
    report.say(a_word(2), from_reporter=True)

    for number in (1, 2, 4):
        with pytest.raises(ReportRefused, match="number"):
            report.say(a_word(number), from_reporter=True)

    assert list(report.words.values_list("number", "from_reporter")) == [(1, False), (2, True)]


def test_settled_and_opened_again_and_deleted_with_everything(quinn: Person, rae: Person) -> None:
    report = make_report(make_key(quinn), make_key(rae))
    report.say(a_word(), from_reporter=True)
    report.settle()
    settled = Report.objects.get().settled_on
    report.open_again()

    report.delete()

    assert settled == timezone.localdate()
    assert [model.objects.count() for model in (Report, Wrap, Word)] == [0, 0, 0]


# --- who receives reports --------------------------------------------------------------------------------------


def test_somebody_begins_to_receive_reports_and_takes_part_no_longer(cast: Cast) -> None:
    assert cast.program.enrolments.filter(person=cast.bo).exists()

    receive(cast.bo)

    assert list(recipients()) == [cast.bo]
    assert not cast.program.enrolments.filter(person=cast.bo).exists()


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("pat", "sits in a group"),
        ("fay", "sits in a group"),
        ("olive", "organizes"),
        ("root", "runs the machine"),
    ],
)
def test_whoever_sits_in_a_group_or_runs_something_cannot(cast: Cast, who: str, why: str) -> None:
    with pytest.raises(ReceivingRefused, match=why):
        receive(getattr(cast, who))

    assert not recipients().exists()


def test_somebody_without_an_address_or_who_has_left_cannot(db: None) -> None:
    left = make_person("Lena")
    left.leave()

    for person in (make_person("Ned", email=None), left):
        with pytest.raises(ReceivingRefused, match="no way to sign in"):
            receive(person)


def test_pat_can_once_the_seat_is_given_back(cast: Cast) -> None:
    Seat.objects.vacate_all(cast.pat, date(2026, 11, 1))

    receive(cast.pat)

    assert list(recipients()) == [cast.pat]


def test_whoever_receives_reports_cannot_be_made_an_organizer(cast: Cast, quinn: Person) -> None:
    with pytest.raises(OrganizerRefused, match="receives what must be reported"):
        cast.program.share_with(quinn)

    assert quinn not in cast.program.organizers.all()


def test_keys_go_with_the_task_and_the_other_recipient_still_reads(quinn: Person, rae: Person) -> None:
    both = make_report(make_key(quinn), make_key(rae))
    only = make_report(Key.objects.get(person=quinn))

    receive_no_longer(quinn)

    assert not Key.objects.filter(person=quinn).exists()
    assert list(Report.objects.sealed_to(rae)) == [both]
    assert (both.is_readable(), only.is_readable()) == (True, False)


def test_whoever_left_reads_nothing_at_once_and_their_keys_go_soon(quinn: Person, rae: Person) -> None:
    report = make_report(make_key(quinn), make_key(rae))
    quinn.leave()

    at_once = list(Report.objects.sealed_to(quinn)), Key.objects.standing().count()
    Key.objects.forget_gone()

    assert at_once == ([], 1)
    assert list(Key.objects.values_list("person", flat=True)) == [rae.pk]
    assert list(Report.objects.sealed_to(rae)) == [report]
    assert not Key.objects.are_enough()


def test_a_browser_keeps_one_key_and_a_person_a_few(quinn: Person, rae: Person) -> None:
    public = chance(65)
    first = Key.objects.keep(public, of=quinn, device="Firefox on Linux")

    assert Key.objects.keep(public, of=quinn, device="Firefox on Linux") == first
    with pytest.raises(ReportRefused, match="taken"):
        Key.objects.keep(public, of=rae, device="Firefox on Linux")
    for _ in range(MOST_KEYS - 1):
        make_key(quinn)
    with pytest.raises(ReportRefused, match="keys"):
        make_key(quinn)


# --- the weekly letter -----------------------------------------------------------------------------------------


def letters() -> list[tuple[str, str, str, str]]:
    sent = Notice.objects.filter(kind="look-in").order_by("recipient__name")
    return [(letter.recipient.name, letter.kind, letter.subject, letter.body) for letter in sent]


def test_the_letter_comes_once_a_week_and_says_the_same_with_and_without_a_report(
    cast: Cast, quinn: Person, rae: Person
) -> None:
    keys = make_key(quinn), make_key(rae)
    ask_to_look_in()
    without = letters()
    Notice.objects.all().delete()
    make_report(*keys)

    ask_to_look_in()
    ask_to_look_in()

    assert letters() == without
    assert [name for name, *_ in without] == ["Quinn", "Rae"]
    assert all("/serious/inbox/" in body and "report" not in subject for *_, subject, body in without)


def test_a_week_later_it_comes_again(quinn: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in (date(2026, 11, 30), date(2026, 12, 6), date(2026, 12, 7)):
        monkeypatch.setattr("minim.worker.planning.timezone.localdate", lambda day=day: day)
        ask_to_look_in()

    assert len(letters()) == 2
