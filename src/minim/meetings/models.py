"""When a group meets: its series, the meetings planned, answers, and everybody's own calendar feed."""

from minim.meetings.answers import Answer, Said
from minim.meetings.feeds import Feed
from minim.meetings.inviting import Invitation
from minim.meetings.meeting import Meeting, MeetingRefused
from minim.meetings.series import Series, SeriesRefused
from minim.meetings.stretch import Stretch

__all__ = [
    "Answer",
    "Feed",
    "Invitation",
    "Meeting",
    "MeetingRefused",
    "Said",
    "Series",
    "SeriesRefused",
    "Stretch",
]
