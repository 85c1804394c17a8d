"""A reply that no technician has to put up with: the words go, the problem stays and somebody else solves it."""

from datetime import datetime, timedelta

from sqlalchemy import select

from forum.accounts.actors import Actor, load_actor
from forum.accounts.models import Team
from forum.conduct.avoiding import avoid
from forum.kernel.db import session
from forum.kernel.errors import NotAllowed, NotFound
from forum.kernel.events import publish
from forum.moderation.actions.flag import flag_post
from forum.moderation.events import PostHeld
from forum.moderation.models import FlagItem, Kind, Reason
from forum.moderation.posts import find_post, hold
from forum.tickets.actions.work import assign
from forum.tickets.models import Ticket
from forum.tickets.rules import check_may_work

NOT_MET_FOR = timedelta(days=14)


def hand_to_lead(reply_id: int, note: str, *, rests: bool, by: Actor, at: datetime) -> FlagItem:
    """The reply is out of sight and flagged as abuse; the team's lead has the ticket, or nobody where there is none.

    With `rests` this technician is not given the person's tickets for two weeks. Publishes ItemOpened, PostHeld and
    TicketAssigned. NotAllowed for the reply of a colleague of IT.
    """
    check_may_work(by)
    item = flag_post(Kind.REPLY, reply_id, Reason.ABUSIVE, note, by=by, at=at)
    post = find_post(Kind.REPLY, reply_id, by=by)
    if post.ticket is None or post.author_id is None:
        raise NotFound
    author = load_actor(post.author_id, at=at)
    if author is not None and author.is_it_staff:
        raise NotAllowed("A colleague of IT wrote this. Flag it instead; a moderator looks at it.")
    if item.held_at is None:
        hold(post, reason="", by=by, at=at)
        item.held_at = at
        session.flush()
        publish(PostHeld(item.id, at))
    if rests:
        avoid(by.id, post.author_id, until=at + NOT_MET_FOR)
    if post.ticket.owner_id in (None, by.id):
        assign(post.ticket, _lead(post.ticket, by), by=by, at=at)
    return item


def _lead(ticket: Ticket, by: Actor) -> int | None:
    lead_id = session.scalar(select(Team.lead_id).where(Team.id == ticket.team_id))
    return lead_id if lead_id != by.id else None
