"""Made-up rooms, one for each thing a person can come upon. Names and topics are invented."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import asdict
from typing import Any

from minim.playbook import aids, care, formats, questions

Model = dict[str, Any]

STARTS = 1_796_724_000_000
"""Milliseconds of an instant, as the browser counts."""
MINUTE = 60_000
FAY, PAT, DEE, IDA, NOOR, SAM, MATEO, PRIYA = range(5, 13)
NAMES = {
    FAY: "Fay Lindqvist",
    DEE: "Dee Okafor",
    IDA: "Ida Haddad",
    MATEO: "Mateo Ruiz",
    NOOR: "Noor Rahman",
    PAT: "Pat Ruiz",
    PRIYA: "Priya Raman",
    SAM: "Sam Oduya",
}
TOPICS = {
    "a": (NOOR, "Skip-level meetings feel like an interrogation", 5, 1),
    "b": (MATEO, "A strong engineer is close to burning out", 4, 1),
    "c": (FAY, "Explaining a decision I disagree with", 3, 0),
    "d": (SAM, "Onboarding during a hiring freeze", 1, 0),
}
WORDS = ["lantern", "orbit", "velvet", "harvest", "puzzle"]
NOTE = "Ask them what they would like to know beforehand.\nIda sent her three questions around: worked well."


def facts(me: int = FAY, slug: str = "mini-m", number: int = 2) -> dict[str, Any]:
    extra = care(number)
    return {
        "me": me,
        "group": {"id": 1, "name": "Quiet Note", "url": "/groups/1/"},
        "meeting": {
            "id": 4,
            "number": number,
            "starts": STARTS,
            "ends": STARTS + 60 * MINUTE,
            "minutes": 60,
            "next": STARTS + 14 * 24 * 60 * MINUTE,
        },
        "format": formats()[slug].to_json(),
        "aids": [asdict(aid) for aid in aids()],
        "questions": {use: [one.words for one in questions(use)] for use in ("solve", "empathy", "deeper")},
        "care": asdict(extra) if extra else None,
        "urls": {
            "base": "/groups/1/meetings/4/room/",
            "agreement": "/groups/1/agreement/",
            "after": "/groups/1/meetings/4/",
            "serious": "/serious/",
        },
        "csrf": "x",
    }


def inside(
    step: int = 0, *, minutes: float = 2, me: int = FAY, table: str | None = None, **changes: Any
) -> Model:
    """A model inside the room, `minutes` into this step. `changes` go into its state."""
    began = STARTS + step * 8 * MINUTE
    now = began + round(minutes * MINUTE)
    state = {
        "now": now,
        "version": 12,
        "people": [
            {
                "id": one,
                "name": name,
                "facilitates": one == FAY,
                "here": one != SAM,
                "inside": one not in (SAM, IDA),
            }
            for one, name in NAMES.items()
        ],
        "lead": FAY,
        "second": None,
        "may_take": False,
        "step": {"at": step, "began": began, "extra": 0, "paused": None},
        "turn": {"now": None, "spoken": []},
        "cards": [],
        "dots": {"open": True, "left": 1, "each": 3, "placed": 5},
        "table": None,
        "actions": [],
        "theme": None,
        "sent_up": 0,
        "agreement": {"said": 3, "of": 8, "mine": False},
    }
    if table:
        state["table"] = {"card": table, "began": began, "minutes": 10, "extra": 0, "thumbs": None}
    return {
        "phase": "inside",
        "trouble": "",
        "offline": False,
        "words": WORDS,
        "state": state | changes,
        "texts": {},
        "asking": [],
        "inside": [{"device": f"d{one}", "person": one, "mine": one == me} for one in NAMES],
        "leads": me == FAY,
        "now": now,
    }


def with_cards(model: Model, **states: str) -> Model:
    """The same room with topics; `states` says which are not waiting."""
    made = deepcopy(model)
    made["state"]["cards"] = [
        {"id": one, "by": by, "dots": dots, "mine": mine, "state": states.get(one, "waiting")}
        for one, (by, _, dots, mine) in TOPICS.items()
    ]
    made["texts"] = {one: {"topic": written(text, by)} for one, (by, text, _, _) in TOPICS.items()}
    return made


def written(text: str, person: int = PAT, *, passed_on: bool = False) -> dict[str, Any]:
    return {"text": text, "person": person, "passedOn": passed_on}


SENTENCE = "We lose people because nobody tells them early enough that they are doing well."

ACTIONS = [
    {
        "id": 1,
        "text": "Draft a one-page skip-level guide together",
        "owner": NOOR,
        "owner_name": "Noor Rahman",
        "due": "2026-12-02",
        "state": "open",
        "earlier": True,
        "late": True,
    },
    {
        "id": 2,
        "text": "Ask Platform for the freeze timeline",
        "owner": FAY,
        "owner_name": "Fay Lindqvist",
        "due": None,
        "state": "done",
        "earlier": True,
        "late": False,
    },
    {
        "id": 3,
        "text": "Pair on the growth plan template",
        "owner": MATEO,
        "owner_name": "Mateo Ruiz",
        "due": "2026-12-09",
        "state": "open",
        "earlier": False,
        "late": False,
    },
]


def _discussed(me: int = FAY, minutes: float = 3) -> Model:
    model = with_cards(inside(3, minutes=minutes, me=me, table="a", actions=ACTIONS[2:]), a="table", d="done")
    model["texts"]["a"]["note"] = written(NOTE)
    return model


def _outside(phase: str, **changes: Any) -> Model:
    return inside(1, minutes=1) | {"phase": phase, "words": None, "inside": [], "leads": False} | changes


def _asked() -> Model:
    model = _discussed()
    model["asking"] = [
        {"device": "s", "person": SAM, "name": NAMES[SAM], "mine": False},
        {"device": "f2", "person": FAY, "name": NAMES[FAY], "mine": True},
    ]
    return model


def _thumbs(me: int) -> Model:
    model = _discussed(me, minutes=9.5)
    model["state"]["table"]["thumbs"] = {"up": 3, "side": 1, "down": 1, "mine": "up"}
    return model


def asked_about(*, mine: bool = False, readable: bool = True, me: int = PAT) -> Model:
    """Somebody would like a sentence to go up."""
    model = inside(5, minutes=1, me=me, sent_up=1)
    ends = STARTS + 44 * MINUTE
    model["state"]["theme"] = {
        "card": "t",
        "seal": "s",
        "ends": ends,
        "asked": True,
        "mine": mine,
        "agreed": False,
    }
    model["theme"] = {"card": "t", "salt": "x", "sentence": SENTENCE} if readable else None
    return model


def _taken() -> Model:
    model = inside(0, me=PAT, may_take=True, turn={"now": DEE, "spoken": [FAY]})
    model["state"]["people"][0] |= {"here": False, "inside": False}
    return model


def scenes() -> dict[str, tuple[dict[str, Any], Model]]:
    """Name: facts and model. Together they show everything the view can show."""
    closed = inside(5, minutes=1, actions=ACTIONS, turn={"now": FAY, "spoken": []})
    return {
        "coming": (facts(), _outside("coming", state=None)),
        "cannot": (
            facts(PAT),
            _outside("cannot", trouble="This page came over a connection that is not encrypted."),
        ),
        "door": (facts(SAM), _outside("door")),
        "deserted": (facts(SAM), _outside("deserted")),
        "gone": (facts(PAT), _outside("gone", state=None)),
        "over": (facts(), _outside("over")),
        "round, leading": (facts(), inside(0, turn={"now": DEE, "spoken": [FAY]})),
        "round, my turn": (facts(PAT), inside(0, me=PAT, turn={"now": PAT, "spoken": [FAY, DEE, IDA]})),
        "taking over": (facts(PAT), _taken()),
        "looking back": (facts(), inside(1, actions=ACTIONS[:2], turn={"now": NOOR, "spoken": [FAY, DEE]})),
        "gathering": (facts(PAT), with_cards(inside(2, me=PAT))),
        "gathering, nothing yet": (
            facts(),
            inside(2, minutes=0.2, dots={"open": True, "left": 3, "each": 3, "placed": 0}),
        ),
        "choosing, leading": (facts(), with_cards(inside(2, minutes=5.4))),
        "a topic, leading": (facts(), _discussed()),
        "a topic": (facts(PAT), _discussed(PAT)),
        "a topic, late": (facts(), _discussed(minutes=8.3)),
        "a topic, over": (facts(PAT), _discussed(PAT, minutes=11.2)),
        "thumbs, leading": (facts(), _thumbs(FAY)),
        "thumbs": (facts(PAT), _thumbs(PAT)),
        "somebody at the door": (facts(), _asked()),
        "committing": (facts(PAT), inside(4, me=PAT, actions=ACTIONS)),
        "agreement": (facts(slug="first-meeting", number=1), inside(2)),
        "closing": (facts(), closed),
        "a sentence": (facts(PAT), asked_about()),
        "a sentence, answered": (facts(PAT), asked_about(mine=True)),
        "a sentence that cannot be read": (facts(PAT), asked_about(readable=False)),
        "offline": (facts(PAT), _discussed(PAT) | {"offline": True}),
    }
