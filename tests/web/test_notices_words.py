"""Olive changes the words of a letter, is told what cannot be, and takes them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from minim.notices.kinds import KINDS
from minim.notices.letters import our_words
from minim.notices.models import Notice, Wording
from tests.make import make_person

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from tests.cast import Cast

pytestmark = pytest.mark.django_db

LIST, SEATED = "/letters/words/", "/letters/words/seated/"
SUBJECT, BODY = "Welcome to your circle", "Hi {{ name }},\n\n**{{ group }}** is yours."


def said(subject: str = SUBJECT, body: str = BODY, **more: str) -> dict[str, str]:
    return {"subject": subject, "body": body, **more}


def errors(answer: Any) -> dict[str, list[str]]:
    return {name: list(problems) for name, problems in answer.context["form"].errors.items()}


def test_every_letter_is_listed_with_who_changed_it(cast: Cast, client: Client) -> None:
    Wording.objects.change("seated", SUBJECT, BODY, by=cast.olive)
    client.force_login(cast.olive)

    answer = client.get(LIST)

    assert [row["kind"].name for row in answer.context["rows"]] == list(KINDS)
    assert [row["kind"].name for row in answer.context["rows"] if row["changed"]] == ["seated"]
    assert answer.content.decode().count("can be stopped</span>") == 5
    assert "Olive, <time" in answer.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_each_letter_opens_with_the_words_that_count_and_can_be_kept_as_they_are(
    cast: Cast, client: Client, kind: str
) -> None:
    client.force_login(cast.olive)
    address = f"{LIST}{kind}/"

    page, inside = client.get(address), client.get(f"{address}inside/")
    kept = client.post(address, {**page.context["form"].initial, "seen": ""})

    assert page.context["form"].initial == {"subject": our_words(kind).subject, "body": our_words(kind).body}
    assert (page.status_code, inside.status_code, kept.status_code) == (200, 200, 302)
    assert page.context["tried_text"]
    assert "Pat Lindqvist" in inside.content.decode()
    assert Wording.objects.words_of(kind) == our_words(kind)


def test_olive_s_words_are_in_the_next_letter(cast: Cast, client: Client) -> None:
    client.force_login(cast.olive)

    answer = client.post(SEATED, said(body=BODY.replace("\n", "\r\n")), follow=True)
    notice = Notice.objects.post("seated", cast.pat, group="Alder")

    assert "Your words are kept." in answer.content.decode()
    assert "Olive changed these words" in answer.content.decode()
    assert notice is not None
    assert (notice.subject, notice.body) == (SUBJECT, "Hi Pat,\n\n**Alder** is yours.")


@pytest.mark.parametrize(
    ("subject", "body", "field", "problem"),
    [
        ("", BODY, "subject", "A letter needs a subject."),
        ("x" * 121, BODY, "subject", "A subject has at most 120 characters."),
        ("{{ group }}", BODY, "subject", "The subject shows “group”."),
        ("Hi {{ nobody }}", BODY, "subject", "The subject, line 1, says “nobody”"),
        (SUBJECT, "", "body", "A letter needs a text."),
        (SUBJECT, "Hello", "body", "The text must say “group”"),
        (SUBJECT, "{{ group }}\r\n\r\n{{ grop }}", "body", "The text, line 3, says “grop”"),
        (SUBJECT, "{{ group }}{% if others %}", "body", "{% if %} without {% endif %}"),
        (SUBJECT, "{{ group }}{% include 'x' %}", "body", "where it means nothing"),
        (SUBJECT, "{{ group }}{{ settings.SECRET_KEY }}", "body", "which cannot be read"),
        (SUBJECT, "{{ group }}" + "x" * 10_000, "body", "A text has at most 10,000 characters."),
    ],
)
def test_a_problem_is_told_at_its_place_and_nothing_is_lost(
    cast: Cast, client: Client, subject: str, body: str, field: str, problem: str
) -> None:
    client.force_login(cast.olive)

    answer = client.post(SEATED, said(subject, body))
    tried = client.post(f"{SEATED}preview/", said(subject, body))
    framed = client.post(f"{SEATED}inside/", said(subject, body))

    assert answer.status_code == 422
    assert [problem in told for told in errors(answer)[field]].count(True) == 1
    assert errors(answer) == errors(tried)
    assert answer.context["form"]["body"].value() == body
    assert answer.context["form"]["subject"].value() == subject
    assert "data-fine" not in tried.content.decode()
    assert "something to mend" in framed.content.decode()
    assert not Wording.objects.exists()


def test_words_are_tried_out_with_facts_that_could_be(cast: Cast, client: Client) -> None:
    client.force_login(cast.olive)
    words = said(body="{{ group }}: {% if is_facilitator %}you lead{% else %}{{ others }}{% endif %}<b>")

    tried = client.post(f"{SEATED}preview/", words).content.decode()
    framed = client.post(f"{SEATED}inside/", words)
    as_leader = client.post(f"{SEATED}inside/", {**words, "leads": "on"}).content.decode()

    assert "data-fine" in tried
    assert "Alder: Ana, Bo and Cy" in tried
    assert "Alder: Ana, Bo and Cy&lt;b&gt;" in framed.content.decode()
    assert "Alder: you lead" in as_leader
    assert framed["Content-Security-Policy"].endswith("; sandbox")
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert not Wording.objects.exists()


def test_without_a_script_they_are_tried_out_on_the_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.olive)

    answer = client.post(SEATED, said(look="1"))

    assert answer.status_code == 200
    assert answer.context["tried_subject"] == SUBJECT
    assert "Not kept yet" in answer.content.decode()
    assert "frame-src 'self'" in answer["Content-Security-Policy"]
    assert not Wording.objects.exists()


def test_whoever_saves_over_newer_words_is_told_first(cast: Cast, client: Client) -> None:
    oscar = make_person("Oscar", is_organizer=True)
    client.force_login(cast.olive)
    mark = client.get(SEATED).context["form"].mark
    Wording.objects.change("seated", "Oscar’s", "{{ group }}", by=oscar)

    told = client.post(SEATED, said(seen=mark))
    again = client.post(SEATED, said(seen=told.context["form"].mark))

    assert told.status_code == 422
    assert "Oscar has changed this letter while you were writing" in told.content.decode()
    assert told.context["form"]["body"].value() == BODY
    assert again.status_code == 302
    assert Wording.objects.words_of("seated").subject == SUBJECT


def test_our_words_come_back_only_when_olive_says_so(cast: Cast, client: Client) -> None:
    Wording.objects.change("seated", SUBJECT, BODY, by=cast.olive)
    client.force_login(cast.olive)

    asked = client.get(f"{SEATED}restore/").content.decode()
    kept = Wording.objects.words_of("seated").subject
    done = client.post(f"{SEATED}restore/", follow=True).content.decode()
    twice = client.post(f"{SEATED}restore/", follow=True).content.decode()

    assert "Hi {{ name }}" in asked
    assert our_words("seated").body[:40] in asked
    assert kept == SUBJECT
    assert "own words are back" in done
    assert "own words already" in twice
    assert Wording.objects.words_of("seated") == our_words("seated")


def test_words_of_somebody_who_is_gone_are_still_said(cast: Cast, client: Client) -> None:
    Wording.objects.change("seated", SUBJECT, BODY, by=make_person("Gone"))
    Wording.objects.update(changed_by=None)
    client.force_login(cast.olive)

    assert "Somebody changed these words" in client.get(SEATED).content.decode()


def test_the_list_takes_the_same_few_queries_however_much_is_changed(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for kind in KINDS:
        words = our_words(kind)
        Wording.objects.change(kind, words.subject, words.body, by=cast.olive)
    client.force_login(cast.olive)
    client.get(LIST)

    with django_assert_max_num_queries(3):
        client.get(LIST)
    with django_assert_max_num_queries(3):
        client.get(SEATED)
