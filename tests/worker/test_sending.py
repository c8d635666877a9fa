"""Many letters: in order, at the mail server's pace, paused and resumed, and codes to sign in before everything."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.core import mail
from django.db import connections
from django.utils import timezone

from minim.integrations.email.delivery import Slow, TryLater
from minim.notices.models import Digest, Letter, Notice, Preference, Sending, State
from minim.people.models import Person
from minim.worker import sending
from minim.worker.sending import A_HANDFUL, A_ROUND, Sender
from tests.make import make_person

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.integrations.sink import Sink

FACTS: dict[str, Any] = {"group": "Alder", "program": "Mini-M"}


def post_to(size: int, **fields: Any) -> list[Notice]:
    Person.objects.bulk_create(
        Person(name=f"P{number}", email=f"p{number}@example.com", employee_id=f"N{number}", **fields)
        for number in range(size)
    )
    people = Person.objects.filter(employee_id__startswith="N").order_by("pk")
    Notice.objects.post_all([Letter("group-closed", person, FACTS) for person in people], once="many")
    return list(Notice.objects.waiting())


def send_all(sender: Sender) -> None:
    while sender.work():
        pass


def a_sender(name: str = "test") -> Sender:
    return Sender(name, threading.Event())


@pytest.mark.django_db
def test_six_hundred_letters_leave_in_order_each_once(sink: Sink) -> None:
    letters = post_to(600)

    send_all(a_sender())

    assert sink.ids() == [letter.message_id for letter in letters]
    assert Notice.objects.in_state(State.SENT).count() == 600
    assert len(sink.sessions) == -(-600 // A_ROUND)
    assert Notice.objects.progress().percent == 100


@pytest.mark.django_db
def test_paused_in_the_middle_the_rest_waits_and_goes_on_in_order(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "LOOK_UP", 0.0)
    letters, olive = post_to(90), make_person("Olive")
    after(sink, monkeypatch, 30, lambda: Sending.objects.pause(by=olive))

    send_all(a_sender())
    assert sink.ids() == [letter.message_id for letter in letters[:30]]
    assert not Notice.objects.exclude(leased_until=None).exists()

    Sending.objects.resume()
    send_all(a_sender())
    assert sink.ids() == [letter.message_id for letter in letters]


@pytest.mark.django_db
def test_a_code_to_sign_in_overtakes_a_crowd(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "LOOK_UP", 0.0)
    post_to(60)
    pat = make_person("Pat")
    after(
        sink, monkeypatch, 25, lambda: Notice.objects.post("sign-in-code", pat, secret=True, code="K7P-M2X")
    )

    send_all(a_sender())

    assert [str(letter["Subject"]) for letter in sink.letters].index("Your sign-in code") == 25
    assert len(sink.letters) == 61


def after(sink: Sink, monkeypatch: pytest.MonkeyPatch, count: int, act: Callable[[], object]) -> None:
    """Do something as soon as so many letters were sent."""
    really = Notice.sent

    def sent(notice: Notice) -> None:
        really(notice)
        if len(sink.letters) == count:
            act()

    monkeypatch.setattr(Notice, "sent", sent)


@pytest.mark.django_db
def test_a_stopped_sender_gives_back_what_it_did_not_come_to(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    post_to(A_HANDFUL)
    sender = a_sender()
    after(sink, monkeypatch, 3, sender.stop.set)

    sender.work()

    assert len(sink.letters) == 3
    assert Notice.objects.waiting().free().count() == A_HANDFUL - 3


@pytest.mark.django_db
def test_what_left_but_could_not_be_noted_leaves_again_as_the_same_letter(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = [letter.message_id for letter in post_to(8)]
    really = Notice.sent

    def sent(notice: Notice) -> None:
        if len(sink.letters) == 5:
            raise OSError("the database is gone")
        really(notice)

    monkeypatch.setattr(Notice, "sent", sent)
    with pytest.raises(OSError, match="gone"):
        a_sender("first").work()
    monkeypatch.undo()
    assert sink.ids() == letters[:5]
    assert Notice.objects.waiting().free().count() == 3

    Notice.objects.exclude(leased_until=None).update(leased_until=timezone.now() - timedelta(seconds=1))
    send_all(a_sender("second"))

    assert sink.ids() == [*letters[:5], *letters[4:]]


@pytest.mark.django_db
def test_a_server_that_asks_to_slow_down_is_waited_for_and_the_order_stays(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = post_to(6)
    sink.answers["p2@example.com"] = "421 4.7.0 Too many letters, try later"
    sender, waited = a_sender(), list[float]()

    def wait(seconds: float) -> bool:
        waited.append(seconds)
        if len(waited) == 3:
            sink.answers.clear()
        return False

    monkeypatch.setattr(sender.stop, "wait", wait)

    send_all(sender)

    assert waited == [5.0, 10.0, 20.0]
    assert sender.pause == 5.0
    assert sink.ids() == [letter.message_id for letter in letters]
    assert Notice.objects.get(pk=letters[2].pk).attempts == 3


@pytest.mark.django_db
def test_a_full_mailbox_holds_nobody_up(sink: Sink) -> None:
    letters = post_to(3)
    sink.answers["p1@example.com"] = "452 4.2.2 Mailbox full"

    send_all(a_sender())

    assert sink.ids() == [letters[0].message_id, letters[2].message_id]
    assert Notice.objects.get(pk=letters[1].pk).state == State.SCHEDULED


@pytest.mark.django_db
def test_a_letter_whose_lease_ran_out_is_left_to_whoever_holds_it_now(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sending, "LEASE", 0.0)
    first, second = post_to(2)
    sender = a_sender()

    def taken_over(notice: Notice, _: object) -> None:
        Notice.objects.filter(pk=second.pk).update(
            lease_holder="B", leased_until=timezone.now() + timedelta(minutes=1)
        )

    monkeypatch.setattr(sending, "deliver", taken_over)
    sender.work()

    assert Notice.objects.get(pk=first.pk).is_sent
    assert Notice.objects.get(pk=second.pk).lease_holder == "B"
    assert not Notice.objects.get(pk=second.pk).is_sent


@pytest.mark.django_db
def test_what_lost_its_use_or_is_unwanted_is_let_go_without_a_word() -> None:
    pat, sam, fay = make_person("Pat"), make_person("Sam"), make_person("Fay")
    now = timezone.now()
    late = Notice.objects.post("reminder", pat, due_at=now - timedelta(hours=2), useless_after=now, **FACTS)
    stopped = Notice.objects.post("reminder", sam, **FACTS)
    wanted = Notice.objects.post("reminder", fay, useless_after=now + timedelta(hours=1), **FACTS)
    Preference.objects.of(sam).mute("reminder")

    send_all(a_sender())

    assert late
    assert stopped
    assert wanted
    assert [Notice.objects.get(pk=row.pk).state for row in (late, stopped, wanted)] == [
        State.LET_GO, State.LET_GO, State.SENT,
    ]  # fmt: skip
    assert [letter.to for letter in mail.outbox] == [["Fay <fay@example.com>"]]


@pytest.mark.django_db
def test_a_letter_that_was_held_up_until_night_waits_for_the_morning() -> None:
    with time_machine.travel(datetime(2026, 3, 3, 18, 30, tzinfo=UTC), tick=False) as clock:
        (notice,) = post_to(1, time_zone="Europe/Berlin")
        Sending.objects.pause(by=make_person("Olive"))
        clock.shift(timedelta(hours=3))
        Sending.objects.resume()

        send_all(a_sender())

        assert mail.outbox == []
        assert Notice.objects.get(pk=notice.pk).due_at == datetime(2026, 3, 4, 6, tzinfo=UTC)


@pytest.mark.django_db
def test_digests_are_gathered_by_whoever_sends() -> None:
    with time_machine.travel(datetime(2026, 3, 3, 12, tzinfo=UTC), tick=False) as clock:
        pat = make_person("Pat")
        Preference.objects.create(person=pat, digest=Digest.DAILY)
        for group in ("Alder", "Birch"):
            Notice.objects.post("group-changed", pat, group=group)
        clock.shift(timedelta(days=1))

        send_all(a_sender())

    assert [letter.subject for letter in mail.outbox] == ["What is new in your group"]
    assert Notice.objects.in_state(State.SENT).count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_senders_share_a_crowd_and_keep_its_order_but_for_a_handful(sink: Sink) -> None:
    letters = post_to(120)
    threads = [threading.Thread(target=send_in_a_thread, args=(f"sender-{number}",)) for number in range(2)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    places = {letter.message_id: place for place, letter in enumerate(letters)}
    left = [places[message_id] for message_id in sink.ids()]
    assert sorted(left) == list(range(120))
    assert max(abs(place - number) for place, number in enumerate(left)) <= 2 * A_HANDFUL


def send_in_a_thread(name: str) -> None:
    sender, deadline = a_sender(name), time.monotonic() + 50
    while time.monotonic() < deadline and Notice.objects.in_state(State.WAITING).exists():
        if not sender.work():
            time.sleep(0.02)
    connections.close_all()


@pytest.mark.django_db
def test_the_pause_grows_only_so_far_and_only_for_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    post_to(1)
    sender, waited = a_sender(), list[float]()
    monkeypatch.setattr(sender.stop, "wait", waited.append)
    troubles = iter([Slow("wait")] * 6 + [TryLater("busy")])

    def trouble(notice: Notice, _: object) -> None:
        raise next(troubles)

    monkeypatch.setattr(sending, "deliver", trouble)
    for _ in range(7):
        Notice.objects.update(due_at=timezone.now() - timedelta(hours=1))
        sender.work()

    assert waited == [5.0, 10.0, 20.0, 40.0, 60.0, 60.0]
