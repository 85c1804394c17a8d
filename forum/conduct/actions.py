"""Counting acts against limits, and remembering which form has already been answered."""

import hashlib
import json
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from forum.accounts.actors import Actor
from forum.conduct.cooling import forget_old_drafts
from forum.conduct.limits import LONGEST_WINDOW, Act, limits_for
from forum.conduct.models import CountedAct, IdempotencyKey
from forum.conduct.rules import check_limits, check_not_silenced, circle_of
from forum.kernel.db import session
from forum.kernel.races import in_turn, insert_new
from forum.kernel.wrong_clock import is_within

KEYS_KEPT_FOR = timedelta(hours=48)


def check_may_post(*, by: Actor, at: datetime) -> None:
    """NotAllowed if this person's words may not be published now."""
    check_not_silenced(by, at=at)


def check_limit(act: Act, *, by: Actor, at: datetime) -> None:
    """The act is counted; TooMany, with when again, if the person has reached a limit, by what he sends at once too."""
    circle = circle_of(by, at=at)
    limits = limits_for(act, circle) if circle else ()
    if not limits:
        return
    in_turn(f"limit {by.id} {act}")
    moments = session.scalars(
        select(CountedAct.at)
        .where(CountedAct.person_id == by.id, CountedAct.act == act, is_within(CountedAct.at, LONGEST_WINDOW, at=at))
        .order_by(CountedAct.at.desc())
        .limit(max(limit.number for limit in limits))
    ).all()
    check_limits(limits, moments, at=at)
    session.add(CountedAct(person_id=by.id, act=act, at=at))
    session.flush()


def digest_of(*content: object) -> str:
    """A digest of what a form said, by which a repeat is told from another text under the same key."""
    return hashlib.sha256(json.dumps(content, default=str, ensure_ascii=True).encode()).hexdigest()


def known_result(key: str, digest: str, *, by: Actor) -> str | None:
    """Where the first of two equal submits led; None for a new one. First thing in the transaction.

    A second submit that comes while the first still runs waits here for it. The same key with another content is a
    new post: nothing typed is swallowed. An empty key is never known.
    """
    if not key:
        return None
    in_turn(f"form {by.id} {key}")
    known = session.get(IdempotencyKey, (by.id, key[:40], digest))
    return known.result if known else None


def remember_result(key: str, digest: str, result: str, *, by: Actor, at: datetime) -> None:
    """A repeat of this form within 48 hours finds `result`, the address of what it created."""
    if key:
        insert_new(IdempotencyKey, person_id=by.id, key=key[:40], digest=digest, result=result[:200], at=at)


def sweep(*, at: datetime) -> int:
    """Keys older than 48 hours, acts that no limit counts any more and old kept drafts are gone; how many rows.

    The caller commits.
    """
    keys = session.execute(delete(IdempotencyKey).where(IdempotencyKey.at < at - KEYS_KEPT_FOR))
    acts = session.execute(delete(CountedAct).where(CountedAct.at < at - LONGEST_WINDOW))
    drafts = forget_old_drafts(at=at)
    return int(keys.rowcount) + int(acts.rowcount) + drafts  # type: ignore[attr-defined]
