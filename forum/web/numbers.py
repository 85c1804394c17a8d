"""Sentences that name a ticket lead to it."""

from flask import Flask
from markupsafe import Markup, escape

from forum.kernel.text.marks import marks


def with_tickets(text: str) -> Markup:
    """The text, escaped, with each number of a ticket as a link to it; one element, also where parts stand in a row."""
    parts, done = [], 0
    for mark in marks(text):
        if mark.kind == "ticket":
            link = Markup('<a class="ticket" href="{}">{}</a>').format(mark.href, text[mark.start : mark.end])
            parts += [escape(text[done : mark.start]), link]
            done = mark.end
    return Markup("<span>{}</span>").format(Markup().join([*parts, escape(text[done:])])) if parts else escape(text)


def init_numbers(app: Flask) -> None:
    """Templates have the filter `with_tickets`."""
    app.jinja_env.filters["with_tickets"] = with_tickets
