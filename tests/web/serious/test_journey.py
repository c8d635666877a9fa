"""Something serious, from the first key to the last word, in real browsers: Quinn and Rae receive, Pat writes."""

from __future__ import annotations

import io
import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from minim.notices.models import Notice
from minim.reports.models import Key, Report
from tests.browser import LAPTOP, PHONE, SMALL_PHONE, sign_in, violations
from tests.make import make_person
from tests.web.serious.everything import all_bytes, all_rows, changed
from tests.web.serious.weakened import STATIC, weakened

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from minim.people.models import Person
    from tests.browser import Visits
    from tests.cast import Cast

CANARY = "Kanarienvogel7f3a"
SLOW = 30_000
OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def quinn(cast: Cast) -> Person:
    return make_person("Quinn", is_people_ops=True)


@pytest.fixture
def rae(cast: Cast) -> Person:
    return make_person("Rae", is_people_ops=True)


def with_key(visits: Visits, person: Person, size: tuple[int, int] = LAPTOP) -> Page:
    """A browser of theirs that has made its key."""
    page = visits.open(person, size)
    page.goto("/serious/inbox/")
    page.get_by_role("button", name="Make a key here").click()
    expect(page.locator("[data-this]:visible")).to_have_count(1, timeout=SLOW)
    return page


def words_on(page: Page, key: Key) -> str:
    shown = page.locator(f"[data-fingerprint][data-key='{key.public}']").first
    expect(shown).not_to_have_attribute("aria-busy", "true", timeout=SLOW)
    return shown.inner_text()


def write(page: Page, text: str, *, named: bool = False, without: str = "") -> None:
    page.goto("/serious/")
    page.get_by_label("What happened?").fill(text)
    if named:
        page.get_by_label("Yes,").check()
    if without:
        page.get_by_role("checkbox", name=without).uncheck()
    page.get_by_role("button", name="Seal and send").click()


def receipt_on(page: Page) -> str:
    words = page.locator(".receipt-words li")
    expect(words).to_have_count(8, timeout=SLOW)
    return " ".join(words.all_inner_texts())


def open_receipt(page: Page, words: str) -> None:
    page.goto("/serious/receipt/")
    page.get_by_label("The eight words").fill(words)
    page.get_by_role("button", name="Open", exact=True).click()


def test_pat_tells_and_is_answered(visits: Visits, cast: Cast, quinn: Person, rae: Person) -> None:
    quinns, raes = with_key(visits, quinn), with_key(visits, rae)
    pats = visits.open(cast.pat, PHONE)

    write(pats, "He threatens Ana.\nSince Monday.")
    words = receipt_on(pats)

    quinns.reload()
    expect(quinns.get_by_text("anonymous")).to_be_visible(timeout=SLOW)
    quinns.get_by_role("link", name="He threatens Ana.").click()
    expect(quinns.get_by_text("Since Monday.")).to_be_visible(timeout=SLOW)
    quinns.get_by_label("Your words").fill("We act tomorrow. Look again on Friday.")
    quinns.get_by_role("button", name="Seal and send").click()
    expect(quinns.locator(".said.mine")).to_contain_text("We act tomorrow")

    anywhere = visits.open(size=SMALL_PHONE)
    open_receipt(anywhere, words)
    expect(anywhere.locator(".said")).to_contain_text("We act tomorrow. Look again on Friday.", timeout=SLOW)
    expect(anywhere.locator(".said .note")).to_contain_text("Quinn")
    anywhere.get_by_label("What would you like to add?").fill("Thank you. <b>He</b> was warned 😀")
    anywhere.get_by_role("button", name="Seal and send").click()
    expect(anywhere.locator(".said.mine")).to_contain_text("Thank you. <b>He</b> was warned 😀")

    raes.reload()
    expect(raes.get_by_text("They wrote last")).to_be_visible(timeout=SLOW)
    raes.get_by_role("link", name="He threatens Ana.").click()
    expect(raes.locator(".said")).to_have_count(3)
    raes.get_by_role("button", name="Settled").click()
    expect(raes.get_by_text("Settled on")).to_be_visible()
    raes.get_by_text("Delete …").click()
    raes.get_by_role("button", name="Delete it all").click()
    expect(raes.get_by_text("The report is gone")).to_be_visible()
    assert not any(rows for name, rows in all_rows().items() if name in ("reports_report", "reports_word"))


