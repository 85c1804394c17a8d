"""All that a question's page shows, in a handful of statements whose number does not grow with the thread.

It joins across slices (claim, vote, acceptance, badge), which only a page may do.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Integer, Row, and_, bindparam, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.actors import Actor
from forum.accounts.models import Device
from forum.answers.models import Acceptance, Answer, AnswerRemoval, Claim, Comment
from forum.answers.visibility import comment_visible_to, written_by_reader
from forum.answers.visibility import visible_to as answer_visible_to
from forum.files.models import StoredFile
from forum.kernel.db import BigId, UtcDateTime, read
from forum.kernel.lists import among
from forum.knowledge.faq.models import FaqEntry
from forum.knowledge.faq.visibility import listed_to as entry_listed_to
from forum.knowledge.known.models import IssueThread
from forum.moderation.models import ThreadMerge
from forum.people.models import Person
from forum.questions.models import (
    Affected,
    Bookmark,
    Follow,
    Question,
    QuestionField,
    QuestionFile,
    QuestionOnBehalf,
    Visibility,
)
from forum.questions.visibility import reader_params, visible_to
from forum.tickets.models import PRIVATELY, Ticket
from forum.tickets.rules import OPEN_STATES
from forum.topics.models import Category
from forum.topics.visibility import READER_ID
from forum.votes.models import Vote

ANSWERS_A_PAGE = 100
_MOST_COMMENTS = 2000


class Order(StrEnum):
    """In which order the answers stand."""

    BEST = "best"
    NEWEST = "newest"
    OLDEST = "oldest"


_ID = bindparam("question_id", type_=BigId)
_NOW = bindparam("at", type_=UtcDateTime)
_Claimer = aliased(Person)
_Duplicate = aliased(Question)
_QUESTION = (
    select(
        Question.id,
        Question.title,
        Question.slug,
        Question.html,
        Question.tags,
        Question.visibility,
        Question.created_at,
        Question.edited_at,
        Question.active_at,
        Question.solved_at,
        Question.locked_at,
        Question.protected_at,
        Question.duplicate_of_id,
        Question.version,
        Question.revision,
        Question.score,
        Question.answer_count,
        Question.affected_count,
        Question.view_count,
        Question.imported_from,
        Question.ticket_label,
        Question.language,
        Question.author_id,
        Question.category_id,
        Category.slug.label("category_slug"),
        Category.name.label("category_name"),
        Category.name_ms.label("category_name_ms"),
        Person.name,
        Person.handle,
        Person.photo,
        Person.is_it_staff,
        Person.badge,
        Person.department,
        Person.location,
        Claim.person_id.label("claimer_id"),
        Claim.until.label("claimed_until"),
        _Claimer.name.label("claimer_name"),
        _Claimer.handle.label("claimer_handle"),
        _Claimer.is_it_staff.label("claimer_is_it_staff"),
        _Claimer.badge.label("claimer_badge"),
        QuestionOnBehalf.person_id.label("on_behalf_id"),
        Affected.at.label("my_affected_at"),
        Affected.device.label("my_affected_device"),
        select(Device.label).where(Device.person_id == READER_ID, Device.is_main).scalar_subquery().label("my_device"),
        Follow.at.label("my_follow_at"),
        Follow.muted_at.label("my_muted_at"),
        Bookmark.at.label("my_bookmark_at"),
        Vote.value.label("my_vote"),
        select(func.max(Answer.id))
        .where(Answer.question_id == Question.id, Answer.visibility == Visibility.PUBLIC)
        .scalar_subquery()
        .label("last_answer_id"),
        select(func.max(Comment.id))
        .where(Comment.thread_id == Question.id, Comment.visibility == Visibility.PUBLIC)
        .scalar_subquery()
        .label("last_comment_id"),
        exists().where(QuestionField.question_id == Question.id).label("has_fields"),
        exists().where(QuestionFile.question_id == Question.id).label("has_files"),
        exists().where(_Duplicate.duplicate_of_id == Question.id).label("has_duplicates"),
        exists().where(ThreadMerge.into_id == Question.id, ThreadMerge.undone_at.is_(None)).label("has_merged"),
        exists().where(IssueThread.question_id == Question.id).label("has_known_issue"),
    )
    .join(Category, Category.id == Question.category_id)
    .join(Person, Person.id == Question.author_id, isouter=True)
    .join(Claim, and_(Claim.question_id == Question.id, Claim.until > _NOW), isouter=True)
    .join(_Claimer, _Claimer.id == Claim.person_id, isouter=True)
    .join(QuestionOnBehalf, QuestionOnBehalf.question_id == Question.id, isouter=True)
    .join(Affected, and_(Affected.question_id == Question.id, Affected.person_id == READER_ID), isouter=True)
    .join(Follow, and_(Follow.question_id == Question.id, Follow.person_id == READER_ID), isouter=True)
    .join(Bookmark, and_(Bookmark.question_id == Question.id, Bookmark.person_id == READER_ID), isouter=True)
    .join(Vote, and_(Vote.question_id == Question.id, Vote.person_id == READER_ID), isouter=True)
    .where(visible_to(), Question.id == _ID)
)
_Accepter = aliased(Person)
_TICKET_AT_POST = (
    case((Ticket.confidential, PRIVATELY), else_=Ticket.label).label("ticket_label"),
    case((Ticket.confidential, None), else_=Ticket.state).label("ticket_state"),
)
_IS_OPEN = Ticket.state.in_([literal(state, Ticket.state.type) for state in sorted(OPEN_STATES)])
"""Each a parameter of its own: a list of values would be written into the statement at each execution."""
_faq_entry_of_answer = (
    select(func.min(FaqEntry.id)).where(entry_listed_to(), FaqEntry.source_answer_id == Answer.id).scalar_subquery()
)
_ANSWERS = (
    select(
        Answer.id,
        written_by_reader(Answer).label("is_mine"),
        Answer.html,
        Answer.visibility,
        Answer.created_at,
        Answer.edited_at,
        Answer.score,
        Answer.failed_count,
        Answer.by_staff,
        Answer.fix_label,
        Person.name,
        Person.handle,
        Person.photo,
        Person.is_it_staff,
        Person.badge,
        Person.department,
        Vote.value.label("my_vote"),
        Acceptance.at.label("accepted_at"),
        Acceptance.as_staff.label("accepted_as_staff"),
        _Accepter.name.label("accepter_name"),
        *_TICKET_AT_POST,
        _faq_entry_of_answer.label("faq_entry_id"),
    )
    .join(Question, Question.id == Answer.question_id)
    .join(Person, Person.id == Answer.author_id, isouter=True)
    .join(Vote, and_(Vote.answer_id == Answer.id, Vote.person_id == READER_ID), isouter=True)
    .join(Acceptance, and_(Acceptance.question_id == _ID, Acceptance.answer_id == Answer.id), isouter=True)
    .join(_Accepter, _Accepter.id == Acceptance.by_id, isouter=True)
    .join(Ticket, and_(Ticket.answer_id == Answer.id, _IS_OPEN), isouter=True)
    .where(answer_visible_to(), Answer.question_id == _ID)
    .limit(bindparam("most", type_=Integer))
    .offset(bindparam("skipped", type_=Integer))
)
_ORDERED: dict[Order, Any] = {
    Order.BEST: _ANSWERS.order_by(
        Acceptance.answer_id.is_(None), Answer.fix_label == "", Answer.score.desc(), Answer.id
    ),
    Order.NEWEST: _ANSWERS.order_by(Answer.created_at.desc(), Answer.id.desc()),
    Order.OLDEST: _ANSWERS.order_by(Answer.created_at, Answer.id),
}
_REMOVALS = (
    select(AnswerRemoval.answer_id, AnswerRemoval.at, AnswerRemoval.reason, Person.name)
    .join(Person, Person.id == AnswerRemoval.by_id)
    .where(among(AnswerRemoval.answer_id, "answers", BigId), AnswerRemoval.undone_at.is_(None))
    .order_by(AnswerRemoval.id)
)
_at_place = aliased(Answer)
_EARLIER = (
    select(func.count(Answer.id))
    .join(Question, Question.id == Answer.question_id)
    .join(_at_place, _at_place.question_id == Question.id)
    .where(
        answer_visible_to(),
        _at_place.id == bindparam("answer_id", type_=BigId),
        or_(
            Answer.created_at < _at_place.created_at,
            and_(Answer.created_at == _at_place.created_at, Answer.id < _at_place.id),
        ),
    )
)
_ALL_ANSWERS = (
    select(func.count(Answer.id))
    .join(Question, Question.id == Answer.question_id)
    .where(answer_visible_to(), Answer.question_id == _ID)
)
_COMMENTS = (
    select(
        Comment.id,
        Comment.question_id,
        Comment.answer_id,
        written_by_reader(Comment).label("is_mine"),
        Comment.html,
        Comment.visibility,
        Comment.created_at,
        Comment.edited_at,
        Person.name,
        Person.handle,
        Person.is_it_staff,
        Person.badge,
        *_TICKET_AT_POST,
    )
    .join(Question, Question.id == Comment.thread_id)
    .join(Person, Person.id == Comment.author_id, isouter=True)
    .join(Ticket, and_(Ticket.comment_id == Comment.id, _IS_OPEN), isouter=True)
    .where(comment_visible_to(), Comment.thread_id == _ID)
    .order_by(Comment.id)
    .limit(_MOST_COMMENTS)
)
_FILES = (
    select(StoredFile.token, StoredFile.name, StoredFile.size, StoredFile.content_type)
    .join(QuestionFile, QuestionFile.file_id == StoredFile.id)
    .where(QuestionFile.question_id == _ID, StoredFile.width.is_(None))
    .order_by(StoredFile.id)
)


def question_shown(question_id: int, reader: Actor, *, at: datetime) -> Row[Any] | None:
    """The question with its asker, claim and the reader's own marks; None if the reader may not see it."""
    return read(_QUESTION, {"question_id": question_id, "at": at, **reader_params(reader)}).one_or_none()


