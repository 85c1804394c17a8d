"""What the poll tells IT staff's open pages: the counts of the queue's views, and who is writing in a ticket."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import render_template

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.pages.tickets.today import today
from forum.tickets.desk.queries import writing_in
from forum.tickets.queue import VIEWS, Wish, queue_counts


def desk_news(asked: Mapping[str, str], reader: Actor, *, at: datetime) -> dict[str, Any]:
    """The parts of an open page of the desk as they are now; nothing for others than IT staff."""
    parts = {}
    if reader.may(Permission.WORK_TICKETS):
        view, label = asked.get("queue", ""), asked.get("ticket", "")
        if view in VIEWS:
            counts = queue_counts(reader, today())
            parts["queue-views"] = render_template("tickets/_queue_views.html", counts=counts, wish=Wish(view))
        if label:
            writing = writing_in(label, reader, at=at)
            parts["presence"] = render_template("tickets/_presence.html", label=label, writing=writing).strip()
    return {"parts": parts} if parts else {}
