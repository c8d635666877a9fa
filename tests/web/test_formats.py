"""Formats on screen: members read them, the Facilitator makes one the group's own, with a script or without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from minim.meetings.format import MOST_OWN
from minim.meetings.models import NextFormat, OwnFormat
from minim.playbook import format_of, formats

if TYPE_CHECKING:
    from django.test import Client

    from minim.people.models import Person
    from tests.cast import Cast

CANARY = "Kestrel-at-dawn"
FIELDS = ("name", "kind", "minutes", "speaks", "members", "facilitator", "each_minutes")
ARRIVE = ("Arrive", "round", "20", "each in turn", "How are you?", "Begin yourself.", "")
TALK = ("Talk", "talk", "30", "everybody", "", "", "")
TOPICS = ("Work", "topic", "10", "everybody", "", "", "5")


def own_of(cast: Cast, name: str = "Our hour") -> OwnFormat:
    return OwnFormat.objects.copy(cast.group, format_of({**formats()["mini-m"].to_json(), "name": name}))


def at(name: str, cast: Cast, *more: int | str) -> str:
    return reverse(f"formats:{name}", args=[cast.group.pk, *more])


def enter(client: Client, person: Person) -> Client:
    client.force_login(person)
    return client


def soup(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def words(answer: Any) -> str:
    return " ".join((soup(answer).main or soup(answer)).get_text(" ").split())


def sent(*steps: tuple[str, ...], version: int = 1, **more: Any) -> dict[str, Any]:
    columns = {f"step_{name}": [step[at] for step in steps] for at, name in enumerate(FIELDS)}
    return {"name": "Our hour", "about": "", "version": version, **columns, **more}


def names(answer: Any) -> list[str]:
    return [str(field["value"]) for field in soup(answer).select("[data-steps] [name=step_name]")]


def wrong(answer: Any) -> dict[str, str]:
    """What is said to be wrong, by field."""
    page = soup(answer)
    links = page.select(".error-summary a")
    assert all(page.select_one(str(link["href"])) for link in links)
    return {
        str(link["href"])[1:]: str(link.parent.get_text()).partition(": ")[2] for link in links if link.parent
    }


# Who may look, and who may act


@pytest.mark.parametrize("who", ["olive", "sam", "bo", "root"])
def test_whoever_does_not_sit_there_finds_nothing(client: Client, cast: Cast, who: str) -> None:
    own = own_of(cast, CANARY)
    enter(client, getattr(cast, who))

    answers = [
        client.get(address)
        for address in (at("list", cast), at("one", cast, own.pk), at("edit", cast, own.pk))
    ]
    answers.append(client.get(reverse("groups:detail", args=[cast.group.pk])))
    answers.append(client.post(at("next", cast), {"which": own.pk}))

    assert {answer.status_code for answer in answers} <= ({404, 200} if who == "olive" else {404})
    assert [answer.status_code for answer in answers[:3]] == [404] * 3
    assert CANARY not in "".join(answer.content.decode() for answer in answers)


def test_a_member_reads_everything_and_changes_nothing(client: Client, cast: Cast) -> None:
    own = own_of(cast)
    enter(client, cast.pat)

    page = client.get(at("list", cast))
    script = client.get(at("one", cast, "mini-m"))
    acts = [
        client.post(at("next", cast), {"which": "troika"}),
        client.post(at("copy", cast, "troika")),
        client.post(at("edit", cast, own.pk), sent(ARRIVE)),
        client.post(at("remove", cast, own.pk)),
    ]

    assert "tell Fay" in words(page)
    assert soup(page).main.select("form") == []  # type: ignore[union-attr]
    assert f"For Fay: {formats()['mini-m'].steps[0].facilitator}" in words(script)
    assert {answer.status_code for answer in acts} == {404}
    assert (OwnFormat.objects.get().version, NextFormat.objects.exists()) == (1, False)


def test_a_format_of_another_group_is_not_found_under_ones_own_address(client: Client, cast: Cast) -> None:
    sams = OwnFormat.objects.copy(cast.sams_group, formats()["open"])
    enter(client, cast.fay)

    answers = [client.get(at("one", cast, sams.pk)), client.get(at("edit", cast, sams.pk))]
    answers.append(client.post(at("next", cast), {"which": sams.pk}))

    assert {answer.status_code for answer in answers} == {404}


# Choosing


def test_all_seven_are_there_and_the_first_meeting_comes_first(client: Client, cast: Cast) -> None:
    page = enter(client, cast.pat).get(at("list", cast))

    shown = [str(card.h3.get_text()) for card in soup(page).select(".format") if card.h3]
    assert shown == [found.name for found in formats().values()]
    assert "Next meeting: First meeting" in words(page)


def test_fay_chooses_and_everybody_sees_it(client: Client, cast: Cast) -> None:
    own = own_of(cast)

    enter(client, cast.fay).post(at("next", cast), {"which": own.pk})
    group_page = enter(client, cast.pat).get(reverse("groups:detail", args=[cast.group.pk]))

    assert "Next meeting: Our hour" in words(client.get(at("list", cast)))
    assert "Next meeting: Our hour" in words(group_page)


def test_ours_are_fitted_and_an_own_one_that_is_too_long_says_so(client: Client, cast: Cast) -> None:
    own_of(cast)
    cast.program.meeting_minutes = 45
    cast.program.save()

    page = words(enter(client, cast.pat).get(at("list", cast)))

    assert "Fitted to your 45 minutes" in page
    assert "These steps take 60 minutes, 15 more than your meeting." in page


# Making one the group's own


def test_fay_copies_one_and_changes_it(client: Client, cast: Cast) -> None:
    enter(client, cast.fay)

    copied = client.post(at("copy", cast, "troika"), follow=True)
    own = OwnFormat.objects.get()
    saved = client.post(at("edit", cast, own.pk), sent(ARRIVE, TALK, TOPICS), follow=True)

    assert names(copied) == [step.name for step in formats()["troika"].steps]
    assert "Your format is saved." in saved.content.decode()
    assert "0:50–1:00" in words(saved)
    own.refresh_from_db()
    assert [(step.name, step.minutes, step.each_minutes) for step in own.format.steps] == [
        ("Arrive", 20, 0),
        ("Talk", 30, 0),
        ("Work", 10, 5),
    ]


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("up-2", ["Talk", "Arrive", "Work"]),
        ("up-1", ["Arrive", "Talk", "Work"]),
        ("down-2", ["Arrive", "Work", "Talk"]),
        ("down-3", ["Arrive", "Talk", "Work"]),
        ("remove-1", ["Talk", "Work"]),
        ("add", ["Arrive", "Talk", "Work", ""]),
        ("remove-99", ["Arrive", "Talk", "Work"]),
        ("up-²", ["Arrive", "Talk", "Work"]),
        ("dance-1", ["Arrive", "Talk", "Work"]),
    ],
)
def test_without_a_script_steps_move_by_buttons_and_nothing_is_saved(
    client: Client, cast: Cast, act: str, expected: list[str]
) -> None:
    own = own_of(cast)

    answer = enter(client, cast.fay).post(at("edit", cast, own.pk), sent(ARRIVE, TALK, TOPICS, act=act))

    assert (answer.status_code, names(answer)) == (200, expected)
    assert "Not saved yet" in words(answer)
    assert OwnFormat.objects.get().version == 1


def test_steps_are_fitted_to_the_meeting_at_a_touch(client: Client, cast: Cast) -> None:
    own = own_of(cast)
    long = ("Talk", "talk", "100", "everybody", "", "", "")

    answer = enter(client, cast.fay).post(at("edit", cast, own.pk), sent(ARRIVE, long, act="fit"))

    minutes = [int(str(field["value"])) for field in soup(answer).select("[data-steps] [name=step_minutes]")]
    assert (sum(minutes), minutes[1] > 4 * minutes[0]) == (60, True)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"minutes": "0"}, "step-2-minutes"),
        ({"minutes": "-5"}, "step-2-minutes"),
        ({"minutes": "five"}, "step-2-minutes"),
        ({"minutes": "²"}, "step-2-minutes"),
        ({"minutes": "9" * 5_000}, "step-2-minutes"),
        ({"minutes": ""}, "step-2-minutes"),
        ({"name": " "}, "step-2-name"),
        ({"name": "x" * 81}, "step-2-name"),
        ({"kind": "dance"}, "step-2-kind"),
        ({"speaks": "the boss"}, "step-2-speaks"),
        ({"members": "x" * 1_001}, "step-2-members"),
        ({"facilitator": "x" * 1_001}, "step-2-facilitator"),
        ({"kind": "topic", "each_minutes": "31"}, "step-2-each_minutes"),
    ],
)
def test_what_is_wrong_is_said_at_its_step(
    client: Client, cast: Cast, changed: dict[str, str], field: str
) -> None:
    own = own_of(cast)
    step = tuple((dict(zip(FIELDS, TALK, strict=True)) | changed).values())

    answer = enter(client, cast.fay).post(at("edit", cast, own.pk), sent(ARRIVE, step))

    assert answer.status_code == 422
    assert list(wrong(answer)) == [field]
    assert names(answer)[0] == "Arrive"


def test_everything_that_is_wrong_is_said_at_once(client: Client, cast: Cast) -> None:
    own = own_of(cast)
    nameless, endless = ("", *ARRIVE[1:]), (TALK[0], TALK[1], "500", *TALK[3:])

    answer = enter(client, cast.fay).post(at("edit", cast, own.pk), sent(nameless, endless, name=""))

    assert set(wrong(answer)) >= {"step-1-name", "step-2-minutes"}


def test_steps_longer_than_the_meeting_are_not_saved(client: Client, cast: Cast) -> None:
    own = own_of(cast)

    answer = enter(client, cast.fay).post(at("edit", cast, own.pk), sent(ARRIVE, TALK, TALK))

    assert "20 more than your meeting" in wrong(answer)["id_steps"]
    assert names(answer) == ["Arrive", "Talk", "Talk"]


@pytest.mark.parametrize("steps", [[], [TALK] * 21, [TALK] * 5_000])
def test_no_steps_and_too_many_are_refused(client: Client, cast: Cast, steps: list[tuple[str, ...]]) -> None:
    own, short = own_of(cast), [(step[0], step[1], "1", *step[3:]) for step in steps]

    answer = enter(client, cast.fay).post(at("edit", cast, own.pk), sent(*short[:140]))

    assert answer.status_code == 422
    assert "id_steps" in wrong(answer)


def test_fields_that_do_not_match_are_no_disaster(client: Client, cast: Cast) -> None:
    own = own_of(cast)
    torn = {"name": "Ours", "version": "x", "step_name": ["a", "b", "c"], "step_minutes": ["1"]}

    assert enter(client, cast.fay).post(at("edit", cast, own.pk), torn).status_code == 422


def test_the_second_of_two_windows_is_told_and_loses_nothing(client: Client, cast: Cast) -> None:
    own = own_of(cast)
    enter(client, cast.fay).post(at("edit", cast, own.pk), sent(ARRIVE))

    told = client.post(at("edit", cast, own.pk), sent(TALK))
    again = client.post(at("edit", cast, own.pk), sent(TALK, version=2))

    assert (told.status_code, names(told)) == (409, ["Talk"])
    assert str(soup(told).select_one("[name=version]")["value"]) == "2"  # type: ignore[index]
    assert again.status_code == 302


def test_two_names_alike_are_refused_at_the_name(client: Client, cast: Cast) -> None:
    own, other = own_of(cast), own_of(cast, "Our other hour")

    answer = enter(client, cast.fay).post(at("edit", cast, other.pk), sent(ARRIVE))

    assert wrong(answer) == {"id_name": "You already have a format of this name."}
    assert own.name == "Our hour"


def test_hostile_words_are_words(client: Client, cast: Cast) -> None:
    own = own_of(cast)
    hostile = (
        "<script>alert(1)</script>",
        "talk",
        "5",
        "everybody",
        "<img src=x onerror=alert(1)>",
        "\u202eabc😀",
        "",
    )

    page = enter(client, cast.fay).post(at("edit", cast, own.pk), sent(hostile), follow=True)

    assert "<script>alert(1)</script>" in words(page)
    assert soup(page).main.select("script, img") == []  # type: ignore[union-attr]


def test_what_was_removed_is_gone_and_the_usual_comes_next(client: Client, cast: Cast) -> None:
    own = own_of(cast)
    enter(client, cast.fay).post(at("next", cast), {"which": own.pk})

    page = client.post(at("remove", cast, own.pk), follow=True)

    assert "Next meeting: First meeting" in words(page)
    assert not OwnFormat.objects.exists()


def test_there_is_an_end_to_copies(client: Client, cast: Cast) -> None:
    for number in range(MOST_OWN):
        own_of(cast, f"Our hour {number}")

    answer = enter(client, cast.fay).post(at("copy", cast, "open"), follow=True)

    assert "Take one out first" in answer.content.decode()
