"""When and how a group meets: series, meetings and answers, its agreement and formats, and the room it meets in."""

from minim.meetings.actions import ActionItem, ActionRefused, Settled
from minim.meetings.afterword import Afterword, Mood
from minim.meetings.agreement import Agreement, AgreementMoved, AgreementRefused, Standing, Yes
from minim.meetings.answers import Answer, Said
from minim.meetings.attendance import Attendance, How
from minim.meetings.cards import Card, CardMoved, Dot, Text, Thumb
from minim.meetings.feeds import Feed
from minim.meetings.format import FormatMoved, FormatRefused, NextFormat, OwnFormat
from minim.meetings.inviting import Invitation
from minim.meetings.keys import Epoch, EpochTaken, Knock
from minim.meetings.meeting import Meeting, MeetingRefused
from minim.meetings.proposal import Nod, Proposal, ProposalGone
from minim.meetings.room import Presence, Room, RoomRefused
from minim.meetings.series import Series, SeriesRefused
from minim.meetings.stretch import Stretch

__all__ = [
    "ActionItem",
    "ActionRefused",
    "Afterword",
    "Agreement",
    "AgreementMoved",
    "AgreementRefused",
    "Answer",
    "Attendance",
    "Card",
    "CardMoved",
    "Dot",
    "Epoch",
    "EpochTaken",
    "Feed",
    "FormatMoved",
    "FormatRefused",
    "How",
    "Invitation",
    "Knock",
    "Meeting",
    "MeetingRefused",
    "Mood",
    "NextFormat",
    "Nod",
    "OwnFormat",
    "Presence",
    "Proposal",
    "ProposalGone",
    "Room",
    "RoomRefused",
    "Said",
    "Series",
    "SeriesRefused",
    "Settled",
    "Standing",
    "Stretch",
    "Text",
    "Thumb",
    "Yes",
]
