"""Refusals and failures become pages here and nowhere else."""

import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, current_app, g, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from forum.accounts.actors import NOBODY
from forum.conduct.rules import is_silenced
from forum.kernel import clock
from forum.kernel.db import session
from forum.kernel.errors import Refusal
from forum.kernel.faults import first_line, is_away
from forum.kernel.sqlite import is_mistaken
from forum.kernel.text.clean import clean_text
from forum.kernel.words import N_
from forum.web import guards
from forum.web.fragments import safe_next
from forum.web.session import reader
from forum.web.words import _, language, sentence

log = logging.getLogger("forum.web")
_SECRETS = frozenset({"password", "present", "code", "csrf_token", "key", "invitation"})
_UNSAID = frozenset({"secret", "token", "key", "mail_key", "slug", "name"})
V = TypeVar("V", bound=Callable[..., Any])
_SOON = "10"  # seconds
_MOST_RECEIVED = 256 * 1024 * 1024  # bytes of a request that is too large; beyond, the connection is cut
_PIECE = 65_536
_USUAL = {
    400: N_("It may have been cut off on its way, or the page was open for too long."),
    401: N_("You are not signed in, or your session has ended. Sign in, then send it again."),
    403: N_("You may not do this. If you need to, ask an administrator."),
    404: N_("This cannot be found. It may have been moved or deleted."),
    405: N_("This page can only be read. It takes nothing that is sent to it."),
    409: N_("This has changed since you opened the page."),
    413: N_("What you sent is larger than the limit. Go back, choose smaller files or fewer, and send it again."),
    414: N_("It holds more than can be read, perhaps a long text to search for. Search with some words of it instead."),
    422: N_("Please correct it and send it again."),
    429: N_("You have done this very often in a short time."),
    431: N_(
        "Mostly these are cookies of other programs of your company. Delete the cookies that your browser keeps for "
        "this address, and open it again."
    ),
    500: N_("It is noted, with the reference below. Please try again in a moment."),
    503: N_("Tanya is busy or being maintained. Please try again in a minute."),
}
"""What is told of a status where no refusal says more."""


def reference() -> str:
    """The number that a person quotes and that finds this request in the log."""
    if "reference" not in g:
        g.reference = secrets.token_hex(4)
    return str(g.reference)


