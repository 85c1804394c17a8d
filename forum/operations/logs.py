"""Logs on standard error: lines to read, or one JSON object a line."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any

from gunicorn.glogging import Logger

from forum.kernel.settings.environment import Environment

_EXTRA = ("reference", "status", "method", "path", "person", "question", "job", "reason")
_DETAIL = re.compile(r"^DETAIL: .*?(?=^(?:HINT|CONTEXT): |^\[SQL: |^$|\Z)", re.MULTILINE | re.DOTALL)


class _Lines(logging.Formatter):
    def formatException(self, ei: Any) -> str:
        """The trace, without the row that PostgreSQL quotes: what people write stands in no log."""
        return _DETAIL.sub("", super().formatException(ei))


class _JsonLines(_Lines):
    def format(self, record: logging.LogRecord) -> str:
        """The record as one JSON object."""
        facts: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        facts.update({name: getattr(record, name) for name in _EXTRA if hasattr(record, name)})
        if record.exc_info:
            facts["trace"] = self.formatException(record.exc_info)
        return json.dumps(facts, ensure_ascii=False, default=str)


class _TextLines(_Lines):
    def format(self, record: logging.LogRecord) -> str:
        """The record as text, with its reference and path behind it."""
        extra = "".join(f" {name}={_on_one_line(getattr(record, name))}" for name in _EXTRA if hasattr(record, name))
        text = f"{self.formatTime(record)} {record.levelname.lower()} {record.name}: {record.getMessage()}{extra}"
        return f"{text}\n{self.formatException(record.exc_info)}" if record.exc_info else text


def _on_one_line(value: object) -> str:
    """A path may hold anything: nobody can write a line of the log himself."""
    text = str(value)
    return text if text.isprintable() else repr(text)


def formatter(form: str) -> logging.Formatter:
    """How a line looks: `json` or `text`."""
    return _JsonLines() if form == "json" else _TextLines()


def configure_logs(environment: Environment) -> None:
    """Everything from level info is written; queries and the queue's own chatter only from warning."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(environment.log_format))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for chatty in ("alembic", "huey", "sqlalchemy", "PIL"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


class ServerLogs(Logger):  # type: ignore[misc]
    """The web server writes its own lines in the same form, to the same place."""

    def setup(self, cfg: Any) -> None:
        """What gunicorn has to say goes where everything goes."""
        super().setup(cfg)
        configure_logs(Environment())
        self.error_log.handlers.clear()
        self.error_log.propagate = True

    def exception(self, msg: str, *args: Any, **options: Any) -> None:
        """A trace, but for a client that fell silent in the midst of a request: that is no failure of ours."""
        if not isinstance(sys.exc_info()[1], (BlockingIOError, TimeoutError)):
            super().exception(msg, *args, **options)
