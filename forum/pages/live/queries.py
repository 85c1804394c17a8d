"""What an open page asks for now and then: columns by prepared statements, one or two a request."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, or_, select

from forum.accounts.actors import Actor
from forum.answers.models import Answer, Claim
from forum.answers.visibility import visible_to as answer_visible_to
from forum.kernel.db import BigId, UtcDateTime, read
from forum.people.models import Person, PersonState
from forum.questions.models import Question
from forum.questions.visibility import reader_params, visible_to

_ID = bindparam("question_id", type_=BigId)
_THREAD = (
    select(Question.id, Question.slug, Question.version, Question.answer_count, Claim.until.label("claimed_until"))
    .join(Claim, and_(Claim.question_id == Question.id, Claim.until > bindparam("at", type_=UtcDateTime)), isouter=True)
    .where(visible_to(), Question.id == _ID)
)
_NEWER = (
    select(Answer.id)
    .join(Question, Question.id == Answer.question_id)
    .where(answer_visible_to(), Answer.question_id == _ID, Answer.id > bindparam("last", type_=BigId))
    .limit(100)
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


def newer_answers(question_id: int, last: int, reader: Actor) -> int:
    """How many answers have come behind the one with the id `last`; at most 100."""
    return len(read(_NEWER, {"question_id": question_id, "last": last, **reader_params(reader)}).all())


def people_called(start: str) -> list[Row[Any]]:
    """Up to eight active colleagues whose name or handle begins so."""
    return list(read(_PEOPLE, {"start": start, "end": f"{start}\U0010ffff"}))
