from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.worker.town import Town, open_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with open_town(tmp_path) as opened:
        yield opened
