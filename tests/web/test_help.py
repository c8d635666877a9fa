"""The pages on which Fay says how it was and asks for help, Olive answers and keeps notes, and others find nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine
from django.urls import reverse

from minim.groups.models import Line, Note, Thread
from minim.meetings.models import Afterword, Meeting, Mood
from tests.make import make_group, make_person
from tests.meetings.held import NOW, make_meetings
from tests.web.meetings.reading import enter, section, soup, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from time_machine import Traveller

    from minim.people.models import Person
    from tests.cast import Cast

CANARY = "Kestrel at dawn"
ASKED = {"text": CANARY, "nobody_told": "on"}
FEW = 4
"""Queries of the list of threads, however many there are."""
HOW = "How was Tuesday 24 November for you, leading?"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def last(clock: Traveller, cast: Cast) -> Meeting:
    """Over since half an hour."""
    return make_meetings(cast.group, 9)[6]


def group_page(client: Client, person: Person, cast: Cast) -> object:
    return enter(client, person).get(reverse("groups:detail", args=[cast.group.pk]))


def say(client: Client, meeting: Meeting, word: str, **more: str) -> str:
    address = reverse("meetings:afterword", args=[meeting.series.group_id, meeting.pk])
    return str(client.post(address, {"word": word, **more}).headers.get("Location", ""))


# How it was


def test_fay_is_asked_on_the_group_s_page_and_hears_who_sees_it(
    client: Client, cast: Cast, last: Meeting
) -> None:
    asked = section(group_page(client, cast.fay, cast), HOW)
    back = say(client, last, "good", from_group="1")

    assert "Good Hard I need help" in asked
    assert "The Organizer sees which of the three you chose" in asked
    assert back == reverse("groups:detail", args=[cast.group.pk])
    assert section(group_page(client, cast.fay, cast), HOW) == ""
    assert Afterword.objects.get().word == Mood.GOOD


def test_help_leads_on_to_the_thread(client: Client, cast: Cast, last: Meeting) -> None:
    enter(client, cast.fay)

    assert say(client, last, "help") == reverse("help:ask", args=[cast.group.pk])


def test_on_the_meeting_s_page_it_can_be_said_otherwise(client: Client, cast: Cast, last: Meeting) -> None:
    Afterword.objects.say(last, Mood.HARD)
    page = reverse("meetings:one", args=[cast.group.pk, last.pk])

    card = soup(enter(client, cast.fay).get(page)).select_one("#afterword")
    back = say(client, last, "good")

    assert card
    assert [button["value"] for button in card.select("[aria-pressed=true]")] == ["hard"]
    assert (back, Afterword.objects.get().word) == (page, "good")


def test_members_and_those_above_see_nothing_of_it_on_any_of_its_pages(
    client: Client, cast: Cast, last: Meeting
) -> None:
    Afterword.objects.say(last, Mood.HELP)
    pages = [
        reverse("meetings:one", args=[cast.group.pk, last.pk]),
        reverse("groups:detail", args=[cast.group.pk]),
    ]

    shown = {
        who.name: [client_answer.content.decode() for client_answer in map(enter(client, who).get, pages)]
        for who in (cast.fay, cast.pat, cast.bo)
    }

    assert "afterword" in shown["Fay"][0]
    assert not any("afterword" in page for who in ("Pat", "Bo") for page in shown[who])


def test_pat_cannot_say_it_in_her_place(client: Client, cast: Cast, last: Meeting) -> None:
    address = reverse("meetings:afterword", args=[cast.group.pk, last.pk])

    assert enter(client, cast.pat).post(address, {"word": "hard"}).status_code == 404
    assert not Afterword.objects.exists()


def test_after_two_weeks_it_is_too_late_and_the_page_says_so(
    client: Client, cast: Cast, last: Meeting, clock: Traveller
) -> None:
    clock.move_to("2026-12-09T12:00:00Z")
    enter(client, cast.fay)

    answer = client.get(say(client, last, "good"))

    assert "for two weeks" in words(answer) or "for two weeks" in answer.content.decode()
    assert not Afterword.objects.exists()


def test_a_word_that_is_none_is_not_found(client: Client, cast: Cast, last: Meeting) -> None:
    address = reverse("meetings:afterword", args=[cast.group.pk, last.pk])

    assert enter(client, cast.fay).post(address, {"word": "Pat was rude"}).status_code == 404


# Asking


def test_before_she_writes_fay_is_told_what_not_to_write_and_who_reads_it(client: Client, cast: Cast) -> None:
    shown = words(enter(client, cast.fay).get(reverse("help:ask", args=[cast.group.pk])))

    assert "Leave out what anybody said" in shown
    assert "You and Olive, who organizes the program" in shown
    assert "a year after the last word" in shown
    assert "When to ask for help" in shown


def test_nothing_is_sent_that_was_not_read_again(client: Client, cast: Cast) -> None:
    answer = enter(client, cast.fay).post(reverse("help:ask", args=[cast.group.pk]), {"text": CANARY})

    assert answer.status_code == 422
    assert CANARY in answer.content.decode()
    assert not Thread.objects.exists()


def test_who_asks_again_goes_on_in_the_same_thread(client: Client, cast: Cast) -> None:
    ask = reverse("help:ask", args=[cast.group.pk])

    first = enter(client, cast.fay).post(ask, ASKED)
    second = client.get(ask)

    assert first.headers["Location"] == second.headers["Location"]
    assert Line.objects.get().text == CANARY


@pytest.mark.parametrize("who", ["pat", "bo", "sam", "root", "oscar", "quinn"])
def test_nobody_else_finds_a_word_of_it(client: Client, cast: Cast, who: str) -> None:
    made = {
        "oscar": make_person("Oscar", is_organizer=True),
        "quinn": make_person("Quinn", is_people_ops=True),
    }
    thread = Thread.objects.ask(cast.group, CANARY, by=cast.fay)
    enter(client, made.get(who) or getattr(cast, who))
    address = reverse("help:thread", args=[thread.pk])

    found = [client.get(address).status_code, client.post(address, ASKED).status_code]
    pages = [client.get(page) for page in ("/", "/help/", f"/groups/{cast.group.pk}/")]

    assert found == [404, 404]
    assert not any(CANARY in page.content.decode() or "/help/" in words(page) for page in pages)
    assert not any(f"/help/{thread.pk}/" in page.content.decode() for page in pages)


def test_olive_answers_and_fay_finds_it_on_her_group_s_page(client: Client, cast: Cast) -> None:
    thread = Thread.objects.ask(cast.group, CANARY, by=cast.fay)
    address = reverse("help:thread", args=[thread.pk])

    new = section(group_page(client, cast.olive, cast), "Help and notes")
    shown = words(client.get(address))
    client.post(address, {"text": "Shall we talk on Thursday?"})
    answer = section(group_page(client, cast.fay, cast), "Not yours alone to carry")
    read = words(client.get(address))

    assert "Fay asked for help new" in new
    assert CANARY in shown
    assert "There is an answer for you" in answer
    assert "Shall we talk on Thursday?" in read
    assert "seen" in read
    assert "not seen yet" not in read


def test_either_side_closes_it_and_opens_it_again(client: Client, cast: Cast) -> None:
    thread = Thread.objects.ask(cast.group, CANARY, by=cast.fay)
    settle, is_closed = reverse("help:settle", args=[thread.pk]), []

    for who, sent in (
        (cast.olive, {}),
        (cast.fay, {"again": "1"}),
        (cast.fay, {}),
        (cast.olive, {"again": "1"}),
    ):
        enter(client, who).post(settle, sent)
        is_closed.append(Thread.objects.get().closed_at is not None)

    assert is_closed == [True, False, True, False]


def test_the_list_shows_what_is_new_first_at_a_fixed_number_of_queries(
    client: Client, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    old = Thread.objects.ask(cast.group, CANARY, by=cast.fay)
    old.looked_at(cast.olive)
    enter(client, cast.olive).get("/help/")
    with django_assert_num_queries(FEW):
        client.get("/help/")
    for name in ("Alder", "Birch", "Cedar"):
        group = make_group(program=cast.program, name=name)
        Thread.objects.ask(group, "Few come.", by=group.sitting()[0].person)
    old.write("Let us talk.", by=cast.olive)

    with django_assert_num_queries(FEW):
        shown = words(client.get("/help/"))

    assert shown.index("Cedar") < shown.index("Alder") < shown.index(cast.group.name)
    assert shown.count("new") == 3


# Notes


def test_olive_keeps_notes_that_another_organizer_does_not_see(client: Client, cast: Cast) -> None:
    oda = make_person("Oda")
    cast.program.share_with(oda)
    page = reverse("help:notes", args=[cast.group.pk])

    enter(client, cast.olive).post(page, {"text": CANARY})
    own, others = words(client.get(page)), words(enter(client, oda).get(page))

    assert CANARY in own
    assert "You alone read this" in own
    assert CANARY not in others
    assert CANARY not in words(group_page(client, oda, cast))


def test_a_note_is_deleted_by_whoever_wrote_it_alone(client: Client, cast: Cast) -> None:
    oda = make_person("Oda")
    cast.program.share_with(oda)
    note = Note.objects.create(group=cast.group, author=cast.olive, text=CANARY)
    remove = reverse("help:remove_note", args=[cast.group.pk, note.pk])

    odas = enter(client, oda).post(remove).status_code, Note.objects.count()
    olives = enter(client, cast.olive).post(remove).status_code, Note.objects.count()

    assert (odas, olives) == ((404, 1), (302, 0))
