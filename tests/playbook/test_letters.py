"""Letters to many: seven of them, readable on paper and by a machine."""

from __future__ import annotations

import re

import pytest

from minim.playbook import letters_to_many
from minim.playbook.letters import FOLDER, LetterToMany

LETTERS = tuple(letters_to_many().values())


def test_every_file_is_a_letter_and_every_letter_a_file() -> None:
    assert {file.stem for file in FOLDER.glob("*.md")} == set(letters_to_many())


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.slug)
def test_on_paper_nothing_is_left_for_a_machine(letter: LetterToMany) -> None:
    assert re.findall(r"\{[{%]|[%}]\}", letter.on_paper) == []
    assert letter.on_paper.startswith("Hello [name],\n")
    assert letter.on_paper.endswith("[organizer]")


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.slug)
def test_each_says_when_and_to_whom_and_shouts_nowhere(letter: LetterToMany) -> None:
    assert letter.moment.endswith(".")
    assert letter.audience[0].islower()
    assert "!" not in letter.subject + letter.body
    assert "{" not in letter.subject


def test_on_paper_the_words_for_most_readers_stand() -> None:
    letter = LetterToMany(
        "a", "A", "all", "Now.", "Hi",
        "{% if is_facilitator %}You lead{% else %}{% if facilitator %}{{ facilitator }} leads"
        "{% else %}Somebody leads{% endif %}{% endif %}. [See it]({{ base_url }}/groups/)",
    )  # fmt: skip

    assert letter.on_paper == "[facilitator] leads. [See it]"
