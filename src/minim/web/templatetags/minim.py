"""Tags and filters every page may use: icons, people, rings, the chosen theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

if TYPE_CHECKING:
    from django.template import Context
    from django.utils.safestring import SafeString

register = template.Library()

HUES = 6
THEMES = ("light", "dark")
MESSAGE_ICONS = {"success": "circle-check", "warning": "triangle-alert", "error": "circle-alert"}


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """Draw one icon of the sprite; without a label it is decoration and hidden from screen readers."""
    classes = f"icon {size}".strip()
    href = f"{static('icons/sprite.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>', classes, label, href
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', classes, href)


@register.filter
def initials(name: str) -> str:
    """Give one or two letters for an avatar."""
    words = [word for word in str(name).split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


@register.filter
def hue(name: str) -> str:
    """Give a person one of six soft hues: always the same for the same name, on every machine."""
    return f"hue-{crc32(str(name).encode()) % HUES + 1}"


@register.simple_tag
def avatar(name: str, size: str = "") -> SafeString:
    """Draw initials on the person's hue. Decoration: the name must stand beside it."""
    classes = " ".join(part for part in ("avatar", size, hue(name)) if part)
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, initials(name))


@register.inclusion_tag("parts/_person.html")
def person(name: str, note: str = "", size: str = "") -> dict[str, Any]:
    """Show avatar and name, with a line below such as a title."""
    return {"name": name, "note": note, "size": size}


@register.inclusion_tag("parts/_ring.html")
def ring(share: float, value: str, label: str) -> dict[str, Any]:
    """Draw a ring filled to `share` of one, with a value and a word in the middle."""
    return {"filled": round(100 * min(1.0, max(0.0, share)), 1), "value": value, "label": label}


@register.filter
def message_icon(level: str) -> str:
    """Give the icon for the level of a Django message."""
    return MESSAGE_ICONS.get(level, "info")


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """Give the theme this browser chose, or nothing: then the system decides."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request else ""
    return chosen if chosen in THEMES else ""
