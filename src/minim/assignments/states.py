"""The life of an assignment, and what can be refused in it."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    WAITING = "waiting", "Waiting"
    FORMING = "forming", "Being formed"
    DRAFT = "draft", "Draft"
    IMPOSSIBLE = "impossible", "Impossible"
    FAILED = "failed", "Failed"
    PUBLISHED = "published", "Published"
    SET_ASIDE = "set-aside", "Set aside"


class ActRefused(Exception):
    """What was asked cannot be done to this draft; the message says why and what to do instead."""


class Outdated(ActRefused):
    """Somebody else has changed the draft since it was last looked at."""


class PublishRefused(ActRefused):
    """The draft breaks a rule, or is no draft any more. `sentences` names each reason."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences
