"""Which answer solved the question."""

from datetime import datetime

from sqlalchemy import delete, select, update

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.answers.events import AcceptanceWithdrawn, AnswerAccepted
from forum.answers.models import Acceptance, Answer
from forum.answers.rules import Accepting, check_may_accept, check_may_withdraw
from forum.answers.settings import ACCEPT_AFTER_DAYS
from forum.answers.visibility import unrestricted
from forum.kernel.db import session
from forum.kernel.events import publish
from forum.questions.actions import is_asker, raise_version, signature, standing_of
from forum.questions.events import ThreadChanged
from forum.questions.models import Question, Visibility


def accept_answer(question: Question, answer: Answer, *, by: Actor, at: datetime) -> None:
    """The answer is the accepted one, in the place of any other, and the question solved.

    By the asker, or by IT staff after the days of the setting, marked as theirs. Publishes AnswerAccepted and
    ThreadChanged.
    """
    held = session.get(Acceptance, question.id, populate_existing=True)
    facts = Accepting(
        is_asker=is_asker(question, by),
        may_accept_for_asker=by.may(Permission.ACCEPT_FOR_ASKER),
        answered_at=answer.created_at,
        asker_chose=_asker_chose(question, held),
    )
    check_may_accept(standing_of(question), answer.visibility, facts, days=ACCEPT_AFTER_DAYS(), at=at)
    if held and held.answer_id == answer.id and held.as_staff is not facts.is_asker:
        return
    _accept(question, answer, as_staff=not facts.is_asker, by=by, at=at)


def accept_fix(question: Question, answer: Answer, *, label: str, by: Actor, at: datetime) -> None:
    """The published fix of the ticket `label` is marked as such, and the accepted answer at once; if the asker chose
    another one himself, that one stays, and the fix stands below it. An earlier fix is an answer among others.

    Publishes AnswerAccepted and ThreadChanged if it is.
    """
    session.execute(
        update(Answer).where(Answer.question_id == question.id, Answer.fix_label == label).values(fix_label="")
    )
    answer.fix_label = label
    held = session.get(Acceptance, question.id, populate_existing=True)
    if not _asker_chose(question, held):
        _accept(question, answer, as_staff=True, by=by, at=at)


def withdraw_acceptance(question: Question, answer: Answer, *, by: Actor, at: datetime) -> None:
    """The answer is one among others again and the question open; nothing happens if it was not accepted.

    Publishes AcceptanceWithdrawn and ThreadChanged.
    """
    held = session.get(Acceptance, question.id, populate_existing=True)
    if held is None or held.answer_id != answer.id:
        return
    may_accept_for_asker = by.may(Permission.ACCEPT_FOR_ASKER)
    check_may_withdraw(
        is_asker=is_asker(question, by), may_accept_for_asker=may_accept_for_asker, as_staff=held.as_staff
    )
    _withdraw(held, by=by, at=at)


def withdraw_fix(question_id: int, label: str, *, by: Actor, at: datetime) -> None:
    """The fix of the ticket `label` turned out to be none: its thread is open again, unless the asker chose himself.

    The thread is locked before. Publishes AcceptanceWithdrawn and ThreadChanged if the fix was the accepted answer.
    """
    held = session.get(Acceptance, question_id, populate_existing=True)
    if held and held.as_staff and session.get_one(Answer, held.answer_id).fix_label == label:
        _withdraw(held, by=by, at=at)


def restore_fix(question_id: int, label: str, *, by: Actor, at: datetime) -> None:
    """What `withdraw_fix` did is undone, if the answer is still there. Publishes as `accept_fix`."""
    there = Answer.question_id == question_id, Answer.fix_label == label, Answer.visibility == Visibility.PUBLIC
    answer = session.scalars(select(Answer).where(unrestricted(), *there)).first()
    if answer is not None:
        accept_fix(session.get_one(Question, question_id), answer, label=label, by=by, at=at)


def _withdraw(held: Acceptance, *, by: Actor, at: datetime) -> None:
    session.execute(delete(Acceptance).where(Acceptance.question_id == held.question_id))
    raise_version(held.question_id, solved_at=None)
    publish(AcceptanceWithdrawn(held.question_id, held.answer_id, by.id, at))
    publish(ThreadChanged(held.question_id, at))


def _asker_chose(question: Question, held: Acceptance | None) -> bool:
    """Whether the asker's choice stands; one whose answer was removed since does not."""
    return held is not None and not held.as_staff and question.solved_at is not None


def _accept(question: Question, answer: Answer, *, as_staff: bool, by: Actor, at: datetime) -> None:
    held = session.get(Acceptance, question.id) or Acceptance(question_id=question.id)
    held.answer_id, held.at = answer.id, at
    held.by_id, held.as_staff = signature(question, by), as_staff
    session.add(held)
    session.flush()
    raise_version(question.id, solved_at=at)
    publish(AnswerAccepted(question.id, answer.id, by.id, at))
    publish(ThreadChanged(question.id, at))
