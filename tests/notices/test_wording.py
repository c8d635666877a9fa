"""Words an Organizer chose: checked in sentences, harmless whatever they say, and used from then on."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minim.notices.checking import check
from minim.notices.filling import Words
from minim.notices.kinds import KINDS, kind_of
from minim.notices.letters import our_words
from minim.notices.models import Notice, Wording, WordsProblem
from minim.notices.wording import preview
from minim.people.models import Person
from tests.make import make_person

CLOSED = kind_of("group-closed")
GOOD = "Hi {{ name }}, your place in {{ group }} ends."
FACTS: dict[str, Any] = {"group": "Alder", "program": "Mini-M"}


def test_good_words_have_no_problem() -> None:
    body = "{% if program %}{{ group }} of {{ program }}{% else %}{{ group }}{% endif %}"

    assert check("Your place", body, CLOSED) == []
    assert check("Your place", body.replace("\n", "\r\n"), CLOSED) == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{{ group }} {{ grop }}", "The text, line 1, says “grop”, a fact this letter does not have"),
        ("{{ group }}\n\n{% if program %}x", "The text, line 3, has a {% if %} without {% endif %}"),
        ("{{ group }}{% endif %}", "has “{% endif %}” where it means nothing"),
        ("{{ group }}{% else %}", "has “{% else %}” where it means nothing"),
        ("{{ group }}{% for x in group %}{{ x }}{% endfor %}", "goes through “group”, which is no list"),
        ("{{ group }}{% for x in group %}", "has a {% for %} without {% endfor %}"),
        ("{{ group|safe }}", "has “{{ group|safe }}”, which cannot be read"),
        ("{{ group }}{{ group.pk }}", "has “group.pk”: facts have no parts"),
        ("{{ group }}{{ group.__class__ }}", "which cannot be read"),
        ("{{ group }}{% load static %}", "has “{% load static %}” where it means nothing"),
        ('{{ group }}{% include "letters/seated.md" %}', "where it means nothing"),
        ("{{ group }}{% debug %}", "where it means nothing"),
        ("{{ group }}{% if group == 'x' %}{% endif %}", "where it means nothing"),
        ("{{ group }} {{ program", "has a bracket too many or too few"),
        ("{{ group }} {# quiet #}", "has a bracket too many or too few"),
        ("Your place ends.", "The text must say “group”: the group’s name."),
        ("", "A letter needs a text."),
        ("{{ group }}" + "x" * 10_000, "A text has at most 10,000 characters."),
    ],
)
def test_each_problem_is_told_in_a_sentence(body: str, said: str) -> None:
    problems = check("Your place", body, CLOSED)

    assert [problem for problem in problems if said in problem], problems


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("  ", "A letter needs a subject."),
        ("One\nTwo", "A subject is one line."),
        ("x" * 121, "A subject has at most 120 characters."),
        ("Your place in {{ group }}", "The subject shows “group”."),
        ("{{ name }}, hello", "The subject shows “name”."),
    ],
)
def test_a_subject_is_short_and_gives_nothing_away(subject: str, said: str) -> None:
    problems = check(subject, GOOD, CLOSED)

    assert [problem for problem in problems if said in problem], problems


def test_lists_are_gone_through_and_said() -> None:
    changed = kind_of("group-changed")
    each = "{% for one in others %}- {{ one }}\n{% endfor %}"

    assert check("S", f"{{{{ group }}}} {{{{ others }}}} {each}", changed) == []
    assert Words("S", f"{{{{ others }}}}:\n{each}").filled(changed, {"others": ["A*", "B", "C"]})[1] == (
        "A\\*, B and C:\n- A\\*\n- B\n- C"
    )
    assert "says “one”" in check("S", f"{{{{ group }}}} {each} {{{{ one }}}}", changed)[0]
    assert (
        check("S", "{% for one in letters %}{{ one.subject }}{{ one.body }}{% endfor %}", kind_of("digest"))
        == []
    )
    wrong = check("S", "{% for one in letters %}{{ one.pk }}{% endfor %}", kind_of("digest"))
    assert wrong == ["The text, line 1, has “one”: write one.subject or one.body."]


def test_a_subject_may_say_the_day() -> None:
    moved = kind_of("meeting-skipped")

    assert check("Not {{ day }}", "{{ group }} {{ was }}", moved) == []


PIECES = st.sampled_from(
    [
        "{{ group }}", "{{ name }}", "{{ others }}", "{{", "}}", "{%", "%}", "{#", "#}", "{% if group %}", "{% if x %}",
        "{% else %}", "{% endif %}", "{% for x in others %}", "{{ x }}", "{{ x.y }}", "{% endfor %}", "{% url %}",
        "{{ group|upper }}", "{{ group.x }}", "{% verbatim %}", "{% comment %}", "\n", "words", "{{ 1 }}", "{{ '' }}",
        "{% for others in others %}", "{% for name in others %}", "{% for forloop in others %}",
        "{{ forloop.counter }}",
    ]
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=12).map("".join), st.sampled_from(sorted(KINDS)))
def test_words_without_problems_can_always_be_filled(body: str, name: str) -> None:
    kind = kind_of(name)

    if check("Subject", body, kind) == []:
        Words("Subject", body).filled(kind, kind.examples)
        Words("Subject", body).filled(kind, {})


@settings(max_examples=200)
@given(st.text(max_size=200))
def test_no_words_at_all_break_the_check(body: str) -> None:
    assert isinstance(check(body, body, CLOSED), list)


def test_words_that_came_in_unchecked_reach_no_file_and_no_tag() -> None:
    for body in ("{% include 'letters/seated.md' %}", "{% load static %}", "{{ group|safe }}", "{% debug %}"):
        with pytest.raises(Exception, match=r"Invalid (block tag|filter)"):
            Words("Subject", body).filled(CLOSED, FACTS)


def test_facts_are_words_and_nothing_else() -> None:
    pat = Person(name="Pat", email="pat@example.com", manager=Person(name="Bo"))
    body = "{{ group }} {{ group.manager }} {{ password }} {{ to.email }} {{ settings.SECRET_KEY }}"

    assert Words("S", body).filled(CLOSED, {"group": pat, "to": pat, "password": "x"})[1] == "Pat"


@pytest.mark.django_db
def test_a_letter_is_written_in_the_words_of_the_house_and_older_ones_keep_theirs() -> None:
    olive, pat = make_person("Olive"), make_person("Pat")
    before = Notice.objects.post("group-closed", pat, **FACTS)

    Wording.objects.change(
        "group-closed", " Your  place ", "Hi {{ name }},\r\n\r\n{{ group }} is over.", by=olive
    )
    after = Notice.objects.post("group-closed", pat, **{**FACTS, "group": "*Alder*"})

    assert before is not None
    assert after is not None
    assert Notice.objects.get(pk=before.pk).subject == "Your place in your group"
    assert (after.subject, after.body) == ("Your place", r"Hi Pat," + "\n\n" + r"\*Alder\* is over.")
    assert Wording.objects.get().changed_by == olive


@pytest.mark.django_db
def test_words_with_a_problem_are_not_kept() -> None:
    olive = make_person("Olive")

    with pytest.raises(WordsProblem) as refused:
        Wording.objects.change("group-closed", "Your place", "{{ grop }}", by=olive)

    assert len(refused.value.problems) == 2
    assert not Wording.objects.exists()


@pytest.mark.django_db
def test_our_words_can_be_brought_back() -> None:
    olive = make_person("Olive")
    Wording.objects.change("group-closed", "Your place", GOOD, by=olive)
    Wording.objects.change("group-closed", "Your seat", GOOD, by=olive)
    assert Wording.objects.words_of("group-closed").subject == "Your seat"

    assert Wording.objects.restore("group-closed")

    assert Wording.objects.words_of("group-closed") == our_words("group-closed")
    assert not Wording.objects.restore("group-closed")


def test_a_preview_shows_facts_that_could_be() -> None:
    assert preview("group-closed", "Your place", GOOD) == (
        "Your place",
        "Hi Pat Lindqvist, your place in Alder ends.",
    )
    with pytest.raises(WordsProblem):
        preview("group-closed", "", "")


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("Room [Oak](x)", r"Room \[Oak\]\(x\)"),
        ("https://meet.example/a b)c", "<https://meet.example/a%20b%29c>"),
        ("javascript:alert(1)", r"javascript\:alert\(1\)"),
    ],
)
def test_a_place_is_a_room_or_a_link(where: str, said: str) -> None:
    kind = kind_of("reminder")

    assert Words("S", "{{ where }}").filled(kind, {"where": where})[1] == said


def test_an_address_that_is_none_is_left_out() -> None:
    kind = kind_of("reminder")

    assert Words("S", "x{{ answer_url }}").filled(kind, {"answer_url": "javascript:alert(1)"})[1] == "x"
