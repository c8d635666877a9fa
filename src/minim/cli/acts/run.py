"""Does what was asked of today's plan, looks at it once more, and answers."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from threading import Timer

from minim.cli.acts.doing import NoWay, do
from minim.cli.acts.errand import Errand
from minim.cli.acts.report import report
from minim.cli.acts.words import act_json, act_markdown
from minim.cli.form.files import plan_csv, plan_json
from minim.cli.form.proof import prove
from minim.cli.form.run import NO_PLAN
from minim.cli.form.wanted import Targets, Wanted
from minim.cli.form.words import describe
from minim.cli.output import console, refuse, say, write_files
from minim.engine import ProblemError, review
from minim.roster import Sheet, Tree

PATIENCE = 2.0
"""Seconds beyond those asked for, after which we say that we are still at it."""


def run(sheet: Sheet, wanted: Wanted, errand: Errand, targets: Targets) -> int:
    """Do one act and write the answer; returns the exit code. Nothing is written when there is no way."""
    began = time.monotonic()
    patience = Timer(errand.seconds + PATIENCE, say, ["One moment. The first time takes a little longer."])
    patience.daemon = True
    patience.start()
    try:
        done = do(sheet, wanted, errand, datetime.now(UTC).date())
    except NoWay as nothing:
        return _without_way(nothing)
    except ProblemError as error:
        refuse(str(error))
    finally:
        patience.cancel()
    seconds = time.monotonic() - began
    result = review(done.request.problem, done.plan, seed=errand.seed, seconds=seconds)
    described, proof = describe(done.plan, done.request), prove(done.plan, Tree(sheet.reports_to))
    write_files(
        [
            (targets.json, plan_json(result, done.request, described, proof, **act_json(done))),
            (targets.csv, plan_csv(done.plan, done.request)),
            (targets.markdown, act_markdown(done, result, described, proof)),
        ]
    )
    report(console(aside=targets.use_standard_output), done, result, described, proof, targets)
    return 0


def _without_way(nothing: NoWay) -> int:
    say("No way keeps every rule, so nothing was written:")
    for line in nothing.lines:
        say(f"  - {line}")
    return NO_PLAN
