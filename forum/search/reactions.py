"""A thread that changed is due for indexing: a row in the same transaction, so that it cannot be forgotten."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, literal, select

from forum.accounts.events import AccountClosed
from forum.kernel.db import UtcDateTime, session
from forum.kernel.events import reaction_to
from forum.kernel.pending import is_waiting
from forum.questions.events import QuestionMoved, ThreadChanged
from forum.questions.models import Question
from forum.questions.visibility import unrestricted
from forum.search.models import SearchPending
from forum.search.saved import nobody_searched
from forum.tickets.events import TicketMade
from forum.topics.events import CategoryChanged


@reaction_to(ThreadChanged)
def index_thread(event: ThreadChanged) -> None:
    """The thread is due, once, however often it changes before the worker takes it."""
    make_due(event.question_id, at=event.at)


@reaction_to(QuestionMoved)
def index_moved(event: QuestionMoved) -> None:
    """The thread has other readers perhaps."""
    make_due(event.question_id, at=event.at)


@reaction_to(TicketMade)
def index_ticketed(event: TicketMade) -> None:
    """The thread is one that has a ticket."""
    if event.question_id is not None:
        make_due(event.question_id, at=event.at)


@reaction_to(AccountClosed)
def forget_searches(event: AccountClosed) -> None:
    """Where the name was taken away, nobody knows what this person searched for, and his saved searches are gone."""
    if not event.keeps_name:
        nobody_searched(event.person_id)


@reaction_to(CategoryChanged)
def index_category(event: CategoryChanged) -> None:
    """Every thread of the category is due: it may be found under another name, or its words be suggested no more."""
    make_all_due(Question.category_id == event.category_id, at=event.at)


def make_due(question_id: int, *, at: datetime) -> None:
    """One row waits for this thread that nobody has taken yet.

    That row stays locked until this change is committed: taken before, it would index the thread as it was. A row that
    somebody else holds does not count.
    """
    waiting = select(SearchPending).where(
        SearchPending.question_id == question_id, is_waiting(SearchPending), SearchPending.holder.is_(None)
    )
    row = session.scalar(waiting.limit(1).with_for_update(skip_locked=True))
    if row is None:
        session.add(SearchPending(question_id=question_id, due_at=at))
    else:
        row.due_at = min(row.due_at, at)  # earlier only if the clock was put back


def make_all_due(which: ColumnElement[bool], *, at: datetime) -> None:
    """One row waits for each of these threads that nobody has taken yet: those that waited before give way to it."""
    threads = select(Question.id).where(unrestricted(), which)
    waiting = SearchPending.done_at.is_(None), SearchPending.holder.is_(None)
    session.execute(delete(SearchPending).where(*waiting, SearchPending.question_id.in_(threads)))
    rows = threads.add_columns(literal(at, UtcDateTime), literal(0))
    session.execute(insert(SearchPending).from_select(["question_id", "due_at", "attempts"], rows))
