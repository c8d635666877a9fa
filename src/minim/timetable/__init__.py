"""When people work and when a group can meet. Pure: no database, no clock."""

from minim.timetable.hours import DEFAULT_HOURS, HoursError, Span, WorkingHours
from minim.timetable.parsing import parse_hours
from minim.timetable.week import ANY_TIME, QUARTERS, common_slots, slot_name, week_bits

__all__ = [
    "ANY_TIME",
    "DEFAULT_HOURS",
    "QUARTERS",
    "HoursError",
    "Span",
    "WorkingHours",
    "common_slots",
    "parse_hours",
    "slot_name",
    "week_bits",
]
