"""Questions and topics of a poll are complete, short, and asked in the first person."""

from __future__ import annotations

from minim.playbook import pulse_questions, pulse_scale, pulse_topics, pulse_topics_ask


def test_the_ready_questions_are_those_we_chose() -> None:
    assert [question.slug for question in pulse_questions()] == ["open", "help", "worth", "room", "alone"]
    assert all(question.words.endswith(".") and len(question.words) < 60 for question in pulse_questions())
    assert all(question.tells.startswith("Whether ") for question in pulse_questions())


def test_the_scale_has_five_words_and_a_middle() -> None:
    assert len(set(pulse_scale())) == 5


def test_topics_are_few_and_different() -> None:
    words = [topic.words for topic in pulse_topics()]

    assert 5 <= len(words) == len(set(words)) <= 10
    assert pulse_topics_ask().endswith("?")
