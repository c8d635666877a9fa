"""Every letter minim sends: registered, written in words that pass our own check, and neutral on the outside."""

from __future__ import annotations

import pytest

from minim.notices.checking import check
from minim.notices.kinds import KINDS, TO_MANY, Form, UnknownKind, kind_of
from minim.notices.letters import OURS, Letter, our_words
from minim.people.models import Person
from minim.playbook import letters_to_many

PRIVATE = ("Alder", "Mini-M", "Fay", "Pat", "Ana", "K7P", "Oak")
MUST_REACH_PEOPLE = {
    "sign-in-code", "seated", "facilitating", "group-changed", "group-closed", "meeting-set", "meeting-moved",
    "meeting-skipped", "series-changed", "old-times-end", "series-ended", "look-in",
    "poll-open", "announcement", "invitation", "invitation-to-lead", "kick-off", "before-the-first-meeting", "help",
}  # fmt: skip


def test_every_kind_has_its_words_and_no_words_are_without_a_kind() -> None:
    assert {file.stem for file in OURS.iterdir()} | set(letters_to_many()) == set(KINDS)
    assert tuple(letters_to_many()) == TO_MANY


@pytest.mark.parametrize("name", KINDS)
def test_our_own_words_pass_the_check_an_organizer_has_to_pass(name: str) -> None:
    words = our_words(name)

    assert check(words.subject, words.body, kind_of(name)) == []


@pytest.mark.parametrize("name", KINDS)
def test_every_letter_greets_its_reader_and_says_nothing_on_the_outside(name: str) -> None:
    kind = kind_of(name)

    subject, body = Letter(name, Person(name="Pat"), kind.examples).written()

    assert body.startswith("Hello Pat,\n")
    assert "{" not in subject + body
    assert 8 < len(subject) <= 60
    assert not [word for word in PRIVATE if word in subject]


@pytest.mark.parametrize("name", KINDS)
def test_a_letter_without_any_facts_can_still_be_written(name: str) -> None:
    subject, body = Letter(name, Person(name="Pat")).written()

    assert subject
    assert "None" not in body


@pytest.mark.parametrize("name", KINDS)
def test_every_fact_is_explained_and_has_an_example_of_its_form(name: str) -> None:
    for variable in kind_of(name).facts:
        assert len(variable.meaning) > 3
        assert isinstance(variable.example, list) == (variable.form in (Form.NAMES, Form.LETTERS))
        assert variable.form is not Form.ADDRESS or variable.example.startswith("https://")


def test_only_what_one_can_do_without_can_be_stopped() -> None:
    assert {name for name, kind in KINDS.items() if not kind.optional} == MUST_REACH_PEOPLE


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(UnknownKind, match="no letter called “seating”"):
        kind_of("seating")
