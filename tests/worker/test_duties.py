"""A duty is done by one worker at a time, when it is due, and costs nothing while it is not."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minim.worker.duties import Duty

pytestmark = pytest.mark.django_db
HOURLY = timedelta(hours=1)


def test_a_duty_is_due_at_once_and_then_again_after_a_while() -> None:
    first = Duty.objects.take("water", "one")
    assert first is not None
    meanwhile = Duty.objects.take("water", "two")
    first.done(HOURLY, timezone.now())
    too_soon = Duty.objects.take("water", "two")

    with time_machine.travel(timezone.now() + HOURLY, tick=False):
        again = Duty.objects.take("water", "two")

    assert (meanwhile, too_soon, again) == (None, None, first)


def test_nothing_is_written_while_nothing_is_due() -> None:
    duty = Duty.objects.take("water", "one")
    assert duty is not None
    duty.done(HOURLY, timezone.now())

    with CaptureQueriesContext(connection) as queries:
        Duty.objects.take("water", "one")

    assert [query["sql"].split()[0] for query in queries] == ["SELECT", "SELECT"]
