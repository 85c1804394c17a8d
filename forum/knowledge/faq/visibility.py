"""Which FAQ entries a reader may see, as one SQL expression of bind parameters (filled by topics' `reader_params`)."""

from sqlalchemy import ColumnElement, and_, or_, true

from forum.knowledge.faq.models import FaqEntry, FaqState
from forum.topics.visibility import READER_CURATES_FAQ, in_visible_category, reader_params

__all__ = ["listed_to", "reader_params", "unrestricted", "visible_to"]


def visible_to() -> ColumnElement[bool]:
    """True for an entry the reader may open: published or obsolete in his categories; drafts are the curators'."""
    return and_(
        in_visible_category(FaqEntry.category_id),
        or_(FaqEntry.state == FaqState.PUBLISHED, FaqEntry.state == FaqState.OBSOLETE, READER_CURATES_FAQ == 1),
    )


def listed_to() -> ColumnElement[bool]:
    """True for an entry that lists, counts, search and feeds may show to the reader: the published ones."""
    return and_(FaqEntry.state == FaqState.PUBLISHED, in_visible_category(FaqEntry.category_id))


def unrestricted() -> ColumnElement[bool]:
    """Says that a statement means every entry: only for actions after their check, rebuilds and the worker."""
    return true()
