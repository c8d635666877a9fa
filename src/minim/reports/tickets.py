"""A ticket keeps passers-by out and tells nobody apart: in one hour everybody's is the same."""

from __future__ import annotations

import time

from django.utils.crypto import constant_time_compare, salted_hmac

HOUR = 3600


def ticket(hours_ago: int = 0) -> str:
    hour = int(time.time()) // HOUR - hours_ago
    return salted_hmac("minim.reports.ticket", str(hour), algorithm="sha256").hexdigest()


def is_good(shown: object) -> bool:
    """Whether this is the ticket of this hour, or of the one before."""
    return isinstance(shown, str) and any(
        constant_time_compare(shown, ticket(hours_ago)) for hours_ago in (0, 1)
    )
