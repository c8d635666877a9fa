"""What a group can do with its hour, and what helps whoever leads it. Texts of ours, and their reader. Pure."""

from minim.playbook.aids import Aid, Question, aids, questions
from minim.playbook.formats import Format, FormatError, Kind, Speaks, Step, format_of, formats

__all__ = [
    "Aid",
    "Format",
    "FormatError",
    "Kind",
    "Question",
    "Speaks",
    "Step",
    "aids",
    "format_of",
    "formats",
    "questions",
]