def answers_shown(question_id: int, reader: Actor, *, order: Order, skipped: int) -> Sequence[Row[Any]]:
    """Up to ANSWERS_A_PAGE + 1 answers of a thread that the reader may see, in this order."""
    params = {"question_id": question_id, "most": ANSWERS_A_PAGE + 1, "skipped": skipped, **reader_params(reader)}
    return read(_ORDERED[order], params).all()


def removals_shown(answers: Sequence[Row[Any]]) -> dict[int, Row[Any]]:
    """By the id of each of these that is out of sight for others: `at`, `reason` and `name` of who removed it last."""
    out = [answer.id for answer in answers if answer.visibility != Visibility.PUBLIC]
    return {removal.answer_id: removal for removal in read(_REMOVALS, {"answers": out})} if out else {}


def part_with(answer_id: int, reader: Actor) -> int:
    """The number of the part of its thread, oldest answers first, in which the reader finds the answer."""
    earlier = read(_EARLIER, {"answer_id": answer_id, **reader_params(reader)}).scalar_one()
    return int(earlier) // ANSWERS_A_PAGE + 1


def last_part(question_id: int, reader: Actor) -> int:
    """The number of the thread's last part in which the reader finds answers; 1 where there are none."""
    answers = read(_ALL_ANSWERS, {"question_id": question_id, **reader_params(reader)}).scalar_one()
    return max(0, int(answers) - 1) // ANSWERS_A_PAGE + 1


def comments_shown(question_id: int, reader: Actor) -> dict[int, list[Row[Any]]]:
    """The thread's comments by the answer they stand under; 0 for those under the question."""
    found: dict[int, list[Row[Any]]] = {}
    for comment in read(_COMMENTS, {"question_id": question_id, **reader_params(reader)}).all():
        found.setdefault(comment.answer_id or 0, []).append(comment)
    return found


def files_carried(question_id: int) -> Sequence[Row[Any]]:
    """The question's attachments that are not pictures; those stand in its text."""
    return read(_FILES, {"question_id": question_id}).all()
