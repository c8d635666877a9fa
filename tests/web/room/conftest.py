from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.web.room.stage import Stage
    from tests.web.room.weakened import Rooms


@pytest.fixture(scope="module")
def rooms(chromium: Browser) -> Iterator[Rooms]:
    from tests.web.room.weakened import Rooms

    opened = Rooms(chromium)
    yield opened
    opened.close()


@pytest.fixture
def stage(chromium: Browser) -> Iterator[Stage]:
    """Made-up rooms. Every complaint of a browser fails the test."""
    from tests.web.room.stage import Stage

    opened = Stage(chromium)
    yield opened
    opened.close()
    assert opened.complaints == []
