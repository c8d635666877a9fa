"""Program: who takes part, how often they meet, and what makes a good group."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Max, OuterRef, Q

from minim.lib.rows import update_rows
from minim.people.models import Person
from minim.programs.invitations import Invitation, Part, Said
from minim.programs.levels import Levels, spans_of_levels
from minim.programs.overrides import Override

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minim.people.queries import PersonQuerySet


class EnrolmentRefused(Exception):
    """Somebody who cannot take part; the message says who and why."""


class OrganizerRefused(Exception):
    """Somebody who cannot begin or stop to organize; the message says who and why."""


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

    @transaction.atomic
    def begin(self, name: str, organizer: Person, **choices: object) -> Program:
        """Start a program with its first Organizer and enrol everybody its rule names."""
        program = Program.objects.create(name=name, **choices)
        program.organizers.add(organizer)
        program.refill()
        return program


@dataclass(frozen=True)
class Changes:
    """Who would come and who would go if the rule were applied to today's roster."""

    coming: models.QuerySet[Person]
    going: models.QuerySet[Person]


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
    care_limits = models.JSONField(
        default=dict, blank=True, help_text="When something is a sign that a group needs somebody"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def named_by_rule(self) -> PersonQuerySet:
        """Everybody the rule names. Whoever oversees the program is never among them."""
        return self._by_rule(self.seatable())

    def could_take_part(self) -> PersonQuerySet:
        """Everybody who takes part, was asked to, or whom the rule would name, also those who said no. For letters."""
        enrolled = self.enrolments.filter(taken_out=False).values("person")
        out = self.enrolments.filter(taken_out=True).values("person")
        asked = self.invitations.filter(part=Part.TAKE_PART).values("person")
        people = self.invitable()
        named = self._by_rule(people).order_by().values("pk")
        could = Q(pk__in=named) | Q(pk__in=enrolled) | Q(pk__in=asked)
        return people.filter(could).exclude(pk__in=out)

    def _by_rule(self, people: PersonQuerySet) -> PersonQuerySet:
        if self.who == WhoTakesPart.MANAGERS:
            return people.managers()
        if self.who == WhoTakesPart.TITLES:
            return people.filter(_title_holds(self.title_words))
        if self.who == WhoTakesPart.LEVELS:
            return people.filter(Levels.of_company().between(self.lowest_level, self.highest_level))
        return people.none()

    def seatable(self) -> PersonQuerySet:
        """Everybody who could be given a seat: in the company, neither Organizer of this program nor PeopleOps, and not
        one who was invited and said no."""
        people = self.invitable()
        if not self.pk:
            return people
        declined = Invitation.objects.declined().filter(program=self, part=Part.TAKE_PART)
        return people.exclude(pk__in=declined.values("person"))

    def invitable(self) -> PersonQuerySet:
        """The same, whatever they answered."""
        people: PersonQuerySet = Person.objects.taking_part().filter(is_people_ops=False)
        return people.exclude(organized_programs=self) if self.pk else people

    def changes(self) -> Changes:
        named, enrolled = self.named_by_rule(), self.enrolments.values("person")
        by_rule = self.enrolments.filter(by_hand=False).values("person")
        return Changes(
            coming=named.exclude(pk__in=enrolled),
            going=Person.objects.filter(pk__in=by_rule).exclude(pk__in=named.order_by().values("pk")),
        )

    @transaction.atomic
    def refill(self) -> tuple[int, int]:
        """Enrol everybody the rule names and let go whom it no longer names; hand-made choices stay.

        Returns how many came and how many went.
        """
        changes = self.changes()
        new = [Enrolment(program=self, person=person) for person in changes.coming.order_by("pk")]
        gone = list(changes.going.values_list("pk", flat=True))
        self.enrolments.filter(person_id__in=gone).delete()
        Enrolment.objects.bulk_create(new, batch_size=500)
        self.sort_into_cohorts()
        return len(new), len(gone)

    @transaction.atomic
    def follow_rule(self) -> tuple[int, int]:
        """Keep a changed rule and refill by it."""
        self.save()
        return self.refill()

    @transaction.atomic
    def share_with(self, person: Person) -> None:
        """Make somebody an Organizer beside those there are. From then on they can never be seated here.

        Raises OrganizerRefused for somebody who cannot sign in, or who receives what must be reported.
        """
        if not person.is_active or not person.email:
            raise OrganizerRefused(
                f"{person.name} has no way to sign in: that takes an e-mail address in the roster."
            )
        if person.is_people_ops:
            raise OrganizerRefused(
                f"{person.name} receives what must be reported. Whoever runs groups hears nothing of that, "
                "so it takes somebody else."
            )
        self.organizers.add(person)
        self.enrolments.filter(person=person).delete()
        Person.objects.filter(pk=person.pk).update(is_organizer=True)

    @transaction.atomic
    def take_back_from(self, person: Person) -> None:
        """Let somebody organize no longer. Raises OrganizerRefused for the last one: somebody has to."""
        organizers = Program.objects.select_for_update().get(pk=self.pk).organizers
        if not organizers.exclude(pk=person.pk).exclude(status="left").exists():
            raise OrganizerRefused(
                f"{person.name} is the only Organizer. Ask somebody else to organize first."
            )
        self.organizers.remove(person)
        if not person.organized_programs.exists():
            Person.objects.filter(pk=person.pk).update(is_organizer=False)

    def enrol(self, people: Iterable[Person]) -> None:
        """Add people by hand, also against the rule. Raises EnrolmentRefused for those who can never be seated."""
        people = list(people)
        seatable = set(
            self.seatable().filter(pk__in=[person.pk for person in people]).values_list("pk", flat=True)
        )
        refused = next((person for person in people if person.pk not in seatable), None)
        if refused:
            raise EnrolmentRefused(self._why_never(refused))
        Enrolment.objects.bulk_create(
            [Enrolment(program=self, person=person, by_hand=True) for person in people],
            update_conflicts=True,
            update_fields=["by_hand", "taken_out"],
            unique_fields=["program", "person"],
        )
        self.sort_into_cohorts()

    def take_out(self, person: Person) -> None:
        """Leave somebody out by hand, also against the rule."""
        Enrolment.objects.update_or_create(
            program=self, person=person, defaults={"by_hand": True, "taken_out": True, "cohort": None}
        )

    def welcome(self, person: Person) -> None:
        """Enrol somebody who was invited and says yes. Whom an Organizer took out stays out."""
        if not self.seatable().filter(pk=person.pk).exists():
            return
        named = self.named_by_rule().filter(pk=person.pk).exists()
        self.enrolments.get_or_create(person=person, defaults={"by_hand": not named})
        self.sort_into_cohorts()

    @transaction.atomic
    def leave_to_rule(self, person: Person) -> None:
        """Forget what was decided by hand about somebody: from now on the rule says whether they take part."""
        self.enrolments.filter(person=person).delete()
        if self.named_by_rule().filter(pk=person.pk).exists():
            Enrolment.objects.create(program=self, person=person)
            self.sort_into_cohorts()

    def sort_into_cohorts(self) -> None:
        """Put each enrolled person into the first cohort that fits, or into none."""
        levels, cohorts, changed = Levels.of_company(), list(self.cohorts.all()), []
        for enrolment in self.enrolments.taking_part():
            level, department = levels.of(enrolment.person), enrolment.person.department
            fitting = next((cohort.pk for cohort in cohorts if cohort.fits(level, department)), None)
            if enrolment.cohort_id != fitting:
                enrolment.cohort_id = fitting
                changed.append(enrolment)
        update_rows(changed, ["cohort"])

    @transaction.atomic
    def add_cohort(self, cohort: Cohort) -> None:
        """Put a cohort last, and everybody where they now belong."""
        last = self.cohorts.aggregate(last=Max("position"))["last"]
        cohort.program, cohort.position = self, 0 if last is None else last + 1
        cohort.save()
        self.sort_into_cohorts()

    @transaction.atomic
    def form_cohorts_by_level(self) -> int:
        """Make one cohort per level, several levels together where one alone is too small for a group."""
        levels = Levels.of_company()
        people = Person.objects.filter(pk__in=self.enrolments.taking_part().order_by().values("person"))
        spans = spans_of_levels(levels.counts(people), self.smallest_group)
        for low, high in spans:
            name = f"Level {low}" if low == high else f"Levels {low} to {high}"
            self.add_cohort(Cohort(name=name, lowest_level=low, highest_level=high))
        return len(spans)

    @transaction.atomic
    def remove_cohort(self, cohort: Cohort) -> None:
        cohort.delete()
        self.sort_into_cohorts()

    def keep_apart(self, one: Person, other: Person) -> bool:
        """See to it that these two never share a group. Tells whether that is new."""
        first, second = sorted((one.pk, other.pk))
        return KeepApart.objects.get_or_create(program=self, first_id=first, second_id=second)[1]

    def _why_never(self, person: Person) -> str:
        if not person.takes_part:
            return f"{person.name} cannot take part at the moment: {person.get_status_display().lower()}."
        declined = self.invitations.declined().filter(person=person, part=Part.TAKE_PART).first()
        if declined:
            said = Said(declined.said).label.lower()
            return f"{person.name} answered the invitation with “{said}”. Only {person.name} can change that."
        return (
            f"{person.name} oversees the program as Organizer or PeopleOps, "
            "and so never sits in one of its groups."
        )


class Cohort(models.Model):
    """People of about the same level who are put into groups together."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="cohorts")
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    lowest_level = models.IntegerField(null=True, blank=True)
    highest_level = models.IntegerField(null=True, blank=True)
    departments = models.JSONField(default=list, blank=True)
    smallest_group = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(3), MaxValueValidator(30)]
    )
    largest_group = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(3), MaxValueValidator(30)]
    )
    expected_attendance = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(0.2), MaxValueValidator(1.0)]
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["program", "name"], name="one_cohort_per_name")]

    def __str__(self) -> str:
        return self.name

    def fits(self, level: int | None, department: str) -> bool:
        """Whether somebody of this level and department belongs here. An unknown level fits no bound."""
        if self.lowest_level is not None and (level is None or level < self.lowest_level):
            return False
        if self.highest_level is not None and (level is None or level > self.highest_level):
            return False
        return not self.departments or department in self.departments


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def taking_part(self) -> EnrolmentQuerySet:
        """Enrolled, not taken out, and still in the company."""
        return (
            self.filter(taken_out=False, person__is_outside=False, person__status__in=("active", "away"))
            .select_related("person")
            .order_by("person__name", "person_id")
        )

    def ready_to_facilitate(self) -> EnrolmentQuerySet:
        return self.open_to_lead().filter(_may_lead(), person__willing=True)

    def open_to_lead(self) -> EnrolmentQuerySet:
        """Without those who were invited to facilitate and said no."""
        return self.exclude(_said_no_to_leading())

    def with_training(self) -> EnrolmentQuerySet:
        """With `may_lead`: they are trained, or an Organizer of the program lets them lead all the same. With
        `would_not_lead`: they were invited to and said no."""
        return self.annotate(
            may_lead=models.ExpressionWrapper(_may_lead(), models.BooleanField()),
            would_not_lead=_said_no_to_leading(),
        )


def _said_no_to_leading() -> models.Exists:
    declined = Invitation.objects.declined().filter(part=Part.LEAD)
    return models.Exists(declined.filter(program=OuterRef("program"), person=OuterRef("person")))


def _may_lead() -> Q:
    let = Override.objects.standing().filter(program=OuterRef("program"), person=OuterRef("person"))
    return Q(person__trained=True) | Q(models.Exists(let))


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
    """Whole words: "head" finds the Head of Design, not whoever watches the overhead."""
    wanted = [word.strip() for word in words.split(",") if word.strip()]
    found = Q(pk__in=[])
    for word in wanted:
        found |= Q(title__iregex=rf"(^|\W){re.escape(word)}(\W|$)")
    return found
