"""The clock stops what runs far over, and large companies get time for their first seats."""

from __future__ import annotations

from minim.engine.watch import OVERRUN, SEATED, Watch


def test_larger_companies_may_take_longer_to_seat() -> None:
    small, large = Watch(2), Watch(2)

    small.allow_for_seats(SEATED // 10)
    large.allow_for_seats(10 * SEATED)

    assert (small.limit, large.limit) == (3.1 * OVERRUN, 13 * OVERRUN)


def test_the_clock_stops_what_runs_over() -> None:
    watch = Watch.for_seconds(0)

    assert watch.must_stop()
    assert watch.stopped_by == "time"
