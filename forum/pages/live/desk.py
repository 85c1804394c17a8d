"""What the poll tells open pages of the desk: the counts of the queue's views for IT staff, and of a ticket what has
happened in it since, for everybody who may open it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import render_template

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.pages.live.queries import ticket_now
from forum.pages.tickets.today import today
from forum.tickets.queue import VIEWS, Wish, queue_counts
from forum.web.forms import number_in


def queue_news(asked: Mapping[str, str], reader: Actor) -> dict[str, Any]:
    """The views of the queue with their present counts; nothing for others than IT staff."""
    view = asked.get("queue", "")
    if view not in VIEWS or not reader.may(Permission.WORK_TICKETS):
        return {}
    views = render_template("tickets/_queue_views.html", counts=queue_counts(reader, today()), wish=Wish(view))
    return {"parts": {"queue-views": views}}


def ticket_news(asked: Mapping[str, str], reader: Actor, *, at: datetime) -> dict[str, Any]:
    """What others have said in the ticket since the page was made, its state if that is another now, and for IT staff
    who is writing in it; nothing of a ticket that the reader may not see."""
    label = asked.get("ticket", "")
    reply, note = (number_in(asked.get(name, "")) or 0 for name in ("reply", "note"))
    rows = ticket_now(label, reply, note, reader, at=at) if label else ()
    if not rows:
        return {}
    now, is_new_state = rows[0], asked.get("state") not in (None, rows[0].state)
    news: dict[str, Any] = {"announcement": ""}
    if now.reply_count or now.note_count or is_new_state:
        told = render_template("tickets/_news.html", label=label, now=now, is_new_state=is_new_state)
        news["announcement"] = told.strip()
    if reader.may(Permission.WORK_TICKETS):
        writing = [row.writing for row in rows if row.writing]
        news["parts"] = {"presence": render_template("tickets/_presence.html", writing=writing).strip()}
    return news
