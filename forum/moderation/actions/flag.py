"""Flagging a post."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from forum.accounts.actors import Actor, system_actor
from forum.conduct.actions import check_limit
from forum.conduct.limits import Act
from forum.kernel.db import session
from forum.kernel.errors import Conflict
from forum.kernel.events import publish
from forum.kernel.races import in_turn
from forum.moderation.events import ItemOpened, PostHeld
from forum.moderation.models import Flag, FlagItem, Kind, Reason, Verdict
from forum.moderation.posts import Post, find_post, hold
from forum.moderation.rules import FAILED_FLAGS, Voice, check_may_flag, check_note, gravity_of, is_enough
from forum.moderation.settings import FLAGS_THAT_HIDE
from forum.people.models import Person


def flag_post(kind: Kind, post_id: int, reason: Reason, note: str, *, by: Actor, at: datetime) -> FlagItem:
    """A moderator will look at the post; enough flags take it out of sight until then.

    One flag a person and post. Publishes ItemOpened for the first, and PostHeld.
    """
    wait_for_post(kind, post_id)
    post = find_post(kind, post_id, by=by)
    check_may_flag(kind, is_own=post.author_id == by.id, is_public=post.is_public)
    check_note(note, reason)
    items = _items_of(post)
    if _has_flagged(items, by):
        raise Conflict("You have flagged this already. A moderator looks at it, or has told you what came of it.")
    check_limit(Act.FLAG, by=by, at=at)
    item = next((each for each in items if each.decided_at is None), None) or opened(post, reason, by=by, at=at)
    if gravity_of(reason) < item.gravity:
        item.reason, item.gravity = reason, gravity_of(reason)
    session.add(Flag(item_id=item.id, by_id=by.id, reason=reason, note=note.strip(), at=at))
    session.flush()
    _hold_if_enough(item, post, at=at)
    return item


def wait_for_post(kind: Kind, post_id: int) -> None:
    """Whoever flags the post or decides about it now is done first."""
    in_turn(f"flag {kind} {post_id}")


def open_item(post: Post) -> FlagItem | None:
    """What a moderator has still to decide about the post."""
    return next((each for each in _items_of(post) if each.decided_at is None), None)


def opened(post: Post, reason: Reason, *, by: Actor, at: datetime) -> FlagItem:
    """A new item about the post, about which none is open. Publishes ItemOpened."""
    item = FlagItem(author_id=post.author_id, reason=reason, gravity=gravity_of(reason), opened_at=at)
    setattr(item, f"{post.kind}_id", post.id)
    session.add(item)
    session.flush()
    publish(ItemOpened(item.id, by.id, at))
    return item


def _items_of(post: Post) -> Sequence[FlagItem]:
    return session.scalars(select(FlagItem).where(getattr(FlagItem, f"{post.kind}_id") == post.id)).all()


def _has_flagged(items: Sequence[FlagItem], by: Actor) -> bool:
    known = select(Flag.id).where(Flag.item_id.in_([item.id for item in items]), Flag.by_id == by.id)
    return bool(items) and session.scalar(known.limit(1)) is not None


def _hold_if_enough(item: FlagItem, post: Post, *, at: datetime) -> None:
    if item.held_at is not None or post.kind is Kind.PERSON:
        return
    if is_enough(_voices(item), lambda reason: FLAGS_THAT_HIDE[reason]()):
        hold(post, reason="", by=system_actor(at=at), at=at)
        item.held_at = at
        session.flush()
        publish(PostHeld(item.id, at))


def _voices(item: FlagItem) -> list[Voice]:
    flags = select(Flag.reason, Flag.by_id, Person.department).join(Person, Person.id == Flag.by_id)
    rows = session.execute(flags.where(Flag.item_id == item.id).order_by(Flag.id)).all()
    return [Voice(row.reason, row.department, _record_of(row.by_id), _waiting_for(row.by_id, item)) for row in rows]


def _waiting_for(person_id: int, item: FlagItem) -> int:
    """How many other posts that this person flagged are out of sight and wait for a moderator."""
    others = FlagItem.id != item.id, FlagItem.decided_at.is_(None), FlagItem.held_at.is_not(None)
    wanted = select(func.count(Flag.id)).join(FlagItem, FlagItem.id == Flag.item_id)
    return session.scalar(wanted.where(Flag.by_id == person_id, *others)) or 0


def _record_of(person_id: int) -> list[bool]:
    """Whether moderators agreed with this person's last decided flags, the newest first."""
    decided = (
        select(FlagItem.verdict)
        .join(Flag, Flag.item_id == FlagItem.id)
        .where(Flag.by_id == person_id, FlagItem.decided_at.is_not(None))
        .order_by(FlagItem.decided_at.desc(), FlagItem.id.desc())
        .limit(FAILED_FLAGS)
    )
    return [verdict is Verdict.AGREED for verdict in session.scalars(decided)]
