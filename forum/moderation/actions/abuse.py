"""Words that no technician has to put up with: the words go, the problem stays and somebody else solves it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from forum.accounts.actors import Actor, load_actor, system_actor
from forum.accounts.models import Team
from forum.conduct.avoiding import avoid
from forum.kernel.db import session
from forum.kernel.errors import NotAllowed, NotFound
from forum.kernel.events import publish
from forum.moderation.actions.flag import flag_post
from forum.moderation.events import PostHeld
from forum.moderation.models import FlagItem, Kind, Reason
from forum.moderation.posts import Post, find_post, hold
from forum.tickets.actions.find import find_ticket
from forum.tickets.actions.work import assign
from forum.tickets.models import Ticket
from forum.tickets.queries import ticket_page
from forum.tickets.rules import check_may_work

NOT_MET_FOR = timedelta(days=14)


def hand_to_lead(reply_id: int, note: str, *, rests: bool, by: Actor, at: datetime) -> FlagItem:
    """The reply is out of sight and flagged as abuse; the team's lead has the ticket, or nobody where there is none.

    With `rests` this technician is not given the person's tickets for two weeks. Publishes ItemOpened, PostHeld and
    TicketAssigned. NotAllowed for the reply of a colleague of IT.
    """
    post, item = _out_of_sight(Kind.REPLY, reply_id, note, by=by, at=at)
    if post.ticket is None:
        raise NotFound
    _hand_over(post.ticket, post.author_id, rests=rests, by=by, at=at)
    return item


def hand_opening_to_lead(label: str, note: str, *, rests: bool, by: Actor, at: datetime) -> FlagItem:
    """As `hand_to_lead`, for the words that this ticket begins with; in the thread, if they stand in one."""
    kind, post_id = opening_of(ticket_page(label, by))
    post, item = _out_of_sight(kind, post_id, note, by=by, at=at)
    _hand_over(post.ticket or find_ticket(label, by=by), post.author_id, rests=rests, by=by, at=at)
    return item


def opening_of(ticket: Row[Any]) -> tuple[Kind, int]:
    """What the first words of a ticket (a row of `ticket_page`) are as a post that can be flagged."""
    if ticket.began_by_itself:
        return Kind.TICKET, ticket.id
    if ticket.comment_id:
        return Kind.COMMENT, ticket.comment_id
    return (Kind.ANSWER, ticket.answer_id) if ticket.answer_id else (Kind.QUESTION, ticket.question_id)


def _out_of_sight(kind: Kind, post_id: int, note: str, *, by: Actor, at: datetime) -> tuple[Post, FlagItem]:
    check_may_work(by)
    item = flag_post(kind, post_id, Reason.ABUSIVE, note, by=by, at=at)
    post = find_post(kind, post_id, by=by)
    author = load_actor(post.author_id or 0, at=at)
    if author is not None and author.is_it_staff:
        raise NotAllowed("A colleague of IT wrote this. Flag it instead; a moderator looks at it.")
    if item.held_at is None:
        hold(post, reason="", by=by if post.ticket else system_actor(at=at), at=at)
        item.held_at = at
        session.flush()
        publish(PostHeld(item.id, at))
    return post, item


def _hand_over(ticket: Ticket, author_id: int | None, *, rests: bool, by: Actor, at: datetime) -> None:
    if rests and author_id is not None:
        avoid(by.id, author_id, until=at + NOT_MET_FOR)
    if ticket.owner_id in (None, by.id):
        assign(ticket, _lead(ticket, by), by=by, at=at)


def _lead(ticket: Ticket, by: Actor) -> int | None:
    lead_id = session.scalar(select(Team.lead_id).where(Team.id == ticket.team_id))
    return lead_id if lead_id != by.id else None
