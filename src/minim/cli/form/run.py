"""Forms the groups that were asked for, checks them once more, and answers."""

from __future__ import annotations

from datetime import UTC, date, datetime

from minim.cli.form.files import plan_csv, plan_json
from minim.cli.form.proof import prove
from minim.cli.form.report import report
from minim.cli.form.request import Request, make_request
from minim.cli.form.search import search
from minim.cli.form.wanted import Targets, Wanted
from minim.cli.form.words import clash_lines, describe, markdown
from minim.cli.output import console, refuse, say, write_files
from minim.engine import ProblemError, Result
from minim.roster import Sheet, Tree

NO_PLAN = 3
"""Exit code when no plan can keep the rules."""
INTERRUPTED = 130
"""Exit code when Ctrl-C came before the first plan that keeps every rule."""


def run(sheet: Sheet, wanted: Wanted, targets: Targets) -> int:
    """Form groups and write the answer; returns the exit code."""
    try:
        request, result = _formed(sheet, wanted, datetime.now(UTC).date())
    except ProblemError as error:
        refuse(str(error))
    if result.plan is None:
        return _without_plan(result, request, targets)
    return _with_plan(result, request, Tree(sheet.reports_to), targets)


def _formed(sheet: Sheet, wanted: Wanted, on: date) -> tuple[Request, Result]:
    """Solve. Hours that we only assumed never stand in the way of a plan: then it is formed without them."""
    request = make_request(sheet, wanted, on=on)
    result = search(request, seconds=wanted.seconds, seed=wanted.seed)
    if result.clash and "common-slot" in result.clash.rules and request.assumed:
        say("The hours we assumed leave no plan. Forming groups once more, without them.")
        request = make_request(sheet, wanted, on=on, assuming=False)
        result = search(request, seconds=wanted.seconds, seed=wanted.seed)
    return request, result


def _with_plan(result: Result, request: Request, tree: Tree, targets: Targets) -> int:
    """Write, then print: whoever closes the pipe early has the files all the same."""
    assert result.plan is not None
    described, proof = describe(result.plan, request), prove(result.plan, tree)
    answers = [(targets.json, plan_json(result, request, described, proof))]
    broken = proof.broken or result.breaches
    if not broken:
        answers.append((targets.csv, plan_csv(result.plan, request)))
        answers.append((targets.markdown, "\n".join(markdown(result, request, described, proof)) + "\n"))
    write_files(answers)
    report(console(aside=targets.use_standard_output), result, request, described, proof)
    if broken:
        say("This plan breaks a rule, so it is not written as a plan. Please tell the makers of minim.")
        return NO_PLAN
    return 0


def _without_plan(result: Result, request: Request, targets: Targets) -> int:
    write_files([(targets.json, plan_json(result, request, [], None))])
    if result.clash is None:
        say("You stopped before the first plan that keeps every rule. Nothing was written as a plan.")
        return INTERRUPTED
    for line in clash_lines(result.clash):
        say(line)
    return NO_PLAN
