"""One question for the pages that act on it: its words, its history, what it is a duplicate of, who is affected."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, Select, bindparam, literal, or_, select, union_all

from forum.accounts.actors import Actor
from forum.intake.models import IntakeField
from forum.kernel.db import BigId, read
from forum.kernel.errors import NotFound
from forum.kernel.lists import among
from forum.people.models import Person
from forum.questions.models import (
    Affected,
    Question,
    QuestionField,
    QuestionLock,
    QuestionOnBehalf,
    QuestionProtection,
    QuestionRemoval,
    QuestionRevision,
)
from forum.questions.visibility import listed_to, reader_params, visible_to
from forum.topics.models import Category

_ID = bindparam("question_id", type_=BigId)


def _closing(how: str, row: type[QuestionLock] | type[QuestionProtection]) -> Select[*tuple[Any, ...]]:
    return (
        select(literal(how).label("how"), row.reason, row.at, Person.name)
        .join(Person, Person.id == row.by_id)
        .where(row.question_id == _ID, row.undone_at.is_(None))
    )


_WORDS = (
    select(
        Question.id,
        Question.title,
        Question.slug,
        Question.language,
        Question.source,
        Question.source_format,
        Question.tags,
        Question.category_id,
        Question.author_id,
        Question.visibility,
        Question.revision,
        Question.answer_count,
        Question.locked_at,
        Category.slug.label("category_slug"),
        Category.name.label("category_name"),
        Category.name_ms.label("category_name_ms"),
        QuestionOnBehalf.person_id.label("on_behalf_id"),
        Person.name.label("author_name"),
    )
    .join(Category, Category.id == Question.category_id)
    .join(QuestionOnBehalf, QuestionOnBehalf.question_id == Question.id, isouter=True)
    .join(Person, Person.id == Question.author_id, isouter=True)
    .where(visible_to(), Question.id == _ID)
)
_TEXTS = select(Question.id, Question.html).where(listed_to(), among(Question.id, "ids", BigId))
_RELATED = (
    select(Question.id, Question.title, Question.slug, Question.solved_at, Question.answer_count)
    .where(listed_to(), or_(Question.id == bindparam("original_id", type_=BigId), Question.duplicate_of_id == _ID))
    .order_by(Question.id)
    .limit(50)
)
_REVISION_HEAD = (
    QuestionRevision.number,
    QuestionRevision.title,
    QuestionRevision.tags,
    QuestionRevision.at,
    QuestionRevision.reason,
    QuestionRevision.restored_number,
    Person.name,
    Person.handle,
    Person.is_it_staff,
    Person.badge,
)
_REVISIONS = (
    select(*_REVISION_HEAD)
    .join(Person, Person.id == QuestionRevision.by_id, isouter=True)
    .where(QuestionRevision.question_id == _ID)
    .order_by(QuestionRevision.number.desc())
)
_REVISION = (
    select(*_REVISION_HEAD, QuestionRevision.source, QuestionRevision.source_format)
    .join(Person, Person.id == QuestionRevision.by_id, isouter=True)
    .where(QuestionRevision.question_id == _ID, QuestionRevision.number == bindparam("number"))
)
_AFFECTED = (
    select(Person.name, Person.handle, Person.department, Person.location, Affected.at, Affected.device)
    .join(Person, Person.id == Affected.person_id)
    .where(Affected.question_id == _ID)
    .order_by(Affected.at, Person.id)
)
_FIELDS = (
    select(
        IntakeField.label,
        IntakeField.label_ms,
        IntakeField.kind,
        IntakeField.options,
        IntakeField.options_ms,
        QuestionField.value,
    )
    .join(IntakeField, IntakeField.id == QuestionField.field_id)
    .where(QuestionField.question_id == _ID, QuestionField.value != "")
    .order_by(IntakeField.position, IntakeField.id)
)
_ASKED_FOR = (
    select(Person.name, Person.handle)
    .join(QuestionOnBehalf, QuestionOnBehalf.person_id == Person.id)
    .where(QuestionOnBehalf.question_id == _ID)
)
_REMOVAL = (
    select(QuestionRemoval.visibility, QuestionRemoval.at, QuestionRemoval.reason, Person.name, Person.handle)
    .join(Person, Person.id == QuestionRemoval.by_id)
    .where(QuestionRemoval.question_id == _ID, QuestionRemoval.undone_at.is_(None))
    .order_by(QuestionRemoval.id.desc())
    .limit(1)
)
_CLOSED = union_all(
    _closing("locked", QuestionLock),
    _closing("protected", QuestionProtection),
)
_LISTED = select(Question.id, Question.title, Question.slug, Question.html, Question.created_at).where(
    listed_to(), Question.id == _ID
)


def words_of(question_id: int, reader: Actor) -> Row[Any]:
    """The question's words as they are written; NotFound if the reader may not see it."""
    row = read(_WORDS, {"question_id": question_id, **reader_params(reader)}).one_or_none()
    if row is None:
        raise NotFound
    return row


def texts_of(question_ids: Collection[int], reader: Actor) -> dict[int, str]:
    """The HTML of those of these questions that are listed to the reader."""
    rows = read(_TEXTS, {**reader_params(reader), "ids": list(question_ids)})
    return {row.id: row.html for row in rows}


def related(question_id: int, original_id: int | None, reader: Actor) -> list[Row[Any]]:
    """The question it is a duplicate of and those marked as its duplicates, as far as they are listed to the reader."""
    wanted = {"question_id": question_id, "original_id": original_id or 0}
    return list(read(_RELATED, {**wanted, **reader_params(reader)}))


def listed_question(question_id: int, reader: Actor) -> Row[Any] | None:
    """Title, address, words and moment of a question that the reader may see listed."""
    return read(_LISTED, {"question_id": question_id, **reader_params(reader)}).one_or_none()


def revisions(question_id: int) -> list[Row[Any]]:
    """The history of a question that the reader may see, newest first."""
    return list(read(_REVISIONS, {"question_id": question_id}))


def revision(question_id: int, number: int) -> Row[Any]:
    """One state of a question's words; NotFound if there is none."""
    row = read(_REVISION, {"question_id": question_id, "number": number}).one_or_none()
    if row is None:
        raise NotFound
    return row


def affected_people(question_id: int) -> list[Row[Any]]:
    """Who has the same problem, with the device: for staff."""
    return list(read(_AFFECTED, {"question_id": question_id}))


def filled_fields(question_id: int) -> list[Row[Any]]:
    """What the asker filled into the category's form."""
    return list(read(_FIELDS, {"question_id": question_id}))


def asked_for(question_id: int) -> Row[Any] | None:
    """Who asked anonymously: for staff."""
    return read(_ASKED_FOR, {"question_id": question_id}).one_or_none()


def removal(question_id: int) -> Row[Any] | None:
    """Who took the question out of sight and why, while it is."""
    return read(_REMOVAL, {"question_id": question_id}).one_or_none()


def closed_by(question_id: int) -> list[Row[Any]]:
    """Who has locked the thread or protected it from newcomers, and why, while it is."""
    return list(read(_CLOSED, {"question_id": question_id}))
