"""New posts may have to wait. And no moderator acts without a trace: what staff do to other people's posts is in the
ledger, with their name."""

from datetime import datetime
from typing import Any

from forum.accounts.events import ProfileChanged
from forum.answers.actions import writer_id
from forum.answers.events import (
    AnswerEdited,
    AnswerPosted,
    AnswerRemoved,
    AnswerRestored,
    CommentEdited,
    CommentPosted,
    CommentRemoved,
    CommentRestored,
)
from forum.answers.models import Answer, Comment
from forum.kernel.db import session
from forum.kernel.events import reaction_to
from forum.ledger.actions import MODERATION, record
from forum.moderation.models import Kind
from forum.moderation.screening import look_at, look_at_edit, look_at_profile
from forum.moderation.whole import is_part_of_act
from forum.people.models import SYSTEM_PERSON_ID, Person
from forum.questions.actions import asker_id
from forum.questions.events import (
    ProtectionLifted,
    QuestionAsked,
    QuestionEdited,
    QuestionLocked,
    QuestionMoved,
    QuestionProtected,
    QuestionRemoved,
    QuestionRestored,
    QuestionUnlocked,
)
from forum.questions.models import Question


@reaction_to(QuestionAsked)
def _look_at_question(event: QuestionAsked) -> None:
    if event.worded_by_id is None:
        look_at(Kind.QUESTION, event.question_id, event.by_id, at=event.at)


@reaction_to(QuestionEdited)
def _look_at_edited_question(event: QuestionEdited) -> None:
    look_at_edit(Kind.QUESTION, event.question_id, event.by_id, at=event.at)


@reaction_to(ProfileChanged)
def _look_at_profile(event: ProfileChanged) -> None:
    if "about" in event.fields:
        look_at_profile(event.person_id, at=event.at)


@reaction_to(AnswerPosted)
def _look_at_answer(event: AnswerPosted) -> None:
    look_at(Kind.ANSWER, event.answer_id, event.by_id, at=event.at)


@reaction_to(AnswerEdited)
def _look_at_edited_answer(event: AnswerEdited) -> None:
    look_at_edit(Kind.ANSWER, event.answer_id, event.by_id, at=event.at)


@reaction_to(CommentPosted)
def _look_at_comment(event: CommentPosted) -> None:
    look_at(Kind.COMMENT, event.comment_id, event.by_id, at=event.at)


@reaction_to(CommentEdited)
def _look_at_edited_comment(event: CommentEdited) -> None:
    look_at_edit(Kind.COMMENT, event.comment_id, event.by_id, at=event.at)


@reaction_to(QuestionRemoved)
def _question_removed(event: QuestionRemoved) -> None:
    _of_post("post removed", Kind.QUESTION, session.get_one(Question, event.question_id), event.by_id, event.at)


@reaction_to(QuestionRestored)
def _question_restored(event: QuestionRestored) -> None:
    _of_post("post restored", Kind.QUESTION, session.get_one(Question, event.question_id), event.by_id, event.at)


@reaction_to(AnswerRemoved)
def _answer_removed(event: AnswerRemoved) -> None:
    _of_post("post removed", Kind.ANSWER, session.get_one(Answer, event.answer_id), event.by_id, event.at)


@reaction_to(AnswerRestored)
def _answer_restored(event: AnswerRestored) -> None:
    _of_post("post restored", Kind.ANSWER, session.get_one(Answer, event.answer_id), event.by_id, event.at)


@reaction_to(CommentRemoved)
def _comment_removed(event: CommentRemoved) -> None:
    _of_post("post removed", Kind.COMMENT, session.get_one(Comment, event.comment_id), event.by_id, event.at)


@reaction_to(CommentRestored)
def _comment_restored(event: CommentRestored) -> None:
    _of_post("post restored", Kind.COMMENT, session.get_one(Comment, event.comment_id), event.by_id, event.at)


@reaction_to(QuestionLocked)
def _locked(event: QuestionLocked) -> None:
    _note("locked", {"kind": Kind.QUESTION, "post": event.question_id}, event.by_id, event.at)


@reaction_to(QuestionUnlocked)
def _unlocked(event: QuestionUnlocked) -> None:
    _note("unlocked", {"kind": Kind.QUESTION, "post": event.question_id}, event.by_id, event.at)


@reaction_to(QuestionProtected)
def _protected(event: QuestionProtected) -> None:
    _note("protected", {"kind": Kind.QUESTION, "post": event.question_id}, event.by_id, event.at)


@reaction_to(ProtectionLifted)
def _protection_lifted(event: ProtectionLifted) -> None:
    _note("protection lifted", {"kind": Kind.QUESTION, "post": event.question_id}, event.by_id, event.at)


@reaction_to(QuestionMoved)
def _moved(event: QuestionMoved) -> None:
    facts = {"kind": Kind.QUESTION, "post": event.question_id, "to": event.to_category_id}
    _note("moved", facts, event.by_id, event.at)


def _of_post(act: str, kind: Kind, post: Question | Answer | Comment, by_id: int, at: datetime) -> None:
    if not is_part_of_act() and by_id not in (_author(post), SYSTEM_PERSON_ID):
        _note(act, {"kind": kind, "post": post.id, "visibility": post.visibility}, by_id, at)


def _author(post: Question | Answer | Comment) -> int | None:
    if isinstance(post, Question):
        return asker_id(post)
    thread_id = post.question_id if isinstance(post, Answer) else post.thread_id
    return writer_id(post, session.get_one(Question, thread_id))


def _note(act: str, facts: dict[str, Any], by_id: int, at: datetime) -> None:
    record(MODERATION, act, facts, by=session.get_one(Person, by_id), at=at)
