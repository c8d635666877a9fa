"""Any company that could answer the interview."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from minim.rollout.answers import (
    Answers,
    Cadence,
    Competition,
    Meets,
    OrganizerFound,
    Sponsor,
    Stage,
    Tried,
    Trust,
)

COUNTRIES = (
    "",
    "US",
    "GB",
    "DE",
    "DE-BY",
    "FR",
    "BR",
    "IN",
    "JP",
    "CN",
    "IL",
    "SA",
    "EG",
    "ZA",
    "AU-NSW",
    "MX",
)
DAYS = st.dates(date(2024, 1, 1), date(2033, 12, 31))


def answers(**said: st.SearchStrategy[Any]) -> st.SearchStrategy[Answers]:
    """Answers of all kinds; those given are drawn as told."""
    return st.builds(
        Answers,
        **{
            "managers": st.integers(1, 5_000),
            "start_on": DAYS,
            "levels": st.integers(1, 4),
            "sites": st.integers(1, 9),
            "zones": st.integers(1, 9),
            "country": st.sampled_from(COUNTRIES),
            "meets": st.sampled_from(Meets),
            "cadence": st.sampled_from(Cadence),
            "trust": st.sampled_from(Trust),
            "competition": st.sampled_from(Competition),
            "tried": st.sampled_from(Tried),
            "sponsor": st.sampled_from(Sponsor),
            "stage": st.sampled_from(Stage),
            "organizer": st.sampled_from(OrganizerFound),
            **said,
        },
    )
