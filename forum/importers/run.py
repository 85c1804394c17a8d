"""One import from beginning to end: records in, counters right, the report told."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import func, select

from forum.accounts.actors import system_actor
from forum.importers.moments import in_time
from forum.importers.records import Record
from forum.importers.report import Report
from forum.importers.writer import Writer
from forum.kernel.db import gather_statistics, session, transaction
from forum.kernel.errors import Invalid
from forum.questions.models import Question
from forum.search.reactions import make_all_due
from forum.topics.actions import CategoryDraft, create_category
from forum.topics.models import Category
from forum.topics.visibility import unrestricted
from forum.votes.recount import recount_all


def run_import(
    records: Iterable[Record],
    *,
    source: str,
    category: str,
    report: Report,
    at: datetime,
    tell: Callable[[int], None] = lambda _count: None,
) -> None:
    """Everything that can be taken is in the category with this slug or name; counters say what is there.

    Nothing is from after `at`, the moment of the import: the report tells what said it was.
    """
    if not 1 <= len(source) <= 38:
        raise Invalid("The source's name has 1 to 38 characters.")
    writer = Writer(source, _category(category, at=at), report, at=at)
    writer.write(in_time(records, at=at), tell=tell)
    with transaction():
        recount_all()
        # What was indexed while the import ran lacks the answers and counters that came after it.
        make_all_due(Question.imported_from.startswith(f"{source}:", autoescape=True), at=at)
    gather_statistics()


def category_named(name: str) -> int | None:
    """The category with this slug or name."""
    found = select(Category.id).where(
        unrestricted(), (Category.slug == name) | (func.lower(Category.name) == name.lower())
    )
    known = session.scalar(found)
    session.rollback()
    return known


def _category(name: str, *, at: datetime) -> int:
    if (known := category_named(name)) is not None:
        return known
    with transaction():
        return create_category(CategoryDraft(name), by=system_actor(at=at), at=at).id
