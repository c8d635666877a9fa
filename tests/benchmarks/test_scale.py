"""A measured size tells where its time went, and the curve shows every size."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from benchmarks.curve import drawn, table
from benchmarks.scale import measure, seconds_for

SVG = "{http://www.w3.org/2000/svg}"


def line(people: int, seconds: float, **more: Any) -> dict[str, Any]:
    return {
        "people": people,
        "family": "deep <new>",
        "threads": 1,
        "seconds": seconds,
        "stages": {"problem": 0.1, "search": seconds - 0.1},
        "peak_mb": 200 + people // 10,
        **more,
    }


def test_a_size_tells_where_its_time_went() -> None:
    told: Any = measure(60, "apart", 0.05, 1, 2)

    assert (told["people"], told["family"], told["threads"], told["breaches"]) == (60, "apart", 2, 0)
    assert {"problem", "seats", "search", "proofs"} <= set(told["stages"])
    assert sum(told["stages"].values()) == pytest.approx(told["seconds"], abs=0.1)
    assert told["peak_mb"] >= told["company_mb"] > 0


def test_larger_companies_get_more_time_but_less_for_each() -> None:
    times = [seconds_for(people) for people in (300, 2_000, 20_000, 100_000)]

    assert times == sorted(times)
    assert times[-1] / 100_000 < times[0] / 300


def test_a_table_names_every_size() -> None:
    rows = table([line(60, 0.5, judge=0.01, groups=9, score=1234.5, breaches=0), line(300, 1)]).splitlines()

    assert (
        rows[2] == "| deep <new> | 60 | 1 | 0.50 | 0.10 | 0.00 | 0.40 | 0.00 | 0.01 | 206 | 9 | 1,234 | 0 |"
    )
    assert rows[3] == "| deep <new> | 300 | 1 | 1.00 | 0.10 | 0.00 | 0.90 | 0.00 |  | 230 | none |  |  |"


def test_the_drawing_has_a_curve_for_each_family_and_number_of_threads() -> None:
    lines = [line(people, people / 1000, threads=threads) for threads in (1, 2) for people in (60, 600, 6000)]

    picture = ElementTree.fromstring(drawn(lines))

    curves = [curve.get("points", "").split() for curve in picture.iter(f"{SVG}polyline")]
    assert [len(points) for points in curves] == [3, 3, 3, 3]
    assert [text.text for text in picture.iter(f"{SVG}text")][-2:] == [
        "deep <new>, 1 thread",
        "deep <new>, 2 threads",
    ]
    for points in curves:
        across, up = zip(*(map(float, point.split(",")) for point in points), strict=True)
        assert list(across) == sorted(across)
        assert list(up) == sorted(up, reverse=True)
