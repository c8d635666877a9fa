"""Casting a ballot: who casts it is not known here, and cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from minim.pulse.ballots import decoded
from minim.pulse.blind import is_signed
from minim.pulse.refusals import PollRefused
from minim.pulse.rounds import Part
from minim.pulse.sheets import Sheet

if TYPE_CHECKING:
    from minim.pulse.ballots import Ballot


def cast(ballot: Ballot) -> None:
    """Count a ballot, and write nothing else. Raises PollRefused."""
    part = _part_for(ballot)
    if not is_signed(ballot.message, ballot.signature, decoded(part.modulus)):
        raise PollRefused("forged")
    if (len(ballot.answers), len(ballot.topics)) != (len(part.round.questions), len(part.round.topics)):
        raise PollRefused("half")
    with transaction.atomic():
        sheet = Sheet.objects.locked().filter(pk=part.sheet_id or 0).first()
        if sheet is None or not sheet.round.is_open:  # it was closed in this moment
            raise PollRefused("closed")
        sheet.count(ballot)


def _part_for(ballot: Ballot) -> Part:
    """Whose key the ballot has to be signed with."""
    part = Part.objects.filter(round=ballot.round, group=ballot.group).select_related("round").first()
    if part is None:
        raise PollRefused("nowhere")
    if not part.round.is_open:
        raise PollRefused("closed")
    if not part.modulus:
        raise PollRefused("nowhere")
    return part
