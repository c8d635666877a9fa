"""Who has done the training: complete with the last module, kept against a roster, and nothing else known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from minim.people.models import Person
from minim.playbook import GuideRole
from minim.playbook.training import modules, modules_for
from minim.rollout.models import Training
from minim.roster import read_sheet
from tests.make import make_person

if TYPE_CHECKING:
    from minim.playbook.training import Module

pytestmark = pytest.mark.django_db

FACILITATOR, ORGANIZER = GuideRole.FACILITATOR, GuideRole.ORGANIZER


def finish(person: Person, *done: Module) -> Person:
    for module in done:
        Training.objects.finish(person, module)
    person.refresh_from_db()
    return person


def test_somebody_is_trained_with_the_last_module_and_not_before() -> None:
    *most, last = modules_for(FACILITATOR)
    pat = finish(make_person("Pat"), *most)
    before = pat.trained

    finish(pat, last)

    assert (before, pat.trained, pat.trained_at is not None) == (False, True, True)


def test_the_training_for_organizers_makes_nobody_a_facilitator() -> None:
    olive = finish(make_person("Olive"), *modules_for(ORGANIZER))

    assert not olive.trained
    assert Training.objects.people_through(ORGANIZER) == {olive.pk}


def test_doing_a_module_twice_is_doing_it_once() -> None:
    module = modules()["turning-anger"]
    pat = finish(make_person("Pat"), module, module)

    assert Training.objects.filter(person=pat).count() == 1


def test_somebody_else_doing_the_rest_completes_nothing() -> None:
    first, *rest = modules_for(FACILITATOR)
    pat, sam = finish(make_person("Pat"), first), finish(make_person("Sam"), *rest)

    assert (pat.trained, sam.trained) == (False, False)
    assert Training.objects.people_through(FACILITATOR) == set()


def test_a_certificate_bears_the_day_of_the_last_module() -> None:
    pat = finish(make_person("Pat"), *modules_for(FACILITATOR))

    assert Training.objects.completed_at(pat, FACILITATOR) == max(
        Training.objects.filter(person=pat).values_list("done_at", flat=True)
    )
    assert Training.objects.completed_at(pat, ORGANIZER) is None


def test_no_roster_makes_somebody_untrained_who_has_done_the_training_here() -> None:
    pat = finish(make_person("Pat", employee_id="P1"), *modules_for(FACILITATOR))
    make_person("Fay", employee_id="F1", trained=True)
    sheet = read_sheet(b"employee_id,name,trained\nP1,Pat,no\nF1,Fay,no\n")

    Person.objects.apply(sheet)

    trained = dict(Person.objects.values_list("name", "trained"))
    assert trained == {"Pat": True, "Fay": False}
    pat.refresh_from_db()
    assert pat.trained_at


def test_the_preview_of_such_a_roster_announces_no_change() -> None:
    finish(make_person("Pat", employee_id="P1"), *modules_for(FACILITATOR))

    changes = Person.objects.compare(read_sheet(b"employee_id,name,trained\nP1,Pat,no\n")).changes

    assert changes.changed == ()


def test_nothing_is_kept_of_a_module_but_who_and_when() -> None:
    columns = {field.name for field in Training._meta.get_fields()}

    assert columns == {"id", "person", "module", "done_at"}
