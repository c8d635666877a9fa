"""The page of all parts in a real browser: readable in light and dark, on laptop and phone, by keyboard and by ear."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import RequestFactory

from minim.web.parts.forms import EveryField
from minim.web.templatetags.minim import MESSAGE_ICONS, hue, initials
from tests.browser import LAPTOP, PHONE, SMALL_PHONE, violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

WEB = Path(settings.SOURCE) / "web"
ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
SPRITE = (WEB / "static" / "icons" / "sprite.svg").read_text()
SYMBOLS = set(re.findall(r'<symbol id="([^"]+)"', SPRITE))

# Text, and the ground it stands on.
PAIRS = [
    *(("ink", ground) for ground in ("page", "surface", "sunken", "hover", "brand-soft", "sun-soft")),
    *(("ink-soft", ground) for ground in ("page", "surface", "sunken", "hover", "brand-soft", "sun-soft")),
    *(("brand", ground) for ground in ("page", "surface", "brand-soft", "sun-soft")),
    ("on-brand", "brand"),
    ("on-brand", "brand-deep"),
    *((tone, f"{tone}-soft") for tone in ("good", "warn", "bad", "info")),
    *((tone, "surface") for tone in ("good", "warn", "bad", "info")),
]

CONTRAST = """([text, ground]) => {
  const probe = document.body.appendChild(document.createElement("i"));
  const canvas = Object.assign(document.createElement("canvas"), {width: 1, height: 1})
    .getContext("2d", {willReadFrequently: true});
  const light = (name) => {
    probe.style.color = `var(--${name})`;
    canvas.fillStyle = getComputedStyle(probe).color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [low, high] = [light(text), light(ground)].sort((a, b) => a - b);
  probe.remove();
  return (high + 0.05) / (low + 0.05);
}"""


def open_parts(page: Page, size: tuple[int, int] = LAPTOP, theme: Any = "light") -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=theme)
    page.goto("/parts/")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_axe_finds_nothing(page: Page, size: tuple[int, int], theme: str) -> None:
    open_parts(page, size, theme)

    assert violations(page) == []


def test_axe_would_find_something(page: Page) -> None:
    open_parts(page)
    page.evaluate("document.querySelector('.lead').style.color = 'var(--line-strong)'")
    page.evaluate("document.querySelector('.hero').style.background = 'var(--surface)'")

    found = violations(page)

    assert [rule for rule, _ in found] == ["color-contrast"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_ink_can_be_read_on_its_ground(page: Page, theme: str) -> None:
    open_parts(page, theme=theme)

    ratios = {pair: round(page.evaluate(CONTRAST, list(pair)), 2) for pair in PAIRS}

    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("size", [LAPTOP, PHONE, SMALL_PHONE], ids=["laptop", "phone", "small phone"])
def test_nothing_sticks_out_sideways(page: Page, size: tuple[int, int]) -> None:
    open_parts(page, size)

    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_on_a_phone_the_places_are_under_the_thumb(page: Page) -> None:
    open_parts(page, PHONE)

    boxes = [link.bounding_box() for link in page.locator(".nav li > *").all() if link.is_visible()]

    assert 1 < len(boxes) <= 5
    assert all(
        box and box["y"] > PHONE[1] - 100 and box["height"] >= 44 and box["width"] >= 44 for box in boxes
    )


def test_the_first_tab_offers_to_skip_the_navigation(page: Page) -> None:
    open_parts(page)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_menus_and_dialogs_give_the_focus_back(page: Page) -> None:
    open_parts(page)
    menu, opener = page.locator("details.menu > summary"), page.locator("[data-opens]")

    menu.press("Enter")
    page.locator(".menu-panel .menu-item").first.focus()
    page.keyboard.press("Escape")

    assert page.locator("details.menu[open]").count() == 0
    assert menu.evaluate("it => it === document.activeElement")

    opener.press("Enter")
    assert page.locator("dialog[open]").is_visible()
    page.keyboard.press("Escape")

    assert page.locator("dialog[open]").count() == 0
    assert opener.evaluate("it => it === document.activeElement")


def test_a_chosen_theme_is_there_from_the_first_byte_of_the_next_page(page: Page) -> None:
    open_parts(page, theme="light")

    page.locator(".avatar-button").click()
    page.get_by_role("button", name="Dark").click()
    answer = page.reload()

    assert answer
    assert '<html lang="en" data-theme="dark">' in answer.text()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


def test_every_icon_on_the_page_is_drawn(page: Page) -> None:
    open_parts(page)

    asked = page.eval_on_selector_all("use", "all => all.map(it => it.getAttribute('href').split('#')[1])")

    assert len(asked) > 40
    assert set(asked) - SYMBOLS == set()


def test_every_icon_of_every_template_is_in_the_sprite() -> None:
    asked = {name for path in TEMPLATES for name in re.findall(r'{% icon "([^"]+)"', path.read_text())}

    assert len(asked) > 40
    assert (asked | set(MESSAGE_ICONS.values()) | {"info"}) - SYMBOLS == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB / "templates")))
def test_templates_keep_to_the_strict_policy(path: Path) -> None:
    offences = r"\sstyle=|\son[a-z]+=|\shx-on|[\"']js:|javascript:|<style|<script(?![^>]*nonce=)"

    html = re.sub(r"{%.*?%}", "", path.read_text())

    assert re.findall(offences, html) == []


def test_fields_name_their_help_and_their_errors() -> None:
    form = EveryField({"name": "", "email": "olive"}, prefix="x")

    html = str(form)

    assert 'id="id_x-name_helptext"' in html
    assert 'id="id_x-name_error"' in html
    assert 'aria-describedby="id_x-name_helptext id_x-name_error"' in html
    assert set(re.findall(r'aria-describedby="([^" ]+)', html)) <= set(re.findall(r'id="([^"]+)"', html))
    assert 'href="#id_x-email"' in html.split("</ul>")[0]


def test_what_people_type_is_escaped_in_chips() -> None:
    html = Template("{% load minim %}{% person name note %}{% avatar name %}").render(
        Context({"name": "<b>Pat</b>", "note": "<script>"})
    )

    assert "<b>" not in html
    assert "<script>" not in html


def test_a_theme_nobody_offers_is_no_theme() -> None:
    request = RequestFactory().get("/", headers={"cookie": 'theme="><script>'})

    html = Template("{% load minim %}[{% theme %}]").render(Context({"request": request}))

    assert html == "[]"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Pat Ruiz", "PR"), ("Ana María del Río", "AR"), ("Cher", "C"), ("", "?"), ("  (Bo) Li", "L")],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_person_keeps_their_hue_and_people_share_six() -> None:
    hues = [hue(f"Person {number}") for number in range(600)]

    assert hues == [hue(f"Person {number}") for number in range(600)]
    assert set(hues) == {f"hue-{number}" for number in range(1, 7)}


def test_vendored_files_are_what_the_list_says() -> None:
    listed = re.findall(
        r"\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|", (ROOT / "docs" / "third-party.md").read_text()
    )

    found = {name: hashlib.sha256((WEB / "static" / name).read_bytes()).hexdigest() for name, _ in listed}
    vendored = {
        str(path.relative_to(WEB / "static"))
        for folder in ("fonts", "vendor")
        for path in (WEB / "static" / folder).iterdir()
        if path.suffix in (".woff2", ".js")
    }

    assert found == dict(listed)
    assert vendored <= found.keys()
