"""Who holds an invitation. Seats change elsewhere; here calendars follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef

from minim.groups.models import Seat
from minim.meetings.stretch import Stretch
from minim.meetings.telling import tell_of_stretch

if TYPE_CHECKING:
    from datetime import date

    from minim.people.models import Person


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def stretches_out_of_step(self, on: date) -> models.QuerySet[Stretch]:
        """Live stretches where somebody sits without an invitation, or holds one without a seat."""
        invited = self.filter(stretch=OuterRef(OuterRef("pk")), person=OuterRef("person"))
        sitting = Seat.objects.current().filter(
            group=OuterRef("stretch__series__group"), person=OuterRef("person")
        )
        missing = Seat.objects.current().filter(~Exists(invited), group=OuterRef("series__group"))
        spare = self.filter(~Exists(sitting), stretch=OuterRef("pk"))
        return Stretch.objects.live(on).filter(Exists(missing) | Exists(spare))

    def settle(self, stretch: Stretch, by: Person | None = None) -> None:
        """Invite whoever sits here by now, and take the meetings out of the calendar of whoever no longer does."""
        seats = {seat.person_id: seat for seat in stretch.series.members()}
        held = {invitation.person_id: invitation for invitation in stretch.invitations.all()}
        new = [seat for person, seat in seats.items() if person not in held]
        gone = [invitation for person, invitation in held.items() if person not in seats]
        if not new and not gone:
            return
        self.bulk_create([Invitation(stretch=stretch, person=seat.person) for seat in new])
        self.filter(pk__in=[invitation.pk for invitation in gone]).delete()
        last = [_last_seat(stretch, invitation.person_id) for invitation in gone]
        stretch.changed()
        tell_of_stretch(stretch, "meeting-set", new, by)
        tell_of_stretch(stretch, "series-ended", [seat for seat in last if seat], by, method="CANCEL")


class Invitation(models.Model):
    """Somebody whose calendar holds a stretch."""

    stretch = models.ForeignKey(Stretch, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stretch", "person"], name="one_invitation_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.person} to {self.stretch}"


def _last_seat(stretch: Stretch, person: int) -> Seat | None:
    past = Seat.objects.filter(group=stretch.series.group_id, person=person).select_related("person")
    return past.order_by(F("left_on").desc(nulls_first=True), "-pk").first()
