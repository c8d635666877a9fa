"""A plan in words: what it keeps, what it could not grant, and who brings what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from minim.cli.form.proof import Proof
from minim.cli.form.request import Request
from minim.engine import Clash, GroupStory, Plan, PlanGroup, Result, WishBound, explain

NOBODY = "nobody yet"
NAMED = 4
"""How many departments a line names."""


@dataclass(frozen=True)
class Described:
    """One group, ready to be shown. `sentence` says who comes together; `story` is the engine's own account."""

    name: str
    facilitator: str
    members: tuple[str, ...]
    sentence: str
    story: GroupStory

    @property
    def explanation(self) -> str:
        return " ".join([self.sentence, *self.story.sentences])


def describe(plan: Plan, request: Request) -> list[Described]:
    """Every group of the plan in words, in the same order."""
    stories = explain(request.problem, plan, keys=()).groups
    return [
        Described(
            name=group.name,
            facilitator=request.rows[group.facilitator].name if group.facilitator else NOBODY,
            members=tuple(request.rows[key].name for key in group.members if key != group.facilitator),
            sentence=_sentence(group, story, request),
            story=story,
        )
        for group, story in zip(plan.groups, stories, strict=True)
    ]


def proof_lines(result: Result, proof: Proof) -> list[str]:
    """What the plan keeps."""
    lines = [proof.sentence]
    if not result.breaches:
        lines.append(
            "Every other rule holds too: one seat each, one Facilitator per group, sizes, levels, times."
        )
    return lines + [breach.sentence for breach in result.breaches]


def certificate_lines(result: Result) -> list[str]:
    """What is proved about each wish; those granted in full share a line."""
    open_wishes = [bound for bound in result.certificate if bound.value]
    granted = [bound.wish for bound in result.certificate if not bound.value]
    lines = [_certificate_line(bound) for bound in open_wishes]
    return [*lines, f"Granted in full: {', '.join(granted)}."] if granted else lines


def _certificate_line(bound: WishBound) -> str:
    if bound.proved_best:
        return f"{bound.wish}: {bound.value:,.6g} {bound.unit}, and no plan can have fewer."
    return f"{bound.wish}: {bound.value:,.6g} {bound.unit}; no plan can have fewer than {bound.bound:,.6g}."


def clash_lines(clash: Clash) -> list[str]:
    """Why nothing works, and the smallest changes that would."""
    lines = [
        "No plan can keep all of these rules:" if clash.proved else "We found no plan that keeps all rules:"
    ]
    lines += [f"  - {sentence}" for sentence in clash.sentences]
    if clash.relaxations:
        lines += ["Any one of these changes makes it work:"]
        lines += [f"  - {relaxation.sentence}" for relaxation in clash.relaxations]
    return lines


def markdown(result: Result, request: Request, described: Sequence[Described], proof: Proof) -> Iterator[str]:
    """The plan with its explanation, line by line."""
    assert result.plan is not None
    yield "# Groups\n"
    yield from bullets([*proof_lines(result, proof), request.levels.sentence, *request.notes])
    for group in described:
        yield f"\n## {plain(group.name)}\n"
        yield f"Facilitator: **{plain(group.facilitator)}**"
        yield f"\n{plain(group.explanation)}\n"
        yield from bullets(plain(member.sentence) for member in group.story.members)
    yield "\n## Compromises\n"
    yield from bullets(
        [f"{plain(one.sentence)} {plain(one.reason)}" for one in result.compromises] or ["None."]
    )
    yield "\n## Certificate\n"
    yield from bullets(certificate_lines(result))
    yield "\n## Left out\n"
    yield from bullets(
        [
            f"{plain(person.reason)} ({plain(person.key)})"
            for person in (*result.plan.left_out, *request.aside)
        ]
        or ["Nobody."]
    )


def bullets(lines: Iterable[str]) -> Iterator[str]:
    """A list in Markdown."""
    return (f"- {line}" for line in lines)


def plain(words: str) -> str:
    """Words from a roster that Markdown must not read as its own."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#|!" else letter for letter in words)


def _sentence(group: PlanGroup, story: GroupStory, request: Request) -> str:
    """Who comes together, and when all can meet."""
    people = [request.problem.candidate(key) for key in group.members]
    facts = [f"{len(people)} people"]
    for word, values in (
        ("department", {who.department for who in people}),
        ("function", {who.function for who in people}),
        ("location", {who.location for who in people}),
        ("manager", {who.manager or "" for who in people}),
    ):
        known = sorted(values - {""})
        if known:
            facts.append(f"from {len(known)} {word}{'s' if len(known) > 1 else ''}{_named(word, known)}")
    levels = sorted({who.level for who in people})
    facts.append(f"level {levels[0]}" if len(levels) == 1 else f"levels {levels[0]} to {levels[-1]}")
    if any(who.hours is not None for who in people):
        facts.append(f"all can meet {story.best_time}")
    facts.append(f"at least {request.problem.quorum} come with {_percent(story.quorum_chance)}")
    return ", ".join(facts) + "."


def _percent(chance: float) -> str:
    return "more than 99 % certainty" if chance >= 0.995 else f"{chance:.0%} certainty".replace("%", " %")


def _named(word: str, known: Sequence[str]) -> str:
    if word == "manager":
        return ""
    more = f" and {len(known) - NAMED} more" if len(known) > NAMED else ""
    return f" ({', '.join(known[:NAMED])}{more})"
