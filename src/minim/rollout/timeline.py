"""The plan as a picture: one row for each step, its tasks as strokes, its milestones numbered and named below.

It carries no style of its own: `currentColor` and classes let a page, a printer and a PDF colour it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from itertools import pairwise

from minim.rollout.planning import DatedPlan, DatedStep, DatedTask, Milestone

WIDE, NARROW = 960, 360
"""Widths in units that are about as wide as a pixel where the picture is used."""
TEXT = 13
LANE = 7
"""From one stroke to the next below it."""
STROKE = 4
DOT = 8
BEFORE_LABEL = 34
"""Nearer than this two names of months would touch."""


@dataclass(frozen=True, slots=True)
class _Row:
    step: DatedStep
    lanes: tuple[tuple[DatedTask, ...], ...]
    top: float
    height: float
    text_at: float
    strokes_at: float


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Where everything goes. `left` and `right` are the edges of the days."""

    plan: DatedPlan
    width: int

    @property
    def left(self) -> int:
        return DOT if self.is_narrow else 270

    @property
    def right(self) -> int:
        return self.width - DOT - 2

    @property
    def is_narrow(self) -> bool:
        return self.width < (WIDE + NARROW) / 2

    @property
    def first_on(self) -> date:
        return self.plan.starts_on

    @property
    def last_on(self) -> date:
        return self.plan.due_on + timedelta(days=1)

    def x(self, day: date) -> float:
        """Where a day begins."""
        share = (day - self.first_on).days / (self.last_on - self.first_on).days
        return round(self.left + share * (self.right - self.left), 1)


def timeline_svg(plan: DatedPlan, width: int = WIDE) -> str:
    """SVG as text, `width` units wide. NARROW puts names above their rows, for a phone."""
    sheet = _Sheet(plan, width)
    rows = list(_rows(sheet))
    bottom = rows[-1].top + rows[-1].height
    numbers = {milestone.key: number for number, milestone in enumerate(plan.milestones, start=1)}
    legend = list(_legend(sheet, bottom + 30))
    height = round(max(y for _, _, y in legend) + 16)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="timeline" viewBox="0 0 {width} {height}" role="img" '
        f'font-size="{TEXT}" fill="currentColor" aria-label="{escape(timeline_told(plan))}">'
    )
    parts = [
        opening,
        *_months(sheet, bottom),
        *(line for row in rows for line in _drawn_row(sheet, row, numbers)),
        *(
            line
            for milestone, x, y in legend
            for line in _drawn_name(milestone, numbers[milestone.key], x, y)
        ),
        "</svg>",
    ]
    return "\n".join(parts)


def timeline_told(plan: DatedPlan) -> str:
    """What it shows, for whoever cannot see it."""
    steps = (f"{step.title}: {_day(step.starts_on)} to {_day(step.due_on)}." for step in plan.steps)
    return " ".join(["The plan as a timeline.", *steps])


def _rows(sheet: _Sheet) -> Iterator[_Row]:
    top = 34.0
    for step in sheet.plan.steps:
        lanes = _lanes(step.tasks)
        strokes = max(len(lanes) * LANE, 2 * DOT)
        title = 20 if sheet.is_narrow else 0
        height = strokes + title + 18
        strokes_at = top + title + (height - title - len(lanes) * LANE) / 2
        text_at = top + (17 if sheet.is_narrow else height / 2 + TEXT / 3)
        yield _Row(step, lanes, top, height, text_at, strokes_at)
        top += height


def _lanes(tasks: Sequence[DatedTask]) -> tuple[tuple[DatedTask, ...], ...]:
    """Tasks in as few lanes as it takes for none to lie over another."""
    lanes: list[list[DatedTask]] = []
    for task in sorted(tasks, key=lambda task: (task.starts_on, task.due_on)):
        free = next((lane for lane in lanes if lane[-1].due_on < task.starts_on), None)
        if free is None:
            lanes.append([task])
        else:
            free.append(task)
    return tuple(tuple(lane) for lane in lanes)


