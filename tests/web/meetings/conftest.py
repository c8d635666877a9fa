"""Half an hour after a meeting in time, and browsers in which the cast is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine

from tests.meetings.held import NOW, make_meetings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from time_machine import Traveller

    from minim.meetings.models import Meeting
    from tests.cast import Cast


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def meetings(clock: Traveller, cast: Cast) -> list[Meeting]:
    """Nine of Fay's and Pat's group, a week apart: seven are over, the last of them lately, two are to come."""
    return make_meetings(cast.group, 9)
