"""The first three meetings set the pattern, so whoever leads them gets more to hold on to."""

from __future__ import annotations

from minim.playbook import Care, care


def test_the_first_three_meetings_have_extra_care_and_no_other() -> None:
    assert [isinstance(care(number), Care) for number in range(6)] == [False, True, True, True, False, False]


def test_each_says_something_of_its_own_in_words_one_can_read_while_leading() -> None:
    found = [care(number) for number in (1, 2, 3)]

    said = [words for one in found if one for words in one.words]

    assert len({one.title for one in found if one}) == 3
    assert len(set(said)) == len(said) >= 9
    assert all(20 < len(words) < 200 for words in said)


def test_the_first_asks_whoever_leads_to_go_first_and_waits_for_each_yes() -> None:
    first = care(1)

    assert first
    assert "go first" in first.title
    assert any("each yes" in words for words in first.words)
