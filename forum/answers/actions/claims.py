"""'I am on it': one claim a question, one a person, for twenty minutes."""

from datetime import datetime

from sqlalchemy import delete, select

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.answers.events import ClaimReleased, QuestionClaimed
from forum.answers.models import Claim
from forum.answers.rules import CLAIM_LASTS, check_may_claim, check_may_take_over
from forum.conduct.actions import check_may_post
from forum.kernel.db import session
from forum.kernel.events import publish
from forum.kernel.races import in_turn
from forum.kernel.wrong_clock import is_over
from forum.people.models import Person
from forum.questions.actions import check_open_to, is_asker, raise_version, standing_of
from forum.questions.models import Question
from forum.questions.visibility import unrestricted


def claim_question(question: Question, *, by: Actor, at: datetime) -> Claim:
    """The person is on it for twenty minutes from now; another question he was on is free again.

    Conflict if a colleague is on it, unless IT staff takes over. Publishes QuestionClaimed, and ClaimReleased for
    whatever it ends.
    """
    by.check_may(Permission.CLAIM)
    check_may_post(by=by, at=at)
    check_may_claim(standing_of(question), is_asker=is_asker(question, by), is_solved=question.solved_at is not None)
    check_open_to(question, by=by, at=at)
    in_turn(f"claims of {by.id}")
    held = session.get(Claim, question.id, populate_existing=True)
    if held and held.person_id == by.id:
        held.until = at + CLAIM_LASTS
        raise_version(question.id)
        return held
    if held:
        _check_free(held, by=by, at=at)
        _release(held, at=at)
    if other := session.scalars(select(Claim).where(Claim.person_id == by.id)).first():
        _release(other, at=at)
    return _claim(question, by=by, at=at)


def release_claim(question: Question, *, by: Actor, at: datetime) -> None:
    """The person is no longer on it; nothing happens if he was not. Publishes ClaimReleased."""
    end_claim_of(question.id, by.id, at=at)


def end_claim_of(question_id: int, person_id: int, *, at: datetime) -> None:
    """The claim of this person on this question is over, if there was one."""
    held = session.get(Claim, question_id, populate_existing=True)
    if held and held.person_id == person_id:
        _release(held, at=at)


def lapsed_claims(*, at: datetime) -> int:
    """Claims that have run out, or that a wrong clock made endless, are gone and open pages told so; how many. For the
    worker, who commits."""
    lapsed = is_over(Claim.until, CLAIM_LASTS, at=at)
    ids = session.scalars(select(Claim.question_id).where(lapsed).order_by(Claim.question_id)).all()
    return sum(_end_if_lapsed(question_id, at=at) for question_id in ids)


def _end_if_lapsed(question_id: int, *, at: datetime) -> bool:
    """The question is locked first, as everywhere; the claim may have been renewed before we had it."""
    session.execute(select(Question.id).where(unrestricted(), Question.id == question_id).with_for_update())
    lapsed = select(Claim).where(Claim.question_id == question_id, is_over(Claim.until, CLAIM_LASTS, at=at))
    claim = session.scalar(lapsed.execution_options(populate_existing=True))
    if claim is None:
        return False
    _release(claim, at=at)
    return True


def _check_free(held: Claim, *, by: Actor, at: datetime) -> None:
    if held.until > at:
        holder = session.get_one(Person, held.person_id).name
        check_may_take_over(holder=holder, may_take_over=by.may(Permission.TAKE_OVER_CLAIM))


def _claim(question: Question, *, by: Actor, at: datetime) -> Claim:
    claim = Claim(question_id=question.id, person_id=by.id, at=at, until=at + CLAIM_LASTS)
    session.add(claim)
    session.flush()
    raise_version(question.id)
    publish(QuestionClaimed(question.id, by.id, at))
    return claim


def _release(claim: Claim, *, at: datetime) -> None:
    question_id, person_id = claim.question_id, claim.person_id
    session.execute(delete(Claim).where(Claim.question_id == question_id))
    raise_version(question_id)
    publish(ClaimReleased(question_id, person_id, at))
