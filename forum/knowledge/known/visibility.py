"""Which known issues and maintenance a reader may see: those of the categories he may read."""

from sqlalchemy import ColumnElement, true

from forum.knowledge.known.models import KnownIssue, Maintenance
from forum.topics.visibility import in_visible_category, reader_params

__all__ = ["maintenance_visible_to", "reader_params", "unrestricted", "visible_to"]


def visible_to() -> ColumnElement[bool]:
    """True for a known issue that the reader may see; in lists, counts, feeds and search, too."""
    return in_visible_category(KnownIssue.category_id)


def maintenance_visible_to() -> ColumnElement[bool]:
    """True for a window of maintenance that the reader may see."""
    return in_visible_category(Maintenance.category_id)


def unrestricted() -> ColumnElement[bool]:
    """Says that a statement means every issue: only for actions after their check, rebuilds and the worker."""
    return true()
