from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from minim.web.serious import gate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.web.serious.weakened import Seals


@pytest.fixture(scope="module")
def seals(chromium: Browser) -> Iterator[Seals]:
    from tests.web.serious.weakened import Seals

    opened = Seals(chromium)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def new_hour() -> None:
    """As if nothing had arrived in this hour yet."""
    gate.reports.count = gate.words.count = 0