def test_whoever_it_is_about_hears_nothing(visits: Visits, cast: Cast, quinn: Person, rae: Person) -> None:
    quinns, raes, pats = with_key(visits, quinn), with_key(visits, rae), visits.open(cast.pat)
    pats.goto("/serious/")
    expect(pats.get_by_text("alone can read it")).to_be_hidden()

    write(pats, "It is about Quinn.", without="Quinn")
    receipt_on(pats)

    quinns.reload()
    raes.reload()
    expect(raes.get_by_role("link", name="It is about Quinn.")).to_be_visible(timeout=SLOW)
    expect(quinns.get_by_text("Nothing. When something comes")).to_be_visible(timeout=SLOW)


def test_leaving_one_of_two_out_is_said_clearly(
    visits: Visits, cast: Cast, quinn: Person, rae: Person
) -> None:
    with_key(visits, quinn), with_key(visits, rae)
    page = visits.open(cast.pat)
    page.goto("/serious/")
    page.get_by_label("What happened?").fill("x")

    page.get_by_role("checkbox", name="Quinn").uncheck()
    expect(page.get_by_text("Then Rae alone can read it. That is allowed.")).to_be_visible()
    page.get_by_role("checkbox", name="Rae").uncheck()
    page.get_by_role("button", name="Seal and send").click()

    expect(page.get_by_text("Leave at least one of them in")).to_be_visible(timeout=SLOW)
    assert not Report.objects.exists()


def named_report(visits: Visits, cast: Cast) -> tuple[Page, str, dict[str, str]]:
    """Pat writes under a name, with a canary in each field; what was sent, and with which headers."""
    page, sent = visits.open(cast.pat), {}

    def note(request: Any) -> None:
        if request.method == "POST":
            sent["body"], sent["headers"] = request.post_data, json.dumps(request.all_headers())

    page.on("request", note)
    page.goto("/serious/")
    page.evaluate(f"document.querySelector('[data-report]').dataset.name = 'Pat {CANARY}'")
    page.get_by_label("What happened?").fill(f"{CANARY} did it")
    page.get_by_label("Yes,").check()
    page.get_by_role("button", name="Seal and send").click()
    return page, receipt_on(page), sent


def test_nothing_that_was_written_is_left_anywhere(
    visits: Visits, cast: Cast, quinn: Person, rae: Person, worker: None, sink: Any
) -> None:
    quinns, _ = with_key(visits, quinn), with_key(visits, rae)
    log = io.StringIO()
    listener = logging.StreamHandler(log)
    logging.root.addHandler(listener)

    page, words, sent = named_report(visits, cast)
    quinns.reload()
    expect(quinns.get_by_text(f"Pat {CANARY}")).to_be_visible(timeout=SLOW)
    quinns.get_by_role("link", name=f"{CANARY} did it").click()
    quinns.get_by_label("Your words").fill(f"{CANARY} again")
    quinns.get_by_role("button", name="Seal and send").click()
    expect(quinns.locator(".said.mine")).to_contain_text(CANARY)
    logging.root.removeHandler(listener)

    everything = all_bytes() + log.getvalue().encode() + sent["body"].encode() + sent["headers"].encode()
    everything += repr([letter.as_bytes() for letter in sink.letters]).encode()
    everything += repr(list(Notice.objects.values_list("subject", "body"))).encode()
    assert CANARY.encode() not in everything
    assert words.encode() not in everything
    assert "cookie" not in json.loads(sent["headers"])
    assert "referer" not in json.loads(sent["headers"])
    assert page.evaluate("[localStorage.length, sessionStorage.length, indexedDB.databases ? 0 : 1]") == [
        0,
        0,
        0,
    ]
    kept = page.evaluate(KEPT)
    assert set(kept) <= {"minim pulse 1"}
    assert CANARY not in repr(kept)
    assert words not in repr(kept)


KEPT = """async () => {
  const settled = (asked) => new Promise((resolve, reject) => {
    Object.assign(asked, { onsuccess: () => resolve(asked.result), onerror: () => reject(asked.error) });
  });
  const kept = {};
  for (const { name } of await indexedDB.databases()) {
    const opened = await settled(indexedDB.open(name));
    kept[name] = [];
    for (const store of opened.objectStoreNames) {
      const rows = opened.transaction(store).objectStore(store);
      kept[name].push(JSON.stringify([await settled(rows.getAllKeys()), await settled(rows.getAll())]));
    }
    opened.close();
  }
  return kept;
}"""
"""What this browser keeps in its databases. Every visit of whoever is signed in asks for ballots, and notes when."""


