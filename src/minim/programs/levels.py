"""Where a person's level comes from: the roster's own column, or the height of the tree below them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q

from minim.people.models import Person
from minim.roster.levels import SENTENCES, Source, choose_levels

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


@dataclass(frozen=True)
class Levels:
    """One scale for everybody, never a mixture: two scales side by side cannot be compared.

    Numbers are those the Organizer knows. With the source "column-from-top" the smaller number is more senior.
    """

    source: Source

    @classmethod
    def of_company(cls) -> Levels:
        """Believe the roster's column when every manager has a level in it that agrees with the reporting lines."""
        managers = Person.objects.taking_part().managers()
        if managers.filter(level=None).exists():
            return cls("tree")
        reports_to, given = {}, {}
        for pk, manager, level in managers.values_list("pk", "manager_id", "level"):
            reports_to[str(pk)], given[str(pk)] = str(manager) if manager else None, level
        return cls(choose_levels(reports_to, given).source)

    @property
    def sentence(self) -> str:
        return SENTENCES[self.source]

    @property
    def field(self) -> str:
        """The field of Person that holds the level."""
        return "height" if self.source == "tree" else "level"

    def of(self, person: Person) -> int | None:
        return getattr(person, self.field)  # type: ignore[no-any-return]

    def between(self, lowest: int | None, highest: int | None) -> Q:
        wanted = Q(**{f"{self.field}__isnull": False})
        if lowest is not None:
            wanted &= Q(**{f"{self.field}__gte": lowest})
        if highest is not None:
            wanted &= Q(**{f"{self.field}__lte": highest})
        return wanted

    def counts(self, people: QuerySet[Person]) -> list[tuple[int | None, int]]:
        """How many people stand on each level, the most senior first, unknown levels last."""
        level = F(self.field)
        seniors_first = level.asc if self.source == "column-from-top" else level.desc
        counted = people.order_by().values(step=level).annotate(people=Count("pk"))
        return list(counted.order_by(seniors_first(nulls_last=True)).values_list("step", "people"))


def spans_of_levels(counts: Iterable[tuple[int | None, int]], smallest: int) -> list[tuple[int, int]]:
    """Join neighboring levels, from the lowest number up, until each span holds at least `smallest` people."""
    spans: list[tuple[int, int]] = []
    waiting: list[int] = []
    people = 0
    for level, number in sorted((level, number) for level, number in counts if level is not None):
        waiting.append(level)
        people += number
        if people >= smallest:
            spans.append((waiting[0], level))
            waiting, people = [], 0
    if waiting:
        first = spans.pop()[0] if spans else waiting[0]
        spans.append((first, waiting[-1]))
    return spans
