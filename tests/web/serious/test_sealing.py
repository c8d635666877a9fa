"""How a report is sealed, in a real browser, against a hostile server and against weakened copies of the code."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from minim.reports.arriving import SIZES, TAG, digest, read_report
from tests.web.serious.weakened import OURS, STATIC, WEAKNESSES

if TYPE_CHECKING:
    from tests.web.serious.weakened import Seals

CANARY = "kanarienvogel-5d1e"
TEXTS = [
    "👩🏽‍🚒 🏳️‍🌈 🇨🇭",
    "שלום, אני צריך עזרה",
    "صباح الخير \u202b(RTL)\u202c",
    "e\u0301 is not \u00e9",
    " \ufeffa mark first, and\r\nlines\x00\n ",
    "<script>alert(1)</script>",
]


def test_both_recipients_open_it_and_see_who_wrote(seals: Seals) -> None:
    first, second = seals.play("both open it")

    assert first == second
    assert (first["text"], first["from"]) == ("He shouts at Ana.", "Pat")


def test_the_one_it_is_about_cannot_open_it(seals: Seals) -> None:
    story = "whoever is left out tries"

    assert seals.play(story) == ["not here", "He shouts at Ana.", 1]
    assert seals.play(story, "whoever is left out is included") == [
        "He shouts at Ana.",
        "He shouts at Ana.",
        2,
    ]


def test_somebody_must_be_able_to_read_it(seals: Seals) -> None:
    assert seals.play("everybody is left out") == "nobody"
    assert seals.play("everybody is left out", "nobody need be able to read") == "let in"


def test_neither_text_nor_name_nor_receipt_leaves_the_browser(seals: Seals) -> None:
    story, names = "what leaves the browser", "day ephemeral iv readers receipt sealed"

    assert seals.play(story, given=CANARY) == f"{names}; 0 found"
    assert seals.play(story, "the text is sent along", given=CANARY) == f"{names} text; 1 found"
    assert seals.play(story, "the name is sent outside the seal", given=CANARY).endswith("; 1 found")


def test_only_three_lengths_can_be_told_apart(seals: Seals) -> None:
    story, sizes = "lengths that can be seen", [1, 3900, 4090, 8000]

    assert seals.play(story, given=sizes) == "4096 4096 12288 12288"
    assert len(set(seals.play(story, "no padding", given=sizes).split())) == 4


def test_texts_come_back_as_they_were(seals: Seals) -> None:
    assert seals.play("texts", given=TEXTS) == TEXTS
    assert seals.play("texts", "texts are tidied", given=TEXTS) != TEXTS


def test_what_is_no_text_is_refused_whole(seals: Seals) -> None:
    assert seals.stage.evaluate("play(0, 'texts', ['half \\ud83d', '', ' \\n '])") == [
        "half",
        "empty",
        "empty",
    ]
    seals.play("everybody is left out", "half characters are mended")
    mended = seals.kinds.index(("half characters are mended",))
    back = seals.stage.evaluate(f"play({mended}, 'texts', ['half \\ud83d', '', ' \\n '])")
    assert back == ["half \ufffd", "empty", "empty"]


def test_eight_thousand_characters_of_any_kind_fit_and_one_more_does_not(seals: Seals) -> None:
    fits, refused = ["as it was"] * 3, ["too long"] * 3

    assert seals.play("long texts") == fits + refused
    assert seals.play("long texts", "long texts are cut")[3:] == ["let in"] * 3


ALTERED = {
    "a byte of the text": None,
    "the day": "the day is not bound",
    "the receipt": "the receipt is not bound",
    "who else can read it": "the readers are not bound",
    "whose browser it is": None,
    "another's wrap": None,
    "the wrap of another report": None,
    "the text of another report": None,
    "all but the receipt": "the receipt is not bound",
}


@pytest.mark.parametrize("how", ALTERED)
def test_what_a_server_changes_is_not_believed(seals: Seals, how: str) -> None:
    weakness = ALTERED[how]

    assert seals.play("a hostile server changes it", given=how) == "altered"
    if weakness:
        assert seals.play("a hostile server changes it", weakness, given=how) == "He shouts at Ana."


def test_whose_browser_it_is_is_bound_twice(seals: Seals) -> None:
    weak = ("the readers are not bound", "a wrap does not say for whom")

    assert seals.play("a hostile server changes it", weak[0], given="whose browser it is") == "altered"
    assert (
        seals.play("a hostile server changes it", *weak, given="whose browser it is") == "He shouts at Ana."
    )


def test_nothing_of_the_room_passes_for_a_report(seals: Seals) -> None:
    """Every byte string that is signed, hashed or bound begins with the label of its own kind."""
    assert seals.play("how the first bytes read") == "minim report 1 report"
    assert seals.play("how the first bytes read", "it is called like the room") != "minim report 1 report"


def test_a_conversation_goes_both_ways(seals: Seals) -> None:
    same_mark, same_lookup, heard, read = seals.play("a conversation")

    assert (same_mark, same_lookup) == (True, True)
    assert (heard["from"], heard["text"]) == ("Quinn", "We act on Monday.")
    assert (read["from"], read["text"]) == ("", "It got worse.")


@pytest.mark.parametrize(
    ("how", "weakness"),
    [
        ("to another place", "a word may stand anywhere"),
        ("to the other side", "a word may be anybody's"),
        ("to another conversation", "a word may stand in any conversation"),
    ],
)
def test_a_word_stays_where_it_was_said(seals: Seals, how: str, weakness: str) -> None:
    assert seals.play("a word is moved", given=how) == "altered"
    assert seals.play("a word is moved", weakness, given=how) == "No."


def test_a_wrong_receipt_opens_nothing(seals: Seals) -> None:
    assert seals.play("a wrong receipt") == [False, "altered", "unknown word", "unknown word", 8]
    assert seals.play("a wrong receipt", "a receipt is short")[-1] == 2


def test_other_keys_and_other_people_have_other_words(seals: Seals) -> None:
    story = "the words of three keys"

    assert seals.play(story) == "true false false"
    assert seals.play(story, "the words leave out the key") == "true true false"
    assert seals.play(story, "the words leave out whose key it is") == "true false true"


def test_no_script_takes_a_key_out_of_the_browser(seals: Seals) -> None:
    story = "somebody takes the key out of the browser"

    assert seals.play(story).startswith("InvalidAccessError")
    assert seals.play(story, "the key can be read") == "let in"


# --- a second implementation, written after the table of docs/privacy.md ----------------------------------------


def layout(what: str, *fields: str | int) -> bytes:
    parts = [str(field).encode() for field in (f"minim report 1 {what}", *fields)]
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def bound(report: dict[str, Any]) -> bytes:
    readers = [field for reader in report["readers"] for field in (reader["person"], reader["key"])]
    place = [report["receipt"], report["day"], report["ephemeral"]]
    return layout("report", *place, len(report["readers"]), *readers)


def opened(seals: Seals, report: dict[str, Any]) -> list[str]:
    me = report["readers"][0]
    info = layout("wrap", b64(hashlib.sha256(bound(report)).digest()), me["person"], me["key"])
    given = {**report, "wrap": me["wrap"], "info": b64(info), "bound": b64(bound(report))}
    padded = raw(seals.play("the second implementation opens", given=given))
    inside = padded[4 : 4 + int.from_bytes(padded[:4], "big")]
    parts = []
    while inside:
        size = int.from_bytes(inside[:4], "big")
        parts.append(inside[4 : 4 + size].decode())
        inside = inside[4 + size :]
    return parts


def test_a_second_implementation_opens_it_by_the_table(seals: Seals) -> None:
    report = seals.play("for a second implementation")

    talk = b64(b"w" * 32)
    assert opened(seals, report) == ["minim report 1 inside", "Pat", talk, "صباح الخير 😀"]
    assert read_report(report).day == "2026-11-30"


@pytest.mark.parametrize(
    "weak",
    [
        "no additional data",
        "the readers are not bound",
        "a wrap does not say for whom",
        "the day is not bound",
        "it is called like the room",
    ],
)
def test_the_second_implementation_notices_what_is_left_out(seals: Seals, weak: str) -> None:
    report = seals.play("for a second implementation", weak)

    with pytest.raises(Exception, match="OperationError"):
        opened(seals, report)


def test_the_words_of_a_key_are_what_the_page_says(seals: Seals) -> None:
    given = ["7", b64(bytes(range(65)))]
    said = layout("words", *given)
    bits = int.from_bytes(hashlib.pbkdf2_hmac("sha256", said, b"minim report 1 words", 2**20)[:8], "big")
    words = " ".join(word_list()[bits >> shift & 2047] for shift in (53, 42, 31, 20, 9))

    assert seals.play("the words of a key", given=given) == words
    assert seals.play("the words of a key", "the words are cheap", given=given) != words


def test_a_receipt_is_what_the_page_says(seals: Seals) -> None:
    words = "abandon ability able about above absent absorb abstract"
    bits = hashlib.pbkdf2_hmac("sha256", words.encode(), b"minim report 1 receipt", 2**20, 64)
    lookup = b64(bits[:32])

    told = seals.play("what a receipt is", given=words)

    assert (told["lookup"], told["talk"]) == (lookup, b64(bits[32:]))
    assert told["mark"] == digest("lookup", lookup) == b64(hashlib.sha256(layout("lookup", lookup)).digest())


def word_list() -> list[str]:
    text = (STATIC / "room" / "words.js").read_text("utf-8")
    return re.findall(r"^[^\n]*?`?([a-z]+)(?:`.*)?$", text.partition("freeze(`")[2], re.MULTILINE)


def test_browser_and_server_know_the_same_sizes() -> None:
    source = (STATIC / "serious" / "sealing.js").read_text("utf-8")

    assert f"SIZES = [{', '.join(str(size) for size in SIZES)}]" in source
    assert TAG == 16
    assert len(source.splitlines()) < 250


def test_every_weakness_is_a_line_of_ours_and_is_tried() -> None:
    source = "".join(path.read_text("utf-8") for path in OURS)
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))

    assert {name for name, (line, _) in WEAKNESSES.items() if line not in source} == set()
    assert {name for name in WEAKNESSES if f'"{name}"' not in tests} == set()
