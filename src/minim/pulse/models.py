"""Rounds, blind ballots, counts that are sealed while a round is open, and bands that are told when it is closed."""

from minim.pulse.issuing import Issued
from minim.pulse.plan import Plan
from minim.pulse.refusals import PollRefused
from minim.pulse.results import Band
from minim.pulse.rounds import Part, Round
from minim.pulse.sheets import Sheet
from minim.pulse.themes import Theme, Waiting

__all__ = ["Band", "Issued", "Part", "Plan", "PollRefused", "Round", "Sheet", "Theme", "Waiting"]
