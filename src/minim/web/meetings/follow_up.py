"""Who was missing, and what a Facilitator could write to them: no reproach, no why, nothing of what was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from minim.people.models import Person

OFTEN = 2
"""Absences in a row after which a word of one's own helps most."""
NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}
SUBJECT = "A short hello"


@dataclass(frozen=True)
class Missed:
    """Somebody who was not there, by the name the group knows them by; `times` in a row. `told`: they had said so."""

    person: Person
    name: str
    times: int
    told: bool

    @property
    def first_name(self) -> str:
        return self.person.name.partition(" ")[0]

    @property
    def is_often(self) -> bool:
        return self.times >= OFTEN

    @property
    def in_a_row(self) -> str:
        return f"{NUMBERS.get(self.times, self.times)} times in a row"

    @property
    def sentences(self) -> tuple[str, ...]:
        """Ready to copy, the most fitting first."""
        words = TOLD if self.told else MISSED_OFTEN if self.is_often else MISSED_ONCE
        return tuple(sentence.format(name=self.first_name) for sentence in words)

    @property
    def mailto(self) -> str:
        """Nothing in it tells of a group, also to whoever looks over a shoulder."""
        return (
            f"mailto:{quote(self.person.email, safe='@')}?subject={quote(SUBJECT)}"
            if self.person.email
            else ""
        )


MISSED_ONCE = (
    "Hello {name}, we missed you this time. You need not explain anything. I hope you are well.",
    "Hello {name}, it is good to sit together, and better with you. Your place is kept for next time.",
)
MISSED_OFTEN = (
    "Hello {name}, I have been thinking of you. How are you?",
    "Hello {name}, your place is kept, whenever you come. If the hour is hard for you, we can look for another one.",
    "Hello {name}, shall we have a coffee this week, only the two of us? There is nothing to prepare.",
)
TOLD = (
    "Hello {name}, thank you for telling us early. Your place is kept. See you next time.",
    "Hello {name}, you were missed, in a good way. I look forward to next time.",
)