def weaken(page: Page, name: str, line: str, weaker: str) -> None:
    """Let this browser get a script with a line changed."""

    def answer(route: Route) -> None:
        text = (STATIC / name).read_text("utf-8")
        assert line in text
        route.fulfill(body=text.replace(line, weaker), content_type="text/javascript")

    page.route(f"**/static/{name}", answer)


def test_text_sent_along_would_be_seen(visits: Visits, cast: Cast, quinn: Person, rae: Person) -> None:
    with_key(visits, quinn), with_key(visits, rae)
    page, bodies = visits.open(cast.pat), []
    page.on("request", lambda request: bodies.append(request.post_data or ""))
    script = weakened("serious/sealing.js", ("the text is sent along",))
    page.route(
        "**/static/serious/sealing.js",
        lambda route: route.fulfill(body=script, content_type="text/javascript"),
    )

    write(page, f"{CANARY} did it")
    receipt_on(page)

    assert CANARY in "".join(bodies)
    assert CANARY.encode() not in all_bytes()  # the server keeps only what it knows


def test_a_page_that_sends_the_cookie_along_gets_nowhere(
    visits: Visits, cast: Cast, quinn: Person, rae: Person
) -> None:
    with_key(visits, quinn), with_key(visits, rae)
    page = visits.open(cast.pat)
    weaken(page, "serious/asking.js", 'credentials: "omit"', 'credentials: "same-origin"')

    write(page, "The text stays.")

    expect(page.get_by_text("Your browser sent a cookie along")).to_be_visible(timeout=SLOW)
    expect(page.get_by_label("What happened?")).to_have_value("The text stays.")
    assert not Report.objects.exists()
    visits.complaints = [said for said in visits.complaints if "422" not in said]


def test_a_page_that_forgets_to_leave_out_would_be_seen(
    visits: Visits, cast: Cast, quinn: Person, rae: Person
) -> None:
    quinns, _, page = with_key(visits, quinn), with_key(visits, rae), visits.open(cast.pat)
    script = weakened("serious/sealing.js", ("whoever is left out is included",))
    page.route(
        "**/static/serious/sealing.js",
        lambda route: route.fulfill(body=script, content_type="text/javascript"),
    )

    write(page, "It is about Quinn.", without="Quinn")
    receipt_on(page)
    quinns.reload()

    expect(quinns.get_by_role("link", name="It is about Quinn.")).to_be_visible(timeout=SLOW)


def test_sending_changes_no_row_but_those_of_the_report(
    visits: Visits, cast: Cast, quinn: Person, rae: Person
) -> None:
    with_key(visits, quinn), with_key(visits, rae)
    page = visits.open(cast.pat)
    page.goto("/serious/")
    page.get_by_label("What happened?").fill("x")
    before = all_rows()

    page.get_by_role("button", name="Seal and send").click()
    receipt_on(page)

    assert changed(before, all_rows()) == {"reports_report", "reports_wrap"}


def test_another_key_under_quinns_name_shows_other_words_everywhere(
    visits: Visits, cast: Cast, quinn: Person, rae: Person
) -> None:
    quinns, _ = with_key(visits, quinn), with_key(visits, rae)
    own = quinns.locator("[data-own]")
    expect(own).not_to_be_empty(timeout=SLOW)
    page = visits.open(cast.pat)
    key = Key.objects.get(person=quinn)
    honest = []
    for address in ("/trust/", "/serious/"):
        page.goto(address)
        honest.append(words_on(page, key))

    Key.objects.filter(pk=key.pk).update(public=Key.objects.get(person=rae).public[:-8] + key.public[-8:])
    swapped = Key.objects.get(pk=key.pk)
    shown = []
    for address in ("/trust/", "/serious/"):
        page.goto(address)
        shown.append(words_on(page, swapped))

    assert honest == [own.inner_text()] * 2
    assert len(honest[0].split()) == 5
    assert shown[0] == shown[1] != honest[0]
    quinns.reload()
    expect(quinns.get_by_text("It has no key yet.")).to_be_visible(timeout=SLOW)


HOW = {
    "a million letters": ("harm, " * 2**18, "longer than 8,000 characters"),
    "nothing": ("  ", "There is nothing here yet"),
}


PASTE = """text => {
  const place = document.getElementById("report-text");
  place.value = text;
  place.dispatchEvent(new Event("input", { bubbles: true }));
}"""


