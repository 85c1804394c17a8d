"""Who hears what of a flag: moderators that it waits, its author that it is out of sight, all what was decided."""

from typing import Any

from sqlalchemy import or_, select

from forum.accounts.models import Team
from forum.accounts.queries import may
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.moderation.models import IN_TICKETS, Flag, FlagItem, Reason, Remedy, Verdict
from forum.moderation.queries import title_of
from forum.notifications.news import News
from forum.people.models import SYSTEM_PERSON_ID, Person


def opened(facts: dict[str, Any]) -> News | None:
    """Everybody who could decide it hears that it waits; whoever may not see the post is not told."""
    item = _item(facts)
    if item.decided_at is not None:
        return None
    return _of(item, None, dict.fromkeys(_deciders(item) - {item.author_id}, "flagged"))


def held(facts: dict[str, Any]) -> News | None:
    """The author hears that it is out of sight, and what to do about a secret."""
    item = _item(facts)
    if item.author_id is None or item.decided_at is not None:
        return None
    kind = "secret_held" if item.reason is Reason.SECRET else "held"
    return _of(item, None, {item.author_id: kind})


def decided(facts: dict[str, Any]) -> News | None:
    """Everybody who flagged it hears what came of it."""
    item = _item(facts)
    kind = "flag_agreed" if item.verdict is Verdict.AGREED else "flag_disagreed"
    flaggers = session.scalars(select(Flag.by_id).where(Flag.item_id == item.id, Flag.by_id != SYSTEM_PERSON_ID))
    return _of(item, item.decided_by_id, dict.fromkeys(flaggers, kind))


def decided_about(facts: dict[str, Any]) -> News | None:
    """The author hears it too, if anything happened or was said to him."""
    item = _item(facts)
    if item.author_id is None:
        return None
    if item.consequence_id is not None:
        return None  # the news of the step says it
    if item.verdict is Verdict.DISAGREED and not item.message:
        return _of(item, item.decided_by_id, {item.author_id: "post_back"} if item.held_at else {})
    if item.remedy is Remedy.LEFT and not item.message:
        return None
    return _of(item, item.decided_by_id, {item.author_id: "post_decided"}, item.message)


def _deciders(item: FlagItem) -> set[int]:
    who = may(Permission.SEE_CONDUCT)
    if item.kind in IN_TICKETS:
        led = select(Team.lead_id).where(Team.lead_id.is_not(None))
        who = or_(who, may(Permission.ADMINISTER), Person.id.in_(led))
    return set(session.scalars(select(Person.id).where(who)))


def _item(facts: dict[str, Any]) -> FlagItem:
    return session.get_one(FlagItem, facts["item"])


def _of(item: FlagItem, by_id: int | None, told: dict[int, str], text: str = "") -> News:
    return News(by_id, f"/flags/{item.id}", title_of(item), told, item_id=item.id, text=text)
