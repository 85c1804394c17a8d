"""Which answers and comments a reader may see within a thread that he may see, and which of them are his own."""

from functools import cache

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import aliased

from forum.answers.models import Answer, Comment
from forum.questions.models import Visibility
from forum.questions.visibility import ASKED_UNNAMED
from forum.questions.visibility import visible_to as question_visible_to
from forum.topics.visibility import READER_ID, READER_SEES_REMOVED


def visible_to() -> ColumnElement[bool]:
    """True for a row of `answer` that the reader may see, joined to a `question` that he may see."""
    return _visible(Answer)


def comment_visible_to() -> ColumnElement[bool]:
    """True for a row of `comment` that the reader may see, joined to a `question` that he may see.

    What stands under an answer is seen with that answer only.
    """
    return and_(_visible(Comment), _under_what_is_seen())


@cache
def written_by_reader(post: type[Answer] | type[Comment]) -> ColumnElement[bool]:
    """True for a row that the reader wrote, also as the asker whose name his thread does not show; never null."""
    thread_id = post.thread_id if post is Comment else post.question_id
    is_nameless = and_(post.author_id.is_(None), post.imported_from.is_(None))
    return and_(
        READER_ID != 0,
        or_(post.author_id.is_not_distinct_from(READER_ID), and_(is_nameless, thread_id.in_(ASKED_UNNAMED))),
    )


def unrestricted() -> ColumnElement[bool]:
    """Says that a statement means every answer or comment: for actions after their check, rebuilds and the worker."""
    return true()


@cache
def _visible(post: type[Answer] | type[Comment]) -> ColumnElement[bool]:
    return and_(question_visible_to(), _may_read(post))


@cache
def _under_what_is_seen() -> ColumnElement[bool]:
    above = aliased(Answer)
    is_seen = select(above.id).where(above.id == Comment.answer_id, _may_read(above)).exists()
    return or_(Comment.answer_id.is_(None), is_seen)


def _may_read(post: type[Answer] | type[Comment]) -> ColumnElement[bool]:
    return or_(post.visibility == Visibility.PUBLIC, READER_SEES_REMOVED == 1, written_by_reader(post))
