"""The fixed cast of every story.

Olive organizes, Fay facilitates, Pat participates, Bo is Pat's boss, Sam is a stranger, Root runs the machine.
"""

from __future__ import annotations

from dataclasses import dataclass

from minim.groups.models import Group
from minim.people.models import Person
from minim.programs.models import Program
from tests.make import add_person, make_group, make_program, number


@dataclass(frozen=True)
class Cast:
    olive: Person
    fay: Person
    pat: Person
    bo: Person
    sam: Person
    root: Person
    program: Program
    group: Group
    sams_group: Group


def make_cast() -> Cast:
    """The whole cast in one program: Pat and Fay share a group, Sam sits in another, Bo in neither."""
    olive = add_person("Olive", is_organizer=True)
    root = add_person("Root", is_administrator=True)
    bo = add_person("Bo")
    pat = add_person("Pat", manager=bo)
    fay, sam = add_person("Fay", willing=True, trained=True), add_person("Sam")
    others = [add_person() for _ in range(5)]
    number(olive, root, bo, pat, fay, sam, *others)
    program = make_program(organizers=[olive])
    group = make_group(program=program, facilitator=fay, members=[pat, *others[:2]])
    sams_group = make_group(program=program, facilitator=others[2], members=[sam, *others[3:]])
    program.enrol([bo])
    return Cast(olive, fay, pat, bo, sam, root, program, group, sams_group)
