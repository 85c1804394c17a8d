"""The one place where a request writes: a short write transaction that checks again, acts, and commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask, g, request
from flask import session as cookie
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor, load_actor
from forum.conduct.actions import digest_of, known_result, remember_result
from forum.conduct.cooling import forget_draft
from forum.kernel import clock
from forum.kernel.db import session, writing
from forum.kernel.text.clean import clean_line
from forum.web.forms import number_in
from forum.web.session import reader


@contextmanager
def committing() -> Iterator[Actor]:
    """One write transaction, committed at the end of the block and rolled back on any error.

    Gives the person who acts, loaded again inside the transaction: what was read before may have changed meanwhile.
    Slow work (hashing, pictures, Markdown) belongs before the block. Objects loaded before it are expired.
    """
    session.rollback()
    with writing():
        try:
            yield _acting()
            session.commit()
            g.committed = True
        except BaseException:
            session.rollback()
            raise


def once_sent(act: Callable[[Actor], str]) -> str:
    """The address that `act` gives in a write transaction, or gave when the same form was sent before: its hidden `key`
    with all that it says to this address. The kept draft that it was made of is gone with it.

    Slow work belongs before it, as with `committing`.
    """
    key = clean_line(request.form.get("key", ""))  # what no database takes is in no key
    content = sorted((name, value) for name, value in request.form.items(multi=True) if name != "csrf_token")
    digest = digest_of(request.path, content)
    with committing() as by:
        address = known_result(key, digest, by=by)
        if address is None:
            address = act(by)
            if draft_id := number_in(request.form.get("kept", "")):
                forget_draft(draft_id, by=by)
            remember_result(key, digest, address, by=by, at=clock.now())
    return address


def _acting() -> Actor:
    before = reader()
    if not before.is_authenticated:
        return before
    now = load_actor(before.id, at=clock.now())
    if now is None or now.session_epoch != before.session_epoch:
        raise Unauthorized()
    return now


_LOST = ("40P01", "40001", "23505")  # PostgreSQL's: deadlock, serialization failure, unique violation
_TOLD = "_flashes"  # where Flask's session keeps what the next page tells


class RaceRetry:
    """Mixed into the Flask class: a POST that lost a race is done once more; nothing of it had been written."""

    def dispatch_request(self) -> Response:
        """The view's answer, from the second try where the first met a deadlock, a serialization failure, or what
        somebody else wrote in the same moment, such as a handle; on SQLite writers come one after the other.

        What the first try has told the reader is not told: it did not come about.
        """
        if request.method != "POST":
            return super().dispatch_request()  # type: ignore[misc,no-any-return]
        told = list(cookie.get(_TOLD, ()))
        try:
            return super().dispatch_request()  # type: ignore[misc,no-any-return]
        except DBAPIError as failure:
            if getattr(failure.orig, "sqlstate", None) not in _LOST:
                raise
            session.rollback()
            cookie[_TOLD] = told
            for _name, file in request.files.items(multi=True):
                file.stream.seek(0)
            return super().dispatch_request()  # type: ignore[misc,no-any-return]


def init_transactions(app: Flask) -> None:
    """Requests begin in reading mode, with their whole body read before the first query."""

    @app.before_request
    def _take_body_first() -> None:
        if request.method not in ("GET", "HEAD"):
            _ = request.form, request.files  # a slow upload must not hold a transaction open