@pytest.mark.parametrize("what", HOW)
def test_what_cannot_be_sealed_stays_in_the_form(
    visits: Visits, cast: Cast, quinn: Person, rae: Person, what: str
) -> None:
    with_key(visits, quinn), with_key(visits, rae)
    page, (text, said) = visits.open(cast.pat), HOW[what]
    page.set_default_timeout(SLOW)
    page.goto("/serious/")
    page.evaluate(PASTE, text)

    page.get_by_role("button", name="Seal and send").click()

    expect(page.get_by_text(said)).to_be_visible(timeout=SLOW)
    assert page.get_by_label("What happened?").input_value() == text


def test_half_a_character_is_named_and_stays(visits: Visits, cast: Cast, quinn: Person, rae: Person) -> None:
    with_key(visits, quinn), with_key(visits, rae)
    page = visits.open(cast.pat)
    page.goto("/serious/")
    page.evaluate("document.getElementById('report-text').value = 'שלום half \\ud83d'")

    page.get_by_role("button", name="Seal and send").click()

    expect(page.get_by_text("half a character")).to_be_visible(timeout=SLOW)
    assert page.evaluate("document.getElementById('report-text').value === 'שלום half \\ud83d'")


def test_a_page_left_open_for_hours_catches_up_and_keeps_the_text(
    visits: Visits, cast: Cast, quinn: Person, rae: Person
) -> None:
    quinns, _ = with_key(visits, quinn), with_key(visits, rae)
    page = visits.open(cast.pat)
    page.goto("/serious/")
    page.get_by_label("What happened?").fill("Slowly written.")
    page.evaluate("document.querySelector('[data-report]').dataset.ticket = 'an old one'")
    page.get_by_role("button", name="Seal and send").click()
    expect(page.get_by_text("This page was open for a long time.")).to_be_visible(timeout=SLOW)

    ned = make_person("Ned", is_people_ops=True)
    with_key(visits, ned)
    Key.objects.filter(person=quinn).delete()
    page.get_by_role("button", name="Seal and send").click()
    expect(page.get_by_text("The keys of PeopleOps have changed")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("checkbox", name="Ned")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Quinn")).to_have_count(0)
    page.get_by_role("button", name="Seal and send").click()

    receipt_on(page)
    assert Report.objects.get().wraps.count() == 2
    quinns.reload()
    expect(quinns.get_by_text("It has no key yet.")).to_be_visible(timeout=SLOW)
    visits.complaints = [said for said in visits.complaints if "422" not in said]


LOSE_FIRST = """() => {
  const real = window.fetch;
  window.tries = 0;
  window.fetch = async (...asked) => {
    const answer = await real(...asked);
    if (String(asked[0]).includes("/pulse/")) return answer;
    window.tries += 1;
    if (window.tries === 1) throw new TypeError("lost on the way");
    return answer;
  };
}"""


def test_a_lost_answer_does_not_make_two_reports(
    visits: Visits, cast: Cast, quinn: Person, rae: Person
) -> None:
    with_key(visits, quinn), with_key(visits, rae)
    page = visits.open(cast.pat)
    page.goto("/serious/")
    page.evaluate(LOSE_FIRST)
    page.get_by_label("What happened?").fill("Only once.")

    page.get_by_role("button", name="Seal and send").click()
    expect(page.get_by_text("The server cannot be reached")).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Seal and send").click()

    receipt_on(page)
    assert page.evaluate("window.tries") == 2
    assert Report.objects.count() == 1
    visits.complaints = [said for said in visits.complaints if "422" not in said]


def test_a_wrong_receipt_finds_nothing(visits: Visits, cast: Cast) -> None:
    page = visits.open()

    open_receipt(page, "abandon ability able about above absent absorb abstract")
    expect(page.get_by_text("Nothing found under these words.")).to_be_visible(timeout=SLOW)
    open_receipt(page, "abandon xylophone")
    expect(page.get_by_text("One of these words is not from our list.")).to_be_visible()

    visits.complaints = [said for said in visits.complaints if "422" not in said]


def test_a_second_browser_is_told_why_it_cannot_open_what_came_before(
    visits: Visits, cast: Cast, quinn: Person, rae: Person
) -> None:
    with_key(visits, quinn), with_key(visits, rae)
    pats = visits.open(cast.pat)
    write(pats, "Earlier.")
    receipt_on(pats)

    second = with_key(visits, quinn)

    expect(second.get_by_role("link", name="Cannot be opened here")).to_be_visible(timeout=SLOW)
    expect(second.get_by_text("It was sealed before this browser had its key")).to_be_visible()
    second.get_by_role("link", name="Cannot be opened here").click()
    expect(second.get_by_text("It was sealed before this browser had its key")).to_be_visible(timeout=SLOW)
    assert Key.objects.filter(person=quinn).count() == 2


def test_signing_out_leaves_the_key_and_no_others(
    visits: Visits, cast: Cast, quinn: Person, rae: Person
) -> None:
    page = with_key(visits, quinn)
    words = page.locator("[data-own]").inner_text(timeout=SLOW)

    page.evaluate("document.querySelector('form[action$=\"/sign-out/\"]').submit()")
    page.wait_for_url("**/sign-in/**")
    sign_in(page, quinn)
    page.goto("/serious/inbox/")

    expect(page.locator("[data-own]")).to_have_text(words, timeout=SLOW)


# --- who cannot send -------------------------------------------------------------------------------------------

BROKEN = "Object.defineProperty(crypto, 'subtle', { value: undefined })"


def test_a_browser_that_cannot_seal_offers_no_form(
    visits: Visits, cast: Cast, quinn: Person, rae: Person
) -> None:
    with_key(visits, quinn), with_key(visits, rae)
    page = visits.open(cast.pat)
    page.add_init_script(BROKEN)

    for address in ("/serious/", "/serious/receipt/"):
        page.goto(address)
        expect(page.get_by_text("This browser cannot do it")).to_be_visible()
        expect(page.locator("textarea:visible")).to_have_count(0)


def test_without_javascript_there_is_no_form_either(
    visits: Visits, cast: Cast, quinn: Person, rae: Person
) -> None:
    with_key(visits, quinn), with_key(visits, rae)
    page = visits.open(cast.pat, java_script_enabled=False)

    for address in ("/serious/", "/serious/receipt/"):
        page.goto(address)
        expect(page.get_by_text("This page needs JavaScript")).to_be_visible()
        expect(page.locator("textarea:visible")).to_have_count(0)


def test_no_field_has_a_name_that_a_form_would_send(
    visits: Visits, cast: Cast, quinn: Person, rae: Person
) -> None:
    """Whatever breaks in the scripts: a form that submits by itself carries nothing that was written."""
    with_key(visits, quinn), with_key(visits, rae)
    page = visits.open(cast.pat)
    page.goto("/serious/")
    page.evaluate("document.getElementById('report-text').value = 'secret'")

    carried = page.evaluate("[...new FormData(document.querySelector('[data-report]')).keys()]")
    page.evaluate("document.querySelector('[data-report]').submit()")

    assert carried == ["who"]
    assert page.url.endswith("/serious/")


@pytest.mark.parametrize("keys", [0, 1])
def test_without_two_keys_people_are_named_instead(
    visits: Visits, cast: Cast, quinn: Person, rae: Person, keys: int
) -> None:
    for person in (quinn, rae)[:keys]:
        with_key(visits, person)
    page = visits.open(cast.pat)
    page.goto("/serious/")

    expect(page.get_by_text("Nothing can be sent from here yet")).to_be_visible()
    expect(page.get_by_role("link", name="quinn@example.com")).to_be_visible()
    expect(page.locator("textarea")).to_have_count(0)


# --- for everybody ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_of_it_is_for_everybody(
    visits: Visits, cast: Cast, quinn: Person, rae: Person, theme: Any
) -> None:
    with_key(visits, rae)
    quinns = with_key(visits, quinn, SMALL_PHONE)
    pats = visits.open(cast.pat, SMALL_PHONE, color_scheme=theme)
    said: dict[str, Any] = {}

    def look(page: Page, name: str) -> None:
        for size in (SMALL_PHONE, LAPTOP):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            said[f"{name} {size[0]}"] = [*violations(page), page.evaluate(OUT)]

    pats.goto("/trust/")
    words_on(pats, Key.objects.get(person=rae))
    look(pats, "trust")
    pats.goto("/serious/")
    words_on(pats, Key.objects.get(person=rae))
    look(pats, "writing")
    pats.get_by_label("What happened?").fill("Wwwwwwwww" * 30)
    pats.get_by_role("button", name="Seal and send").click()
    words = receipt_on(pats)
    look(pats, "receipt")
    open_receipt(pats, words)
    expect(pats.get_by_text("No answer yet.")).to_be_visible(timeout=SLOW)
    look(pats, "following")
    quinns.emulate_media(color_scheme=theme)
    quinns.reload()
    expect(quinns.get_by_role("link", name="Wwwww")).to_be_visible(timeout=SLOW)
    look(quinns, "inbox")
    quinns.get_by_role("link", name="Wwwww").click()
    expect(quinns.locator(".said")).to_be_visible(timeout=SLOW)
    look(quinns, "one")

    assert {name: found for name, found in said.items() if found != [0]} == {}
