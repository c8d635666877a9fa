"""Forms groups: a Problem in, a Result out. Pure: no Django, no clock to decide by, no printing."""

from minim.engine.acts.act import Act, ActImpossible
from minim.engine.acts.consequences import Consequence, WishChange, consequences
from minim.engine.acts.dissolving import dissolve
from minim.engine.acts.gathering import add, freshen
from minim.engine.acts.leading import lead
from minim.engine.acts.merging import merge
from minim.engine.acts.mixing import reform, rotate
from minim.engine.acts.placing import place, remove
from minim.engine.acts.trading import swap
from minim.engine.candidate import Candidate, ProblemError
from minim.engine.explain import Alternative, Explanation, GroupStory, Member, PersonStory, explain
from minim.engine.groups_of import form_groups
from minim.engine.judge import judge
from minim.engine.plan import (
    Breach,
    Clash,
    Compromise,
    LeftOut,
    Plan,
    PlanGroup,
    Progress,
    Relaxation,
    Result,
    Score,
    WishBound,
    WishScore,
)
from minim.engine.problem import Problem
from minim.engine.reviewing import review
from minim.engine.rules import RULES
from minim.engine.score import score
from minim.engine.sizes import chance_of_quorum, smallest_size
from minim.engine.solve import solve
from minim.engine.wishes import WISHES, Wish

__all__ = [
    "RULES",
    "WISHES",
    "Act",
    "ActImpossible",
    "Alternative",
    "Breach",
    "Candidate",
    "Clash",
    "Compromise",
    "Consequence",
    "Explanation",
    "GroupStory",
    "LeftOut",
    "Member",
    "PersonStory",
    "Plan",
    "PlanGroup",
    "Problem",
    "ProblemError",
    "Progress",
    "Relaxation",
    "Result",
    "Score",
    "Wish",
    "WishBound",
    "WishChange",
    "WishScore",
    "add",
    "chance_of_quorum",
    "consequences",
    "dissolve",
    "explain",
    "form_groups",
    "freshen",
    "judge",
    "lead",
    "merge",
    "place",
    "reform",
    "remove",
    "review",
    "rotate",
    "score",
    "smallest_size",
    "solve",
    "swap",
]
