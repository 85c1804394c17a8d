"""Refusals and failures become pages here and nowhere else."""

import logging
import secrets
from typing import Any

from flask import Flask, g, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from forum.kernel.db import session
from forum.kernel.errors import Refusal, TooMany
from forum.web.words import _, sentence

log = logging.getLogger("forum.web")
_PAGES = frozenset({400, 401, 403, 404, 409, 413, 422, 429, 500, 503})


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


def _refused(refusal: Refusal) -> Any:
    session.rollback()
    headers = {}
    if isinstance(refusal, TooMany):
        headers["Retry-After"] = refusal.again_at.strftime("%a, %d %b %Y %H:%M:%S GMT")
    return _page(refusal.status, sentence(refusal), headers)


def _stale_form(_error: CSRFError) -> Any:
    return _page(
        400, _("This form is too old to be sent. Go back, reload the page and send it again; your draft is saved."), {}
    )


def _http(error: HTTPException) -> Any:
    if error.code in (301, 302, 303, 304, 307, 308) or error.code is None:
        return error
    session.rollback()
    return _page(error.code, "", {})


def _failed(error: Exception) -> Any:
    session.rollback()
    log.exception("request failed", extra={"reference": reference(), "path": request.path, "method": request.method})
    return _page(500, "", {})


def _page(status: int, words: str, headers: dict[str, str]) -> Any:
    if request.headers.get("HX-Request") or request.accept_mimetypes.best == "application/json":
        return {"status": status, "sentence": words or _("This did not work. Please try again.")}, status, headers
    name = status if status in _PAGES else (400 if status < 500 else 500)
    return render_template(f"errors/{name}.html", sentence=words, reference=reference()), status, headers
