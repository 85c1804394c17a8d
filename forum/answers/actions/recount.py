"""What a question's row says of its answers, made again from the rows it sums up.

Posting adds to the counters; removing and bringing back, which are rare, count again.
"""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, select, update

from forum.answers.models import Acceptance, Answer, Comment
from forum.answers.visibility import unrestricted
from forum.kernel.db import is_sqlite, session
from forum.questions.models import Question, Visibility

_OF_QUESTION = (unrestricted(), Answer.question_id == Question.id, Answer.visibility == Visibility.PUBLIC)


def recount(question_id: int) -> None:
    """Count, last answer, solution and last activity of one question are those of its rows. The caller commits."""
    _recount(Question.id == question_id)


def recount_all() -> None:
    """The same for every question. The caller commits."""
    _recount(unrestricted())


def _recount(which: ColumnElement[bool]) -> None:
    statement = update(Question).where(which).values(_sums())
    session.execute(statement, execution_options={"synchronize_session": False})
    session.expire_all()


def _sums() -> dict[str, Any]:
    last_author = select(Answer.author_id).order_by(Answer.created_at.desc(), Answer.id.desc()).limit(1)
    solved = select(Acceptance.at).join(Answer, Answer.id == Acceptance.answer_id)
    return {
        "answer_count": _of_question(select(func.count(Answer.id))),
        "has_staff_answer": exists().where(*_OF_QUESTION, Answer.by_staff).correlate(Question),
        "last_answer_by_id": _of_question(last_author),
        "last_answer_at": _of_question(select(func.max(Answer.created_at))),
        "solved_at": _of_question(solved),
        "active_at": _last_activity(),
    }


def _last_activity() -> ColumnElement[Any]:
    commented = (
        select(func.max(Comment.created_at))
        .where(unrestricted(), Comment.thread_id == Question.id, Comment.visibility == Visibility.PUBLIC)
        .correlate(Question)
        .scalar_subquery()
    )
    moments: tuple[Any, ...] = (
        Question.edited_at,
        _of_question(select(func.max(Answer.created_at))),
        _of_question(select(func.max(Answer.edited_at))),
        commented,
    )
    latest = func.max if is_sqlite() else func.greatest
    return latest(Question.created_at, *(func.coalesce(moment, Question.created_at) for moment in moments))


def _of_question(statement: Select[Any]) -> ScalarSelect[Any]:
    """The statement over the public answers of the question that is updated."""
    return statement.where(*_OF_QUESTION).correlate(Question).scalar_subquery()
