"""A request whose head cannot be read has a page of ours too, and none of its words in the log."""

import socket
from contextlib import suppress

from flask import Flask, Response
from gunicorn.http import errors

from forum.web.errors import answer_unread

_OUR_OWN = (errors.InvalidResponseHeader, errors.InvalidResponseHeaderName)
_PATIENCE = 2.0  # seconds


def answered(app: Flask, client: socket.socket, failure: BaseException) -> bool:
    """Whether it was the head that could not be read; then the page for it is sent, in the place of the server's own,
    which says what was sent, as its line of the log does."""
    if not isinstance(failure, errors.ParseException) or isinstance(failure, _OUR_OWN):
        return False
    with suppress(OSError):
        _send(client, answer_unread(app, _status(failure), type(failure).__name__))
    return True


def _status(failure: errors.ParseException) -> int:
    if isinstance(failure, errors.LimitRequestLine):
        return 414
    return 431 if isinstance(failure, errors.LimitRequestHeaders) else 400


def _send(client: socket.socket, answer: Response) -> None:
    answer.headers["Connection"] = "close"
    client.settimeout(_PATIENCE)
    client.sendall(f"HTTP/1.1 {answer.status}\r\n{answer.headers}".encode("latin-1") + answer.get_data())
