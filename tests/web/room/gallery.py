"""Pictures of every scene on laptop and phone, light and dark: python -m tests.web.room.gallery FOLDER [WORD OF A SCENE…]"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("MINIM_VAR", tempfile.mkdtemp(prefix="minim-gallery-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minim.config.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

import django

django.setup()

from playwright.sync_api import sync_playwright

from tests.browser import LAPTOP, PHONE
from tests.web.room.scenes import scenes
from tests.web.room.stage import Stage

CHROMIUM = "/usr/bin/chromium"


def main(folder: Path, wanted: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        stage = Stage(browser)
        for name, (facts, model) in scenes().items():
            if wanted and not any(word in name for word in wanted):
                continue
            for size, device in ((PHONE, "phone"), (LAPTOP, "laptop")):
                for theme in ("light", "dark"):
                    page = stage.open(facts, model, size, color_scheme=theme, device_scale_factor=1)
                    place = folder / f"{name.replace(', ', '-').replace(' ', '-')}-{device}-{theme}.png"
                    page.screenshot(path=place, full_page=True)
                    stage.close()
        print("\n".join(sorted(set(stage.complaints))) or "No complaints.")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
