"""What needs an Organizer now, most pressing first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from minim.assignments.models import Assignment, DraftSeat, State
from minim.groups.models import Group, Seat, Thread
from minim.health.models import CareList
from minim.health.seen import signs_of
from minim.people.models import Person
from minim.programs.models import Enrolment, Program
from minim.rollout.models import Plan, Retrospective
from minim.rollout.plans import SOON
from minim.web.notices.reach import letters_overseen_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from minim.programs.models import EnrolmentQuerySet

SHOWN = 3
IN_WORK = (State.WAITING, State.FORMING)


@dataclass(frozen=True)
class NextStep:
    """One thing to do: what is so, why it matters, and the way there."""

    icon: str
    title: str
    text: str
    act: str
    href: str
    tone: str = ""


def next_steps(organizer: Person) -> list[NextStep]:
    return [
        *_beginning(organizer),
        *_foundations(organizer),
        *_groups(organizer),
        *_help(organizer),
        *_care(organizer),
        *_letters(organizer),
        *_rollout(organizer),
        *_looking_back(organizer),
        *_plans(organizer),
        *_people(organizer),
    ]


def _beginning(organizer: Person) -> Iterator[NextStep]:
    """While nothing has begun: hear first whether it is right at all, and what there is to do."""
    if Plan.objects.overseen_by(organizer).exists() or Group.objects.overseen_by(organizer).open().exists():
        return
    yield NextStep(
        "footprints",
        "Begin with a plan",
        "Two minutes of questions, and you know whether Mini-M is right for you, and what to do by when.",
        "Make a plan",
        reverse("rollout:begin"),
    )


def _foundations(organizer: Person) -> Iterator[NextStep]:
    if not Person.objects.inside().exclude(employee_id=None).exists():
        yield NextStep(
            "file-spreadsheet",
            "Bring your roster",
            "A sheet with names, e-mail addresses and managers is all it takes. You see every change before it counts.",
            "Bring the roster",
            reverse("roster:import"),
        )
    elif not Program.objects.overseen_by(organizer).exists():
        yield NextStep(
            "sprout",
            "Plant your program",
            "Say who takes part, how often groups meet and how large they are.",
            "Create the program",
            reverse("programs:new"),
        )


def _groups(organizer: Person) -> Iterator[NextStep]:
    breaching = Group.objects.overseen_by(organizer).breaching()
    for group in breaching[:SHOWN]:
        yield NextStep(
            "triangle-alert",
            f"{group.name} breaks a promise",
            "Somebody there sits with a person of their own management chain. Please move one of them.",
            "See the group",
            reverse("groups:detail", args=[group.pk]),
            "bad",
        )


def _help(organizer: Person) -> Iterator[NextStep]:
    """What Facilitators have asked and nobody has read yet. One leads there at once, several to all of them."""
    asking = list(Thread.objects.waiting_for_organizer(organizer).select_related("asked_by"))
    if not asking:
        return
    one = asking[0]
    title = (
        f"{one.asked_by.name} asks for help"
        if len(asking) == 1
        else f"{len(asking)} Facilitators ask for help"
    )
    href = reverse("help:thread", args=[one.pk]) if len(asking) == 1 else reverse("help:list")
    yield NextStep("life-buoy", title, "An answer today is worth three next week.", "Read it", href, "warn")


def _care(organizer: Person) -> Iterator[NextStep]:
    """Groups that need somebody, as they were last looked at. One step for all: the page of their own says more."""
    lists = CareList.objects.overseen_by(organizer)
    pressing = [one for kept in lists for one in kept.pressing]
    if not pressing:
        return
    names = [one["name"] for one in sorted(pressing, key=lambda one: one["order"])]
    rest = len(names) - SHOWN
    said = ", ".join(names[:SHOWN]) + (f" and {rest} more" if rest > 0 else "")
    title = "One group needs you" if len(names) == 1 else f"{len(names)} groups need you"
    text = f"{said}. You see why, and what helps."
    yield NextStep("hand-heart", title, text, "See who", reverse("care:monday"), "warn")


def _letters(organizer: Person) -> Iterator[NextStep]:
    """Letters everybody gets; who does without the others is nobody's business."""
    listed = letters_overseen_by(organizer).exclude(last_error="")
    failing = listed.filter(Q(sent_at=None) | ~Q(bounced_at=None)).count()
    if failing:
        yield NextStep(
            "mail",
            f"{failing} letter{'s' if failing > 1 else ''} did not get through",
            "We keep trying for a while. A look at the addresses may help.",
            "See the letters",
            reverse("notices:list"),
            "warn",
        )


