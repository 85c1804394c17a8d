"""Which tickets a reader may see, as one SQL expression of bind parameters (filled by topics' `reader_params`)."""

from functools import cache

from sqlalchemy import ColumnElement, and_, exists, or_, select, true

from forum.accounts.models import Team
from forum.files.models import StoredFile
from forum.questions.models import QuestionOnBehalf
from forum.tickets.models import Ticket, TicketFile, TicketReply, TicketWatcher
from forum.tickets.opening import opening_is_hidden
from forum.topics.visibility import (
    READER_ADMINISTERS,
    READER_ID,
    READER_IS_STAFF,
    READER_SEES_REMOVED,
    READER_WORKS_TICKETS,
)


@cache
def visible_to() -> ColumnElement[bool]:
    """True for a row of `ticket` that the reader may see.

    The requester's own; IT staff see all but confidential ones, watchers likewise; confidential ones are seen only by
    requester, owner, the team's lead and administrators.
    """
    watched = select(TicketWatcher.ticket_id).where(TicketWatcher.person_id == READER_ID)
    led = select(Team.id).where(Team.lead_id == READER_ID)
    open_to_many = or_(READER_WORKS_TICKETS == 1, Ticket.id.in_(watched))
    return and_(
        READER_ID != 0,
        or_(
            Ticket.requester_id == READER_ID,
            and_(Ticket.confidential.is_(False), open_to_many),
            and_(
                Ticket.confidential.is_(True),
                or_(Ticket.owner_id == READER_ID, Ticket.team_id.in_(led), READER_ADMINISTERS == 1),
            ),
        ),
    )


@cache
def file_visible_to() -> ColumnElement[bool]:
    """True for a row of `ticket_file`, joined to its `stored_file` and to a `ticket` that the reader may see: those of
    notes are IT staff's, those of words out of sight are closed to all who may not see such posts.

    A file is a reply's if its uploader shows it there; any other came with the ticket's first words.
    """
    in_reply = (
        exists()
        .where(
            TicketReply.ticket_id == Ticket.id,
            TicketReply.author_id == StoredFile.by_id,
            TicketReply.source.contains(StoredFile.token),
        )
        .correlate(Ticket, StoredFile)
    )
    at_first = and_(or_(Ticket.source.contains(StoredFile.token), ~in_reply), ~opening_is_hidden())
    in_sight = or_(READER_SEES_REMOVED == 1, in_reply.where(TicketReply.hidden_at.is_(None)), at_first)
    return or_(READER_WORKS_TICKETS == 1, and_(TicketFile.for_staff.is_(False), in_sight))


def hides_requester() -> ColumnElement[bool]:
    """True for a ticket whose thread was asked without a name, and a reader who may not know whose it is: others than
    the asker and staff."""
    asked_so = exists().where(QuestionOnBehalf.question_id == Ticket.question_id).correlate(Ticket)
    return and_(Ticket.requester_id != READER_ID, READER_IS_STAFF == 0, asked_so)


def unrestricted() -> ColumnElement[bool]:
    """Says that a statement means every ticket: only for actions after their check, and the worker."""
    return true()
