"""Forgets what need not be kept, and brings back who was away until today."""

from __future__ import annotations

import time

from django.utils import timezone

from minim.groups.models import Note, Thread
from minim.meetings.models import ActionItem, Agreement, OwnFormat
from minim.people.models import DifferentDay, Person, RosterImport
from minim.reports.models import Key
from minim.worker.models import Heartbeat

EVERY = 600.0


class Tidier:
    def __init__(self) -> None:
        self.done_at = -EVERY

    def work(self) -> None:
        if time.monotonic() - self.done_at < EVERY:
            return
        self.done_at = time.monotonic()
        RosterImport.objects.forget_old()
        Heartbeat.objects.forget_old()
        DifferentDay.objects.forget_past()
        Agreement.objects.forget_closed()
        OwnFormat.objects.forget_closed()
        ActionItem.objects.forget_closed()
        ActionItem.objects.forget_settled()
        Thread.objects.forget_old()
        Note.objects.forget_old()
        Key.objects.forget_gone()
        Person.objects.bring_back(timezone.localdate())
