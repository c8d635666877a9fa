"""The room's modules in a browser: as they are, or weakened on purpose, so that a test shows it would notice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings

from minim.web.security import POLICY
from tests.browser import until_there

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route

UNSIGNED = "signatures do not matter"
LET_IN = "let in"
ORIGIN = "https://room.test"
ROOM = Path(settings.SOURCE) / "web" / "static" / "room"
MODULES = sorted(ROOM.glob("*.js"))
STORIES = sorted(Path(__file__).parent.glob("*.js"))
PAGE = """<!doctype html><title>room</title><script type="module" nonce="n">
import * as honest from "/0/stories.js";
const play = async (which, story, given) => (await import(`/${which}/stories.js`)).play(story, given);
Object.assign(window, honest, { play });
</script>"""

# Name of a weakness: the line as it is, and as it would be.
WEAKNESSES = {
    "older epochs are taken": ('if (record.epoch < room.epoch) throw new Refused("rollback");', ""),
    "a second epoch of a number is taken": (
        'if (record.epoch === room.epoch) throw new Refused("fork");',
        "",
    ),
    "epochs may be left out": ('if (record.epoch !== epoch + 1) throw new Refused("gap");', ""),
    "the past does not matter": ('if (record.previous !== before.hash) throw new Refused("chain");', ""),
    "anybody admits": ('if (!wasIn(by)) throw new Refused("stranger");', ""),
    "signatures do not matter": ('if (!right) throw new Refused("signature");', ""),
    "a device takes any name": (
        'if (member.device !== await digest(pack("device", member.keys.sign)))',
        "if (false)",
    ),
    "requests do not say where": (
        'pack("request", group, meeting, ...fieldsOf(entry))',
        'pack("request", ...fieldsOf(entry))',
    ),
    "anybody admits a second device": (
        'if (twice && by.person !== one.person) throw new Refused("second device");',
        "",
    ),
    "a wrap does not say for which epoch": (
        'pack("wrap", group, meeting, epoch, previous, by,',
        'pack("wrap", group, meeting,',
    ),
    "a second beginning": ('if (room.epoch) throw new Refused("begun");', ""),
    "members follow anybody": ("if (now(room).key || (room.epoch", "if (!now(room).key && (room.epoch"),
    "whoever is removed stays": (
        "this.admit([], members.map((member) => member.device).filter((id) => id !== device))",
        "this.admit([])",
    ),
    "who left keeps the request": ("if (!me) room.me = room.receive = null;", ""),
    "a wrong key is passed over": ('throw new Refused("wrap");', ""),
    "any key will do": (
        """  } catch {
    throw new Refused("malformed");
  }""",
        "  } catch (problem) { throw problem; }",
    ),
    "any epoch will do": ('if (!key) throw new Refused("sealed");', ""),
    "one key for all epochs": (
        'const key = await crypto.subtle.generateKey(AES, true, ["encrypt", "decrypt"]);',
        'const key = globalThis.one ??= await crypto.subtle.generateKey(AES, true, ["encrypt", "decrypt"]);',
    ),
    "whoever left may still write": (
        'if (!now(room).members.some(({ device }) => device === sender)) throw new Refused("gone");',
        "",
    ),
    "old texts are taken": ('if (sequence <= heard) throw new Refused("stale");', ""),
    "nothing is ever missed": ("skipped: sequence - heard - 1", "skipped: 0"),
    "repetition is not told": ("skipped: 0, again: true", "skipped: 0, again: false"),
    "the sender need not be in the room": (
        'if (!member) throw new Refused("stranger");',
        "if (!member) return { text: await decrypt(key, envelope, hash) };",
    ),
    "meetings do not matter": (
        'if (thing.group !== this.group || thing.meeting !== this.meeting) throw new Refused("elsewhere");',
        "",
    ),
    "the card is not bound": ("hash, sender, sequence, card, kind);", "hash, sender, sequence, kind);"),
    "the kind is not bound": ("hash, sender, sequence, card, kind);", "hash, sender, sequence, card);"),
    "the sequence is not bound": ("hash, sender, sequence, card, kind);", "hash, sender, card, kind);"),
    "the sender is not bound": ("hash, sender, sequence, card, kind);", "hash, sequence, card, kind);"),
    "the epoch's hash is not bound": (
        "hash, sender, sequence, card, kind);",
        "sender, sequence, card, kind);",
    ),
    "the epoch is not bound": (
        'pack("text", group, meeting, epoch, hash',
        'pack("text", group, meeting, hash',
    ),
    "the meeting is not bound": ('pack("text", group, meeting, epoch', 'pack("text", group, epoch'),
    "the group is not bound": ('pack("text", group, meeting, epoch', 'pack("text", meeting, epoch'),
    "no additional data": (", additionalData }, key, padded", " }, key, padded"),
    "the words leave out the devices": ("...members.flatMap(fieldsOf));", "...[]);"),
    "the words leave out the past": (
        'pack("phrase", group, meeting, epoch, hash,',
        'pack("phrase", group, meeting, epoch,',
    ),
    "the words leave out the number": (
        'pack("phrase", group, meeting, epoch,',
        'pack("phrase", group, meeting,',
    ),
    "the words are cheap": ("const STRETCH = 2 ** 20;", "const STRETCH = 2 ** 10;"),
    "shapes do not matter": ('if (!fits(thing, shape)) throw new Refused("malformed");', ""),
    "texts are tidied": ("const padded = pad(text);", 'const padded = pad(text.normalize("NFC"));'),
    "a first mark is dropped": ("ignoreBOM: true", "ignoreBOM: false"),
    "half characters are mended": (
        'if (textOf(bytes) !== text) throw new Refused("malformed"); // half a character',
        "",
    ),
    "no padding": (
        "const size = BUCKETS.find((bucket) => bytes?.length + 4 <= bucket);",
        "const size = bytes && bytes.length + 4;",
    ),
    "tabs do not wait": (
        "navigator.locks.request(`${LABEL} ${JSON.stringify(at)}`, act)",
        "act()",
    ),
    "many are read in any order": (
        "[...envelopes].sort((a, b) => a?.sequence - b?.sequence)",
        "envelopes",
    ),
    "nothing is forgotten": ("rooms.delete(at)", "rooms.get(at)"),
    "old rooms are kept": ("> DAY) room.delete();", "> DAY) return room.continue();"),
    "a request is made anew": ("if (room.me) return room.me;", ""),
    "the key to sign can be read": ('generateKey(SIGN, false, ["sign"', 'generateKey(SIGN, true, ["sign"'),
    "the key to receive can be read": ("generateKey(RECEIVE, false,", "generateKey(RECEIVE, true,"),
    "the meeting's key can be read": (
        'gcm, AES, false, ["encrypt", "decrypt"]',
        'gcm, AES, true, ["encrypt", "decrypt"]',
    ),
    "the text is kept": ("room.newest.set(place, signature);", "room.newest.set(text, signature);"),
    "the text is noted": (
        "const padded = pad(text);",
        'const padded = pad(text); sessionStorage.said = "x";',
    ),
    "the text is sent along": ("return { ...envelope, signature:", "return { ...envelope, text, signature:"),
    "the page does not ask the browser": ("    checkBrowser();\n", ""),
}


class Rooms:
    """Opens pages with the room's modules under the site's own content policy, and no server behind them."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.contexts: list[BrowserContext] = []
        self.kinds: list[tuple[str, ...]] = [()]
        self.stage = entered(self.context())

    def context(self, origin: str = ORIGIN) -> BrowserContext:
        """A fresh browser."""
        context = self.browser.new_context(base_url=origin)
        context.route("**/*", self._answer)
        self.contexts.append(context)
        return context

    def play(self, story: str, *weaknesses: str, given: Any = None) -> Any:
        """What comes of a story when it is told with these protections gone."""
        if weaknesses not in self.kinds:
            self.kinds.append(weaknesses)
        kind = self.kinds.index(weaknesses)
        return self.stage.evaluate("([kind, story, given]) => play(kind, story, given)", [kind, story, given])

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    def _answer(self, route: Route) -> None:
        """The page, or at /KIND/ the stories beside modules that are weakened in that way."""
        kind, _, name = urlsplit(route.request.url).path.strip("/").partition("/")
        if kind.isdigit():
            route.fulfill(body=weakened(name, self.kinds[int(kind)]), content_type="text/javascript")
        elif kind:
            route.fulfill(status=404)
        else:
            policy = POLICY.format(nonce="n")
            route.fulfill(body=PAGE, content_type="text/html", headers={"Content-Security-Policy": policy})


def entered(context: BrowserContext) -> Page:
    """A page of that browser, with everything loaded."""
    page = context.new_page()
    page.goto("/")
    until_there(page, "play")
    return page


def weakened(name: str, weaknesses: tuple[str, ...]) -> str:
    """A module without these protections; every one must be a line of some module."""
    for weakness in weaknesses:
        assert any(WEAKNESSES[weakness][0] in path.read_text("utf-8") for path in MODULES), weakness
    path = next(path for path in (*MODULES, *STORIES) if path.name == name)
    text = path.read_text("utf-8")
    for weakness in weaknesses:
        text = text.replace(*WEAKNESSES[weakness])
    return text


def weaken(page: Page, module: str, right: str, wrong: str) -> None:
    """From its next visit on this browser runs a module without one of its lines."""
    code = (ROOM / module).read_text()
    assert right in code
    page.route(
        f"**/room/{module}",
        lambda route: route.fulfill(body=code.replace(right, wrong), content_type="text/javascript"),
    )
