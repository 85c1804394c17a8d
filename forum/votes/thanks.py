"""A word of thanks for an answer, which its author alone reads; and who helped in a month, without a count."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Row, and_, bindparam, case, select, union, update

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.answers.actions import is_author
from forum.answers.models import Acceptance, Answer
from forum.answers.visibility import visible_to
from forum.conduct.actions import check_limit, check_may_post
from forum.conduct.limits import Act
from forum.conduct.screening import screened_line
from forum.kernel.db import BigId, UtcDateTime, read, session
from forum.kernel.events import publish
from forum.people.models import Person, PersonState
from forum.questions.actions import is_asker
from forum.questions.models import Question, Visibility
from forum.questions.visibility import reader_params
from forum.votes.events import AnswerThanked
from forum.votes.models import ThanksNote, Vote
from forum.votes.rules import check_may_thank

MOST_NOTES = 100
MOST_HELPERS = 500

_ID = bindparam("answer_id", type_=BigId)
_ANSWER = (
    select(Answer.id, Answer.author_id, Question.title, Person.name)
    .join(Question, Question.id == Answer.question_id)
    .join(Person, Person.id == Answer.author_id)
    .where(visible_to(), Answer.id == _ID)
)
_NOTES = (
    select(
        ThanksNote.id, ThanksNote.answer_id, ThanksNote.words, ThanksNote.at, Question.title,
        case((ThanksNote.is_nameless.is_(True), ""), else_=Person.name).label("name"),
        case((ThanksNote.is_nameless.is_(True), ""), else_=Person.handle).label("handle"),
    )
    .join(Answer, Answer.id == ThanksNote.answer_id)
    .join(Question, Question.id == Answer.question_id)
    .join(Person, Person.id == ThanksNote.by_id)
    .where(visible_to(), ThanksNote.to_id == bindparam("person_id", type_=BigId))
    .order_by(ThanksNote.at.desc(), ThanksNote.id.desc())
    .limit(MOST_NOTES)
)  # fmt: skip
_FROM, _UNTIL = bindparam("from_at", type_=UtcDateTime), bindparam("until_at", type_=UtcDateTime)
_HELPFUL: CompoundSelect[Any] = union(
    select(Acceptance.answer_id).where(Acceptance.at >= _FROM, Acceptance.at < _UNTIL),
    select(Vote.answer_id).where(Vote.answer_id.is_not(None), Vote.value == 1, Vote.at >= _FROM, Vote.at < _UNTIL),
)
_HELPERS = (
    select(
        Person.name, Person.handle, Person.photo, Person.is_it_staff, Person.badge, Person.department, Person.name_key
    )
    .join(Answer, Answer.author_id == Person.id)
    .join(Question, Question.id == Answer.question_id)
    .where(
        and_(visible_to(), Answer.visibility == Visibility.PUBLIC, Person.state == PersonState.ACTIVE),
        Person.listed_as_helper.is_(True),
        Answer.id.in_(_HELPFUL),
    )
    .distinct()
    .order_by(Person.name_key, Person.handle)
    .limit(MOST_HELPERS)
)  # fmt: skip
_IS_LISTED = select(Person.listed_as_helper).where(Person.id == bindparam("person_id", type_=BigId))


def thank(question: Question, answer: Answer, words: str, *, by: Actor, at: datetime) -> ThanksNote:
    """The author can read the words; once a person and answer. The rows come locked from `find_answer`.

    Who asked without his name stays without one. Invalid for a word that is not written here. Publishes AnswerThanked.
    """
    by.check_may(Permission.VOTE)
    check_may_post(by=by, at=at)
    words = screened_line(words, field="words")
    sent = select(ThanksNote.id).where(ThanksNote.answer_id == answer.id, ThanksNote.by_id == by.id)
    check_may_thank(
        words,
        visibility=answer.visibility,
        is_own=is_author(answer, question, by),
        has_author=answer.author_id is not None,
        is_again=session.scalar(sent) is not None,
    )
    check_limit(Act.COMMENT, by=by, at=at)
    is_nameless = question.author_id is None and is_asker(question, by)
    told = {"answer_id": answer.id, "by_id": by.id, "to_id": answer.author_id or 0}
    note = ThanksNote(**told, words=words.strip(), is_nameless=is_nameless, at=at)
    session.add(note)
    session.flush()
    publish(AnswerThanked(note.id, by.id, at))
    return note


def answer_to_thank(answer_id: int, reader: Actor) -> Row[Any] | None:
    """Title of the question, name and id of the author; None if the reader may not see the answer, or it has none."""
    return read(_ANSWER, {**reader_params(reader), "answer_id": answer_id}).one_or_none()


def notes_to(reader: Actor) -> Sequence[Row[Any]]:
    """The notes of thanks to the reader himself, newest first."""
    return read(_NOTES, {**reader_params(reader), "person_id": reader.id}).all()


def helpers_between(from_at: datetime, until_at: datetime, reader: Actor) -> Sequence[Row[Any]]:
    """Whose answers, of those that the reader sees, were accepted or found helpful in that time; by name, uncounted."""
    return read(_HELPERS, {**reader_params(reader), "from_at": from_at, "until_at": until_at}).all()


def is_listed_helper(reader: Actor) -> bool:
    """Whether the page of who helped may name the reader."""
    return bool(read(_IS_LISTED, {"person_id": reader.id}).scalar())


def leave_helpers(*, by: Actor) -> None:
    """The page of who helped names the person in no month, past ones included."""
    session.execute(update(Person).where(Person.id == by.id).values(listed_as_helper=False))


def join_helpers(*, by: Actor) -> None:
    """The page of who helped may name the person again."""
    session.execute(update(Person).where(Person.id == by.id).values(listed_as_helper=True))
