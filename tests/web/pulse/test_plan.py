"""What an Organizer may choose about polls, and what not any more."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from minim.pulse.models import Plan, Round
from minim.web.pulse.forms import PlanForm
from tests.make import make_group
from tests.pulse.polls import ended, make_poll

if TYPE_CHECKING:
    from django.test import Client

    from tests.cast import Cast

pytestmark = pytest.mark.django_db
CHOICE = {"is_on": "on", "weeks_between": 6, "days_open": 4, "questions": ["open", "worth"], "floor": 5}


@pytest.fixture
def olive(client: Client, cast: Cast) -> Client:
    client.force_login(cast.olive)
    return client


def address(cast: Cast) -> str:
    return f"/pulse/programs/{cast.program.pk}/plan/"


def text(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())  # type: ignore[union-attr]


def send(olive: Client, cast: Cast, **other: Any) -> Any:
    return olive.post(address(cast), {**CHOICE, **other})


def test_olive_chooses(olive: Client, cast: Cast) -> None:
    assert send(olive, cast).status_code == 302

    plan = Plan.objects.get(program=cast.program)
    assert (plan.is_on, plan.weeks_between, plan.days_open, plan.floor) == (True, 6, 4, 5)
    assert (plan.questions, plan.asks_topics) == (["open", "worth"], False)


def test_polls_can_be_turned_off(olive: Client, cast: Cast) -> None:
    olive.post(address(cast), {key: value for key, value in CHOICE.items() if key != "is_on"})

    assert Plan.objects.get(program=cast.program).is_on is False


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"floor": 3}, "It is 4 now, and it can only be raised."),
        ({"floor": 31}, "With more than 30 no group would ever be told of."),
        ({"floor": "many"}, "Enter a whole number."),
        ({"questions": []}, "Please keep one question at least."),
        ({"questions": ["weather"]}, "Select a valid choice."),
        ({"weeks_between": 1}, "greater than or equal to 2"),
        ({"days_open": 99}, "less than or equal to 21"),
    ],
)
def test_what_cannot_be_is_said_kindly(olive: Client, cast: Cast, other: dict[str, Any], said: str) -> None:
    answer = send(olive, cast, **other)

    assert answer.status_code == 422
    assert said in text(answer)
    assert not Plan.objects.exists()


def test_the_floor_is_raised_and_never_lowered(olive: Client, cast: Cast) -> None:
    send(olive, cast, floor=6)

    assert "It is 6 now, and it can only be raised." in text(send(olive, cast, floor=5))
    assert Plan.objects.get(program=cast.program).floor == 6


def test_a_floor_that_was_raised_meanwhile_stays(
    olive: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two Organizers at once: the page of one still says five."""
    monkeypatch.setattr(PlanForm, "clean_floor", lambda form: form.cleaned_data["floor"])
    Plan.objects.of(cast.program).choose(["open"], floor=7)

    answer = send(olive, cast, floor=5)

    assert (answer.status_code, Plan.objects.get().floor) == (422, 7)
    assert "raised this number in the meantime" in text(answer)


def test_an_open_round_keeps_what_it_was_opened_with(olive: Client, cast: Cast) -> None:
    poll = make_poll(make_group(5, program=cast.program))

    said = text(olive.get(address(cast)))
    send(olive, cast, floor=9)
    poll.refresh_from_db()

    assert "A poll is open until" in said
    assert (poll.floor, len(poll.questions)) == (4, 5)


def test_the_next_one_is_announced(olive: Client, cast: Cast) -> None:
    assert "have had their first meeting" in text(olive.get(address(cast)))

    group = make_group(5, program=cast.program)
    ended(make_poll(group))
    assert "have had their second meeting" in text(olive.get(address(cast)))

    Round.objects.update(number=3, closed_at=timezone.now() - timedelta(weeks=1))
    coming = timezone.localdate() + timedelta(weeks=3)
    assert f"{coming.day} {coming:%B}" in text(olive.get(address(cast)))

    Plan.objects.create(program=cast.program, is_on=False)
    assert "next poll" not in text(olive.get(address(cast)))
