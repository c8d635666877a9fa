"""Who can read what, as the trust page shows it. docs/privacy.md holds the same promise with the tests that keep it."""

from __future__ import annotations

from dataclasses import dataclass

COLUMNS = (
    "Topics and notes of a meeting",
    "Action items, attendance",
    "Your answer to a poll",
    "A report to PeopleOps",
    "Who is in which group",
)
NO = "no"


@dataclass(frozen=True)
class Row:
    who: str
    cells: tuple[str, str, str, str, str]
    note: str = ""
    tone: str = ""

    @property
    def reads_nothing(self) -> bool:
        return set(self.cells) == {NO}


ROWS = (
    Row("A passer-by, without a sign-in", (NO, NO, NO, NO, NO)),
    Row("Somebody of another group", (NO, NO, NO, NO, NO)),
    Row("You, in your own group", ("while the meeting lasts", "yes", NO, NO, "your own group")),
    Row("Your Facilitator", ("while the meeting lasts", "yes", NO, NO, "your own group")),
    Row("Your manager, and everybody above", (NO, NO, NO, NO, NO)),
    Row("The Organizer", (NO, "totals only, no names", "no; a word for the whole group", NO, "yes")),
    Row("PeopleOps", (NO, NO, NO, "yes, unless you left them out", NO)),
    Row(
        "Whoever runs the machine",
        (
            NO,
            "yes",
            "no; a group’s counts, with the secret, while a poll is open",
            "no; the day, and for whom it was sealed",
            "yes",
        ),
        note="also with a copy of the database, or a backup",
    ),
    Row(
        "Whoever runs the machine and watches it live",
        (
            "no; who is there, when, how much",
            "yes",
            "could match addresses and times",
            "no; could match addresses and times",
            "yes",
        ),
    ),
    Row(
        "Whoever changes the code the machine serves",
        ("yes, from then on", "yes", "yes, from then on", "yes, from then on", "yes"),
        note="we say this aloud instead of hiding it",
        tone="bad",
    ),
)
