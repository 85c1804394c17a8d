"""Which answers and comments a reader may see within a thread that he may see."""

from sqlalchemy import ColumnElement, and_, or_, true

from forum.answers.models import Answer, Comment
from forum.questions.models import Visibility
from forum.questions.visibility import visible_to as question_visible_to
from forum.topics.visibility import READER_ID, READER_SEES_REMOVED


def visible_to() -> ColumnElement[bool]:
    """True for a row of `answer` that the reader may see, joined to a `question` that he may see."""
    return and_(
        question_visible_to(),
        or_(
            Answer.visibility == Visibility.PUBLIC,
            READER_SEES_REMOVED == 1,
            and_(Answer.author_id == READER_ID, READER_ID != 0),
        ),
    )


def comment_visible_to() -> ColumnElement[bool]:
    """True for a row of `comment` that the reader may see, joined to a `question` that he may see."""
    return and_(
        question_visible_to(),
        or_(
            Comment.visibility == Visibility.PUBLIC,
            READER_SEES_REMOVED == 1,
            and_(Comment.author_id == READER_ID, READER_ID != 0),
        ),
    )


def unrestricted() -> ColumnElement[bool]:
    """Says that a statement means every answer or comment: for actions after their check, rebuilds and the worker."""
    return true()
