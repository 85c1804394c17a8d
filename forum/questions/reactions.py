"""What changed tags mean for the questions that show them."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, literal, select, update

from forum.kernel.db import session
from forum.kernel.events import publish, reaction_to
from forum.questions.actions import raise_version
from forum.questions.events import ThreadChanged
from forum.questions.models import Question, QuestionTag
from forum.questions.visibility import unrestricted
from forum.topics.events import TagRenamed, TagsMerged


@reaction_to(TagRenamed)
def rename_on_questions(event: TagRenamed) -> None:
    """Questions with the tag show its new name."""
    _rewrite(_questions_with(event.tag_id), _replaced(event.old, event.new), at=event.at)


@reaction_to(TagsMerged)
def merge_on_questions(event: TagsMerged) -> None:
    """Questions with the merged tag have the other instead; those with both keep one."""
    both = sorted(set(_questions_with(event.tag_id)) & set(_questions_with(event.into_id)))
    merged = QuestionTag.tag_id == event.tag_id
    session.execute(delete(QuestionTag).where(merged, QuestionTag.question_id.in_(both)))
    _rewrite(both, _replaced(event.old, ""), at=event.at)
    _rewrite(_questions_with(event.tag_id), _replaced(event.old, event.new), at=event.at)
    session.execute(update(QuestionTag).where(merged).values(tag_id=event.into_id))


def _questions_with(tag_id: int) -> list[int]:
    """Ids in order, which is also the order in which the rows are locked."""
    ids = select(Question.id).join(QuestionTag, QuestionTag.question_id == Question.id)
    return list(session.scalars(ids.where(unrestricted(), QuestionTag.tag_id == tag_id).order_by(Question.id)))


def _replaced(old: str, new: str) -> ColumnElement[str]:
    """The names on a question's row, with `new` (or nothing) in the place of `old`."""
    padded = literal(" ").concat(Question.tags).concat(" ")
    return func.trim(func.replace(padded, f" {old} ", f" {new} " if new else " "))


def _rewrite(question_ids: list[int], tags: ColumnElement[str], *, at: datetime) -> None:
    for question_id in question_ids:
        raise_version(question_id, tags=tags)
        publish(ThreadChanged(question_id, at))
