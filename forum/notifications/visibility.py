"""Which notices a person may still read, and what he may be told: what is about something he may see."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from forum.accounts.actors import Actor
from forum.answers.models import Answer, Comment
from forum.answers.visibility import comment_visible_to
from forum.answers.visibility import visible_to as answer_visible_to
from forum.conduct.models import Consequence
from forum.kernel.db import session
from forum.knowledge.faq.models import FaqEntry
from forum.knowledge.faq.visibility import visible_to as entry_visible_to
from forum.knowledge.known.models import KnownIssue
from forum.knowledge.known.visibility import visible_to as issue_visible_to
from forum.moderation.models import FlagItem
from forum.moderation.visibility import READER_MODERATES, reader_params
from forum.moderation.visibility import visible_to as item_visible_to
from forum.notifications.kinds import KINDS, OF_NOTES
from forum.notifications.models import Notice
from forum.notifications.news import News
from forum.questions.models import Question, Visibility
from forum.questions.visibility import visible_to as question_visible_to
from forum.tickets.models import Ticket, TicketReply
from forum.tickets.visibility import visible_to as ticket_visible_to
from forum.topics.visibility import READER_ID, READER_WORKS_TICKETS

__all__ = ["html_today", "may_see", "of_removed_post", "reader_params", "visible_to"]

_is_shown = TicketReply.hidden_at.is_(None)
# What a notice can be about, and who may see it. News of several is of the first.
_POSTS: Mapping[str, tuple[Any, ColumnElement[bool]]] = {
    "answer_id": (Answer, and_(Question.id == Answer.question_id, answer_visible_to())),
    "comment_id": (Comment, and_(Question.id == Comment.thread_id, comment_visible_to())),
    "reply_id": (TicketReply, and_(Ticket.id == TicketReply.ticket_id, _is_shown, ticket_visible_to())),
}
_SUBJECTS: tuple[tuple[str, Any, ColumnElement[bool]], ...] = (
    *((name, *post) for name, post in _POSTS.items()),
    ("ticket_id", Ticket, ticket_visible_to()),
    ("entry_id", FaqEntry, entry_visible_to()),
    ("issue_id", KnownIssue, issue_visible_to()),
    ("item_id", FlagItem, item_visible_to()),
    ("consequence_id", Consequence, or_(Consequence.person_id == READER_ID, READER_MODERATES == 1)),
    ("question_id", Question, question_visible_to()),
)

_NEWS_OF: Mapping[Any, Any] = {Question: Notice.question_id, Answer: Notice.answer_id, Comment: Notice.comment_id}
_OF_POSTS = [
    name for name, kind in KINDS.items() if kind.matter in {"answers", "comments", "mentions", "searches", "watched"}
]


def visible_to() -> ColumnElement[bool]:
    """True for the reader's own notices of threads, posts, tickets, entries and issues that he may see today. Of notes
    only IT staff see any."""
    return and_(
        Notice.person_id == READER_ID,
        or_(Notice.kind != OF_NOTES, READER_WORKS_TICKETS == 1),
        *(
            or_(
                (about := getattr(Notice, name)).is_(None),
                # No EXISTS: PostgreSQL would read all threads that the reader may see, to look these up among them.
                select(table.id).where(table.id == about, is_visible).correlate(Notice).scalar_subquery().is_not(None),
            )
            for name, table, is_visible in _SUBJECTS
        ),
    )


def of_removed_post() -> ColumnElement[bool]:
    """True for news of a post that was taken out of sight since, itself or with its thread: staff, who still see it,
    need not have it in their mail."""
    gone = (
        exists().where(table.id == about, table.visibility != Visibility.PUBLIC) for table, about in _NEWS_OF.items()
    )
    return and_(Notice.kind.in_(_OF_POSTS), or_(*gone))


def may_see(news: News, reader: Actor) -> bool:
    """Whether the reader may see what the news is about; news of his own account are about nothing else."""
    for name, table, is_visible in _SUBJECTS:
        if (subject := getattr(news, name)) is not None:
            found = select(table.id).where(is_visible, table.id == subject)
            return session.scalar(found, reader_params(reader)) is not None
    return True


def html_today(notice: Notice, reader: Actor) -> str:
    """The post that the notice is of as it reads now, or the reply that was sent with what it tells of a ticket; empty
    where the reader may not see it, or there is none."""
    for name, (table, is_visible) in _POSTS.items():
        if (post_id := getattr(notice, name)) is not None:
            return _html(table, is_visible, table.id == post_id, reader)
    _table, is_visible = _POSTS["reply_id"]
    same_act = and_(TicketReply.ticket_id == notice.ticket_id, TicketReply.at == notice.at)
    return _html(TicketReply, is_visible, same_act, reader)


def _html(table: Any, is_visible: ColumnElement[bool], which: ColumnElement[bool], reader: Actor) -> str:
    found = select(table.html).where(is_visible, which).order_by(table.id.desc())
    return session.scalars(found, reader_params(reader)).first() or ""
