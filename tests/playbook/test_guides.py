"""Guides keep their promises: they say whom they are for, agree with what minim does, and lead to what is there."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from minim import web
from minim.playbook import GuideRole, aids, formats, guide_after, guide_for, guides
from minim.playbook.guides import FOLDER, MOMENTS, ORDER, Guide

ORGANIZER, FACILITATOR, PARTICIPANT = GuideRole
USES = ("solve", "empathy", "deeper")
OPENING = re.compile(r"\{% guide_for \"([a-z-]+)\" %\}")
LINK = re.compile(r"\]\(([^)]*)\)")
MEETINGS = [
    ("first-meeting", "first-meeting"),
    ("second-meeting", "mini-m"),
    ("third-meeting", "mini-m"),
]
# Words a guide quotes from a screen, and where the screen has them.
QUOTED = [
    ("from-venting-to-solving", "It turns in circles", "static/room/view/lead.js"),
    ("from-venting-to-solving", "Something the company should hear?", "static/room/view/theme.js"),
    ("empathy", "Why might they…", "static/room/view/lead.js"),
    ("forming-groups", "How good is it?", "templates/assignments/_board_head.html"),
    ("dissolving-a-group", "Compare", "templates/assignments/_board_head.html"),
    ("dropping-the-structure", "How you spend the time", "templates/formats/_card.html"),
    ("watching-health", "How the groups are doing", "templates/pulse/program.html"),
    ("what-stays-here", "What minim promises", "templates/trust/page.html"),
    ("what-stays-here", "Something serious?", "templates/serious/tell.html"),
]

every_guide = pytest.mark.parametrize("guide", guides().values(), ids=ORDER)


def test_every_file_is_a_guide_and_every_guide_a_file() -> None:
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(ORDER)


def test_each_role_has_the_guides_it_needs_and_they_stand_together() -> None:
    roles = [guide.role for guide in guides().values()]

    assert [roles.count(role) for role in GuideRole] == [6, 10, 3]
    assert roles == sorted(roles, key=list(GuideRole).index)


@every_guide
def test_the_front_matter_says_what_a_reader_needs(guide: Guide) -> None:
    assert 3 < len(guide.title) < 60
    assert 40 < len(guide.summary) < 160
    assert guide.summary.endswith(".")
    assert guide.moments
    assert 2 <= len(guide.see_also) <= 4
    assert guide.slug not in guide.see_also
    assert set(guide.see_also) <= set(ORDER)


@every_guide
def test_the_reading_time_is_honest(guide: Guide) -> None:
    shown = re.sub(r"\]\([^)]*\)", "]", guide.body)
    counted = len(re.findall(r"[^\s#>*\[\]-][^\s]*", shown))

    assert 3 <= guide.minutes <= 8
    assert (guide.minutes - 1) * 200 < guide.words <= guide.minutes * 200
    assert abs(counted - guide.words) < 20


@every_guide
def test_it_is_calm_markdown_with_sentences_to_say(guide: Guide) -> None:
    tokens = MarkdownIt("commonmark").parse(guide.body)
    kinds = {child.type for token in tokens for child in [token, *(token.children or ())]}

    assert not kinds & {"html_block", "html_inline", "image", "code_block", "fence", "hr"}
    assert "!" not in guide.title + guide.summary + guide.body
    assert '"' not in guide.body, "Quotation marks are “round” here"
    assert "'" not in guide.body, "and so are apostrophes"
    assert guide.body.count("\n> “") >= 1


@every_guide
def test_its_headings_have_addresses_of_their_own(guide: Guide) -> None:
    slugs = [section.slug for section in guide.sections]

    assert len(set(slugs)) == len(slugs) >= 4
    assert slugs[0] == ""
    assert all(section.blocks for section in guide.sections)


@every_guide
def test_its_links_name_what_they_lead_to(guide: Guide) -> None:
    addresses = LINK.findall(guide.body)

    assert all(
        re.fullmatch(r"(guide|minim|organizer|group|lead|program):[a-z:-]+", address) for address in addresses
    )
    named = {address.removeprefix("guide:") for address in addresses if address.startswith("guide:")}
    assert named <= set(ORDER) - {guide.slug}


def test_each_moment_has_one_guide() -> None:
    moments = [moment for guide in guides().values() for moment in guide.moments]

    assert len(set(moments)) == len(moments)
    assert set(MOMENTS) <= set(moments)
    assert set(moments) - set(MOMENTS) == {aid.slug for aid in aids()} | set(USES)


def test_a_page_asks_for_each_of_its_moments_and_for_no_other() -> None:
    folder = Path(web.__path__[0]) / "templates"
    asked = {moment for path in folder.rglob("*.html") for moment in OPENING.findall(path.read_text())}

    by_number = {"before-first", "before-second", "before-third", "after-third"}
    assert asked | by_number == set(MOMENTS)
    assert not asked & by_number


def test_an_unknown_moment_has_none() -> None:
    with pytest.raises(LookupError):
        guide_for("dancing")


def test_one_reads_on_within_a_role() -> None:
    own = [guide for guide in guides().values() if guide.role == FACILITATOR]

    assert [guide_after(before) for before, _ in pairwise(own)] == own[1:]
    assert guide_after(own[-1]) is None


@pytest.mark.parametrize(("slug", "format_slug"), MEETINGS)
def test_a_meeting_minute_by_minute_is_the_one_the_room_runs(slug: str, format_slug: str) -> None:
    minute, expected = 0, []
    for step in formats()[format_slug].steps:
        expected.append(f"Minute {minute} to {minute + step.minutes}: {step.name}")
        minute += step.minutes

    titles = [section.title for section in guides()[slug].sections if section.title.startswith("Minute")]

    assert [title.partition(",")[0] for title in titles] == expected


@pytest.mark.parametrize(("slug", "words", "where"), QUOTED)
def test_what_a_guide_quotes_stands_on_the_screen(slug: str, words: str, where: str) -> None:
    assert words in guides()[slug].body
    assert words in (Path(web.__path__[0]) / where).read_text()
