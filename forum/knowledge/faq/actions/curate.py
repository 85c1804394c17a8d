"""Publishing entries, checking that they are still true, retiring them, giving them an owner."""

from datetime import datetime

from sqlalchemy import exists, select

from forum.accounts.actors import Actor, load_actor
from forum.accounts.queries import may
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.kernel.errors import Invalid
from forum.kernel.events import publish
from forum.knowledge.faq.events import FaqChanged, FaqPublished, FaqReviewDue, FaqSubmitted
from forum.knowledge.faq.models import Doubt, FaqEntry, FaqState, FaqStep
from forum.knowledge.faq.rules import Publication, Step, check_is_published, check_may_publish, next_review, state_after
from forum.knowledge.faq.settings import REVIEW_DAYS
from forum.knowledge.faq.visibility import unrestricted
from forum.ledger.actions import ADMINISTRATION, record
from forum.people.models import Person
from forum.questions.actions import raise_version
from forum.questions.rules import check_reason

_DUE_AT_ONCE = 200


def publication_of(credited_id: int | None, *, by: Actor) -> Publication:
    """What publishing these words would be: whose they are, and whether anybody else could."""
    is_own = credited_id == by.id
    return Publication(is_own=is_own, others_could=is_own and _others_could(by))


def publish_entry(entry: FaqEntry, *, by: Actor, at: datetime) -> None:
    """Readers find the entry, and it is checked again after the set days.

    NotAllowed for one's own words while a colleague could do it; where nobody could, it is recorded and shown.
    Publishes FaqPublished and FaqChanged.
    """
    by.check_may(Permission.CURATE_FAQ)
    publication = publication_of(entry.credited_id, by=by)
    check_may_publish(publication)
    _step(entry, Step.PUBLISH, alone=publication.is_alone, by=by, at=at)
    entry.published_at = entry.published_at or at
    _is_true(entry, by=by, at=at)
    if publication.is_alone:
        record(ADMINISTRATION, "own words published alone", {"faq_entry": entry.id}, by=by, at=at)
    publish(FaqPublished(entry.id, by.id, at))


def move_on(entry: FaqEntry, step: Step, *, reason: str = "", by: Actor, at: datetime) -> None:
    """The entry stands as `step` leads to, any but publishing; Conflict if it stands otherwise by now.

    Publishes FaqChanged, and FaqSubmitted for what waits for a colleague.
    """
    by.check_may(Permission.CURATE_FAQ)
    check_reason(reason)
    _step(entry, step, reason=reason, by=by, at=at)
    if step is Step.SUBMIT:
        publish(FaqSubmitted(entry.id, by.id, at))


def check_entry(entry: FaqEntry, *, by: Actor, at: datetime) -> None:
    """Somebody has looked: it is still true. No doubt stays, and the next check is due after the set days.

    Publishes FaqChanged.
    """
    by.check_may(Permission.CURATE_FAQ)
    check_is_published(entry.state)
    _is_true(entry, by=by, at=at)
    session.add(FaqStep(entry_id=entry.id, act="still true", by_id=by.id, at=at))
    publish(FaqChanged(entry.id, at))


def give_owner(entry: FaqEntry, owner_id: int, *, by: Actor, at: datetime) -> None:
    """Another curator answers for the entry from now on; Invalid for anybody else."""
    by.check_may(Permission.CURATE_FAQ)
    owner = load_actor(owner_id, at=at)
    if owner is None or not owner.may(Permission.CURATE_FAQ):
        raise Invalid("Choose somebody of IT or a moderator.", field="owner")
    if entry.owner_id != owner_id:
        entry.owner_id, entry.reminded_at = owner_id, None
        session.add(FaqStep(entry_id=entry.id, act="owner", by_id=by.id, at=at, reason=owner.name))


def remind_of_review(*, by: Actor, at: datetime) -> int:
    """Owners of entries whose check is due hear of it, once each time; how many entries. Publishes FaqReviewDue."""
    due = session.scalars(
        select(FaqEntry)
        .where(
            unrestricted(), FaqEntry.state == FaqState.PUBLISHED, FaqEntry.review_due_at <= at,
            FaqEntry.reminded_at.is_(None),
        )
        .order_by(FaqEntry.review_due_at, FaqEntry.id)
        .limit(_DUE_AT_ONCE)
    ).all()  # fmt: skip
    for entry in due:
        entry.reminded_at = at
        publish(FaqReviewDue(entry.id, by.id, at))
        publish(FaqChanged(entry.id, at))
    return len(due)


def _step(entry: FaqEntry, step: Step, *, reason: str = "", alone: bool = False, by: Actor, at: datetime) -> None:
    entry.state = state_after(step, entry.state)
    session.add(FaqStep(entry_id=entry.id, act=step.value, by_id=by.id, at=at, reason=reason, alone=alone))
    session.flush()
    if entry.source_question_id:
        raise_version(entry.source_question_id)  # its page says whether an answer is in the FAQ
    publish(FaqChanged(entry.id, at))


def _is_true(entry: FaqEntry, *, by: Actor, at: datetime) -> None:
    entry.checked_at, entry.checked_by_id = at, by.id
    entry.review_due_at, entry.reminded_at = next_review(at=at, days=REVIEW_DAYS()), None
    entry.doubt, entry.failed_in_a_row = Doubt.NONE, 0


def _others_could(by: Actor) -> bool:
    other = exists().where(Person.id != by.id, may(Permission.CURATE_FAQ))
    return bool(session.scalar(select(other)))
