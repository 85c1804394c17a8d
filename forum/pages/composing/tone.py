"""Hints about tone, while somebody writes."""

from flask import g, render_template

from forum.pages.composing.blueprint import bp
from forum.web import guards
from forum.web.toning import hints_of_form


@bp.post("/tone")
@guards.signed_in
def tone() -> str:
    """The hints for the text that was sent, as a part of a page. Nothing of it is kept."""
    g.tone_hints = hints_of_form()
    return render_template("composing/_tone_hints.html")
