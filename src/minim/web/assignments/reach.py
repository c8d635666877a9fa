"""The way in to a draft, and to what stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from minim.assignments.models import Assignment
from minim.people.models import Person
from minim.web.access import visitor

if TYPE_CHECKING:
    from django.http import HttpRequest

    from minim.assignments.models import DraftGroup


def reach(request: HttpRequest, pk: int) -> Assignment:
    """The assignment, for an Organizer of its program. Raises Http404 for everybody else."""
    found = Assignment.objects.overseen_by(visitor(request)).select_related("program")
    assignment: Assignment = get_object_or_404(found, pk=pk)
    return assignment


def reach_group(assignment: Assignment, group_pk: int) -> DraftGroup:
    group: DraftGroup = get_object_or_404(assignment.draft_groups.select_related("cohort"), pk=group_pk)
    return group


def reach_person(assignment: Assignment, person_pk: int) -> Person:
    """Somebody who takes part in the assignment's program."""
    enrolled = Person.objects.filter(enrolments__program=assignment.program_id).select_related("manager")
    person: Person = get_object_or_404(enrolled, pk=person_pk)
    return person
