"""Formats are timed steps; ours fill an hour, and a group's own is read with care."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minim.playbook import Format, FormatError, Kind, Speaks, Step, aids, format_of, formats, questions

STEPS = st.builds(
    Step,
    name=st.text("abcäß-", min_size=1, max_size=20),
    kind=st.sampled_from(Kind),
    minutes=st.integers(1, 12),
    speaks=st.sampled_from(Speaks),
    members=st.sampled_from(["", "Say how you are."]),
    facilitator=st.sampled_from(["", "Begin yourself."]),
)


def step(**changed: Any) -> dict[str, Any]:
    return {"name": "Arrive", "kind": "round", "minutes": 5, **changed}


@pytest.mark.parametrize("slug", formats())
def test_each_of_ours_fills_an_hour_tells_who_speaks_and_helps_whoever_leads(slug: str) -> None:
    ours = formats()[slug]

    assert (ours.minutes, ours.fits(60)) == (60, "")
    assert all(found.members and found.facilitator for found in ours.steps)
    assert ours.steps[-1].kind == Kind.CLOSE


def test_there_are_seven_and_the_first_meeting_agrees_before_it_opens_up() -> None:
    kinds = [found.kind for found in formats()["first-meeting"].steps]

    assert len(formats()) == 8
    assert kinds.index(Kind.AGREEMENT) < len(kinds) - kinds[::-1].index(Kind.ROUND) - 1


@given(st.lists(STEPS, min_size=1, max_size=10))
def test_what_is_written_is_read_again(steps: list[Step]) -> None:
    made = Format("Ours", "", tuple(steps))

    assert format_of(made.to_json()) == made


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"name": "Ours"}, "steps"),
        ({"name": "Ours", "steps": []}, "steps"),
        ({"name": "Ours", "steps": "abc"}, "steps"),
        ({"name": "Ours", "steps": [step()] * 21}, "steps"),
        ({"name": "Ours", "steps": [step(minutes=200), step(minutes=200)]}, "steps"),
        ({"name": " ", "steps": [step()]}, "name"),
        ({"name": "Ours", "steps": [step(), 7]}, "step 2"),
        ({"name": "Ours", "steps": [step(), step(minutes=0)]}, "step 2, minutes"),
        ({"name": "Ours", "steps": [step(minutes="5")]}, "step 1, minutes"),
        ({"name": "Ours", "steps": [step(minutes=True)]}, "step 1, minutes"),
        ({"name": "Ours", "steps": [step(each_minutes=6)]}, "step 1, each_minutes"),
        ({"name": "Ours", "steps": [step(kind="dance")]}, "step 1, kind"),
        ({"name": "Ours", "steps": [step(speaks="the boss")]}, "step 1, speaks"),
        ({"name": "Ours", "steps": [step(members="x" * 1001)]}, "step 1, members"),
    ],
)
def test_a_format_that_cannot_be_names_the_step(data: dict[str, Any], place: str) -> None:
    with pytest.raises(FormatError) as refused:
        format_of(data)

    assert refused.value.place == place
    assert refused.value.why


@pytest.mark.parametrize(("minutes", "says"), [(45, "15 more"), (60, ""), (75, ""), (90, "Is one missing?")])
def test_a_format_is_compared_with_the_meeting(minutes: int, says: str) -> None:
    assert says in formats()["mini-m"].fits(minutes)
    assert bool(says) == bool(formats()["mini-m"].fits(minutes))


def test_aids_say_how_to_notice_what_to_do_and_what_to_say() -> None:
    assert {"venting", "silence", "monologue", "showing-off", "criticizing", "tears"} <= {
        aid.slug for aid in aids()
    }
    assert all(aid.see and aid.do and len(aid.say) > 1 for aid in aids())
    assert all(len(questions(use)) > 3 for use in ("solve", "empathy", "deeper"))
    assert questions("unknown") == ()
