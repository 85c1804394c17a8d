"""What an open page asks for now and then: columns by prepared statements, one or two a request."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, or_, select

from forum.accounts.actors import Actor
from forum.answers.models import Answer, Claim, Comment
from forum.answers.visibility import comment_visible_to
from forum.answers.visibility import visible_to as answer_visible_to
from forum.kernel.db import BigId, UtcDateTime, read
from forum.people.models import Person, PersonState
from forum.questions.models import Question, Visibility
from forum.questions.visibility import reader_params, visible_to
from forum.topics.visibility import READER_ID

_MOST_NEW = 100
_ID = bindparam("question_id", type_=BigId)
_LAST = bindparam("last", type_=BigId)
_THREAD = (
    select(Question.id, Question.slug, Question.version, Question.answer_count, Claim.until.label("claimed_until"))
    .join(Claim, and_(Claim.question_id == Question.id, Claim.until > bindparam("at", type_=UtcDateTime)), isouter=True)
    .where(visible_to(), Question.id == _ID)
)
_NEWER = (
    select(Answer.id)
    .join(Question, Question.id == Answer.question_id)
    .where(answer_visible_to(), Answer.question_id == _ID, Answer.visibility == Visibility.PUBLIC, Answer.id > _LAST)
    .order_by(Answer.id)
    .limit(_MOST_NEW)
)
_REMARKS = (
    select(Comment.id)
    .join(Question, Question.id == Comment.thread_id)
    .where(comment_visible_to(), Comment.thread_id == _ID, Comment.visibility == Visibility.PUBLIC, Comment.id > _LAST)
    .where(Comment.author_id.is_distinct_from(READER_ID))  # his own stand on his page already
    .order_by(Comment.id)
    .limit(_MOST_NEW)
)
_PEOPLE = (
    select(Person.handle, Person.name, Person.is_it_staff, Person.badge)
    .where(
        Person.state == PersonState.ACTIVE,
        Person.email.is_not(None),
        or_(
            and_(Person.name_key >= bindparam("start"), Person.name_key < bindparam("end")),
            and_(Person.handle >= bindparam("start"), Person.handle < bindparam("end")),
        ),
    )
    .order_by(Person.name_key, Person.id)
    .limit(8)
)


def thread_now(question_id: int, reader: Actor, *, at: datetime) -> Row[Any] | None:
    """The version of a thread that the reader may see, and until when somebody is on it."""
    return read(_THREAD, {"question_id": question_id, "at": at, **reader_params(reader)}).one_or_none()


def newer_answers(question_id: int, last: int, reader: Actor) -> Sequence[int]:
    """The ids of the answers that have come behind the one with the id `last`, the first 100."""
    return read(_NEWER, {"question_id": question_id, "last": last, **reader_params(reader)}).scalars().all()


def newer_comments(question_id: int, last: int, reader: Actor) -> Sequence[int]:
    """The ids of colleagues' comments in the thread behind the one with the id `last`, the first 100."""
    return read(_REMARKS, {"question_id": question_id, "last": last, **reader_params(reader)}).scalars().all()


def people_called(start: str) -> list[Row[Any]]:
    """Up to eight active colleagues whose name or handle begins so."""
    return list(read(_PEOPLE, {"start": start, "end": f"{start}\U0010ffff"}))
