"""Where merged threads and split answers lead, and what can be undone."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import aliased

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.answers.models import Answer
from forum.answers.visibility import visible_to as answer_visible_to
from forum.kernel.db import BigId, read
from forum.kernel.errors import NotFound
from forum.moderation.models import AnswerSplit, SpamRemoval, ThreadMerge
from forum.people.models import Person
from forum.questions.models import Question, Visibility
from forum.questions.visibility import unrestricted as any_question
from forum.questions.visibility import visible_to
from forum.tickets.models import Ticket
from forum.tickets.rules import OPEN_STATES
from forum.tickets.visibility import unrestricted
from forum.tickets.visibility import visible_to as ticket_visible_to
from forum.topics.visibility import reader_params

_MOST_STEPS = 20
_INTO = select(ThreadMerge.into_id).where(
    ThreadMerge.question_id == bindparam("question_id", type_=BigId), ThreadMerge.undone_at.is_(None)
)
_THREAD = select(Question.id, Question.slug).where(visible_to(), Question.id == bindparam("question_id", type_=BigId))
_SPLIT = select(AnswerSplit.question_id).where(AnswerSplit.answer_id == bindparam("answer_id", type_=BigId))
_HOLDS = select(ThreadMerge.id, ThreadMerge.question_id).where(ThreadMerge.undone_at.is_(None))
_DIRECT = _HOLDS.where(ThreadMerge.into_id == bindparam("question_id", type_=BigId)).cte("steps", recursive=True)
_STEPS = _DIRECT.union(_HOLDS.join(_DIRECT, _DIRECT.c.question_id == ThreadMerge.into_id))
_OF_THREAD = (
    select(
        ThreadMerge.id, ThreadMerge.at, ThreadMerge.question_id, ThreadMerge.into_id, Question.title, Question.html,
        Person.name,
    )
    .join(_STEPS, _STEPS.c.id == ThreadMerge.id)
    .join(Question, Question.id == ThreadMerge.question_id)
    .join(Person, Person.id == ThreadMerge.by_id)
    .where(any_question(), ThreadMerge.moved["split"].as_integer().is_(None))
    .order_by(ThreadMerge.id)
)  # fmt: skip
_ANSWERS = (
    select(Answer.id, Answer.html, Answer.created_at, Person.name)
    .join(Question, Question.id == Answer.question_id)
    .outerjoin(Person, Person.id == Answer.author_id)
    .where(answer_visible_to(), Answer.question_id == bindparam("question_id", type_=BigId))
    .where(Answer.visibility == Visibility.PUBLIC)
    .order_by(Answer.id)
)
_TICKETS = select(Ticket.question_id, Ticket.label).where(
    ticket_visible_to(),
    Ticket.question_id.in_(bindparam("ids", expanding=True)),
    Ticket.answer_id.is_(None),
    Ticket.comment_id.is_(None),
    Ticket.state.in_(OPEN_STATES),
)
_One, _Into = aliased(Ticket), aliased(Ticket)
_MERGED = (
    select(_One.id)
    .join(_Into, _Into.id == _One.merged_into_id)
    .where(unrestricted(), _One.question_id == bindparam("one_id", type_=BigId))
    .where(_Into.question_id == bindparam("into_id", type_=BigId))
    .limit(1)
)
_SPAM = (
    select(SpamRemoval.id, SpamRemoval.at, SpamRemoval.posts, Person.name)
    .join(Person, Person.id == SpamRemoval.by_id)
    .where(SpamRemoval.person_id == bindparam("person_id", type_=BigId), SpamRemoval.undone_at.is_(None))
    .order_by(SpamRemoval.id.desc())
)


def thread_after_merge(question_id: int, reader: Actor) -> Row[Any] | None:
    """The thread that a merged one leads to at last; None if it is not merged, or the reader may not see that one."""
    found = last_thread(question_id)
    if found == question_id:
        return None
    return read(_THREAD, {**reader_params(reader), "question_id": found}).one_or_none()


def last_thread(question_id: int) -> int:
    """The id of the thread in which this one goes on, whoever may see it; its own if it was not merged."""
    found = question_id
    for _step in range(_MOST_STEPS):
        into = read(_INTO, {"question_id": found}).scalar()
        if into is None:
            break
        found = into
    return found


def thread_after_split(answer_id: int, reader: Actor) -> Row[Any] | None:
    """The thread that an answer has become, as far as the reader may see it."""
    found = read(_SPLIT, {"answer_id": answer_id}).scalar()
    return read(_THREAD, {**reader_params(reader), "question_id": found}).one_or_none() if found else None


def merged_into(question_id: int) -> Sequence[Row[Any]]:
    """The threads that were merged into this one, also in several steps, the oldest step first; without those whose
    question is an answer again."""
    return read(_OF_THREAD, {"question_id": question_id}).all()


def open_tickets_of_both(one_id: int, into_id: int, reader: Actor) -> tuple[str, str] | None:
    """The numbers of the threads' open tickets, which merging the threads makes one; None unless both have one that the
    reader sees and works on."""
    if not reader.may(Permission.WORK_TICKETS):
        return None
    found = {row.question_id: row.label for row in read(_TICKETS, {**reader_params(reader), "ids": [one_id, into_id]})}
    return (found[one_id], found[into_id]) if len(found) == 2 else None


def have_merged_tickets(one_id: int, into_id: int) -> bool:
    """Whether a ticket of the first thread goes on in one of the second, as it does after the threads stand apart."""
    return read(_MERGED, {"one_id": one_id, "into_id": into_id}).scalar() is not None


def answers_to_split(question_id: int, reader: Actor) -> Sequence[Row[Any]]:
    """The public answers of a thread, oldest first; NotFound without any."""
    rows = read(_ANSWERS, {**reader_params(reader), "question_id": question_id}).all()
    if not rows:
        raise NotFound
    return rows


def spam_removed(person_id: int) -> Sequence[Row[Any]]:
    """Acts that removed somebody's posts as spam and hold."""
    return read(_SPAM, {"person_id": person_id}).all()
