"""Keeps one-time tokens out of every log line."""

from __future__ import annotations

import logging
import re

TOKEN = re.compile(r"(/setup/)[^/\s\"'?]+")


class HideTokens(logging.Filter):
    """Blackens the token of a set-up link, wherever in a message or its traceback it stands."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if "/setup/" in message:
            record.msg, record.args = TOKEN.sub(r"\1…", message), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = TOKEN.sub(r"\1…", record.exc_text)
        return True
