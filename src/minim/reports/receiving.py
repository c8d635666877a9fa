"""Who receives reports. Whoever does sits in no group, organizes nothing and runs no machine."""

from __future__ import annotations

from django.db import transaction

from minim.groups.models import Seat
from minim.people.models import Person
from minim.programs.models import Enrolment
from minim.reports.models import Key


class ReceivingRefused(Exception):
    """Somebody cannot receive reports; the message says why and what helps."""


@transaction.atomic
def receive(person: Person) -> None:
    """Let somebody receive what must be reported. From then on they can never be seated. Raises ReceivingRefused."""
    if reason := _why_not(person):
        raise ReceivingRefused(reason)
    Enrolment.objects.filter(person=person).delete()
    Person.objects.filter(pk=person.pk).update(is_people_ops=True)


@transaction.atomic
def receive_no_longer(person: Person) -> None:
    """Their keys go at once. What was sealed to nobody else can be opened by nobody from then on."""
    Key.objects.filter(person=person).delete()
    Person.objects.filter(pk=person.pk).update(is_people_ops=False)


def _why_not(person: Person) -> str:
    if not person.is_active or not person.email:
        return f"{person.name} has no way to sign in: that takes an e-mail address in the roster."
    if person.is_organizer:
        return (
            f"{person.name} organizes a program. Whoever runs groups hears nothing of what is reported, "
            "so it takes somebody else."
        )
    if person.is_administrator:
        return f"{person.name} runs the machine, and whoever does hears nothing of what is reported."
    seat = Seat.objects.current().filter(person=person).select_related("group").first()
    if seat:
        return (
            f"{person.name} sits in a group. Publish a plan without them first: "
            "people speak more freely without whoever has to act on what they hear."
        )
    return ""
