"""By which every process hears that something changed, and never what.

A row that people watch is `Versioned`; `row.changed()` raises its version within the transaction that changes things.
Whoever wants to know opens `listen([row.topic])` and awaits `hear()`, in any process, on SQLite and on PostgreSQL.
"""

from minim.lib.bus.hub import Listener, listen
from minim.lib.bus.topics import Topic, Versioned, tell

__all__ = ["Listener", "Topic", "Versioned", "listen", "tell"]
