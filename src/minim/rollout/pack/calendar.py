"""The milestones as an iCalendar file that any calendar takes."""

from __future__ import annotations

from datetime import datetime, timedelta

from icalendar import Calendar, Event

from minim.rollout.planning import DatedPlan, DatedTask


def ics_of(plan: DatedPlan, made_at: datetime, key: str) -> bytes:
    """All-day events that leave people free. `key` names the plan.

    A milestone has the same UID as long as its plan does, so that a calendar moves it instead of showing it twice.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//minim//rollout//EN")
    calendar.add("version", "2.0")
    calendar.add("name", "Mini-M: our plan")
    calendar.add("x-wr-calname", "Mini-M: our plan")
    tasks = {task.key: task for task in plan.tasks}
    for milestone in plan.milestones:
        calendar.add_component(_event(tasks[milestone.key], made_at, key))
    written: bytes = calendar.to_ical()
    return written


def _event(task: DatedTask, made_at: datetime, key: str) -> Event:
    event = Event()
    event.add("uid", f"{task.key}.{key}@rollout.minim")
    event.add("dtstamp", made_at)
    event.add("last-modified", made_at)
    event.add("sequence", int(made_at.timestamp()) // 60)
    event.add("dtstart", task.due_on)
    event.add("dtend", task.due_on + timedelta(days=1))
    event.add("summary", f"Mini-M: {task.milestone}")
    event.add("description", f"{task.title}. Done when: {task.done_when}")
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["Mini-M"])
    return event
