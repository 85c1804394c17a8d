"""Which questions a reader may see, as one SQL expression of bind parameters (filled by topics' `reader_params`)."""

from functools import cache

from sqlalchemy import ColumnElement, and_, or_, select, true

from forum.questions.models import Question, QuestionOnBehalf, Visibility
from forum.topics.visibility import READER_ID, READER_SEES_REMOVED, in_visible_category, reader_params

__all__ = ["ASKED_UNNAMED", "listed_to", "reader_params", "unrestricted", "visible_to"]

ASKED_UNNAMED = select(QuestionOnBehalf.question_id).where(QuestionOnBehalf.person_id == READER_ID)
"""The threads that the reader asked without his name."""


@cache
def visible_to() -> ColumnElement[bool]:
    """True for a row of `question` the reader may open: public in his categories, or removed and his or staff's."""
    return and_(
        in_visible_category(Question.category_id),
        or_(
            Question.visibility == Visibility.PUBLIC,
            READER_SEES_REMOVED == 1,
            and_(Question.author_id == READER_ID, READER_ID != 0),
            Question.id.in_(ASKED_UNNAMED),
        ),
    )


def listed_to() -> ColumnElement[bool]:
    """True for a row of `question` that lists, counts, search and feeds may show to the reader: the public ones."""
    return and_(Question.visibility == Visibility.PUBLIC, in_visible_category(Question.category_id))


def unrestricted() -> ColumnElement[bool]:
    """Says that a statement means every question: only for actions after their check, rebuilds and the worker."""
    return true()
