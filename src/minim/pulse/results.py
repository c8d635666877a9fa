"""Band: what is told of a group after a round, and closing, which is the only way there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from minim.groups.models import Group
from minim.pulse.bands import ENOUGH_ANSWERS, ENOUGH_GROUPS, Level, band, topic_step, total
from minim.pulse.membership import mark_of, members_of
from minim.pulse.rounds import Asks, Part, Round
from minim.pulse.sealing import Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minim.people.models import Person
    from minim.pulse.counting import Counts


class BandQuerySet(models.QuerySet["Band"]):
    def seen_by(self, person: Person) -> BandQuerySet:
        """Bands of the groups this person sits in, and of those they organize."""
        return self.filter(group__in=Group.objects.seen_by(person).values("pk"))

    def of_series(self, group: Group) -> BandQuerySet:
        """What can be put side by side: rounds in which this group was the same people as today's series."""
        told = group.pulse_parts.filter(round__closed_at__isnull=False, round__asks=Asks.POLL)
        last = told.order_by("round__number").last()
        series = last.series if last else 0
        return self.filter(group=group, series=series).order_by("round__number", "pk")


class Band(models.Model):
    """One question of one round in one group. There is no number of answers, and no finer word."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="bands")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="pulse_bands")
    series = models.PositiveSmallIntegerField()
    question = models.SlugField(max_length=20)
    level = models.CharField(max_length=10, choices=[(level.value, level.name) for level in Level])

    objects = BandQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "group", "question"], name="one_band_each")]

    def __str__(self) -> str:
        return f"{self.group}, {self.question}: {self.level}"


@transaction.atomic
def close(pk: int) -> bool:
    """Tell the bands of all groups of a round, and destroy counts, spent ballots and keys. There is no way back.

    False when it is closed already. What cannot be read (the server's secret is another one now) is not told.
    """
    ended = Round.objects.select_for_update().filter(pk=pk, closed_at=None).first()
    if ended is None:
        return False
    parts = list(Part.objects.filter(round=ended).select_related("group").order_by("group"))
    _pause_changed(parts)
    counts = _counts_of(ended)
    told = {part.group_id: counts.get(part.group_id) for part in parts if not part.is_paused}
    parts_told = [] if ended.looks_back else parts
    Band.objects.bulk_create(
        Band(round=ended, group=part.group, series=part.series, question=slug, level=level)
        for part in parts_told
        for slug, level in zip(ended.slugs, _levels(ended, told.get(part.group_id)), strict=True)
    )
    _tell_program(ended, [one for one in told.values() if one and one.ballots >= ended.floor])
    _destroy(ended)
    return True


def _pause_changed(parts: Sequence[Part]) -> None:
    """Whose members changed while the round was open is not told of either, and begins a new series."""
    members = members_of([part.group_id for part in parts])
    for part in parts:
        mark = mark_of(members[part.group_id])
        if mark != part.members:
            part.members, part.series = mark, part.series + (not part.is_paused)
            part.is_paused = True
    Part.objects.bulk_update(parts, ["members", "series", "is_paused"])


def _counts_of(ended: Round) -> dict[int, Counts]:
    found: dict[int, Counts] = {}
    for sheet in ended.sheets.locked():
        try:
            found |= sheet.read().groups
        except Unreadable:
            continue
    return found


def _levels(ended: Round, counts: Counts | None) -> list[Level]:
    if counts is None:
        return [Level.NOT_ENOUGH] * len(ended.questions)
    return [band(answers_sum, counts.ballots, ended.floor) for answers_sum in counts.sums()]


def _tell_program(ended: Round, told: Sequence[Counts]) -> None:
    """Only from groups of which something is told, and only from enough of them."""
    sums = zip(*(one.sums() for one in told), strict=True)
    totals = [
        total([*zip(column, (one.ballots for one in told), strict=True)], ended.floor) for column in sums
    ]
    ended.totals = {
        slug: [found.lowest, found.highest] if found else None
        for slug, found in zip(ended.slugs, totals or [None] * len(ended.slugs), strict=True)
    }
    answers = sum(one.ballots for one in told)
    if len(told) >= ENOUGH_GROUPS and answers >= ENOUGH_ANSWERS:
        chosen = [sum(column) for column in zip(*(one.topics for one in told), strict=True)]
        slugs = [slug for slug, _ in ended.topics]
        ended.topic_steps = {slug: topic_step(one, answers) for slug, one in zip(slugs, chosen, strict=True)}


def _destroy(ended: Round) -> None:
    ended.parts.update(modulus="", sealed_key=b"", sheet=None)
    ended.sheets.all().delete()
    ended.issued.all().delete()
    ended.salt, ended.closed_at = b"", timezone.now()
    ended.save()
