"""Keeps the tokens that stand in addresses out of every log line, and all of "Something serious?" and of polls out of
the log."""

from __future__ import annotations

import logging
import re

TOKEN = re.compile(r"(/(?:setup|calendar|answer|unsubscribe)/)(?!\w+\.(?:py|css|js)\b)[^/\s\"'?]+")


SILENT = re.compile(r"(?<![\w.])/(?:serious|pulse)/(?![\w./-]*\.(?:py|js|css)\b)")


class SayNothing(logging.Filter):
    """Lets no line through that names an address below /serious/ or /pulse/: it would tell that somebody was there, and
    when."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not SILENT.search(record.getMessage())


class HideTokens(logging.Filter):
    """Blackens what opens a door by itself: the token of a set-up link, a calendar, an answer, wherever it stands."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if TOKEN.search(message):
            record.msg, record.args = TOKEN.sub(r"\1…", message), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = TOKEN.sub(r"\1…", record.exc_text)
        return True
