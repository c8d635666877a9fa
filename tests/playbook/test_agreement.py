"""The agreement a group begins with says whose rule it follows, and never hides the way to PeopleOps."""

from __future__ import annotations

from minim.playbook import our_agreement

THE_RULE_ITSELF = "neither the identity nor the affiliation"


def test_it_follows_the_rule_in_our_own_words() -> None:
    ours = our_agreement()

    assert "Chatham House Rule" in ours.words
    assert THE_RULE_ITSELF not in ours.words
    assert len(ours.words) < 2_000


def test_what_must_be_reported_stands_apart_from_what_a_group_may_change() -> None:
    ours = our_agreement()

    assert "PeopleOps" in ours.always
    assert "report" in ours.always
    assert ours.always not in ours.words
