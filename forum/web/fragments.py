"""A page for browsers, a part of it for htmx: one view serves both. And where one goes on after an act."""

import re
from typing import Any

from flask import render_template, request

# Two slashes name another host. Browsers take a backslash for one, and leave tabs and line breaks out before they look.
_OF_THIS_SITE = re.compile(r"/(?![/\\])[^\x00-\x1f\x7f]*")


def wants_part() -> bool:
    """Whether htmx asks for a part of a page, and not the browser for a whole one."""
    return "HX-Request" in request.headers


def page_or_part(page: str, part: str, **facts: Any) -> str:
    """The template `part` for htmx, `page` for everybody else."""
    return render_template(part if wants_part() else page, **facts)


def safe_next(address: str | None) -> str:
    """`address` if it is a path of this site, else the home page."""
    return address if address and _OF_THIS_SITE.fullmatch(address) else "/"
