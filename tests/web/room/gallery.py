"""Pictures of every scene on laptop and phone, light and dark.

python -m tests.web.room.gallery FOLDER [WORD OF A SCENE…]
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("MINIM_VAR", tempfile.mkdtemp(prefix="minim-gallery-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minim.config.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

import django  # first of all: the rest stands on it

django.setup()

from playwright.sync_api import Page, sync_playwright  # noqa: E402

from tests.browser import LAPTOP, PHONE  # noqa: E402
from tests.web.room.scenes import scenes  # noqa: E402
from tests.web.room.stage import Stage  # noqa: E402

SPEAKING = """(() => {
  const tap = (at, minutes) => {
    const now = performance.now.bind(performance);
    document.querySelectorAll(".voice")[at].click();
    const later = now() + minutes * 60_000;
    performance.now = () => later + (now() - later + minutes * 60_000);
  };
  [[0, 4], [1, 6.5], [4, 9], [6, 0.5], [2, 2], [3, 1.5]].forEach(([at, minutes]) => tap(at, minutes));
  dispatchEvent(new Event("pointermove"));
})()"""

# More of a scene: what a person does in it before the picture is taken.
THEN = {
    "veiled": ("a topic, leading", "window.dispatchEvent(new Event('blur'))"),
    "shared screen": ("a topic, leading", "document.querySelector('.room-tools button').click()"),
    "aids": ("a topic, leading", "document.querySelector('[aria-haspopup=dialog]').click()"),
    "questions": ("a topic, leading", "document.querySelector('.room-lead [aria-expanded]').click()"),
    "closing, sure": ("closing", "document.querySelector('.room-bar-next').click()"),
    "adding an item": ("a topic", "document.querySelector('.room-actions .card-head button').click()"),
    "a menu": ("a topic, leading", "document.querySelector('.room-topic .menu').open = true"),
    "scrolled": ("a topic, leading", "scrollTo(0, 600)"),
    "refused": (
        "gathering",
        "stage.refusals.dot = 'Dots are closed.'; document.querySelector('button.dots-box').click()",
    ),
    "voices": ("a topic, leading", SPEAKING),
}
CHROMIUM = "/usr/bin/chromium"


def main(folder: Path, wanted: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        stage = Stage(browser)
        known = scenes()
        then = dict.fromkeys(known, "0") | {name: act for name, (_, act) in THEN.items()}
        for name, act in then.items():
            facts, model = known[THEN[name][0] if name in THEN else name]
            if wanted and not any(word in name for word in wanted):
                continue
            for size, device in ((PHONE, "phone"), (LAPTOP, "laptop")):
                for theme in ("light", "dark"):
                    page = stage.open(facts, model, size, color_scheme=theme, device_scale_factor=1)
                    place = folder / f"{name.replace(', ', '-').replace(' ', '-')}-{device}-{theme}.png"
                    page.evaluate(act)
                    page.wait_for_timeout(400 if name in THEN else 0)
                    if name != "scrolled":
                        page.set_viewport_size({"width": size[0], "height": height_of(page, size[1])})
                    page.screenshot(path=place)
                    stage.close()
        print("\n".join(sorted(set(stage.complaints))) or "No complaints.")
        browser.close()


def height_of(page: Page, least: int) -> int:
    """All of the page, with what sticks to the bottom of the screen at its bottom."""
    return max(least, int(page.evaluate("document.documentElement.scrollHeight")))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
