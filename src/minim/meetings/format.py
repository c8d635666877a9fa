"""A group's own formats, and the one it uses next time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from minim.groups.models import Group
from minim.meetings.meeting import Meeting
from minim.meetings.stretch import Stretch
from minim.people.models import Person
from minim.playbook import Format, fitted, format_of, formats
from minim.playbook.formats import LONGEST_NAME, LONGEST_WORDS

if TYPE_CHECKING:
    from datetime import datetime

FIRST, USUAL = "first-meeting", "mini-m"
MOST_OWN = 20


class FormatRefused(Exception):
    """An own format that cannot be kept; the message says why."""


class FormatMoved(Exception):
    """Somebody has changed the format since it was read."""


class OwnFormatQuerySet(models.QuerySet["OwnFormat"]):
    def read_by(self, person: Person) -> OwnFormatQuerySet:
        """Formats this person may read: those of open groups in which they sit today."""
        return self.filter(group__in=Group.objects.open().of_member(person).values("pk"))

    @transaction.atomic
    def copy(self, group: Group, source: Format) -> OwnFormat:
        """Let a group have this format as its own. Raises FormatRefused when it has enough."""
        Group.objects.select_for_update().get(pk=group.pk)
        taken = set(self.filter(group=group).values_list("name", flat=True))
        if len(taken) >= MOST_OWN:
            raise FormatRefused(f"{MOST_OWN} formats are plenty. Take one out first.")
        name = _free_name(source.name, taken)
        data = source.to_json()
        return self.create(group=group, name=name, about=data["about"], steps=data["steps"])

    def forget_closed(self) -> None:
        """A group's formats go with the group."""
        self.exclude(group__closed_on=None).delete()


class OwnFormat(models.Model):
    """`steps` has the shape that `playbook.format_of` reads; `version` grows with every change."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="formats")
    name = models.CharField(max_length=LONGEST_NAME)
    about = models.CharField(max_length=LONGEST_WORDS, blank=True)
    steps = models.JSONField()
    version = models.PositiveIntegerField(default=1)

    objects = OwnFormatQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["group", "name"], name="one_format_per_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def format(self) -> Format:
        return format_of({"name": self.name, "about": self.about, "steps": self.steps})

    @transaction.atomic
    def become(self, wanted: Format, *, read: int) -> None:
        """Be this from now on. `read` is the version it was made from. Raises FormatMoved and FormatRefused."""
        Group.objects.select_for_update().get(pk=self.group_id)
        others = OwnFormat.objects.filter(group=self.group_id).exclude(pk=self.pk)
        if others.filter(name=wanted.name).exists():
            raise FormatRefused("You already have a format of this name.")
        data = wanted.to_json()
        changed = OwnFormat.objects.filter(pk=self.pk, version=read).update(
            name=data["name"], about=data["about"], steps=data["steps"], version=read + 1
        )
        if not changed:
            raise FormatMoved
        self.refresh_from_db()


class NextFormatQuerySet(models.QuerySet["NextFormat"]):
    def choose(self, group: Group, chosen: str | OwnFormat) -> None:
        """Use this from the next meeting on: one of ours, by its slug, or one of the group's own."""
        own = chosen if isinstance(chosen, OwnFormat) else None
        slug = chosen if isinstance(chosen, str) else ""
        self.update_or_create(group=group, defaults={"slug": slug, "own": own, "chosen_at": timezone.now()})

    def of_group(self, group: Group) -> str | OwnFormat:
        """What the group uses next: a slug of ours, or its own. Unless it chose, the first meeting until it has met.

        A first meeting is only ever the next one: after it, the usual format follows.
        """
        chosen = self.filter(group=group).select_related("own").first()
        if chosen and chosen.own:
            return chosen.own
        since = chosen.chosen_at if chosen else None
        slug = chosen.slug if chosen and chosen.slug in formats() else FIRST
        return USUAL if slug == FIRST and has_met(group, since) else slug


class NextFormat(models.Model):
    """What a group has chosen for its next meetings: `slug` is one of ours, `own` one of its own."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="next_format")
    slug = models.CharField(max_length=40, blank=True)
    own = models.ForeignKey(OwnFormat, null=True, on_delete=models.CASCADE, related_name="+")
    chosen_at = models.DateTimeField()

    objects = NextFormatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(slug="", own__isnull=False) | (~Q(slug="") & Q(own=None)),
                name="next_format_is_ours_or_own",
            )
        ]

    def __str__(self) -> str:
        return f"next format of {self.group}"


def next_format(group: Group) -> Format:
    """The format the group meets in next, ours fitted to the time it has."""
    chosen = NextFormat.objects.of_group(group)
    return chosen.format if isinstance(chosen, OwnFormat) else ours_for(group)[chosen]


def ours_for(group: Group) -> dict[str, Format]:
    """The formats that come with minim, by slug, each fitted to the time the group has."""
    minutes = minutes_of(group)
    return {slug: fitted(found, minutes) for slug, found in formats().items()}


def minutes_of(group: Group) -> int:
    """How long the group meets: as its series says, else as its program does."""
    live = Stretch.objects.live(timezone.localdate()).filter(series__group=group).first()
    return live.minutes if live else group.program.meeting_minutes


def has_met(group: Group, since: datetime | None = None) -> bool:
    """Whether a meeting that began after this instant is over."""
    begun = Meeting.objects.planned().filter(series__group=group, starts_at__lte=timezone.now())
    if since:
        begun = begun.filter(starts_at__gt=since)
    first = begun.order_by("starts_at").first()
    return first is not None and first.is_over


def _free_name(name: str, taken: set[str]) -> str:
    """ "Our Mini-M", then "Our Mini-M 2"."""
    wanted = name if name.startswith("Our ") else f"Our {name}"
    wanted, number = wanted[: LONGEST_NAME - 4], 1
    found = wanted
    while found in taken:
        number += 1
        found = f"{wanted} {number}"
    return found