def _months(sheet: _Sheet, bottom: float) -> Iterator[str]:
    firsts = [sheet.first_on, *_firsts_of_months(sheet.first_on, sheet.last_on)]
    if len(firsts) > 1 and sheet.x(firsts[1]) - sheet.x(firsts[0]) < BEFORE_LABEL:
        del firsts[0]
    every = 1
    while any(sheet.x(later) - sheet.x(day) < BEFORE_LABEL for day, later in pairwise(firsts[1::every])):
        every += 1
    for day in [firsts[0], *firsts[1::every]]:
        x = sheet.x(day)
        yield f'<path d="M{x} 22V{bottom:g}" stroke="currentColor" stroke-opacity=".18" class="timeline-month"/>'
        if x < sheet.right - BEFORE_LABEL / 2:
            yield f'<text x="{x + 3:g}" y="15" fill-opacity=".75">{day:%b}</text>'


def _firsts_of_months(first_on: date, last_on: date) -> Iterator[date]:
    day = first_on
    while True:
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        if day > last_on:
            return
        yield day


def _drawn_row(sheet: _Sheet, row: _Row, numbers: dict[str, int]) -> Iterator[str]:
    step = row.step
    yield f'<g class="timeline-step step-{step.number}">'
    yield (
        f'<rect x="0" y="{row.top:g}" width="{sheet.width}" height="{row.height:g}" rx="6" '
        f'fill-opacity="{".045" if step.number % 2 else "0"}"/>'
    )
    yield (
        f'<text x="10" y="{row.text_at:g}" font-weight="600">{step.number}'
        f'<tspan dx="8" font-weight="400">{escape(step.title)}</tspan></text>'
    )
    for number, lane in enumerate(row.lanes):
        y = round(row.strokes_at + number * LANE + LANE / 2, 1)
        for task in lane:
            yield _stroke(sheet, task, y)
    middle = row.strokes_at + len(row.lanes) * LANE / 2
    for task, x in _dots(sheet, step):
        yield from _dot(x, middle, numbers[task.key], task.milestone)
    yield "</g>"


def _stroke(sheet: _Sheet, task: DatedTask, y: float) -> str:
    """A task from its first day to the end of its last."""
    half = STROKE / 2
    begin, end = sheet.x(task.starts_on) + half, sheet.x(task.due_on + timedelta(days=1)) - half
    return (
        f'<path d="M{begin:g} {y:g}H{max(end, begin + 0.1):g}" stroke="currentColor" stroke-width="{STROKE}" '
        f'stroke-opacity=".42" stroke-linecap="round" class="timeline-task owner-{task.owner}">'
        f"<title>{escape(task.title)}</title></path>"
    )


def _dots(sheet: _Sheet, step: DatedStep) -> Iterator[tuple[DatedTask, float]]:
    """The milestones of a step at the end of their day, or before it where they would lie on the next."""
    free = float(sheet.right)
    named = [task for task in step.tasks if task.milestone]
    for task in sorted(named, key=lambda task: (task.due_on, task.key), reverse=True):
        x = min(sheet.x(task.due_on + timedelta(days=1)), free)
        yield task, x
        free = x - 2 * DOT - 1


def _dot(x: float, y: float, number: int, title: str = "") -> Iterator[str]:
    named = f"<title>{escape(title)}</title>" if title else ""
    yield f'<circle cx="{x:g}" cy="{y:g}" r="{DOT}" class="timeline-dot">{named}</circle>'
    yield (
        f'<text x="{x:g}" y="{y + 3.6:g}" font-size="10" font-weight="600" text-anchor="middle" fill="#fff" '
        f'class="timeline-number">{number}</text>'
    )


def _legend(sheet: _Sheet, top: float) -> Iterator[tuple[Milestone, float, float]]:
    columns = 1 if sheet.is_narrow else 2
    milestones = sheet.plan.milestones
    deep = -(-len(milestones) // columns)
    for place, milestone in enumerate(milestones):
        column, row = divmod(place, deep)
        yield milestone, DOT + column * sheet.width / 2, top + row * 25


def _drawn_name(milestone: Milestone, number: int, x: float, y: float) -> Iterator[str]:
    yield from _dot(x + 2, y, number)
    yield f'<text x="{x + 20:g}" y="{y + TEXT / 3:g}" font-weight="600">{_day(milestone.on)}</text>'
    yield f'<text x="{x + 76:g}" y="{y + TEXT / 3:g}">{escape(milestone.title)}</text>'


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"
