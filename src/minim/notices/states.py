"""What has become of a letter."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone


class State(models.TextChoices):
    SCHEDULED = "scheduled", "Scheduled"
    WAITING = "waiting", "Waiting"
    GATHERED = "gathered", "Waits for the digest"
    SENT = "sent", "Sent"
    BOUNCED = "bounced", "Came back"
    FAILED = "failed", "Not sent"
    LET_GO = "let-go", "Let go"


UNSENT = Q(sent_at__isnull=True, given_up_at__isnull=True, let_go_at__isnull=True)


def condition(state: State) -> Q:
    """The rows in this state, at this moment. Every row is in exactly one."""
    now = timezone.now()
    return {
        State.SCHEDULED: UNSENT & Q(in_digest=False, due_at__gt=now),
        State.WAITING: UNSENT & Q(in_digest=False, due_at__lte=now),
        State.GATHERED: UNSENT & Q(in_digest=True),
        State.SENT: Q(sent_at__isnull=False, bounced_at__isnull=True),
        State.BOUNCED: Q(sent_at__isnull=False, bounced_at__isnull=False),
        State.FAILED: Q(sent_at__isnull=True, given_up_at__isnull=False),
        State.LET_GO: Q(sent_at__isnull=True, given_up_at__isnull=True, let_go_at__isnull=False),
    }[state]