def init_errors(app: Flask) -> None:
    """Every refusal and every failure has a page with a way on."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failed)


def answer_unread(app: Flask, status: int, reason: str) -> Response:
    """The page for a request of which so little could be read that nobody knows whose it is."""
    with app.test_request_context():
        g.reader = NOBODY
        _note_refused(status, reason)
        answer = app.process_response(app.make_response(_page(status, "", {})))
        answer.headers.remove("Set-Cookie")  # the session of this page is nobody's: its cookie would sign out who asked
        return answer


def _refused(refusal: Refusal) -> Any:
    session.rollback()
    _note_refused(refusal.status, refusal.message)
    return _page(refusal.status, sentence(refusal), _when_again(refusal.retry_after))


def when_stale(answer: Callable[[], Any]) -> Callable[[V], V]:
    """The view's form, sent from a page that was open for too long or in another session, gets this answer instead of
    an error: somebody has signed in in another tab meanwhile, or the browser was closed in between."""

    def marked(view: V) -> V:
        view.when_stale = answer  # type: ignore[attr-defined]
        return view

    return marked


def _stale_form(error: CSRFError) -> Any:
    if answer := getattr(_view(), "when_stale", None):
        return answer()
    if not reader().is_authenticated and not _is_for_strangers():
        _note_refused(401, str(error.description))
        return _page(401, "", {})
    _note_refused(400, str(error.description))
    return _page(400, _("This form is too old to be sent. Go back, reload the page and send it again."), {})


def _is_for_strangers() -> bool:
    """Whether the form that was sent is one that needs no session."""
    return getattr(_view(), "guard", "") in ("public", guards.SECRET_ADDRESS)


def _view() -> Any:
    return current_app.view_functions.get(request.endpoint or "")


def _http(error: HTTPException) -> Any:
    if error.code in (301, 302, 303, 304, 307, 308) or error.code is None:
        return error
    session.rollback()
    if error.code == 413:
        _receive_the_rest()
    _note_refused(error.code, error.name)
    if isinstance(error, MethodNotAllowed):
        return _page(405, _only_for_forms(error), {"Allow": ", ".join(sorted(error.valid_methods or ()))})
    return _page(error.code, "", _when_again(_SOON if error.code in (429, 503) else ""))


def _only_for_forms(error: MethodNotAllowed) -> str:
    """What is told of an address that is no page; nothing of a page."""
    if "GET" in (error.valid_methods or ()):
        return ""
    return _("Nothing is to be read at this address: it only takes what a form sends.")


def _receive_the_rest() -> None:
    """A browser shows an answer once it has sent everything; where it cannot, it shows a broken connection instead."""
    coming, left = request.environ["wsgi.input"], _MOST_RECEIVED
    with suppress(OSError):  # who sends no more will not read the answer either
        while left > 0 and (piece := coming.read(min(left, _PIECE))):
            left -= len(piece)


def _failed(error: Exception) -> Any:
    status = 503 if is_away(error) and not is_mistaken(getattr(error, "orig", None)) else 500
    if status == 503:  # the database is away or busy: what stood in the program would say nothing
        why = first_line(getattr(error, "orig", error))
        log.error("request failed", extra={**_circumstances(status), "reason": why})
    else:
        log.exception("request failed", extra=_circumstances(status))
    with suppress(SQLAlchemyError):  # where the connection is lost there is nothing to roll back
        session.rollback()
    if status == 503 or "reader" not in g:  # who it is stands in the database, which does not answer
        own, g.reader = g.get("reader", NOBODY).language, NOBODY
        g.language = own or language()
    return _page(status, "", _when_again(_SOON if status == 503 else ""))


def _when_again(retry_after: str) -> dict[str, str]:
    """For programs and feed readers, which do not read the page."""
    return {"Retry-After": retry_after} if retry_after else {}


def _note_refused(status: int, reason: str) -> None:
    """The reference on the page finds this line. `reason` is the sentence without its values: they may be private."""
    log.info("request refused", extra={**_circumstances(status), "reason": reason})


def _circumstances(status: int) -> dict[str, object]:
    person = g.get("reader", NOBODY).id
    known = {"reference": reference(), "status": status, "person": person}
    return {**known, "method": request.method, "path": _path()}


def _path() -> str:
    """Which page it is, without the secret that opens it, and without the words of a title or a file's name.

    What may stand in an address that is no page's, or in one that is asked for in an unknown way, nobody knows.
    """
    path = request.path
    if request.url_rule is None:
        first, further, _rest = path.removeprefix("/").partition("/")
        return f"/{first}/…" if further else path
    for name in _UNSAID & (request.view_args or {}).keys():
        path = path.replace(f"/{(request.view_args or {})[name]}", "/…", 1)
    return path


def _page(status: int, words: str, headers: dict[str, str]) -> Any:
    name = status if status in _USUAL else (400 if status < 500 else 500)
    told = words or _(_USUAL[name])
    if request.headers.get("HX-Request") or request.accept_mimetypes.best == "application/json":
        if name == 500:  # the line that is shown has no room for a reference
            told = _("This did not work. Please try again.")
        return {"status": status, "sentence": told, "reference": reference()}, status, headers
    facts: dict[str, Any] = {"sentence": told, "reference": reference(), "back": _back(name), "typed": _typed()}
    facts["silenced"] = is_silenced(reader(), at=clock.now())
    facts["again"] = safe_next(request.full_path.rstrip("?")) if status >= 500 and request.method == "GET" else ""
    facts["start"] = _start() if name == 422 and request.method == "GET" else ""
    return _rendered(f"errors/{name}.html", facts), status, headers


def _start() -> str:
    """The same page from its beginning: without the place in its list, or without all that was asked of it."""
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != "after"]
    is_place = "after" in request.args and asked
    return safe_next(f"{request.path}?{urlencode(asked)}" if is_place else request.path)


def _back(status: int) -> str:
    """The form that was sent in vain, unless it stands at the very address that cannot be found any more."""
    form = _form()
    return "" if status == 404 and form.partition("?")[0] == request.path else form


def _form() -> str:
    """Where the form stands that was sent in vain; empty where nothing was sent, or the browser does not say, or says
    what is no address of ours."""
    try:
        there = urlsplit(request.referrer or "")
    except ValueError:  # "http://["
        return ""
    if request.method == "GET" or there.netloc != request.host or there.path.startswith("//"):
        return ""
    return f"{there.path}?{there.query}" if there.query else there.path


def _typed() -> list[str]:
    """The texts of several words that came from one of our forms, so that nobody has to write them again."""
    if not _form():
        return []
    try:
        sent = request.form.items(multi=True)
    except HTTPException:  # larger than may be read
        return []
    cleaned = [clean_text(value) for name, value in sent if name not in _SECRETS]
    return [text for text in cleaned if " " in text or "\n" in text]


def _rendered(template: str, facts: dict[str, Any]) -> str:
    """The page; as for a stranger, which asks the database nothing, where the database fails under it."""
    try:
        return render_template(template, **facts)
    except SQLAlchemyError:
        with suppress(SQLAlchemyError):
            session.rollback()
        g.reader = NOBODY
        return render_template(template, **facts)
