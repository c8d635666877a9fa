from __future__ import annotations

import pytest

from minim.pulse.blind import SigningKey
from tests.pulse.polls import next_key


@pytest.fixture(autouse=True)
def quick_keys(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.module.__name__.rpartition(".")[2] != "test_blind":
        monkeypatch.setattr(SigningKey, "make", next_key)
