"""Sentences that name a ticket: its number leads to it, or at least stays whole."""

from flask import Flask
from markupsafe import Markup, escape

from forum.kernel.text.marks import marks


def with_tickets(text: str) -> Markup:
    """The text, escaped, with each number of a ticket as a link to it; one element, also where parts stand in a row."""
    return _with(Markup('<a class="ticket" href="{1.href}">{0}</a>'), text)


def whole_tickets(text: str) -> Markup:
    """The same where links may not stand: no number breaks at its hyphen."""
    return _with(Markup('<span class="ticket">{}</span>'), text)


def _with(element: Markup, text: str) -> Markup:
    parts, done = [], 0
    for mark in marks(text):
        if mark.kind == "ticket":
            parts += [escape(text[done : mark.start]), element.format(text[mark.start : mark.end], mark)]
            done = mark.end
    return Markup("<span>{}</span>").format(Markup().join([*parts, escape(text[done:])])) if parts else escape(text)


def init_numbers(app: Flask) -> None:
    """Templates have the filters `with_tickets` and `whole_tickets`."""
    app.jinja_env.filters.update(with_tickets=with_tickets, whole_tickets=whole_tickets)
