"""When people work and when a group can meet. Pure: no database, no clock."""

from minim.timetable.availability import Availability, Interval, Trouble, merged
from minim.timetable.clock_changes import ClockChange, Shift, clock_changes, shifts, surprises
from minim.timetable.event import Address, Answer, Attendee, Event, Method, Moved, events_of
from minim.timetable.holidays import HolidayError, country_of_zone, holiday_on, regions, works_on
from minim.timetable.hours import DEFAULT_HOURS, HoursError, Span, WorkingHours
from minim.timetable.judging import Member
from minim.timetable.parsing import parse_hours
from minim.timetable.plain import EventError
from minim.timetable.prices import Price
from minim.timetable.ranking import rank_slots
from minim.timetable.rotation import Held, Rotation, carried, rotations
from minim.timetable.series import Clock, Occurrence, Rhythm, SeriesError, instant
from minim.timetable.slots import Payment, Ranking, Slot
from minim.timetable.week import ANY_TIME, QUARTERS, common_slots, slot_name, week_bits
from minim.timetable.week_grid import Cell, grid
from minim.timetable.zones import ZoneError, place

__all__ = [
    "ANY_TIME",
    "DEFAULT_HOURS",
    "QUARTERS",
    "Address",
    "Answer",
    "Attendee",
    "Availability",
    "Cell",
    "Clock",
    "ClockChange",
    "Event",
    "EventError",
    "Held",
    "HolidayError",
    "HoursError",
    "Interval",
    "Member",
    "Method",
    "Moved",
    "Occurrence",
    "Payment",
    "Price",
    "Ranking",
    "Rhythm",
    "Rotation",
    "SeriesError",
    "Shift",
    "Slot",
    "Span",
    "Trouble",
    "WorkingHours",
    "ZoneError",
    "carried",
    "clock_changes",
    "common_slots",
    "country_of_zone",
    "events_of",
    "grid",
    "holiday_on",
    "instant",
    "merged",
    "parse_hours",
    "place",
    "rank_slots",
    "regions",
    "rotations",
    "shifts",
    "slot_name",
    "surprises",
    "week_bits",
    "works_on",
]
