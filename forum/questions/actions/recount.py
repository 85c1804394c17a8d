"""The question's own counters, made again from the rows they count."""

from sqlalchemy import ColumnElement, func, select, update

from forum.kernel.db import session
from forum.questions.models import Affected, Question
from forum.questions.visibility import unrestricted

_AFFECTED = (
    select(func.count()).select_from(Affected).where(Affected.question_id == Question.id).correlate(Question)
).scalar_subquery()


def recount(question_id: int) -> None:
    """The counters of one question equal their rows. The caller commits."""
    _recount(Question.id == question_id)


def recount_all() -> None:
    """The counters of every question equal their rows. The caller commits."""
    _recount(unrestricted())


def _recount(which: ColumnElement[bool]) -> None:
    statement = update(Question).where(which).values(affected_count=_AFFECTED)
    session.execute(statement, execution_options={"synchronize_session": False})
    session.expire_all()
