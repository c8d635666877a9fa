"""The modules that seal, in a browser: as they are, or weakened on purpose, so that a test shows it would notice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings

from minim.web.security import POLICY
from tests.browser import until_there

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route

ORIGIN = "https://serious.test"
STATIC = Path(settings.SOURCE) / "web" / "static"
OURS = sorted((STATIC / "serious").glob("*.js"))
STORIES = Path(__file__).parent / "stories.js"
PAGE = """<!doctype html><title>serious</title><script type="module" nonce="n">
const play = async (which, story, given) => (await import(`/${which}/serious/stories.js`)).play(story, given);
Object.assign(window, { play });
</script>"""

# Name of a weakness: the line as it is, and as it would be.
WEAKNESSES = {
    "the text is sent along": (
        "return { ...report, ...await encrypt(key, padded, bound) };",
        "return { ...report, text, ...await encrypt(key, padded, bound) };",
    ),
    "the name is sent outside the seal": (
        "return { ...report, ...await encrypt(key, padded, bound) };",
        "return { ...report, from, ...await encrypt(key, padded, bound) };",
    ),
    "whoever is left out is included": (
        "readers.filter(({ person }) => !without.includes(person))",
        "readers",
    ),
    "nobody need be able to read": ('if (!chosen.length) throw new Refused("nobody");', ""),
    "the readers are not bound": (
        "readers.length, ...readers.flatMap(({ person, key }) => [person, key]));",
        "0);",
    ),
    "the receipt is not bound": ('pack("report", receipt, day,', 'pack("report", day,'),
    "the day is not bound": ('pack("report", receipt, day,', 'pack("report", receipt,'),
    "a wrap does not say for whom": ("await digest(bound), person, key)", "await digest(bound))"),
    "no additional data": (
        'encrypt({ name: "AES-GCM", iv, additionalData }, key, padded)',
        'encrypt({ name: "AES-GCM", iv }, key, padded)',
    ),
    "a word may stand anywhere": ('pack("word", receipt, number, ', 'pack("word", receipt, '),
    "a word may be anybody's": (', reporter ? "reporter" : "recipient")', ")"),
    "a word may stand in any conversation": ('pack("word", receipt, number', 'pack("word", number'),
    "no padding": ("SIZES.find((bucket) => bytes.length + 4 <= bucket)", "bytes.length + 4"),
    "it is called like the room": ('LABEL = "minim report 1"', 'LABEL = "minim room 1"'),
    "half characters are mended": (
        'if (textOf(new TextEncoder().encode(text)) !== text) throw new Refused("half");',
        "text = text.toWellFormed();",
    ),
    "long texts are cut": (
        'if (text.length > 2 * LONGEST || [...text].length > LONGEST) throw new Refused("too long");',
        "text = text.slice(0, LONGEST);",
    ),
    "texts are tidied": ("talk, checked(text)));", 'talk, checked(text).normalize("NFC").trim()));'),
    "the words leave out whose key it is": ('pack("words", person, key)', 'pack("words", key)'),
    "the words leave out the key": ('pack("words", person, key)', 'pack("words", person)'),
    "the words are cheap": ("const STRETCH = 2 ** 20;", "const STRETCH = 2 ** 10;"),
    "the key can be read": ("generateKey(ECDH, false,", "generateKey(ECDH, true,"),
    "a receipt is short": ("const RECEIPT_WORDS = 8;", "const RECEIPT_WORDS = 2;"),
}


class Seals:
    """Opens a page with the modules under the site's own content policy, and no server behind them."""

    def __init__(self, browser: Browser) -> None:
        self.context: BrowserContext = browser.new_context(base_url=ORIGIN)
        self.context.set_default_timeout(60_000)
        self.context.route("**/*", self._answer)
        self.kinds: list[tuple[str, ...]] = [()]
        self.stage: Page = self.context.new_page()
        self.stage.goto("/")
        until_there(self.stage, "play")

    def play(self, story: str, *weaknesses: str, given: Any = None) -> Any:
        """What comes of a story when it is told with these protections gone."""
        if weaknesses not in self.kinds:
            self.kinds.append(weaknesses)
        kind = self.kinds.index(weaknesses)
        return self.stage.evaluate("([kind, story, given]) => play(kind, story, given)", [kind, story, given])

    def close(self) -> None:
        self.context.close()

    def _answer(self, route: Route) -> None:
        kind, _, name = urlsplit(route.request.url).path.strip("/").partition("/")
        if kind.isdigit():
            route.fulfill(body=weakened(name, self.kinds[int(kind)]), content_type="text/javascript")
        elif kind:
            route.fulfill(status=404)
        else:
            policy = POLICY.format(nonce="n")
            route.fulfill(body=PAGE, content_type="text/html", headers={"Content-Security-Policy": policy})


def weakened(name: str, weaknesses: tuple[str, ...]) -> str:
    """A module without these protections; every one must be a line of some module."""
    for weakness in weaknesses:
        assert any(WEAKNESSES[weakness][0] in path.read_text("utf-8") for path in OURS), weakness
    path = STORIES if name == "serious/stories.js" else STATIC / name
    text = path.read_text("utf-8")
    for weakness in weaknesses:
        text = text.replace(*WEAKNESSES[weakness])
    return text
