"""Health: is the process alive, and can it serve."""

from flask import Blueprint, render_template
from sqlalchemy import text

from forum.kernel.db import read
from forum.kernel.text.difference import difference
from forum.web import guards

bp = Blueprint("system", __name__)


@bp.get("/healthz")
@guards.public
def healthz() -> tuple[str, int, dict[str, str]]:
    """200 as long as the process answers."""
    return "ok\n", 200, {"Content-Type": "text/plain"}


@bp.get("/readyz")
@guards.public
def readyz() -> tuple[str, int, dict[str, str]]:
    """200 when the database answers."""
    read(text("SELECT 1"))
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
    before, after = "Hold the button.\nWait.", "Hold the button for ten seconds.\nWait.\nIt blinks."
    return render_template("components_page/index.html", lines=difference(before, after))
