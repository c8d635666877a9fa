"""Sentences that groups of Larkfield let go up, each told on the Monday after."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from minim.pulse.models import Waiting
from minim.pulse.themes import send_up

if TYPE_CHECKING:
    from minim.programs.models import Program

SENTENCES = (
    (20, "We hear of changes from our teams before we hear of them from above."),
    (13, "Three reorganizations in a year are more than anybody can explain with a straight face."),
    (13, "An hour without meetings each morning would change our week."),
)
"""How many days ago, and what."""


def let_sentences_go_up(program: Program) -> None:
    today = timezone.now().date()
    for days_ago, words in SENTENCES:
        day = today - timedelta(days=days_ago)
        send_up(program, words, day)
        Waiting.objects.filter(program=program).of_past_weeks(day + timedelta(days=7)).tell(
            day + timedelta(days=7)
        )
