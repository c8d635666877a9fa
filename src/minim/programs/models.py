"""Program: who takes part, how often they meet, and what makes a good group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from minim.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Sequence


class Cadence(models.TextChoices):
    WEEKLY = "weekly", "Every week"
    BIWEEKLY = "biweekly", "Every two weeks"


class WhoTakesPart(models.TextChoices):
    MANAGERS = "managers", "People with reports"
    TITLES = "titles", "People with certain words in their title"
    LEVELS = "levels", "People of certain levels"
    BY_HAND = "by-hand", "Only people I add by hand"


class ProgramQuerySet(models.QuerySet["Program"]):
    def overseen_by(self, person: Person) -> ProgramQuerySet:
        return self.filter(organizers=person)

    def joined_by(self, person: Person) -> ProgramQuerySet:
        return self.filter(enrolments__person=person, enrolments__taken_out=False).distinct()


class Program(models.Model):
    name = models.CharField(max_length=120)
    organizers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="organized_programs")
    cadence = models.CharField(max_length=10, choices=Cadence, default=Cadence.BIWEEKLY)
    meeting_minutes = models.PositiveSmallIntegerField(
        default=60, validators=[MinValueValidator(30), MaxValueValidator(180)]
    )
    who = models.CharField(max_length=10, choices=WhoTakesPart, default=WhoTakesPart.MANAGERS)
    title_words = models.CharField(max_length=300, blank=True)
    lowest_level = models.IntegerField(null=True, blank=True)
    highest_level = models.IntegerField(null=True, blank=True)
    smallest_group = models.PositiveSmallIntegerField(
        default=5, validators=[MinValueValidator(3), MaxValueValidator(30)]
    )
    largest_group = models.PositiveSmallIntegerField(
        default=8, validators=[MinValueValidator(3), MaxValueValidator(30)]
    )
    expected_attendance = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(0.2), MaxValueValidator(1.0)]
    )
    level_band = models.PositiveSmallIntegerField(default=1, validators=[MaxValueValidator(9)])
    anyone_may_facilitate = models.BooleanField(default=True)
    wishes = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def refill(self) -> tuple[int, int]:
        """Enrol everybody the rule names and let go whom it no longer names; hand-made choices stay.

        Returns how many came and how many went.
        """
        from_rule = set(self.named_by_rule().values_list("pk", flat=True))
        enrolled = dict(self.enrolments.values_list("person_id", "by_hand"))
        gone = [person for person, by_hand in enrolled.items() if not by_hand and person not in from_rule]
        self.enrolments.filter(person_id__in=gone).delete()
        new = [Enrolment(program=self, person_id=pk) for pk in sorted(from_rule - set(enrolled))]
        Enrolment.objects.bulk_create(new, batch_size=500)
        self.sort_into_cohorts()
        return len(new), len(gone)

    def named_by_rule(self) -> models.QuerySet[Person]:
        people = Person.objects.taking_part()
        if self.who == WhoTakesPart.MANAGERS:
            return people.managers()
        if self.who == WhoTakesPart.TITLES:
            return people.filter(_title_holds(self.title_words))
        if self.who == WhoTakesPart.LEVELS:
            return people.filter(_level_between(self.lowest_level, self.highest_level))
        return people.none()

    def enrol(self, people: Sequence[Person]) -> None:
        """Add people by hand, also against the rule."""
        for person in people:
            Enrolment.objects.update_or_create(
                program=self, person=person, defaults={"by_hand": True, "taken_out": False}
            )
        self.sort_into_cohorts()

    def take_out(self, person: Person) -> None:
        """Leave somebody out by hand, also against the rule."""
        Enrolment.objects.update_or_create(
            program=self, person=person, defaults={"by_hand": True, "taken_out": True, "cohort": None}
        )

    def sort_into_cohorts(self) -> None:
        """Put each enrolled person into the first cohort that fits, or into none."""
        cohorts = list(self.cohorts.all())
        changed = []
        for enrolment in self.enrolments.taking_part():
            fitting = next((cohort for cohort in cohorts if cohort.fits(enrolment.person)), None)
            if enrolment.cohort_id != (fitting.pk if fitting else None):
                enrolment.cohort = fitting
                changed.append(enrolment)
        Enrolment.objects.bulk_update(changed, ["cohort"], batch_size=500)


class Cohort(models.Model):
    """People of about the same level who are put into groups together."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="cohorts")
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    lowest_level = models.IntegerField(null=True, blank=True)
    highest_level = models.IntegerField(null=True, blank=True)
    departments = models.JSONField(default=list, blank=True)
    smallest_group = models.PositiveSmallIntegerField(null=True, blank=True)
    largest_group = models.PositiveSmallIntegerField(null=True, blank=True)
    expected_attendance = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["program", "name"], name="one_cohort_per_name")]

    def __str__(self) -> str:
        return self.name

    def fits(self, person: Person) -> bool:
        level = person.height if person.level is None else person.level
        if self.lowest_level is not None and level < self.lowest_level:
            return False
        if self.highest_level is not None and level > self.highest_level:
            return False
        return not self.departments or person.department in self.departments


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def taking_part(self) -> EnrolmentQuerySet:
        """Enrolled, not taken out, and still in the company."""
        return (
            self.filter(taken_out=False, person__is_outside=False, person__status__in=("active", "away"))
            .select_related("person")
            .order_by("person__name", "person_id")
        )


class Enrolment(models.Model):
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="enrolments")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="enrolments")
    cohort = models.ForeignKey(
        Cohort, null=True, blank=True, on_delete=models.SET_NULL, related_name="enrolments"
    )
    by_hand = models.BooleanField(default=False)
    taken_out = models.BooleanField(default=False)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "person"], name="enrolled_once")]

    def __str__(self) -> str:
        return f"{self.person} in {self.program}"


class KeepApart(models.Model):
    """Two people who should not sit together. Only the program's Organizers see it; no reason is kept."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="apart")
    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "first", "second"], name="apart_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} and {self.second} apart"


def _title_holds(words: str) -> Q:
    wanted = [word.strip() for word in words.split(",") if word.strip()]
    found = Q(pk__in=[])
    for word in wanted:
        found |= Q(title__icontains=word)
    return found


def _level_between(lowest: int | None, highest: int | None) -> Q:
    by_column = Q(level__isnull=False)
    by_tree = Q(level=None)
    if lowest is not None:
        by_column &= Q(level__gte=lowest)
        by_tree &= Q(height__gte=lowest)
    if highest is not None:
        by_column &= Q(level__lte=highest)
        by_tree &= Q(height__lte=highest)
    return by_column | by_tree
