"""Steps of the ladder: taken, objected to, undone. They lapse by themselves."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from forum.accounts.actions.mails import mail_person
from forum.accounts.actions.sign_in import end_sessions
from forum.accounts.actors import Actor
from forum.accounts.moments import moments_of
from forum.accounts.queries import may
from forum.accounts.roles import Permission, Role, roles_of
from forum.conduct.events import ObjectionAnswered, StepObjected, StepTaken
from forum.conduct.ladder import next_step, rung_of
from forum.conduct.models import SILENCES, Consequence, Step
from forum.conduct.rules import check_may_answer, check_may_object, check_may_take, check_words
from forum.kernel.db import session
from forum.kernel.errors import NotFound
from forum.kernel.events import publish
from forum.ledger.actions import MODERATION, record
from forum.people.models import SYSTEM_PERSON_ID, Person, PersonState


def take_step(person_id: int, step: Step, reason: str, *, by: Actor, at: datetime) -> Consequence:
    """The step holds from now, with its reason, which the person reads; the caller has checked who may take it.

    A silence stops posting, a suspension signing in. In the ledger. Publishes StepTaken.
    """
    person = _person(person_id)
    check_words(reason, field="words")
    is_administrator = Role.ADMINISTRATOR in roles_of(person.roles)
    check_may_take(step, is_self=by.id == person_id, is_administrator=is_administrator)
    rung = rung_of(step)
    until = at + rung.lasts if rung.lasts else None
    taken = Consequence(
        person_id=person_id, step=step, reason=reason.strip(), by_id=by.id, at=at, until=until,
        lapses_at=at + rung.counts,
    )  # fmt: skip
    session.add(taken)
    session.flush()
    _set_standing(person)
    if step is Step.SUSPENSION:
        _tell_suspended(person, taken, by=by, at=at)
    record(MODERATION, "step taken", {"person": person_id, "step": step, "reason": taken.reason}, by=by, at=at)
    publish(StepTaken(taken.id, by.id, at))
    return taken


def object_to(consequence_id: int, words: str, *, by: Actor, at: datetime) -> Consequence:
    """The person says why the step is not right; another moderator looks at it. Publishes StepObjected."""
    taken = _locked(consequence_id)
    if taken.person_id != by.id:
        raise NotFound
    check_may_object(is_undone=taken.undone_at is not None, has_objected=taken.objected_at is not None)
    check_words(words, field="objection")
    taken.objection, taken.objected_at = words.strip(), at
    session.flush()
    publish(StepObjected(taken.id, by.id, at))
    return taken


def uphold(consequence_id: int, words: str, *, by: Actor, at: datetime) -> None:
    """The step stays, and the person is told why. Publishes ObjectionAnswered."""
    taken = _to_answer(consequence_id, words, by=by, at=at)
    record(MODERATION, "step upheld", {"person": taken.person_id, "step": taken.step}, by=by, at=at)
    publish(ObjectionAnswered(taken.id, by.id, at))


def undo_step(consequence_id: int, words: str, *, by: Actor, at: datetime) -> None:
    """The step counts no more and stops nothing; the person is told why. Publishes ObjectionAnswered."""
    taken = _to_answer(consequence_id, words, by=by, at=at)
    taken.undone_at = at
    session.flush()
    _set_standing(_person(taken.person_id))
    record(MODERATION, "step undone", {"person": taken.person_id, "step": taken.step}, by=by, at=at)
    publish(ObjectionAnswered(taken.id, by.id, at))


def suggested_step(person_id: int | None, *, at: datetime) -> Step:
    """The rung that the ladder has for this person now."""
    counting = select(Consequence.step).where(
        Consequence.person_id == (person_id or 0), Consequence.undone_at.is_(None), Consequence.lapses_at > at
    )
    return next_step(session.scalars(counting).all())


def _to_answer(consequence_id: int, words: str, *, by: Actor, at: datetime) -> Consequence:
    """The step, now answered by this moderator. By who took it only if it had no objection, or nobody else could."""
    by.check_may(Permission.TAKE_STEPS)
    taken = _locked(consequence_id)
    others = select(Person.id).where(Person.id.not_in([by.id, taken.person_id]), may(Permission.TAKE_STEPS))
    is_alone = session.scalar(others.limit(1)) is None
    check_may_answer(
        is_undone=taken.undone_at is not None,
        is_answered=taken.answered_at is not None,
        is_self=taken.person_id == by.id,
        took_it=taken.by_id == by.id and taken.objected_at is not None,
        is_alone=is_alone,
    )
    check_words(words, field="answer")
    taken.answer, taken.answered_at, taken.answered_by_id = words.strip(), at, by.id
    session.flush()
    return taken


def _set_standing(person: Person) -> None:
    """What stops the person is the latest end of the steps that hold."""
    person.silenced_until = _latest(person.id, SILENCES)
    suspended = _latest(person.id, (Step.SUSPENSION,))
    if suspended is not None and suspended != person.suspended_until:
        end_sessions(person.id)
    person.suspended_until = suspended
    person.rights_version += 1
    session.flush()


def _latest(person_id: int, steps: Sequence[Step]) -> datetime | None:
    held = Consequence.person_id == person_id, Consequence.step.in_(steps), Consequence.undone_at.is_(None)
    return session.scalar(select(func.max(Consequence.until)).where(*held))


def _tell_suspended(person: Person, taken: Consequence, *, by: Actor, at: datetime) -> None:
    """By mail alone: he cannot sign in to read a notice."""
    if person.email and taken.until:
        until = moments_of(person, at=at).exact(taken.until)
        facts = {"by": by.name, "address": by.email, "reason": taken.reason, "until": until}
        mail_person(person, "suspended", facts, at=at)


def _person(person_id: int) -> Person:
    wanted = select(Person).where(Person.id == person_id, Person.id != SYSTEM_PERSON_ID).with_for_update()
    person = session.scalars(wanted.execution_options(populate_existing=True)).first()
    if person is None or person.state is not PersonState.ACTIVE:
        raise NotFound
    return person


def _locked(consequence_id: int) -> Consequence:
    wanted = select(Consequence).where(Consequence.id == consequence_id).with_for_update()
    taken = session.scalars(wanted.execution_options(populate_existing=True)).first()
    if taken is None:
        raise NotFound
    return taken
