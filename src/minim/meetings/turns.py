"""Whose turn it is in a round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from collections.abc import Sequence


class Turns(models.Model):
    """`turn` is the person who has the word, empty when there is no round or it is over; `spoken` who has had it."""

    turn = models.BigIntegerField(null=True)
    spoken = models.JSONField(default=list)

    class Meta:
        abstract = True

    def begin_round(self, first: int | None, order: Sequence[int]) -> None:
        """The word goes to `first`, if they are in the order, else to the first there."""
        self.spoken = []
        self.turn = first if first in order else next(iter(order), None)

    def pass_turn(self, order: Sequence[int]) -> None:
        """Whoever had the word has spoken; it goes to the next who has not."""
        if self.turn is not None:
            self.spoken = [*self.spoken, self.turn]
        self.turn = next((pk for pk in order if pk not in self.spoken), None)

    def give_turn(self, person: int) -> None:
        """Somebody else has the word; whoever had it so far gets it again later."""
        self.spoken = [pk for pk in self.spoken if pk != person]
        self.turn = person

    def end_round(self) -> None:
        self.turn, self.spoken = None, []
