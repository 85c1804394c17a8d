"""What the poll tells IT staff's open pages: the counts of the queue's views."""

from collections.abc import Mapping
from typing import Any

from flask import render_template

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.pages.tickets.today import today
from forum.tickets.queue import VIEWS, Wish, queue_counts


def desk_news(asked: Mapping[str, str], reader: Actor) -> dict[str, Any]:
    """The parts of an open page of the desk as they are now; nothing for others than IT staff."""
    view = asked.get("queue", "")
    if view not in VIEWS or not reader.may(Permission.WORK_TICKETS):
        return {}
    counts = queue_counts(reader, today())
    return {"parts": {"queue-views": render_template("tickets/_queue_views.html", counts=counts, wish=Wish(view))}}
