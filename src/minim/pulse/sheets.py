"""Sheet: the counts of an open round, sealed, and the one act that changes them.

There is no slip, and no row per ballot. Rows tell in which order they came: SQLite lays them so, PostgreSQL notes the
transaction. So counts and spent ballots of up to a hundred groups lie in one sealed page of always the same length,
which is written anew as a whole. Two copies of it differ everywhere; they tell that somebody of these groups has
answered in between, and neither who, nor which group, nor what.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import models

from minim.pulse.counting import Counts, Pages, room_needed
from minim.pulse.refusals import PollRefused
from minim.pulse.sealing import seal, unseal

if TYPE_CHECKING:
    from minim.pulse.ballots import Ballot
    from minim.pulse.rounds import Round

MOST_GROUPS = 100
MARK = 22
"""Letters of the mark of a spent ballot."""


def anywhere() -> int:
    """A number by chance, so that rows lie in an order that tells nothing."""
    return secrets.randbelow(2**31 - 1) + 1


def groups_by_sheet(sizes: dict[int, int]) -> list[dict[int, int]]:
    """These groups, with their sizes, on as few sheets as possible, all about as full."""
    groups = sorted(sizes)
    count = -(-len(groups) // MOST_GROUPS)
    return [{group: sizes[group] for group in groups[place::count]} for place in range(count)]


class SheetQuerySet(models.QuerySet["Sheet"]):
    def locked(self) -> SheetQuerySet:
        return self.select_for_update(of=("self",)).select_related("round")

    def lay(self, of: Round, sizes: dict[int, int]) -> Sheet:
        """An empty sheet for these groups, wide enough for an answer of everybody."""
        questions, topics = len(of.questions), len(of.topics)
        pages = Pages({group: Counts.none(questions, topics) for group in sizes}, [])
        sheet = Sheet(round=of)
        sheet.write(pages, room_needed(len(sizes), sum(sizes.values()), questions, topics, MARK))
        return sheet


class Sheet(models.Model):
    id = models.IntegerField(primary_key=True, default=anywhere)
    round = models.ForeignKey("pulse.Round", on_delete=models.CASCADE, related_name="sheets")
    sealed = models.BinaryField()

    objects = SheetQuerySet.as_manager()

    def __str__(self) -> str:
        return f"counts of {self.round}"

    def read(self) -> Pages:
        """Raises Unreadable."""
        return Pages.unpacked(self._plain())

    def write(self, pages: Pages, size: int = 0) -> None:
        self.sealed = seal(pages.packed(size), bytes(self.round.salt), f"sheet {self.pk}")
        self.save()

    def count(self, ballot: Ballot) -> None:
        """Raises PollRefused for a ballot that was counted already. Call it with the row locked."""
        plain = self._plain()
        pages = Pages.unpacked(plain)
        if not pages.take(ballot.spent):
            raise PollRefused("spent")
        pages.groups[ballot.group].add(ballot.answers, ballot.topics)
        self.write(pages, len(plain))

    def _plain(self) -> bytes:
        return unseal(bytes(self.sealed), bytes(self.round.salt), f"sheet {self.pk}")
