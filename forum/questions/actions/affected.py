"""'I have this too'."""

from datetime import datetime

from sqlalchemy import delete, update

from forum.accounts.actors import Actor
from forum.kernel.db import session
from forum.kernel.events import publish
from forum.kernel.races import insert_new
from forum.questions.actions.find import is_asker, raise_version, standing_of
from forum.questions.actions.follow import follow_by_concern
from forum.questions.events import AffectedDeviceNamed, AffectedJoined, AffectedLeft, ThreadChanged
from forum.questions.models import Affected, Question
from forum.questions.rules import LONGEST_DEVICE, check_may_join


def join_affected(question: Question, *, device: str = "", by: Actor, at: datetime) -> None:
    """The person counts as affected, once, and follows the thread; a second time only changes the device.

    Publishes AffectedJoined and ThreadChanged the first time, AffectedDeviceNamed later.
    """
    check_may_join(standing_of(question), is_asker=is_asker(question, by))
    device = device.strip()[:LONGEST_DEVICE]
    if insert_new(Affected, question_id=question.id, person_id=by.id, at=at, device=device):
        follow_by_concern(question.id, person_id=by.id, at=at)
        raise_version(question.id, affected_count=Question.affected_count + 1)
        publish(AffectedJoined(question.id, by.id, at))
        publish(ThreadChanged(question.id, at))
    elif device:
        mine = update(Affected).where(Affected.question_id == question.id, Affected.person_id == by.id)
        session.execute(mine.values(device=device))
        publish(AffectedDeviceNamed(question.id, by.id, at))


def leave_affected(question: Question, *, by: Actor, at: datetime) -> None:
    """The person no longer counts as affected. Publishes AffectedLeft and ThreadChanged if he did."""
    mine = delete(Affected).where(Affected.question_id == question.id, Affected.person_id == by.id)
    if session.execute(mine).rowcount:  # type: ignore[attr-defined]
        raise_version(question.id, affected_count=Question.affected_count - 1)
        publish(AffectedLeft(question.id, by.id, at))
        publish(ThreadChanged(question.id, at))
