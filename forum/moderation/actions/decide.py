"""Deciding an item in one step: the post, and what the people are told."""

from datetime import datetime

from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.accounts.queries import may
from forum.accounts.roles import Permission
from forum.conduct.steps import take_step
from forum.kernel.db import session
from forum.kernel.errors import NotFound
from forum.kernel.events import publish
from forum.kernel.races import in_turn
from forum.ledger.actions import MODERATION, record
from forum.moderation.actions.flag import wait_for_post
from forum.moderation.events import ItemDecided, PostReleased
from forum.moderation.models import Flag, FlagItem, Kind, Remedy
from forum.moderation.posts import Post, find_to_decide, has_waited_since_written, is_public_now, release
from forum.moderation.remedies import Decision, carry_out
from forum.moderation.rules import check_may_decide, check_may_step, check_message, check_open, check_remedy
from forum.moderation.visibility import decidable_by, reader_params
from forum.moderation.whole import whole_act
from forum.people.models import Person


@whole_act
def decide(item_id: int, decision: Decision, *, by: Actor, at: datetime) -> FlagItem:
    """The item is decided: the post is as the remedy says, and those concerned hear of it.

    Recorded in the ledger. Publishes ItemDecided, and PostReleased for what nobody could read before.
    NotFound if the item is not this person's to decide.
    """
    if decision.remedy in (Remedy.DUPLICATE, Remedy.MERGED):
        in_turn("duplicates")  # before any thread is locked, as everybody else who ties threads together
    post, item = _find(item_id, by=by)
    decider = session.get(Person, item.decided_by_id) if item.decided_by_id else None
    check_open(decider.name if decider else None)
    is_alone = _check_not_himself(item, by)
    check_remedy(decision.verdict, decision.remedy, item.kind)
    check_message(decision.message)
    if decision.step is not None:
        check_may_step(decision.verdict, decision.step, item.author_id, may_take=by.may(Permission.TAKE_STEPS))
        item.consequence_id = take_step(item.author_id or 0, decision.step, decision.message, by=by, at=at).id
    if item.held_at is not None:
        release(post, by=by, at=at)
    carry_out(decision, post, by=by, at=at)
    item.decided_at, item.decided_by_id, item.was_alone = at, by.id, is_alone
    item.verdict, item.remedy, item.message = decision.verdict, decision.remedy, decision.message.strip()
    session.flush()
    _record(item, by=by, at=at)
    publish(ItemDecided(item.id, by.id, at))
    if post.thread is not None and has_waited_since_written(post, item.held_at) and is_public_now(post):
        publish(PostReleased(post.kind, post.id, post.thread.id, post.author_id, at))
    return item


def others_who_moderate(by: Actor) -> bool:
    """Whether somebody else could decide in this person's place."""
    moderators = select(Person.id).where(Person.id != by.id, may(Permission.SEE_CONDUCT))
    return session.scalar(moderators.limit(1)) is not None


def _find(item_id: int, *, by: Actor) -> tuple[Post, FlagItem]:
    """Post and item, locked in the order in which flags lock them."""
    wanted = select(FlagItem).where(decidable_by(), FlagItem.id == item_id)
    item = session.scalars(wanted, dict(reader_params(by))).first()
    if item is None:
        raise NotFound
    wait_for_post(item.kind, item.post_id)
    post = find_to_decide(Kind(item.kind), item.post_id, by=by)
    again = select(FlagItem).where(FlagItem.id == item_id).with_for_update(of=FlagItem)
    return post, session.scalars(again.execution_options(populate_existing=True)).one()


def _check_not_himself(item: FlagItem, by: Actor) -> bool:
    """Whether he decides about himself since nobody else could."""
    flagged = session.scalar(select(Flag.id).where(Flag.item_id == item.id, Flag.by_id == by.id)) is not None
    is_his = flagged or item.author_id == by.id
    is_alone = is_his and not others_who_moderate(by)
    check_may_decide(is_about_self=item.author_id == by.id, has_flagged=flagged, is_alone=is_alone)
    return is_alone


def _record(item: FlagItem, *, by: Actor, at: datetime) -> None:
    facts = {"item": item.id, "kind": item.kind, "post": item.post_id, "reason": item.reason, "verdict": item.verdict}
    alone = {"alone": True} if item.was_alone else {}
    record(MODERATION, "flag decided", {**facts, "remedy": item.remedy, **alone}, by=by, at=at)
