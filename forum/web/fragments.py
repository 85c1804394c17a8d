"""A page for browsers, a part of it for htmx: one view serves both."""

from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response


def wants_part() -> bool:
    """Whether htmx asks for a part of a page, and not the browser for a whole one."""
    return "HX-Request" in request.headers


def page_or_part(page: str, part: str, **facts: Any) -> str:
    """The template `part` for htmx, `page` for everybody else."""
    return render_template(part if wants_part() else page, **facts)


def done(part: str, where: str, **facts: Any) -> str | Response:
    """After an act: htmx gets the changed part, a browser is sent (303) to `where`."""
    return render_template(part, **facts) if wants_part() else redirect(where, 303)


def safe_next(address: str | None) -> str:
    """`address` if it is a path of this site, else the home page."""
    if address and address.startswith("/") and not address.startswith(("//", "/\\")):
        return address
    return "/"
