"""The room's encryption in a real browser, against a hostile server, a hostile member, and its own weakened copies.

Nothing here is a stand-in: keys, signatures and storage are the browser's. `stories.js` says what happens, this file
what must come of it. Behind each promise stand copies of the modules without the line that keeps it; each is noticed.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.room.weakened import LET_IN, MODULES, ROOM, UNSIGNED, WEAKNESSES, entered

if TYPE_CHECKING:
    from tests.web.room.weakened import Rooms


# story: (what must come of it, [(weaknesses, what comes of it then)])
ATTACKS: dict[str, tuple[str, list[tuple[tuple[str, ...], str]]]] = {
    "an older epoch comes again": (
        "rollback",
        [
            (("older epochs are taken",), "gap"),
            (("older epochs are taken", "epochs may be left out", "the past does not matter"), LET_IN),
        ],
    ),
    "two epochs have one number": (
        "fork",
        [
            (("a second epoch of a number is taken",), "gap"),
            (
                (
                    "a second epoch of a number is taken",
                    "epochs may be left out",
                    "the past does not matter",
                    "anybody admits",
                ),
                LET_IN,
            ),
        ],
    ),
    "a member builds on another past": ("chain", [(("the past does not matter",), LET_IN)]),
    "an epoch is left out": (
        "gap",
        [
            (("epochs may be left out",), "chain"),
            (("epochs may be left out", "the past does not matter"), LET_IN),
        ],
    ),
    "the server admits by itself": ("stranger", [(("anybody admits",), LET_IN)]),
    "the server admits in a member's name": ("signature", [((UNSIGNED,), LET_IN)]),
    "the server leaves a member out of an epoch": ("signature", [((UNSIGNED,), LET_IN)]),
    "the server says nobody has begun": ("begun", [(("a second beginning",), LET_IN)]),
    "a server's own room is shown to a member": ("gap", [(("members follow anybody",), LET_IN)]),
    "an epoch of another meeting": ("elsewhere", [(("meetings do not matter",), "signature")]),
    "a key is swapped in a request": ("signature", [((UNSIGNED,), LET_IN)]),
    "a ghost takes the name of a device": ("signature", [(("a device takes any name",), LET_IN)]),
    "a request brings a key that is none": (
        "malformed",
        [(("any key will do",), "DataError,InvalidCharacterError")],
    ),
    "a request for another meeting": ("signature", [(("requests do not say where",), LET_IN)]),
    "a ghost device of a member is admitted by another": (
        "second device",
        [(("anybody admits a second device",), LET_IN)],
    ),
    "a ghost comes together with Bo": ("second device", [(("anybody admits a second device",), LET_IN)]),
    "another member admitted a ghost device of mine": (
        "second device",
        [(("anybody admits a second device",), LET_IN)],
    ),
    "the key of another is wrapped for me": ("wrap", [(("a wrong key is passed over",), LET_IN)]),
    "an older key is put into a newer epoch": (
        "signature",
        [((UNSIGNED,), "wrap"), ((UNSIGNED, "a wrap does not say for which epoch"), LET_IN)],
    ),
    "who was removed follows on": ("sealed", [(("whoever is removed stays",), LET_IN)]),
    "who was removed reads with a key put aside": (
        "OperationError",
        [(("one key for all epochs",), "about Bo")],
    ),
    "who was removed writes on": ("gone", [(("whoever left may still write",), LET_IN)]),
    "who was removed seals on": ("outside", [(("whoever is removed stays",), LET_IN)]),
    "one sees oneself out": ("stranger", []),
    "an old text comes again": ("stale", [(("old texts are taken",), LET_IN)]),
    "an old text of another device comes again": ("stale", [(("old texts are taken",), LET_IN)]),
    "two texts change places": ("stale", [(("old texts are taken",), LET_IN)]),
    "a text is held back": ("skipped 1", [(("nothing is ever missed",), "skipped 0")]),
    "the newest text comes twice": (
        "one new, one again",
        [(("repetition is not told",), "one new, one new")],
    ),
    "a member writes in another's name": ("signature", [((UNSIGNED,), LET_IN)]),
    "a stranger writes with a stolen key": (
        "stranger",
        [(("the sender need not be in the room",), LET_IN)],
    ),
    "a text of another meeting": ("elsewhere", [(("meetings do not matter",), "signature")]),
    "a text of another meeting, relabelled": ("signature", [((UNSIGNED,), "altered")]),
    "a text of an epoch this device was not in": ("sealed", [(("any epoch will do",), "stranger")]),
    "the sealed bytes are changed": ("signature", [((UNSIGNED,), "altered")]),
    "what is no document at all": ("malformed", []),
    "bytes that are no base64": ("signature", []),
    "a request from before is shown again": ("outside", [(("who left keeps the request",), LET_IN)]),
}
MUTANTS = [(story, weak, then) for story, (_, mutants) in ATTACKS.items() for weak, then in mutants]


@pytest.mark.parametrize("story", ATTACKS)
def test_an_attack_is_refused(rooms: Rooms, story: str) -> None:
    assert rooms.play(story) == ATTACKS[story][0]


@pytest.mark.parametrize(
    ("story", "weak", "then"), MUTANTS, ids=lambda it: " + ".join(it) if isinstance(it, tuple) else it
)
def test_a_weakened_room_lets_it_pass(rooms: Rooms, story: str, weak: tuple[str, ...], then: str) -> None:
    assert rooms.play(story, *weak) == then
    assert then != ATTACKS[story][0]


def test_what_has_another_shape_is_not_looked_at(rooms: Rooms) -> None:
    assert "TypeError" in rooms.play("what is no document at all", "shapes do not matter")


@pytest.mark.parametrize("field", ["card", "kind", "sequence", "sender"])
def test_a_text_stays_where_it_was_written(rooms: Rooms, field: str) -> None:
    change = {field: 9 if field == "sequence" else "other"}

    assert rooms.play("a text is moved", given=change) == "signature"
    assert rooms.play("a text is moved", UNSIGNED, given=change) == "altered"
    assert rooms.play("a text is moved", UNSIGNED, f"the {field} is not bound", given=change) == LET_IN


# --- the five words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("story", "unnoticed", "noticed"),
    [
        (
            "a ghost is admitted instead of Bo",
            ("the words leave out the devices", "the words leave out the past"),
            ("the words leave out the past",),
        ),
        (
            "the news of a removal is withheld",
            (
                "the words leave out the past",
                "the words leave out the devices",
                "the words leave out the number",
            ),
            ("the words leave out the number",),
        ),
        (
            "two halves follow two epochs",
            ("the words leave out the past",),
            ("the words leave out the devices",),
        ),
    ],
)
def test_the_words_tell_two_rooms_apart(
    rooms: Rooms, story: str, unnoticed: tuple[str, ...], noticed: tuple[str, ...]
) -> None:
    assert rooms.play(story) == "other words"
    assert rooms.play(story, *noticed) == "other words"
    assert rooms.play(story, *unnoticed) == "the same words"


def test_the_words_are_what_the_page_says(rooms: Rooms) -> None:
    told = rooms.play("the words of a room")

    record = told["record"]
    assert told["words"] == [words_of(record)] * 3
    assert told["next"] != words_of(record)
    assert told["hash"] == record_hash(record)
    assert rooms.play("the words of a room", "the words are cheap")["words"] != [words_of(record)] * 3


def test_the_list_has_as_many_words_as_eleven_bits() -> None:
    words = word_list()

    assert len(set(words)) == 2048
    assert len({word[:4] for word in words}) == 2048
    assert all(re.fullmatch("[a-z]{3,8}", word) for word in words)


def layout(what: str, *fields: str | int) -> bytes:
    """Each field as its length in four bytes, then itself in UTF-8: written after docs/privacy.md."""
    parts = [str(field).encode() for field in (f"minim room 1 {what}", *fields)]
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def entry_fields(entry: dict[str, Any]) -> list[str]:
    return [entry["device"], entry["person"], entry["keys"]["sign"], entry["keys"]["receive"], entry["nonce"]]


def record_hash(record: dict[str, Any]) -> str:
    fields = [record[name] for name in ("group", "meeting", "epoch", "previous", "by", "ephemeral")]
    members = [field for entry in record["members"] for field in (*entry_fields(entry), entry["signature"])]
    wraps = [field for wrap in record["wraps"] for field in (wrap["device"], wrap["key"])]
    said = layout("epoch", *fields, len(record["members"]), *members, len(record["wraps"]), *wraps)
    return base64.urlsafe_b64encode(hashlib.sha256(said).digest()).decode().rstrip("=")


def words_of(record: dict[str, Any]) -> list[str]:
    members = [field for entry in record["members"] for field in entry_fields(entry)]
    place = [record["group"], record["meeting"], record["epoch"], record_hash(record)]
    said = layout("phrase", *place, *members)
    bits = int.from_bytes(hashlib.pbkdf2_hmac("sha256", said, b"minim room 1 phrase", 2**20)[:8], "big")
    return [word_list()[bits >> shift & 2047] for shift in (53, 42, 31, 20, 9)]


def word_list() -> list[str]:
    text = (ROOM / "words.js").read_text("utf-8")
    return re.findall(r"^[^\n]*?`?([a-z]+)(?:`.*)?$", text.partition("freeze(`")[2], re.MULTILINE)


# --- a second implementation -----------------------------------------------------------------------------------


def test_a_second_implementation_understands_and_is_understood(rooms: Rooms) -> None:
    assert (
        rooms.play("a guest of the second implementation")
        == "صباح الخير, guten Morgen, true, bo, third epoch"
    )


@pytest.mark.parametrize(
    "weak",
    [
        *(name for name in WEAKNESSES if name.endswith("not bound")),
        "no additional data",
        "a wrap does not say for which epoch",
    ],
)
def test_the_second_implementation_notices_each_field_left_out(rooms: Rooms, weak: str) -> None:
    with pytest.raises(Exception, match=r"not signed|OperationError|Refused|CannotEncrypt"):
        raise AssertionError(rooms.play("a guest of the second implementation", weak))


def test_two_browsers_hold_a_meeting(rooms: Rooms) -> None:
    """Only JSON passes between them, carried by this test."""
    ana, bo = entered(rooms.context()), entered(rooms.context())
    for page, name in ((ana, "ana"), (bo, "bo")):
        page.evaluate("name => device(name).then((here) => { window.room = here.room; })", name)

    first = ana.evaluate("room.begin().then(async (record) => { await room.follow(record); return record; })")
    request = bo.evaluate("room.request()")
    second = ana.evaluate("request => room.admit([request])", request)
    for page in (ana, bo):
        page.evaluate("record => room.follow(record)", second)
    envelope = bo.evaluate("room.seal({ card: 'c', kind: 'note', text: 'I need help' })")
    opened = ana.evaluate("envelope => room.open(envelope)", envelope)

    assert second["previous"] == record_hash(first)
    assert ana.evaluate("room.phrase()") == bo.evaluate("room.phrase()") == words_of(second)
    assert (opened["text"], opened["person"], opened["sequence"]) == ("I need help", "bo", 1)


def test_every_weakness_is_a_line_of_the_room_and_is_tried() -> None:
    source = "".join(path.read_text("utf-8") for path in MODULES)
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    untried = {name for name in WEAKNESSES if f'"{name}"' not in tests and not name.endswith("not bound")}

    assert {name for name, (line, _) in WEAKNESSES.items() if line not in source} == set()
    assert untried == {UNSIGNED}  # which goes by this name
