"""Ground that every test stands on. Nothing of the tests touches the real var/ folder."""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

os.environ["MINIM_VAR"] = tempfile.mkdtemp(prefix="minim-test-")
os.environ.setdefault("MINIM_DATABASE", f"sqlite:///{os.environ['MINIM_VAR']}/test.sqlite3")
os.environ.pop("MINIM_DEMO", None)
os.environ.pop("MINIM_SMTP", None)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop runs in the test's own thread

import pytest
from hypothesis import settings as hypothesis_settings

if TYPE_CHECKING:
    from tests.cast import Cast

hypothesis_settings.register_profile("calm", deadline=None)
hypothesis_settings.load_profile("calm")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the database, so that the same tests can run a second time on PostgreSQL."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if names & {"browser", "page", "live_server"}:
            item.add_marker(pytest.mark.browser)
        elif names & {"db", "transactional_db"} or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)


@pytest.fixture
def cast(db: None) -> Cast:
    from tests.cast import make_cast

    return make_cast()
