"""One entry: as it is shown, its other languages, its history, what readers said, what came of an answer."""

from typing import Any

from sqlalchemy import Row, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.actors import Actor
from forum.kernel.db import BigId, read
from forum.kernel.errors import NotFound
from forum.knowledge.faq.models import FaqEntry, FaqRevision, FaqStep, FaqVote
from forum.knowledge.faq.queries.columns import LINE
from forum.knowledge.faq.visibility import reader_params, unrestricted, visible_to
from forum.people.models import Person
from forum.questions.models import Question
from forum.questions.visibility import visible_to as question_visible_to
from forum.topics.models import Category
from forum.topics.visibility import READER_ID

_ID = bindparam("entry_id", type_=BigId)
_ROOT_ID = bindparam("root_id", type_=BigId)
_Owner, _Checker = aliased(Person), aliased(Person)
# Nobody but the writer has looked: it was published alone, and no colleague has checked it since.
_IS_UNCHECKED = and_(
    FaqEntry.checked_by_id == FaqEntry.credited_id,
    exists().where(FaqStep.entry_id == FaqEntry.id, FaqStep.alone.is_(True)),
)
_SHOWN = (
    select(
        *LINE,
        FaqEntry.source,
        FaqEntry.tags,
        FaqEntry.revision,
        FaqEntry.credited_id,
        FaqEntry.owner_id,
        FaqEntry.edited_at,
        FaqEntry.published_at,
        FaqEntry.failed_count,
        FaqEntry.translation_of_id,
        FaqEntry.source_answer_id,
        Question.id.label("thread_id"),
        Question.slug.label("thread_slug"),
        Question.title.label("thread_title"),
        Category.slug.label("category_slug"),
        Category.name.label("category_name"),
        Category.name_ms.label("category_name_ms"),
        Person.name,
        Person.handle,
        Person.photo,
        Person.is_it_staff,
        Person.badge,
        _Owner.name.label("owner_name"),
        _Owner.handle.label("owner_handle"),
        _Checker.name.label("checker_name"),
        _Checker.handle.label("checker_handle"),
        _IS_UNCHECKED.label("is_unchecked"),
        FaqVote.helped.label("my_vote"),
        FaqVote.comment.label("my_comment"),
    )
    .join(Category, Category.id == FaqEntry.category_id)
    .join(_Owner, _Owner.id == FaqEntry.owner_id)
    .join(_Checker, _Checker.id == FaqEntry.checked_by_id, isouter=True)
    .join(Person, Person.id == FaqEntry.credited_id, isouter=True)
    .join(Question, and_(Question.id == FaqEntry.source_question_id, question_visible_to()), isouter=True)
    .join(FaqVote, and_(FaqVote.entry_id == FaqEntry.id, FaqVote.person_id == READER_ID), isouter=True)
    .where(visible_to(), FaqEntry.id == _ID)
)
_FAMILY = (
    select(FaqEntry.id, FaqEntry.question, FaqEntry.slug, FaqEntry.language, FaqEntry.state)
    .where(visible_to(), FaqEntry.id != _ID, or_(FaqEntry.id == _ROOT_ID, FaqEntry.translation_of_id == _ROOT_ID))
    .order_by(FaqEntry.language)
)
_REVISIONS = (
    select(
        FaqRevision.number,
        FaqRevision.at,
        FaqRevision.reason,
        Person.name,
        Person.handle,
        Person.is_it_staff,
        Person.badge,
    )
    .join(Person, Person.id == FaqRevision.by_id)
    .where(FaqRevision.entry_id == _ID)
    .order_by(FaqRevision.number.desc())
)
_REVISION = select(FaqRevision.number, FaqRevision.question.label("title"), FaqRevision.source, FaqRevision.tags).where(
    FaqRevision.entry_id == _ID, FaqRevision.number == bindparam("number")
)
_STEPS = (
    select(FaqStep.act, FaqStep.at, FaqStep.reason, FaqStep.alone, Person.name, Person.handle)
    .join(Person, Person.id == FaqStep.by_id)
    .where(FaqStep.entry_id == _ID)
    .order_by(FaqStep.id.desc())
)
_COMMENTS = (
    select(FaqVote.helped, FaqVote.comment, FaqVote.at, Person.name, Person.handle, Person.is_it_staff, Person.badge)
    .join(Person, Person.id == FaqVote.person_id)
    .where(FaqVote.entry_id == _ID, FaqVote.comment != "")
    .order_by(FaqVote.at.desc())
    .limit(100)
)
_OF_ANSWER = select(FaqEntry.id, FaqEntry.slug, FaqEntry.language).where(
    visible_to(), FaqEntry.source_answer_id == bindparam("answer_id", type_=BigId)
)
_TOLD = select(
    FaqEntry.id,
    FaqEntry.question,
    FaqEntry.slug,
    FaqEntry.state,
    FaqEntry.owner_id,
    FaqEntry.credited_id,
    FaqEntry.doubt,
).where(unrestricted(), FaqEntry.id == _ID)


def entry_shown(entry_id: int, reader: Actor) -> Row[Any]:
    """One entry with its category, thread and people; NotFound if the reader may not see it."""
    row = read(_SHOWN, {"entry_id": entry_id, **reader_params(reader)}).one_or_none()
    if row is None:
        raise NotFound
    return row


def translations_of(entry: Row[Any], reader: Actor) -> list[Row[Any]]:
    """The same entry in other languages."""
    root_id = entry.translation_of_id or entry.id
    return list(read(_FAMILY, {"entry_id": entry.id, "root_id": root_id, **reader_params(reader)}))


def entry_revisions(entry_id: int) -> list[Row[Any]]:
    """The history of an entry that the reader may see, newest first."""
    return list(read(_REVISIONS, {"entry_id": entry_id}))


def entry_revision(entry_id: int, number: int) -> Row[Any] | None:
    """One state of an entry's words; None if there is none."""
    return read(_REVISION, {"entry_id": entry_id, "number": number}).one_or_none()


def entry_steps(entry_id: int) -> list[Row[Any]]:
    """Who published, checked, retired it, newest first."""
    return list(read(_STEPS, {"entry_id": entry_id}))


def entry_comments(entry_id: int) -> list[Row[Any]]:
    """What readers told the owner, newest first: for curators."""
    return list(read(_COMMENTS, {"entry_id": entry_id}))


def entries_of_answer(answer_id: int, reader: Actor) -> list[Row[Any]]:
    """What has become of an answer, drafts included where the reader may see them."""
    return list(read(_OF_ANSWER, {"answer_id": answer_id, **reader_params(reader)}))


def entry_to_tell(entry_id: int) -> Row[Any]:
    """What a notice says of an entry, whoever may see it; the caller asks for each person."""
    return read(_TOLD, {"entry_id": entry_id}).one()
