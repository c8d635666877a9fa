"""Wording: the words of a kind of letter in which an installation replaced ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from minim.notices.checking import LONGEST_SUBJECT, check
from minim.notices.filling import Words
from minim.notices.kinds import kind_of
from minim.notices.letters import our_words
from minim.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable


class WordsProblem(ValueError):
    """Words that cannot be used; `problems` says why, in sentences."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class WordingQuerySet(models.QuerySet["Wording"]):
    def words_of(self, kind: str) -> Words:
        """The words that are used now. Raises UnknownKind."""
        return self.words_of_all([kind])[kind]

    def words_of_all(self, kinds: Iterable[str]) -> dict[str, Words]:
        names = set(kinds)
        changed = {wording.kind: wording.words for wording in self.filter(kind__in=names)}
        return {name: changed.get(name) or our_words(name) for name in names}

    def change(self, kind: str, subject: str, body: str, *, by: Person) -> Wording:
        """From now on these words are used; letters that wait keep theirs. Raises WordsProblem."""
        subject, body = " ".join(subject.split()), body.replace("\r\n", "\n").strip()
        if problems := check(subject, body, kind_of(kind)):
            raise WordsProblem(problems)
        facts = {"subject": subject, "body": body, "changed_by": by, "changed_at": timezone.now()}
        return self.update_or_create(kind=kind, defaults=facts)[0]

    def restore(self, kind: str) -> bool:
        """Go back to our words; false when they are used already."""
        return bool(self.filter(kind=kind).delete()[0])


class Wording(models.Model):
    kind = models.CharField(max_length=40, unique=True)
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    body = models.TextField(help_text="Markdown")
    changed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    objects = WordingQuerySet.as_manager()

    class Meta:
        ordering = ["kind"]

    def __str__(self) -> str:
        return self.kind

    @property
    def words(self) -> Words:
        return Words(self.subject, self.body)


def preview(kind: str, subject: str, body: str) -> tuple[str, str]:
    """A letter in these words, with facts that could be. Raises WordsProblem."""
    words = Words(subject.strip(), body.replace("\r\n", "\n"))
    if problems := check(words.subject, words.body, kind_of(kind)):
        raise WordsProblem(problems)
    return words.filled(kind_of(kind), kind_of(kind).examples)
