"""A request whose head cannot be read has a page of ours too, and none of its words in the log."""

import socket
import time
from contextlib import suppress
from typing import Any

from flask import Response
from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker

from forum.web.errors import answer_unread

_OUR_OWN = (errors.InvalidResponseHeader, errors.InvalidResponseHeaderName)
_PATIENCE = 2.0  # seconds
_PIECE = 65_536


class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's with threads; its own page says what was sent, and its line of the log, too."""

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:
        """What is sent in the place of an answer."""
        if not isinstance(exc, errors.ParseException) or isinstance(exc, _OUR_OWN):
            super().handle_error(req, client, addr, exc)
            return
        with suppress(OSError):
            _send(client, answer_unread(self.wsgi, _status(exc), type(exc).__name__))


def _status(exc: errors.ParseException) -> int:
    if isinstance(exc, errors.LimitRequestLine):
        return 414
    return 431 if isinstance(exc, errors.LimitRequestHeaders) else 400


def _send(client: socket.socket, answer: Response) -> None:
    """Sent, and the rest received: a connection that is closed before may take the page from the browser."""
    answer.headers["Connection"] = "close"
    client.settimeout(_PATIENCE)
    client.sendall(f"HTTP/1.1 {answer.status}\r\n{answer.headers}".encode("latin-1") + answer.get_data())
    client.shutdown(socket.SHUT_WR)
    until = time.monotonic() + _PATIENCE
    while client.recv(_PIECE) and time.monotonic() < until:
        pass
