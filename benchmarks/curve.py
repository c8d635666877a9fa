"""Shows measured lines: a table to read, and a drawing of time and memory against people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from math import ceil, floor, log10
from typing import Any

Line = Mapping[str, Any]
WIDTH, HEIGHT = 380, 300
LEFT, TOP, ROOM = 56, 36, 44
COLORS = ("#2f6f4f", "#b4532a", "#3b5b92", "#8a5a8f", "#a3862b", "#4f8a8b", "#7a7a7a")
DASHES = ("", "5 4", "2 3", "8 3 2 3")
SHARES = ("problem", "seats", "search", "proofs")


def table(lines: Sequence[Line]) -> str:
    """Return the lines as a Markdown table."""
    head = ("family", "people", "threads", "seconds", *SHARES, "judge", "MB", "groups", "score", "broken")
    rows = [
        (
            line["family"],
            f"{line['people']:,}",
            line["threads"],
            f"{line['seconds']:.2f}",
            *(f"{line['stages'].get(stage, 0):.2f}" for stage in SHARES),
            f"{line['judge']:.2f}" if "judge" in line else "",
            line["peak_mb"],
            line.get("groups", "none"),
            f"{line['score']:,.0f}" if "score" in line else "",
            line.get("breaches", ""),
        )
        for line in lines
    ]
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in (head, ["---" for _ in head], *rows))


def drawn(lines: Sequence[Line]) -> str:
    """Return an SVG of two panels with logarithmic scales, one curve for each family and number of threads."""
    names = list(dict.fromkeys(_name(line) for line in lines))
    panels = [
        _panel(lines, names, "seconds", lambda line: line["seconds"], 0),
        _panel(lines, names, "megabytes", lambda line: line["peak_mb"], WIDTH + LEFT + ROOM),
    ]
    wide, high = 2 * (WIDTH + LEFT + ROOM), TOP + HEIGHT + ROOM + 18 * len(names) + 12
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif" '
        f'font-size="12" fill="#333"><rect width="100%" height="100%" fill="#fff"/>'
        f"{''.join(panels)}{''.join(_legend(names))}</svg>\n"
    )


def _name(line: Line) -> str:
    return f"{line['family']}, {line['threads']} {'thread' if line['threads'] == 1 else 'threads'}"


def _panel(
    lines: Sequence[Line], names: Sequence[str], title: str, value: Callable[[Line], float], shift: int
) -> str:
    """Draw one panel: its frame, a grid line for each power of ten, and the curves."""
    across = _Scale([line["people"] for line in lines], 0, WIDTH)
    up = _Scale([max(value(line), 0.01) for line in lines], HEIGHT, 0)
    parts = [f'<text x="0" y="-14" font-weight="bold">{title}, by people</text>']
    for power in across.powers():
        x = across.at(power)
        parts.append(f'<path d="M{x:.1f} 0V{HEIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT + 18}" text-anchor="middle">{power:,.0f}</text>')
    for power in up.powers():
        y = up.at(power)
        parts.append(f'<path d="M0 {y:.1f}H{WIDTH}" stroke="#ddd"/>')
        parts.append(f'<text x="-8" y="{y + 4:.1f}" text-anchor="end">{power:,g}</text>')
    for place, name in enumerate(names):
        own = sorted((line["people"], max(value(line), 0.01)) for line in lines if _name(line) == name)
        dots = [(across.at(people), up.at(amount)) for people, amount in own]
        parts.append(f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in dots)}" {_pen(place)}/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{_color(place)}"/>' for x, y in dots]
    return f'<g transform="translate({LEFT + shift} {TOP})">{"".join(parts)}</g>'


class _Scale:
    """Places amounts on a logarithmic axis that begins and ends with a power of ten."""

    def __init__(self, amounts: Sequence[float], start: float, end: float) -> None:
        self.low, self.high = floor(log10(min(amounts))), ceil(log10(max(amounts)))
        self.high = max(self.high, self.low + 1)
        self.start, self.end = start, end

    def at(self, amount: float) -> float:
        """Return the place of an amount."""
        share = (log10(amount) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def powers(self) -> list[float]:
        """Return the powers of ten to label."""
        return [10.0**power for power in range(self.low, self.high + 1)]


def _legend(names: Sequence[str]) -> Iterator[str]:
    for place, name in enumerate(names):
        y = TOP + HEIGHT + ROOM + 18 * place
        yield f'<path d="M{LEFT} {y}h28" {_pen(place)}/><text x="{LEFT + 36}" y="{y + 4}">{escape(name)}</text>'


def _pen(place: int) -> str:
    dash = DASHES[place // len(COLORS) % len(DASHES)]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'fill="none" stroke="{_color(place)}" stroke-width="2"{dashed}'


def _color(place: int) -> str:
    return COLORS[place % len(COLORS)]
