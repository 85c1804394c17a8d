"""Answers and comments for the pages that act on them: where they stand, their words, their history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, exists, select, tuple_

from forum.accounts.actors import Actor
from forum.answers.models import Acceptance, Answer, AnswerRevision, Comment
from forum.answers.visibility import comment_visible_to, visible_to
from forum.kernel.db import BigId, UtcDateTime, read
from forum.kernel.errors import NotFound
from forum.people.models import Person
from forum.questions.models import Question, QuestionOnBehalf, Visibility
from forum.questions.visibility import reader_params
from forum.topics.visibility import READER_ID

PAGE_OF_A_PERSON = 10
_ANSWER_ID = bindparam("answer_id", type_=BigId)
_ANSWER = (
    select(
        Answer.id,
        Answer.question_id,
        Answer.source,
        Answer.source_format,
        Answer.author_id,
        Answer.visibility,
        Answer.revision,
        Question.title,
        Question.slug,
        Question.locked_at,
        Question.duplicate_of_id,
        Question.answer_count,
        QuestionOnBehalf.person_id.label("on_behalf_id"),
        exists().where(Acceptance.answer_id == Answer.id).label("is_accepted"),
    )
    .join(Question, Question.id == Answer.question_id)
    .join(QuestionOnBehalf, QuestionOnBehalf.question_id == Question.id, isouter=True)
    .where(visible_to(), Answer.id == _ANSWER_ID)
)
_COMMENT = (
    select(
        Comment.id,
        Comment.thread_id,
        Comment.question_id,
        Comment.answer_id,
        Comment.source,
        Comment.author_id,
        Comment.visibility,
        Comment.revision,
        Question.title,
        Question.slug,
        Question.locked_at,
        Question.duplicate_of_id,
        Question.answer_count,
        QuestionOnBehalf.person_id.label("on_behalf_id"),
    )
    .join(Question, Question.id == Comment.thread_id)
    .join(QuestionOnBehalf, QuestionOnBehalf.question_id == Question.id, isouter=True)
    .where(comment_visible_to(), Comment.id == bindparam("comment_id", type_=BigId))
)
_REVISION_HEAD = (
    AnswerRevision.number,
    AnswerRevision.at,
    AnswerRevision.reason,
    AnswerRevision.restored_number,
    Person.name,
    Person.handle,
    Person.is_it_staff,
    Person.badge,
)
_REVISIONS = (
    select(*_REVISION_HEAD)
    .join(Person, Person.id == AnswerRevision.by_id, isouter=True)
    .where(AnswerRevision.answer_id == _ANSWER_ID)
    .order_by(AnswerRevision.number.desc())
)
_REVISION = (
    select(*_REVISION_HEAD, AnswerRevision.source, AnswerRevision.source_format)
    .join(Person, Person.id == AnswerRevision.by_id, isouter=True)
    .where(AnswerRevision.answer_id == _ANSWER_ID, AnswerRevision.number == bindparam("number"))
)

_TAGS_ANSWERED = (
    select(Question.tags)
    .join(Answer, Answer.question_id == Question.id)
    .where(visible_to(), Answer.author_id == READER_ID)
    .order_by(Answer.created_at.desc(), Answer.id.desc())
    .limit(50)
)


_OF_A_PERSON = (
    select(
        Answer.id,
        Answer.created_at,
        Question.title,
        exists().where(Acceptance.answer_id == Answer.id).label("is_accepted"),
    )
    .join(Question, Question.id == Answer.question_id)
    .where(
        visible_to(), Answer.visibility == Visibility.PUBLIC, Answer.author_id == bindparam("person_id", type_=BigId)
    )
    .order_by(Answer.created_at.desc(), Answer.id.desc())
    .limit(PAGE_OF_A_PERSON + 1)
)
_OLDER_OF_A_PERSON = _OF_A_PERSON.where(
    tuple_(Answer.created_at, Answer.id) < tuple_(bindparam("at", type_=UtcDateTime), bindparam("id", type_=BigId))
)


def answers_of(person_id: int, reader: Actor, *, after: tuple[datetime, int] | None = None) -> Sequence[Row[Any]]:
    """The newest answers under somebody's name, or the next ones after a place, each with its question's title and
    whether it was accepted: PAGE_OF_A_PERSON of them, and one more where there are older ones."""
    params = {**reader_params(reader), "person_id": person_id}
    if after is None:
        return read(_OF_A_PERSON, params).all()
    return read(_OLDER_OF_A_PERSON, {**params, "at": after[0], "id": after[1]}).all()


def tags_answered(reader: Actor) -> set[str]:
    """The tags of the questions that the reader answered last."""
    return {tag for tags in read(_TAGS_ANSWERED, reader_params(reader)).scalars() for tag in tags.split()}


def answer_words(answer_id: int, reader: Actor) -> Row[Any]:
    """The answer's words as they are written and its thread; NotFound if the reader may not see it."""
    row = read(_ANSWER, {"answer_id": answer_id, **reader_params(reader)}).one_or_none()
    if row is None:
        raise NotFound
    return row


def comment_words(comment_id: int, reader: Actor) -> Row[Any]:
    """The comment's words as they are written and its thread; NotFound if the reader may not see it."""
    row = read(_COMMENT, {"comment_id": comment_id, **reader_params(reader)}).one_or_none()
    if row is None:
        raise NotFound
    return row


def answer_revisions(answer_id: int) -> list[Row[Any]]:
    """The history of an answer that the reader may see, newest first."""
    return list(read(_REVISIONS, {"answer_id": answer_id}))


def answer_revision(answer_id: int, number: int) -> Row[Any]:
    """One state of an answer's words; NotFound if there is none."""
    row = read(_REVISION, {"answer_id": answer_id, "number": number}).one_or_none()
    if row is None:
        raise NotFound
    return row
