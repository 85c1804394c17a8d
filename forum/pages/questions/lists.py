"""The list of questions, by any combination of filters."""

from flask import render_template, request

from forum.pages.questions.blueprint import bp
from forum.pages.questions.filters import Filters
from forum.pages.questions.fragments import drawn_rows
from forum.pages.questions.listing import listing
from forum.questions.queries.counts import MOST
from forum.web import guards
from forum.web.session import reader


@bp.get("/questions")
@guards.readers
def questions() -> str:
    """A page of questions as the address asks for them."""
    shown = listing(Filters.of(request.args), reader(), cursor=request.args.get("after", ""))
    return render_template("questions/list.html", list=shown, most=MOST, drawn_rows=drawn_rows)
