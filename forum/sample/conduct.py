"""Two flags of the sample company: one waits for a moderator, one is decided."""

from datetime import datetime, timedelta

from sqlalchemy import select

from forum.answers.models import Answer
from forum.kernel.db import session
from forum.moderation.actions import Decision, decide, flag_post
from forum.moderation.models import Kind, Reason, Remedy, Verdict
from forum.sample.people import actor_called

_FLAGGERS = ("ana.lim", "nurul.huda")


def play_flags(waiting_in: int, decided_in: int, *, founded_at: datetime) -> None:
    """An answer of the first thread waits in the moderators' queue; one of the second was flagged and stayed."""
    at = founded_at - timedelta(hours=5)
    _flag(waiting_in, Reason.UNPROFESSIONAL, "Could this be said more kindly?", at=at)
    item_id = _flag(decided_in, Reason.DANGEROUS, "Does this not lose data?", at=at)
    moderator = actor_called("mohan.pillai", at=at)
    decide(item_id, Decision(Verdict.DISAGREED, Remedy.LEFT), by=moderator, at=at + timedelta(hours=1))


def _flag(question_id: int, reason: Reason, note: str, *, at: datetime) -> int:
    answer = session.scalars(select(Answer).where(Answer.question_id == question_id).order_by(Answer.id)).first()
    if answer is None:
        raise LookupError(f"thread {question_id} of the sample has no answer")
    people = (actor_called(handle, at=at) for handle in _FLAGGERS)
    by = next(person for person in people if person.id != answer.author_id)
    return flag_post(Kind.ANSWER, answer.id, reason, note, by=by, at=at).id
