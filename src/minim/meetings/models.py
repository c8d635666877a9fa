"""When and how a group meets: series, meetings, answers and feeds, its working agreement and its own formats."""

from minim.meetings.agreement import Agreement, AgreementMoved, AgreementRefused, Standing, Yes
from minim.meetings.answers import Answer, Said
from minim.meetings.feeds import Feed
from minim.meetings.format import FormatMoved, FormatRefused, NextFormat, OwnFormat
from minim.meetings.inviting import Invitation
from minim.meetings.meeting import Meeting, MeetingRefused
from minim.meetings.series import Series, SeriesRefused
from minim.meetings.stretch import Stretch

__all__ = [
    "Agreement",
    "AgreementMoved",
    "AgreementRefused",
    "Answer",
    "Feed",
    "FormatMoved",
    "FormatRefused",
    "Invitation",
    "Meeting",
    "MeetingRefused",
    "NextFormat",
    "OwnFormat",
    "Said",
    "Series",
    "SeriesRefused",
    "Standing",
    "Stretch",
    "Yes",
]
