"""Questions that were asked before. A mark leads to the root, and never in a circle."""

from datetime import datetime

from sqlalchemy import Row, bindparam, select, update

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel.db import BigId, session
from forum.kernel.events import publish
from forum.kernel.races import in_turn
from forum.questions.actions.find import asker_id, raise_version
from forum.questions.actions.follow import follow_by_concern
from forum.questions.events import DuplicateUndone, MarkedDuplicate, ThreadChanged
from forum.questions.models import Affected, DuplicateMark, Question, Visibility
from forum.questions.rules import check_original
from forum.questions.visibility import reader_params, unrestricted, visible_to
from forum.topics.models import Audience, Category

_ORIGINAL_OF = select(Question.duplicate_of_id).where(
    unrestricted(), Question.id == bindparam("question_id", type_=BigId)
)
_ROOT = (
    select(Question.visibility, Category.id.label("category_id"), Category.audience)
    .join(Category, Category.id == Question.category_id)
    .where(visible_to(), Question.id == bindparam("question_id", type_=BigId))
)


def mark_duplicate(
    question: Question, original: Question, *, fix_failed: bool = False, by: Actor, at: datetime
) -> None:
    """Readers of the question are led to the root of `original`; both pages name each other.

    `fix_failed` keeps that what helped there did not help this asker.
    Its asker and whoever is affected there follow the root from now on, to hear when it is solved.
    Invalid for a circle, and for a root that is removed, that this person may not see, or that is closed to readers of
    the question: it would wait for an answer in no list any more. Publishes MarkedDuplicate and ThreadChanged for both.
    """
    by.check_may(Permission.MARK_DUPLICATE)
    in_turn("duplicates")
    root_id = root_of(original.id, stop_at=question.id)
    root = session.execute(_ROOT, {**reader_params(by), "question_id": root_id}).one_or_none()
    check_original(
        question_id=question.id,
        root_id=root_id,
        visibilities={original.visibility, root.visibility if root else None},
        is_open_to_its_readers=root is not None and _is_open_to_readers_of(question, root),
    )
    if question.duplicate_of_id == root_id:
        return
    _end_mark(question.id, by=by, at=at)
    session.add(DuplicateMark(question_id=question.id, original_id=root_id, fix_failed=fix_failed, by_id=by.id, at=at))
    question.duplicate_of_id = root_id
    _follow(question, root_id, at=at)
    _tell(question.id, root_id, at=at)
    publish(MarkedDuplicate(question.id, root_id, by.id, at, fix_failed))


def undo_duplicate(question: Question, *, by: Actor, at: datetime) -> None:
    """The question is one of its own again. Publishes DuplicateUndone and ThreadChanged for both."""
    by.check_may(Permission.MARK_DUPLICATE)
    original_id = question.duplicate_of_id
    if original_id is None:
        return
    _end_mark(question.id, by=by, at=at)
    question.duplicate_of_id = None
    _tell(question.id, original_id, at=at)
    publish(DuplicateUndone(question.id, original_id, by.id, at))


def root_of(question_id: int, *, stop_at: int = 0) -> int:
    """The question at the end of the chain of marks; `stop_at` ends the walk early, to find circles."""
    seen = {question_id}
    while question_id != stop_at:
        before = session.scalar(_ORIGINAL_OF, {"question_id": question_id})
        if before is None or before in seen:
            break
        seen.add(before)
        question_id = before
    return question_id


def _is_open_to_readers_of(question: Question, root: Row[Visibility, int, Audience]) -> bool:
    if root.category_id == question.category_id or root.audience == Audience.EVERYONE:
        return True
    own = session.get_one(Category, question.category_id).audience
    return bool(root.audience == own == Audience.STAFF)


def _follow(question: Question, root_id: int, *, at: datetime) -> None:
    affected = session.scalars(select(Affected.person_id).where(Affected.question_id == question.id))
    concerned = {*affected, asker_id(question) or 0} - {0}
    for person_id in sorted(concerned):
        follow_by_concern(root_id, person_id=person_id, at=at)


def _end_mark(question_id: int, *, by: Actor, at: datetime) -> None:
    session.execute(
        update(DuplicateMark)
        .where(DuplicateMark.question_id == question_id, DuplicateMark.undone_at.is_(None))
        .values(undone_by_id=by.id, undone_at=at)
    )


def _tell(question_id: int, original_id: int, *, at: datetime) -> None:
    for changed_id in sorted((question_id, original_id)):
        raise_version(changed_id)
        publish(ThreadChanged(changed_id, at))
