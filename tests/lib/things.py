"""A row that people watch, for tests: the same everywhere, and no room's own."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from django.db import connection, models

from minim.lib.bus import Versioned

if TYPE_CHECKING:
    from collections.abc import Iterator


class Thing(Versioned):
    objects: ClassVar[models.Manager[Thing]] = models.Manager()

    class Meta:
        app_label = "tests"
        managed = False
        db_table = "tests_thing"


def lay_out() -> None:
    """Make the table, as a migration would."""
    with connection.schema_editor() as editor:
        editor.create_model(Thing)


@contextmanager
def laid_out() -> Iterator[None]:
    lay_out()
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(Thing)
