from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from minim.notices.models import TRIES, TRIES_IF_SECRET, Letter, Notice
from minim.people.models import Person
from tests.make import make_person

pytestmark = pytest.mark.django_db

FACTS = {"group": "Alder", "program": "Mini-M"}


def post(to: Person, **wanted: object) -> Notice:
    notice = Notice.objects.post("group-closed", to, **{**FACTS, **wanted})  # type: ignore[arg-type]
    assert notice is not None
    return notice


def test_a_letter_waits_with_a_name_of_its_own() -> None:
    notice = post(make_person("Pat"))

    assert list(Notice.objects.waiting()) == [notice]
    assert notice.subject == "Your place in your group"
    assert notice.body.startswith("Hello Pat,")
    assert notice.message_id.startswith("<")


def test_one_occasion_is_one_letter_however_often_it_is_posted() -> None:
    pat, sam = make_person("Pat"), make_person("Sam")
    first = post(pat, once="spring")

    assert post(pat, once="spring") == first
    Notice.objects.post_all(
        [Letter("group-closed", pat, FACTS), Letter("group-closed", sam, FACTS)], once="spring"
    )

    assert Notice.objects.count() == 2
    assert Notice.objects.get(recipient=pat) == first


def test_nobody_is_written_to_who_has_left_or_has_no_address() -> None:
    gone, unknown = make_person("Gone", status="left"), make_person("Unknown", email=None)

    for person in (gone, unknown):
        assert Notice.objects.post("group-closed", person, group="Alder", program="Mini-M") is None
    Notice.objects.post_all([Letter("group-closed", gone, FACTS)], once="spring")
    assert not Notice.objects.exists()


def test_what_somebody_is_called_cannot_become_markup() -> None:
    notice = post(make_person("Eve"), group="[click](http://evil.example) <b>*now*</b>\n# Boo")

    assert r"\[click\]\(http\://evil\.example\) \<b\>\*now\*\</b\> \# Boo" in notice.body


def test_a_secret_letter_is_forgotten_when_it_is_sent_and_when_it_is_given_up() -> None:
    pat = make_person("Pat")
    sent, lost = (Notice.objects.post("sign-in-code", pat, secret=True, code="K7P-M2X") for _ in range(2))
    assert sent is not None
    assert lost is not None
    assert "K7P-M2X" in sent.body

    sent.sent()
    for _ in range(TRIES_IF_SECRET):
        assert "K7P-M2X" in lost.body
        lost.failed("no server")

    assert not Notice.objects.filter(body__contains="K7P").exists()
    assert lost.given_up_at is not None
    assert not Notice.objects.shown().exists()
    assert not lost.try_again()


def test_a_letter_is_tried_later_and_later_and_then_given_up() -> None:
    notice = post(make_person("Pat"))
    pauses = []

    for _ in range(TRIES):
        before = timezone.now()
        notice.failed("busy")
        pauses.append((notice.due_at - before) // timedelta(seconds=1))

    assert pauses == sorted(pauses)
    assert pauses[:3] == [30, 60, 120]
    assert pauses[-1] == 6 * 3600
    assert notice.given_up_at is not None
    assert not Notice.objects.waiting().exists()


def test_a_letter_that_was_given_up_can_be_sent_after_all() -> None:
    notice = post(make_person("Pat"))
    notice.failed("no such person", for_good=True)
    assert not Notice.objects.waiting().exists()

    assert notice.try_again()

    assert Notice.objects.waiting().get() == notice
    assert not notice.try_again()


def test_a_letter_is_leased_once_and_never_after_it_was_sent() -> None:
    first, second = post(make_person("Pat")), post(make_person("Sam"))

    one = Notice.objects.waiting().claim("A", 60)
    other = Notice.objects.waiting().claim("B", 60)

    assert {one, other} == {first, second}
    assert Notice.objects.waiting().claim("C", 60) is None
    assert one is not None
    one.sent()
    assert Notice.objects.waiting().claim("C", 60) is None


def test_a_row_that_was_finished_between_looking_and_leasing_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A has read which letters wait; B sends the letter and gives its lease back; only then A tries to lease it."""
    notice = post(make_person("Pat"))
    waiting = Notice.objects.waiting()
    real = type(waiting).values_list

    def sent_meanwhile(self: object, *fields: str, **how: object) -> object:
        found = list(real(self, *fields, **how))  # type: ignore[arg-type]
        Notice.objects.get(pk=notice.pk).sent()
        return found

    monkeypatch.setattr(type(waiting), "values_list", sent_meanwhile)

    assert waiting.claim("A", 60) is None


def test_a_lease_that_ran_out_frees_the_row_and_its_holder_knows() -> None:
    post(make_person("Pat"))
    first = Notice.objects.waiting().claim("A", -1)
    assert first is not None

    second = Notice.objects.waiting().claim("B", 60)

    assert second == first
    assert not first.renew(60)
    assert second is not None
    assert second.renew(60)