def _rollout(organizer: Person) -> Iterator[NextStep]:
    """What the plan of a rollout has for these days, one step for each plan."""
    until = timezone.localdate() + SOON
    for plan in Plan.objects.overseen_by(organizer).select_related("program")[:SHOWN]:
        due = list(plan.tasks.undone().filter(due_on__lte=until).order_by("due_on", "pk"))
        signs = signs_of(plan.program) if due else {}
        titles = [task.title for task in due if task.seen not in signs]
        if not titles:
            continue
        many = f"{len(titles)} things in your plan are due"
        title = "One thing in your plan is due" if len(titles) == 1 else many
        href = reverse("rollout:plan", args=[plan.pk])
        yield NextStep("list-checks", title, f"{titles[0]}.", "See the plan", href)


def _looking_back(organizer: Person) -> Iterator[NextStep]:
    """Once a year; the first time it is a task of the plan."""
    for plan in Retrospective.objects.due_again(Plan.objects.overseen_by(organizer)).select_related(
        "program"
    ):
        title = f"A year ago {plan.program or 'you'} looked back"
        text = "What should stay, what should change? Ask everybody again, without names."
        href = reverse("rollout:retrospective", args=[plan.pk])
        yield NextStep("history", title, text, "Look back again", href)


def _plans(organizer: Person) -> Iterator[NextStep]:
    plans = Assignment.objects.overseen_by(organizer).select_related("program")
    unfinished = plans.exclude(state__in=(State.PUBLISHED, State.SET_ASIDE)).order_by("-created_at", "-pk")
    for plan in unfinished[:SHOWN]:
        yield _plan_step(plan)


def _plan_step(plan: Assignment) -> NextStep:
    if plan.state == State.DRAFT:
        href = reverse("assignments:board", args=[plan.pk])
        return NextStep(
            "layout-grid", f"{plan.name} waits for your eyes", _promise(plan), "Review the draft", href
        )
    href = reverse("assignments:progress", args=[plan.pk])
    if plan.state in IN_WORK:
        title, text = f"{plan.name} is being formed", "You can watch, or come back in a minute."
        return NextStep("loader-circle", title, text, "Watch", href, "info")
    title = f"{plan.name} could not be formed"
    text = "The rules contradict each other, or something went wrong. The plan says what would help."
    return NextStep("circle-slash", title, text, "See why", href, "warn")


def _promise(draft: Assignment) -> str:
    """What the draft would do, if published."""
    groups, program = draft.draft_groups.count(), draft.program
    new = _waiting(program).filter(person__in=_seated_by(draft)).count()
    text = f"{groups} group{'' if groups == 1 else 's'} for {program.name}"
    if new and program.groups.open().exists():
        text += f", with a seat for {new} {'person' if new == 1 else 'people'} who had none"
    return f"{text}. Nobody hears of it yet."


def _people(organizer: Person) -> Iterator[NextStep]:
    for program in Program.objects.overseen_by(organizer):
        ask = reverse("assignments:new", args=[program.pk])
        forgotten = _without_any_prospect(program)
        if not forgotten:
            continue
        if program.groups.open().exists():
            title = f"{forgotten} {'person has' if forgotten == 1 else 'people have'} no group"
            text = f"They take part in {program.name} and wait for a seat."
            yield NextStep("user-plus", title, text, "Find them a group", ask)
        elif not program.assignments.exclude(state=State.SET_ASIDE).exists():
            title, text = (
                f"Form the first groups of {program.name}",
                f"{forgotten} people take part. You see a draft first.",
            )
            yield NextStep("wand-sparkles", title, text, "Form groups", ask)


def without_group(program: Program) -> int:
    """How many people who take part have no seat today."""
    return _waiting(program).count()


def _without_any_prospect(program: Program) -> int:
    """Without a seat today, and without one in a draft that waits."""
    seats = DraftSeat.objects.filter(assignment__program=program, assignment__state=State.DRAFT)
    return _waiting(program).exclude(person__in=seats.exclude(draft_group=None).values("person")).count()


def _waiting(program: Program) -> EnrolmentQuerySet:
    taking_part = Enrolment.objects.taking_part().filter(program=program)
    return taking_part.exclude(person__in=Seat.objects.current().filter(program=program).values("person"))


def _seated_by(draft: Assignment) -> QuerySet[DraftSeat, int]:
    return draft.draft_seats.exclude(draft_group=None).values_list("person", flat=True)
