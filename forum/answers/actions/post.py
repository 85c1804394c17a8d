"""Answering, editing an answer, going back to an earlier revision."""

from datetime import datetime

from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.answers.actions.claims import end_claim_of
from forum.answers.actions.find import is_author
from forum.answers.events import AnswerEdited, AnswerPosted
from forum.answers.models import Answer, AnswerFile, AnswerRevision
from forum.conduct.actions import check_limit, check_may_post
from forum.conduct.limits import Act
from forum.conduct.screening import screened
from forum.kernel.db import session
from forum.kernel.errors import NotFound
from forum.kernel.events import publish
from forum.kernel.races import insert_new
from forum.questions.actions import Words, check_open_to, follow_by_taking_part, raise_version, signature, standing_of
from forum.questions.actions.attach import own_files
from forum.questions.events import ThreadChanged
from forum.questions.models import Question, SourceFormat
from forum.questions.rules import (
    Standing,
    check_goes_back,
    check_may_edit,
    check_reason,
    check_revision,
    check_source,
    check_still_latest,
    check_takes_posts,
)


def post_answer(question: Question, source: str, html: str, *, by: Actor, at: datetime) -> Answer:
    """The answer stands below the question with revision 1; its author follows, and his claim is released.

    Publishes AnswerPosted and ThreadChanged.
    """
    by.check_may(Permission.ANSWER)
    check_may_post(by=by, at=at)
    check_takes_posts(standing_of(question))
    check_open_to(question, by=by, at=at)
    source, html = screened(source, html, by=by, at=at)
    check_source(source)
    check_limit(Act.ANSWER, by=by, at=at)
    author_id = signature(question, by)
    answer = _answer(question, source, html, author_id=author_id, by=by, at=at)
    end_claim_of(question.id, by.id, at=at)
    raise_version(
        question.id,
        answer_count=Question.answer_count + 1,
        has_staff_answer=question.has_staff_answer or answer.by_staff,
        last_answer_by_id=author_id,
        last_answer_at=at,
        active_at=max(question.active_at, at),
    )
    follow_by_taking_part(question.id, person_id=by.id, at=at)
    publish(AnswerPosted(answer.id, question.id, by.id, at))
    publish(ThreadChanged(question.id, at))
    return answer


def check_may_edit_answer(question: Question, answer: Answer, *, by: Actor) -> None:
    """NotAllowed unless this person may edit the answer."""
    standing = Standing(answer.visibility, is_locked=question.locked_at is not None)
    check_may_edit(standing, is_author=is_author(answer, question, by), may_edit_any=by.may(Permission.EDIT_ANY_POST))


def edit_answer(
    question: Question, answer: Answer, words: Words, *, revision: int, reason: str = "", by: Actor, at: datetime
) -> None:
    """The answer has the new words, in Markdown, and one revision more; nothing happens if it has them already.

    Conflict if somebody else has edited it since `revision`. Publishes AnswerEdited and ThreadChanged.
    """
    check_may_edit_answer(question, answer, by=by)
    check_may_post(by=by, at=at)
    words = Words(*screened(words.source, words.html, by=by, at=at))
    check_source(words.source)
    check_reason(reason)
    if _says_already(answer, words):
        return
    check_revision(seen=revision, current=answer.revision)
    check_limit(Act.EDIT, by=by, at=at)
    _apply(question, answer, words, reason, restored_number=None, by=by, at=at)


def restore_answer_revision(
    question: Question,
    answer: Answer,
    number: int,
    words: Words,
    *,
    revision: int,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """The answer says again what revision `number` said (`words_of` it), as a new revision that names it.

    Conflict unless `revision` is the latest and says something else. Publishes AnswerEdited and ThreadChanged.
    """
    check_may_edit_answer(question, answer, by=by)
    check_may_post(by=by, at=at)
    check_reason(reason)
    check_still_latest(seen=revision, current=answer.revision)
    if _revision(answer.id, number) is None:
        raise NotFound
    words = Words(*screened(words.source, words.html, by=by, at=at))
    check_goes_back(says_already=number == revision or _says_already(answer, words))
    check_limit(Act.EDIT, by=by, at=at)
    _apply(question, answer, words, reason, restored_number=number, by=by, at=at)


def _says_already(answer: Answer, words: Words) -> bool:
    return (answer.source, answer.source_format) == (words.source, SourceFormat.MARKDOWN)


def _answer(question: Question, source: str, html: str, *, author_id: int | None, by: Actor, at: datetime) -> Answer:
    answer = Answer(
        question_id=question.id,
        author_id=author_id,
        source=source,
        html=html,
        by_staff=by.is_it_staff and author_id is not None,
        created_at=at,
    )
    session.add(answer)
    session.flush()
    _add_revision(answer, "", None, by_id=author_id, at=at)
    _attach_files(answer, by=by, at=at)
    return answer


def _apply(
    question: Question,
    answer: Answer,
    words: Words,
    reason: str,
    *,
    restored_number: int | None,
    by: Actor,
    at: datetime,
) -> None:
    _keep_present_state(answer)
    answer.source, answer.html, answer.source_format = words.source, words.html, SourceFormat.MARKDOWN
    answer.revision, answer.edited_at = answer.revision + 1, at
    _add_revision(answer, reason, restored_number, by_id=signature(question, by), at=at)
    _attach_files(answer, by=by, at=at)
    raise_version(question.id, active_at=max(question.active_at, at))
    publish(AnswerEdited(answer.id, question.id, by.id, at, answer.revision))
    publish(ThreadChanged(question.id, at))


def _attach_files(answer: Answer, *, by: Actor, at: datetime) -> None:
    for file_id in own_files(answer.source, by=by, at=at):
        insert_new(AnswerFile, answer_id=answer.id, file_id=file_id)


def _keep_present_state(answer: Answer) -> None:
    """An imported answer may come without the revision that it shows; it gets it before the first edit."""
    if _revision(answer.id, answer.revision) is None:
        _add_revision(answer, "", None, by_id=answer.author_id, at=answer.edited_at or answer.created_at)


def _revision(answer_id: int, number: int) -> AnswerRevision | None:
    return session.scalars(
        select(AnswerRevision).where(AnswerRevision.answer_id == answer_id, AnswerRevision.number == number)
    ).first()


def _add_revision(answer: Answer, reason: str, restored_number: int | None, *, by_id: int | None, at: datetime) -> None:
    session.add(
        AnswerRevision(
            answer_id=answer.id,
            number=answer.revision,
            source=answer.source,
            source_format=answer.source_format,
            by_id=by_id,
            at=at,
            reason=reason,
            restored_number=restored_number,
        )
    )
    session.flush()
