"""A ticket's own title and category; its thread keeps its own."""

from datetime import datetime

from forum.accounts.actors import Actor
from forum.conduct.screening import screened_line
from forum.kernel.db import session
from forum.tickets.actions.find import note_change
from forum.tickets.models import Ticket
from forum.tickets.rules import check_may_work, check_title
from forum.topics.actions import find_category
from forum.topics.models import Category


def reword(ticket: Ticket, title: str, *, by: Actor, at: datetime) -> None:
    """The ticket is called so. Invalid for a title too short or too long."""
    check_may_work(by)
    check_title(title)
    title = screened_line(title)
    if title != ticket.title:
        old, ticket.title = ticket.title, title
        note_change(ticket, "reworded", by=by, at=at, old=old)


def recategorise(ticket: Ticket, category_id: int | None, *, by: Actor, at: datetime) -> None:
    """The ticket is of this category, or of none; whose team it is stays. NotFound for one that `by` may not read."""
    check_may_work(by)
    if category_id == ticket.category_id:
        return
    new = find_category(category_id, by=by).name if category_id is not None else ""
    old = session.get_one(Category, ticket.category_id).name if ticket.category_id else ""
    ticket.category_id = category_id
    note_change(ticket, "category", by=by, at=at, old=old, new=new)
