"""What a group can do with its hour, and what helps whoever leads it. Texts of ours, and their reader. Pure."""

from minim.playbook.agreement import OurAgreement, our_agreement
from minim.playbook.aids import Aid, Question, aids, questions
from minim.playbook.care import Care, care
from minim.playbook.fitting import fitted
from minim.playbook.formats import Format, FormatError, Kind, Speaks, Step, format_of, formats
from minim.playbook.guides import (
    Guide,
    guide_after,
    guide_for,
    guides,
    heading_slug,
)
from minim.playbook.guides import Role as GuideRole
from minim.playbook.guides import Section as GuideSection
from minim.playbook.kick_off import kick_off_script
from minim.playbook.letters import LetterToMany, letters_to_many
from minim.playbook.pulse import (
    PulseQuestion,
    PulseTopic,
    pulse_questions,
    pulse_scale,
    pulse_topics,
    pulse_topics_ask,
)
from minim.playbook.retrospective import ANSWERS as CHOICE_ANSWERS
from minim.playbook.retrospective import OurPractice, our_practices
from minim.playbook.rollout import CONDITIONS, SIGNS, PlanStep, PlanTask, rollout_steps
from minim.playbook.rollout import Effort as PlanEffort
from minim.playbook.rollout import Role as PlanRole

__all__ = [
    "CHOICE_ANSWERS",
    "CONDITIONS",
    "SIGNS",
    "Aid",
    "Care",
    "Format",
    "FormatError",
    "Guide",
    "GuideRole",
    "GuideSection",
    "Kind",
    "LetterToMany",
    "OurAgreement",
    "OurPractice",
    "PlanEffort",
    "PlanRole",
    "PlanStep",
    "PlanTask",
    "PulseQuestion",
    "PulseTopic",
    "Question",
    "Speaks",
    "Step",
    "aids",
    "care",
    "fitted",
    "format_of",
    "formats",
    "guide_after",
    "guide_for",
    "guides",
    "heading_slug",
    "kick_off_script",
    "letters_to_many",
    "our_agreement",
    "our_practices",
    "pulse_questions",
    "pulse_scale",
    "pulse_topics",
    "pulse_topics_ask",
    "questions",
    "rollout_steps",
]
