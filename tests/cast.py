"""The fixed cast of every story.

Olive organizes, Fay facilitates, Pat participates, Bo is Pat's boss, Sam is a stranger, Root runs the machine.
"""

from __future__ import annotations

from dataclasses import dataclass

from minim.groups.models import Group
from minim.people.models import Person
from minim.programs.models import Program
from tests.make import make_group, make_person, make_program


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
    olive = make_person("Olive", is_organizer=True)
    root = make_person("Root", is_administrator=True)
    bo = make_person("Bo")
    pat = make_person("Pat", manager=bo)
    fay, sam = make_person("Fay", willing=True, trained=True), make_person("Sam")
    program = make_program(organizers=[olive])
    group = make_group(program=program, facilitator=fay, members=[pat, make_person(), make_person()])
    sams_group = make_group(program=program, members=[sam, make_person(), make_person()])
    program.enrol([fay, pat, bo, sam])
    for person in (olive, root, bo, pat, fay, sam):
        person.refresh_from_db()
    return Cast(olive, fay, pat, bo, sam, root, program, group, sams_group)
