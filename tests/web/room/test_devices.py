"""What a device keeps, forgets and shows: texts, keys, tabs, reloads, and browsers that cannot keep a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser import until_there
from tests.web.room.weakened import LET_IN, entered

if TYPE_CHECKING:
    from tests.browser import Visits
    from tests.cast import Cast
    from tests.web.room.weakened import Rooms

CANARY = "kanarienvogel-7f3a"
TEXTS = [
    "",
    "👩🏽‍🚒 🏳️‍🌈 🇨🇭 😀",
    "שלום, אני צריך עזרה",
    "صباح الخير \u202b(RTL)\u202c",
    "e\u0301 is not \u00e9, and \u212b is not \u00c5",
    "\ufeffa mark first",
    "zero\x00 and\r\nlines\n",
    "<script>alert(1)</script>",
    "x" * 16380,
]


def test_texts_come_back_as_they_were(rooms: Rooms) -> None:
    story = "every text comes back as it was"

    assert rooms.play(story, given=TEXTS) == "as it was"
    assert rooms.play(story, "texts are tidied", given=TEXTS) != "as it was"
    assert rooms.play(story, "a first mark is dropped", given=TEXTS) != "as it was"


def test_what_is_too_long_or_no_text_is_refused_whole(rooms: Rooms) -> None:
    story = "the longest text, and longer ones"
    limits = f"{LET_IN}, too long, {LET_IN}, too long, too long, "

    assert rooms.play(story) == limits + "malformed"
    assert rooms.play(story, "half characters are mended") == limits + LET_IN


def test_only_four_lengths_can_be_told_apart(rooms: Rooms) -> None:
    story = "lengths that can be seen"

    assert rooms.play(story) == "256 256 256 1024 1024 4096 4096 16384 16384"
    assert rooms.play(story, "no padding") == "4 5 256 257 1024 1025 4096 4097 16384"


def test_a_server_sees_where_and_when_but_not_what(rooms: Rooms) -> None:
    story = "an envelope is all a server sees"
    names = "card epoch group iv kind meeting sealed sender sequence signature"

    assert rooms.play(story, given=CANARY) == f"{names}; false; false"
    assert rooms.play(story, "the text is sent along", given=CANARY).endswith("text; true; false")


# --- one device ---------------------------------------------------------------------------------------------

FOUND = {
    "kinds": ["AES-GCM encrypt,decrypt", "ECDH deriveBits", "ECDSA sign"],
    "extractable": 0,
    "exported": 0,
    "elsewhere": [0] * 8,
    "text": False,
}


def test_a_thief_finds_no_key_to_carry_away_and_no_text(rooms: Rooms) -> None:
    assert rooms.play("what a thief finds in the browser", given=CANARY) == FOUND


@pytest.mark.parametrize(
    ("weak", "trace"),
    [
        ("the key to sign can be read", "extractable"),
        ("the key to receive can be read", "extractable"),
        ("the meeting's key can be read", "extractable"),
        ("the text is kept", "text"),
        ("the text is noted", "elsewhere"),
    ],
)
def test_a_careless_room_leaves_traces(rooms: Rooms, weak: str, trace: str) -> None:
    found = rooms.play("what a thief finds in the browser", weak, given=CANARY)

    assert found[trace] != FOUND[trace]


def test_a_forgotten_meeting_cannot_be_read_again(rooms: Rooms) -> None:
    story = "a meeting is forgotten"

    assert rooms.play(story) == "sealed,outside,outside; "
    assert rooms.play(story, "nothing is forgotten") != "sealed,outside,outside; "


@pytest.mark.parametrize(("hours", "kept"), [(2, True), (-2, True), (25, False), (-25, False)])
def test_a_browser_forgets_by_itself_after_a_day(rooms: Rooms, hours: int, kept: bool) -> None:
    story = "hours pass on this browser's clock"

    assert rooms.play(story, given=hours) == (["meeting-1"] if kept else [])
    assert rooms.play(story, "old rooms are kept", given=hours) == ["meeting-1"]


def test_no_number_is_given_twice_even_at_once(rooms: Rooms) -> None:
    story = "many texts at once"
    expected = "12 numbers, " + " ".join(str(number) for number in range(12))

    assert rooms.play(story) == expected
    assert not rooms.play(story, "tabs do not wait").startswith("12 numbers")
    assert rooms.play(story, "many are read in any order") != expected


WRITE_TEN = """() => {
  const note = { card: "card-1", kind: "note", text: "x" };
  window.all = Promise.all(Array.from({ length: 10 }, () => room.seal(note)));
}"""


def test_two_tabs_share_their_numbers(rooms: Rooms) -> None:
    context = rooms.context()
    tabs = [entered(context), entered(context)]
    tabs[0].evaluate("together('ana').then(([{ room }]) => { window.room = room; })")
    tabs[1].evaluate("device('ana').then((here) => { window.room = here.room; })")
    for tab in tabs:
        tab.evaluate(WRITE_TEN)

    numbers = [
        number for tab in tabs for number in tab.evaluate("all.then(them => them.map(it => it.sequence))")
    ]

    assert sorted(numbers) == list(range(1, 21))


def test_a_reload_neither_forgets_nor_starts_again(rooms: Rooms) -> None:
    page = entered(rooms.context())
    sealed = "({ room }, card) => room.seal({ card, kind: 'note', text: card })"
    told = page.evaluate(
        f"""async () => {{
          const all = await together('ana', 'bo', 'cy');
          const seal = {sealed};
          const envelopes = [await seal(all[0], 'one'), await seal(all[0], 'two')];
          const opened = await all[1].room.openAll(envelopes);
          return {{ records: all.records, envelopes, opened, words: await all[1].room.phrase() }};
        }}"""
    )
    page.reload()
    until_there(page, "play")

    after = page.evaluate(
        f"""async ({{ records, envelopes }}) => {{
          const [ana, bo] = [await device('ana'), await device('bo')];
          const opened = await bo.room.openAll([...envelopes].reverse());
          const next = await ({sealed})(ana, 'three');
          return {{ older: await outcome(bo.room.follow(records[1])), begun: await outcome(bo.room.begin()),
            opened: opened.reverse(), sequence: next.sequence, words: await bo.room.phrase() }};
        }}""",
        told,
    )

    assert after == {
        "older": "rollback",
        "begun": "begun",
        "opened": [{**one, "again": True} for one in told["opened"]],
        "sequence": 3,
        "words": told["words"],
    }


def test_a_request_stays_the_same_until_it_is_granted(rooms: Rooms) -> None:
    assert rooms.play("a request is the same until it is granted") == "the same"
    assert rooms.play("a request is the same until it is granted", "a request is made anew") == "another"


def test_people_come_together_come_back_and_bring_their_telephones(rooms: Rooms) -> None:
    assert rooms.play("two come at once") == "hello Cy"
    assert rooms.play("who left comes back") == LET_IN
    assert rooms.play("Bo admits their own telephone") == "let in: ana,bo,bo"
    assert rooms.play("Bo lost a telephone and comes with another") == "let in: false"


# --- browsers that cannot -----------------------------------------------------------------------------------

CANNOT = "This browser cannot encrypt, or does not store keys"
BROKEN = {
    "no WebCrypto": "Object.defineProperty(crypto, 'subtle', { value: undefined })",
    "no IndexedDB": "Object.defineProperty(window, 'indexedDB', { value: undefined })",
    "no locks": "Object.defineProperty(navigator, 'locks', { value: undefined })",
    "storage closed": "IDBFactory.prototype.open = () => { throw new DOMException('closed', 'SecurityError'); }",
    "storage full": "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }",
}


def test_a_page_without_https_says_why_it_stays_outside(rooms: Rooms) -> None:
    page = entered(rooms.context("http://room.test"))

    assert page.evaluate("isSecureContext") is False
    assert page.evaluate("outcome(Device.open('ana'))").startswith(
        "CannotEncrypt: This page came over a connection"
    )


@pytest.mark.parametrize("lack", BROKEN)
def test_a_browser_that_cannot_keep_a_secret_says_so(rooms: Rooms, lack: str) -> None:
    page = entered(rooms.context())
    page.evaluate(f"{BROKEN[lack]}; 0")

    assert page.evaluate("outcome(Device.open('ana'))").startswith(f"CannotEncrypt: {CANNOT}")


def test_a_page_that_does_not_ask_fails_in_other_words(rooms: Rooms) -> None:
    assert rooms.play("a browser without WebCrypto").startswith(f"CannotEncrypt: {CANNOT}")
    assert rooms.play("a browser without WebCrypto", "the page does not ask the browser").startswith(
        "TypeError"
    )


# --- on the site --------------------------------------------------------------------------------------------


def test_the_site_serves_the_room_under_its_strict_policy(visits: Visits, cast: Cast) -> None:
    page = visits.open()
    page.goto("/account/sign-in/")

    words = page.evaluate(ON_THE_SITE)

    assert len(words) == 5


ON_THE_SITE = """async () => {
  const script = Object.assign(document.createElement("script"), { type: "module",
    nonce: document.querySelector("script[nonce]").nonce,
    textContent: `import * as room from "/static/room/crypto.js";
      window.crypt = room;
      dispatchEvent(new Event("here"));` });
  const here = new Promise((resolve) => addEventListener("here", resolve));
  document.head.append(script);
  await here;
  const room = new crypt.Room({ group: "g", meeting: "m", person: "p", device: await crypt.Device.open("p") });
  await room.follow(await room.begin());
  return room.phrase();
}"""
