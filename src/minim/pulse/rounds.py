"""Round: all groups of a program are asked at the same time, and told at the same time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone

from minim.groups.models import Group
from minim.people.models import Person
from minim.playbook import our_practices, pulse_questions, pulse_topics
from minim.programs.models import Program
from minim.pulse.ballots import encoded
from minim.pulse.bands import LOWEST_FLOOR
from minim.pulse.blind import SigningKey
from minim.pulse.membership import continues_another, mark_of, members_of
from minim.pulse.plan import Plan
from minim.pulse.sealing import fresh_salt, seal, unseal
from minim.pulse.sheets import Sheet, groups_by_sheet
from minim.pulse.telling import tell_members

if TYPE_CHECKING:
    from collections.abc import Iterable


class Asks(models.TextChoices):
    POLL = "poll", "How a group is"
    RETROSPECTIVE = "retrospective", "What to keep, to change and to drop"
    """Asked of all groups, and told of all of them together only: no group has bands of it."""


class RoundQuerySet(models.QuerySet["Round"]):
    def polls(self) -> RoundQuerySet:
        return self.filter(asks=Asks.POLL)

    def open(self) -> RoundQuerySet:
        """Rounds in which ballots are taken at this moment."""
        now = timezone.now()
        return self.filter(closed_at=None, opens_at__lte=now, closes_at__gt=now)

    def overdue(self) -> RoundQuerySet:
        """Rounds whose time is over, or whose counts are gone because the database came back from a backup."""
        is_over = Q(closes_at__lte=timezone.now()) | Q(sheets=None)
        return self.filter(is_over, closed_at=None).distinct()

    def closed(self) -> RoundQuerySet:
        return self.exclude(closed_at=None)

    def to_erase(self) -> RoundQuerySet:
        """Closed rounds of which the database may still keep a trace behind its rows."""
        return self.closed().filter(erased_at=None)

    def overseen_by(self, person: Person) -> RoundQuerySet:
        return self.filter(program__organizers=person)

    def begin(
        self,
        program: Program,
        groups: Iterable[Group],
        *,
        after_meeting: int | None = None,
        asks: Asks = Asks.POLL,
    ) -> Round | None:
        """Ask these groups from now on; None when there are none, or a round of this program is open already.

        A group whose members have changed since it was last asked sits this round out, and then begins a new series.
        Keys take time to make, so they are made before anything is locked.
        """
        plan, parts = Plan.objects.of(program), []
        members = members_of([group.pk for group in groups])
        for group in groups:
            part = Part.continuing(group, members[group.pk], asks)
            if not part.is_paused and len(members[group.pk]) >= plan.floor:
                part.key = SigningKey.make()
            parts.append(part)
        if not parts:
            return None
        try:
            return self._written(Round.planned(program, plan, after_meeting, asks), parts, members)
        except IntegrityError:  # somebody else was quicker
            return None

    @transaction.atomic
    def _written(self, begun: Round, parts: list[Part], members: dict[int, list[int]]) -> Round:
        begun.number = 1 + (
            self.filter(program=begun.program).aggregate(last=models.Max("number"))["last"] or 0
        )
        begun.save(force_insert=True)
        asked = {part.group_id: len(members[part.group_id]) for part in parts if part.key}
        for sizes in groups_by_sheet(asked):
            sheet = Sheet.objects.lay(begun, sizes)
            for part in parts:
                if part.group_id in sizes:
                    part.sheet = sheet
        for part in parts:
            part.round = begun
            part.lock_key()
        Part.objects.bulk_create(parts)
        tell_members(begun, asked)
        return begun


class Round(models.Model):
    """`questions` and `topics` are pairs of slug and words, as they were when it opened. `salt` is half of the key to
    everything it keeps, and gone at `closed_at`; since `erased_at` the database keeps no trace of its counts."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="pulse_rounds")
    number = models.PositiveSmallIntegerField()
    asks = models.CharField(max_length=13, choices=Asks, default=Asks.POLL)
    after_meeting = models.PositiveSmallIntegerField(null=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    floor = models.PositiveSmallIntegerField()
    questions = models.JSONField()
    topics = models.JSONField()
    salt = models.BinaryField(default=bytes)
    totals = models.JSONField(
        default=dict, help_text="Per question [lowest, highest] quarter step of the mean, or null"
    )
    topic_steps = models.JSONField(
        default=dict, help_text="Per topic in how many quarters of the answers it was chosen"
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["program", "number"]
        constraints = [
            models.UniqueConstraint(fields=["program", "number"], name="one_round_per_number"),
            models.UniqueConstraint(
                fields=["program"], condition=Q(closed_at=None), name="one_open_round_per_program"
            ),
            models.CheckConstraint(condition=Q(floor__gte=LOWEST_FLOOR), name="round_floor_of_four"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="round_opens_before_it_closes"
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.number} of {self.program}"

    @classmethod
    def planned(
        cls, program: Program, plan: Plan, after_meeting: int | None, asks: Asks = Asks.POLL
    ) -> Round:
        now, looks_back = timezone.now(), asks == Asks.RETROSPECTIVE
        topics = [[topic.slug, topic.words] for topic in pulse_topics()] if plan.asks_topics else []
        questions = [[one.slug, one.words] for one in pulse_questions() if one.slug in plan.questions]
        practices = [[one.slug, one.words] for one in our_practices()]
        return cls(
            program=program,
            asks=asks,
            after_meeting=after_meeting,
            opens_at=now,
            closes_at=now + timedelta(days=plan.days_open),
            floor=plan.floor,
            questions=practices if looks_back else questions,
            topics=[] if looks_back else topics,
            salt=fresh_salt(),
        )

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.opens_at <= timezone.now() < self.closes_at

    @property
    def slugs(self) -> list[str]:
        return [slug for slug, _ in self.questions]

    @property
    def looks_back(self) -> bool:
        return self.asks == Asks.RETROSPECTIVE


class PartQuerySet(models.QuerySet["Part"]):
    def asked(self) -> PartQuerySet:
        return self.exclude(modulus="")

    def asking(self, person: Person) -> PartQuerySet:
        """The parts of open rounds in which this person is asked today, in each program at most one."""
        mine = Group.objects.open().of_member(person).values("pk")
        return (
            self.asked()
            .filter(round__in=Round.objects.open(), group__in=mine)
            .select_related("round", "group")
        )


class Part(models.Model):
    """One group's part in a round. The group's own key signs its ballots, so that a signature proves membership and
    nothing else; at close both halves of the key are gone.

    `series` counts on whenever the members changed; bands of different series are never put side by side.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="parts")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="pulse_parts")
    series = models.PositiveSmallIntegerField()
    members = models.CharField(max_length=43, help_text="SHA-256 of who sat there")
    is_paused = models.BooleanField(default=False, help_text="The members changed, so nothing is told")
    modulus = models.CharField(
        max_length=700, blank=True, help_text="The public half of its key, in base64url"
    )
    sealed_key = models.BinaryField(default=bytes)
    sheet = models.ForeignKey(  # without a constraint: sheets are in no backup, and a restored part points nowhere
        "pulse.Sheet", null=True, on_delete=models.SET_NULL, related_name="parts", db_constraint=False
    )

    objects = PartQuerySet.as_manager()
    key: SigningKey | None = None

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "group"], name="one_part_per_round")]

    def __str__(self) -> str:
        return f"{self.group} in {self.round}"

    @classmethod
    def continuing(cls, group: Group, members: list[int], asks: Asks = Asks.POLL) -> Part:
        """The next part of this group: in the same series, or paused because its members have changed.

        Polls and retrospectives are series of their own, so that each passes over a group once after a change.
        """
        earlier = group.pulse_parts.filter(round__asks=asks)
        last, mark = earlier.order_by("round__number").last(), mark_of(members)
        if last is None:
            return cls(group=group, members=mark, series=1, is_paused=continues_another(group, members))
        is_same = last.members == mark
        return cls(group=group, members=mark, series=last.series + (not is_same), is_paused=not is_same)

    def lock_key(self) -> None:
        """Put the key away as it lies in the database."""
        if self.key:
            self.modulus = encoded(self.key.modulus())
            self.sealed_key = seal(self.key.der, bytes(self.round.salt), f"key {self.group_id}")

    def opened_key(self) -> SigningKey:
        """Raises Unreadable."""
        return SigningKey(unseal(bytes(self.sealed_key), bytes(self.round.salt), f"key {self.group_id}"))

    def is_same_people(self) -> bool:
        return mark_of(members_of([self.group_id])[self.group_id]) == self.members
