"""Health: is the process alive, and can it serve."""

import logging

from flask import Blueprint, render_template
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from forum.kernel import clock
from forum.kernel.db import read
from forum.kernel.settings import registry
from forum.pages.system.components import samples
from forum.web import guards

log = logging.getLogger("forum.web")
bp = Blueprint("system", __name__)
_ANY_ROW = select(registry.version_now)


@bp.get("/healthz")
@guards.public
def healthz() -> tuple[str, int, dict[str, str]]:
    """200 as long as the process answers."""
    return "ok\n", 200, {"Content-Type": "text/plain"}


@bp.get("/readyz")
@guards.public
def readyz() -> tuple[str, int, dict[str, str]]:
    """200 when the database answers and has tables, else 503."""
    try:
        read(_ANY_ROW)
    except SQLAlchemyError:
        log.warning("not ready", exc_info=True)
        return "the database does not answer\n", 503, {"Content-Type": "text/plain", "Retry-After": "5"}
    return "ready\n", 200, {"Content-Type": "text/plain"}


@bp.get("/menu")
@guards.readers
def menu() -> str:
    """The places of the rail as a page, for small screens."""
    return render_template("menu.html")


@bp.get("/_/components")
@guards.staff
def components() -> str:
    """Every component in every state, for those who work on the pages."""
    return render_template("components_page/index.html", **samples(clock.now()))
