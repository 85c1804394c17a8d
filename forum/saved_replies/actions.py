"""Keeping saved replies, and counting their use."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select, update

from forum.accounts.actors import Actor
from forum.accounts.models import Team
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.saved_replies.models import SavedReply
from forum.saved_replies.queries import reply_to_keep
from forum.saved_replies.rules import Draft, Scope, check_draft, check_may_keep
from forum.topics.models import Category


def save_reply(draft: Draft, scope: Scope, *, by: Actor, at: datetime) -> SavedReply:
    """The reply can be used by whose it is."""
    _check_may_keep(scope, by=by)
    check_draft(draft)
    _check_category(draft)
    saved = SavedReply(**asdict(draft), owner_id=scope.owner_id, team_id=scope.team_id, by_id=by.id, at=at)
    session.add(saved)
    session.flush()
    return saved


def reply_to_change(saved_id: int, *, by: Actor) -> SavedReply:
    """The reply, locked, for who may see and change it; NotFound and NotAllowed for others."""
    reply_to_keep(saved_id, by)
    saved = session.scalars(
        select(SavedReply).where(SavedReply.id == saved_id).with_for_update().execution_options(populate_existing=True)
    ).one()
    _check_may_keep(Scope(saved.owner_id, saved.team_id), by=by)
    return saved


def change_reply(saved_id: int, draft: Draft, scope: Scope, *, seen: int, by: Actor, at: datetime) -> SavedReply:
    """The reply has these words and can be used by whose it is now; Conflict if somebody has changed it since `seen`,
    its revision. NotAllowed for whom the person may not keep one for."""
    saved = reply_to_change(saved_id, by=by)
    _check_may_keep(scope, by=by)
    check_draft(draft)
    _check_category(draft)
    if saved.revision != seen:
        raise Conflict("Somebody has changed this saved reply meanwhile. What stands now is shown below your text.")
    for name, value in asdict(draft).items():
        setattr(saved, name, value)
    saved.owner_id, saved.team_id = scope.owner_id, scope.team_id
    saved.revision, saved.by_id, saved.at = seen + 1, by.id, at
    session.flush()
    return saved


def remove_reply(saved_id: int, *, by: Actor, at: datetime) -> None:
    """Nobody can choose it any more; it can be brought back."""
    saved = reply_to_change(saved_id, by=by)
    saved.removed_at = saved.removed_at or at


def bring_back_reply(saved_id: int, *, by: Actor) -> None:
    """It can be chosen again."""
    reply_to_change(saved_id, by=by).removed_at = None


def count_use(ids: Collection[int]) -> None:
    """Each of these was used once more."""
    if ids:
        used = SavedReply.id.in_(list(ids)[:5])
        session.execute(update(SavedReply).where(used).values(use_count=SavedReply.use_count + 1))


def _check_may_keep(scope: Scope, *, by: Actor) -> None:
    by.check_may(Permission.USE_SAVED_REPLIES)
    if scope.team_id is not None and session.get(Team, scope.team_id) is None:
        raise NotFound
    led = set(session.scalars(select(Team.id).where(Team.lead_id == by.id)))
    check_may_keep(scope, by_id=by.id, led=led, administers=by.may(Permission.ADMINISTER))


def _check_category(draft: Draft) -> None:
    if draft.category_id is not None and session.get(Category, draft.category_id) is None:
        raise Invalid("Choose one of the listed values.", field="category")
