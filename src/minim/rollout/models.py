"""How a company begins: a dated plan, trained Facilitators, words for every moment, and what to keep and change."""

from minim.rollout.letters import Audience, Mailing
from minim.rollout.plans import Plan, Task
from minim.rollout.retrospectives import Retrospective
from minim.rollout.training import Training

__all__ = ["Audience", "Mailing", "Plan", "Retrospective", "Task", "Training"]
