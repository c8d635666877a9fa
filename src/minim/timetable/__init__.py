"""When people work and when a group can meet. Pure: no database, no clock."""

from minim.timetable.availability import Availability, Interval, Trouble, merged
from minim.timetable.clock_changes import ClockChange, Shift, clock_changes, shifts, surprises
from minim.timetable.event import Address, Answer, Attendee, Event, Method, Moved, events_of
from minim.timetable.holidays import HolidayError, country_of_zone, holiday_on, regions
from minim.timetable.hours import DEFAULT_HOURS, HoursError, Span, WorkingHours
from minim.timetable.parsing import parse_hours
from minim.timetable.plain import EventError
from minim.timetable.series import Clock, Occurrence, Rhythm, SeriesError, instant
from minim.timetable.week import ANY_TIME, QUARTERS, common_slots, slot_name, week_bits
from minim.timetable.zones import ZoneError, place

__all__ = [
    "ANY_TIME",
    "DEFAULT_HOURS",
    "QUARTERS",
    "Address",
    "Answer",
    "Attendee",
    "Availability",
    "Clock",
    "ClockChange",
    "Event",
    "EventError",
    "HolidayError",
    "HoursError",
    "Interval",
    "Method",
    "Moved",
    "Occurrence",
    "Rhythm",
    "SeriesError",
    "Shift",
    "Span",
    "Trouble",
    "WorkingHours",
    "ZoneError",
    "clock_changes",
    "common_slots",
    "country_of_zone",
    "events_of",
    "holiday_on",
    "instant",
    "merged",
    "parse_hours",
    "place",
    "regions",
    "shifts",
    "slot_name",
    "surprises",
    "week_bits",
]
