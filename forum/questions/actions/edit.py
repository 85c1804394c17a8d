"""Editing a question, and going back to an earlier revision. No revision is ever lost."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.conduct.actions import check_limit, check_may_post
from forum.conduct.limits import Act
from forum.conduct.screening import screened, screened_line
from forum.kernel.db import session
from forum.kernel.errors import NotFound
from forum.kernel.events import publish
from forum.kernel.text.backwards import to_markdown
from forum.kernel.text.markdown import render
from forum.kernel.text.shapes import title_slug
from forum.questions.actions.attach import attach_files, attach_tags, names_of
from forum.questions.actions.find import is_asker, raise_version, signature, standing_of
from forum.questions.events import QuestionEdited, ThreadChanged
from forum.questions.models import Question, QuestionRevision, SourceFormat
from forum.questions.rules import (
    check_goes_back,
    check_may_edit,
    check_reason,
    check_revision,
    check_source,
    check_still_latest,
    check_title,
)
from forum.topics.actions import resolve_tags
from forum.topics.models import Tag


@dataclass(frozen=True)
class QuestionChange:
    """A question's new words. `revision` is the number that the form was opened on."""

    title: str
    source: str
    html: str
    tags: tuple[str, ...]
    revision: int
    reason: str = ""


@dataclass(frozen=True)
class Words:
    """Markdown and the safe HTML it makes."""

    source: str
    html: str


def words_of(source: str, source_format: SourceFormat) -> Words:
    """What a revision says, as Markdown whatever it came as, and rendered. Slow: call it before the transaction."""
    markdown = to_markdown(source) if source_format is SourceFormat.HTML else source
    return Words(markdown, render(markdown))


def check_may_edit_question(question: Question, *, by: Actor) -> None:
    """NotAllowed unless this person may edit the question."""
    may_edit_any = by.may(Permission.EDIT_ANY_POST)
    check_may_edit(standing_of(question), is_author=is_asker(question, by), may_edit_any=may_edit_any)


def edit_question(question: Question, change: QuestionChange, *, by: Actor, at: datetime) -> None:
    """The question has the new title, words and tags, written in Markdown, and one revision more.

    Nothing happens if it says all that already. Conflict if somebody else has edited it since the form was opened.
    Publishes QuestionEdited and ThreadChanged.
    """
    check_may_edit_question(question, by=by)
    check_may_post(by=by, at=at)
    source, html = screened(change.source, change.html, by=by, at=at)
    change = replace(change, title=screened_line(change.title), source=source, html=html)
    check_title(change.title)
    check_source(change.source)
    check_reason(change.reason)
    tags = resolve_tags(change.tags, at=at)
    if _says_already(question, change, tags):
        return
    check_revision(seen=change.revision, current=question.revision)
    check_limit(Act.EDIT, by=by, at=at)
    _apply(question, change, tags, restored_number=None, by=by, at=at)


def restore_revision(
    question: Question, number: int, words: Words, *, revision: int, reason: str = "", by: Actor, at: datetime
) -> None:
    """The question says again what revision `number` said, as a new revision that names it.

    `words` are `words_of` that revision; `revision` is the one the person was looking at, Conflict if it is not the
    latest or says the same already. Publishes QuestionEdited and ThreadChanged.
    """
    check_may_edit_question(question, by=by)
    check_may_post(by=by, at=at)
    check_reason(reason)
    check_still_latest(seen=revision, current=question.revision)
    old = _revision(question.id, number)
    if old is None:
        raise NotFound
    tags = resolve_tags(old.tags.split(), at=at)
    said = screened(words.source, words.html, by=by, at=at)
    change = QuestionChange(screened_line(old.title), *said, (), revision, reason)
    check_goes_back(says_already=number == revision or _says_already(question, change, tags))
    check_limit(Act.EDIT, by=by, at=at)
    _apply(question, change, tags, restored_number=number, by=by, at=at)


def _says_already(question: Question, change: QuestionChange, tags: Sequence[Tag]) -> bool:
    now = (question.title, question.source, question.tags.split(), question.source_format)
    return now == (change.title, change.source, names_of(tags).split(), SourceFormat.MARKDOWN)


def _apply(
    question: Question,
    change: QuestionChange,
    tags: Sequence[Tag],
    *,
    restored_number: int | None,
    by: Actor,
    at: datetime,
) -> None:
    _keep_present_state(question)
    question.title, question.slug = change.title, title_slug(change.title)
    question.source, question.html, question.source_format = change.source, change.html, SourceFormat.MARKDOWN
    question.revision, question.edited_at = question.revision + 1, at
    attach_tags(question, tags)
    attach_files(question, by=by, at=at)
    _add_revision(question, change.reason, restored_number, by_id=signature(question, by), at=at)
    raise_version(question.id, active_at=at)
    publish(QuestionEdited(question.id, by.id, at, question.revision))
    publish(ThreadChanged(question.id, at))


def _keep_present_state(question: Question) -> None:
    """An imported question may come without the revision that it shows; it gets it before the first edit."""
    if _revision(question.id, question.revision) is None:
        _add_revision(question, "", None, by_id=question.author_id, at=question.edited_at or question.created_at)


def _revision(question_id: int, number: int) -> QuestionRevision | None:
    return session.scalars(
        select(QuestionRevision).where(QuestionRevision.question_id == question_id, QuestionRevision.number == number)
    ).first()


def _add_revision(
    question: Question, reason: str, restored_number: int | None, *, by_id: int | None, at: datetime
) -> None:
    session.add(
        QuestionRevision(
            question_id=question.id,
            number=question.revision,
            title=question.title,
            source=question.source,
            source_format=question.source_format,
            tags=question.tags,
            by_id=by_id,
            at=at,
            reason=reason,
            restored_number=restored_number,
        )
    )
    session.flush()
