"""Who may see an item, as SQL expressions of bind parameters (filled by `reader_params` of this module)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, exists, or_, select

from forum.accounts.actors import Actor
from forum.accounts.models import Team
from forum.accounts.roles import Permission
from forum.answers.models import Answer, Comment
from forum.answers.visibility import comment_visible_to
from forum.answers.visibility import visible_to as answer_visible_to
from forum.moderation.models import Flag, FlagItem
from forum.questions.models import Question
from forum.questions.visibility import visible_to as question_visible_to
from forum.tickets.models import Ticket, TicketReply
from forum.tickets.visibility import visible_to as ticket_visible_to
from forum.topics.visibility import READER_ADMINISTERS, READER_ID
from forum.topics.visibility import reader_params as topic_params

READER_MODERATES = bindparam("reader_moderates", type_=Integer)


def reader_params(reader: Actor) -> Mapping[str, Any]:
    """Values for the bind parameters of the expressions here."""
    return {**topic_params(reader), "reader_moderates": 1 if reader.may(Permission.SEE_CONDUCT) else 0}


def decidable_by() -> ColumnElement[bool]:
    """True for a row of `flag_item` that the reader moderates: he may see the post, and it is his to decide.

    Moderators decide on posts and people. Words in a ticket are decided on by moderators who may see the ticket, by the
    lead of its team, and by administrators.
    """
    led = select(Team.id).where(Team.lead_id == READER_ID)
    leads = or_(READER_MODERATES == 1, READER_ADMINISTERS == 1, Ticket.team_id.in_(led))
    may_open = or_(ticket_visible_to(), READER_ADMINISTERS == 1)
    of_reply = _exists(TicketReply.id == FlagItem.reply_id, Ticket.id == TicketReply.ticket_id, may_open, leads)
    of_ticket = or_(of_reply, _exists(Ticket.id == FlagItem.ticket_id, may_open, leads))
    question = _exists(Question.id == FlagItem.question_id, question_visible_to())
    answer = _exists(Answer.id == FlagItem.answer_id, Question.id == Answer.question_id, answer_visible_to())
    comment = _exists(Comment.id == FlagItem.comment_id, Question.id == Comment.thread_id, comment_visible_to())
    in_forum = and_(READER_MODERATES == 1, or_(FlagItem.person_id.is_not(None), question, answer, comment))
    return and_(READER_ID != 0, or_(in_forum, of_ticket))


def told_of() -> ColumnElement[bool]:
    """True for a row of `flag_item` that the reader flagged, or that is about his words."""
    flagged = select(Flag.item_id).where(Flag.by_id == READER_ID)
    return and_(READER_ID != 0, or_(FlagItem.author_id == READER_ID, FlagItem.id.in_(flagged)))


def visible_to() -> ColumnElement[bool]:
    """True for a row of `flag_item` that the reader decides, or that he hears of."""
    return or_(decidable_by(), told_of())


def _exists(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a row is found beside the item, also where the statement around joins the same tables itself."""
    return exists().where(*conditions).correlate(FlagItem)
