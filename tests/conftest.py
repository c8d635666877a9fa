"""Ground that every test stands on. Nothing of the tests touches the real var/ folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

os.environ["MINIM_VAR"] = tempfile.mkdtemp(prefix="minim-test-")
os.environ.setdefault("MINIM_DATABASE", f"sqlite:///{os.environ['MINIM_VAR']}/test.sqlite3")
os.environ.pop("MINIM_DEMO", None)
os.environ.pop("MINIM_SMTP", None)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop runs in the test's own thread

import pytest
from hypothesis import settings as hypothesis_settings

from tests.__main__ import BROWSERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from pytest_django import Settings

    from tests.browser import Visits
    from tests.cast import Cast
    from tests.integrations.sink import Sink

NO_CHROMIUM = (
    "This test needs Chromium. Install it (Debian: apt-get install chromium-headless-shell).\n{problem}"
)

hypothesis_settings.register_profile("calm", deadline=None)
hypothesis_settings.load_profile("calm")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the database, so that the same tests can run a second time on PostgreSQL."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if "chromium" in names:
            item.add_marker(pytest.mark.browser)
        elif names & {"db", "transactional_db"} or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)


@pytest.fixture
def cast(db: None) -> Cast:
    from tests.cast import make_cast

    return make_cast()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite as in real life, in a file: a server, a worker and a test may then use it at the same time."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"] = {
            **database.get("TEST", {}),
            "NAME": str(Path(os.environ["MINIM_VAR"]) / "stories.sqlite3"),
        }


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        except Error as problem:
            pytest.fail(NO_CHROMIUM.format(problem=problem))
        yield browser
        browser.close()


def _chromium() -> str:
    return next(filter(None, map(shutil.which, BROWSERS)), "/usr/bin/chromium")


@pytest.fixture(scope="session")
def served(django_db_setup: None) -> Iterator[str]:
    from tests.browser import served

    with served() as address:
        yield address


@pytest.fixture
def visits(chromium: Browser, served: str, transactional_db: None, settings: Settings) -> Iterator[Visits]:
    """Browsers on the site as it is served. Every complaint of theirs fails the test."""
    from tests.browser import Visits

    settings.BASE_URL, settings.CSRF_TRUSTED_ORIGINS = served, [served]
    opened = Visits(chromium, served)
    yield opened
    opened.close()
    assert opened.complaints == []


@pytest.fixture
def page(visits: Visits, cast: Cast) -> Page:
    """A laptop with Olive signed in."""
    return visits.open(cast.olive)


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """A real mail server, to which all mail goes."""
    from minim.lib import environment
    from tests.integrations.sink import open_sink

    with open_sink() as sink:
        for name, value in environment.mail(sink.address, Path()).items():
            setattr(settings, name, value)
        yield sink


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    """A worker beside the test."""
    from tests.browser import working

    with working():
        yield
