"""One event becomes lines in the inboxes of everybody it concerns, a batch of people at a time.

What is slow, who may see and who has chosen what, is read before the write transaction: 40,000 people hear of a known
issue while others post.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, update

from forum.accounts.actors import Actor, load_actors
from forum.kernel.db import looking, session, transaction
from forum.kernel.events import publish
from forum.kernel.pending import mark_done
from forum.notifications.audience import news_of
from forum.notifications.choices import habits_of, ways_of
from forum.notifications.events import TicketTold
from forum.notifications.kinds import KINDS, OF_NOTES
from forum.notifications.matters import MATTERS, Way
from forum.notifications.models import EventPending, Notice
from forum.notifications.news import News
from forum.notifications.rules import Habit, leaves_at, next_digest
from forum.notifications.settings import MAIL_WINDOW
from forum.notifications.visibility import may_see
from forum.people.models import Person

_PEOPLE = 500  # of one event, in one transaction


@dataclass(frozen=True)
class _Batch:
    """The next people of an event, and after whom to go on; None when these are the last."""

    news: News
    kind: str
    heard: tuple[tuple[Actor, str, Way, Habit], ...]
    next_after: int | None


def tell_next(event_id: int, *, at: datetime) -> None:
    """The next people who may see what the event is about have a notice; with the last of them it is done.

    Nothing happens if another worker, who took the event when its lease was over, has told them meanwhile.
    """
    with looking():
        event = session.get_one(EventPending, event_id)
        facts, batch = event.facts, _next_batch(event, at=at)
    with transaction():
        event = session.get_one(EventPending, event_id, with_for_update=True, populate_existing=True)
        if event.done_at is not None or event.facts != facts:
            return
        if batch is not None and batch.heard:
            _write(batch, event, at=at)
        if batch is None or batch.next_after is None:
            mark_done(event, at=at)
        else:
            event.facts = {**event.facts, "after": batch.next_after}
            event.due_at, event.holder, event.attempts = at, None, 0


def _next_batch(event: EventPending, *, at: datetime) -> _Batch | None:
    news = news_of(event)
    if news is None:
        return None
    people = sorted(id_ for id_ in news.told if id_ > event.facts.get("after", 0))
    batch = people[:_PEOPLE]
    actors = load_actors((person_id for person_id in batch if person_id != event.facts["by"]), at=at)
    readers = [reader for reader in actors if may_see(news, reader)]
    heard = tuple(each for each in _ways(news, readers) if each[2] != Way.NEVER)
    return _Batch(news, event.kind, heard, batch[-1] if len(people) > _PEOPLE else None)


def _ways(news: News, readers: Sequence[Actor]) -> list[tuple[Actor, str, Way, Habit]]:
    kinds = {reader.id: news.told[reader.id] for reader in readers}
    matters = {kind: KINDS[kind].matter for kind in kinds.values()}
    chosen, habits = ways_of(list(kinds), set(matters.values())), habits_of(readers)
    told = []
    for reader in readers:
        matter = matters[kind := kinds[reader.id]]
        told.append((reader, kind, chosen.get((reader.id, matter), MATTERS[matter].usual), habits[reader.id]))
    return told


def _write(batch: _Batch, event: EventPending, *, at: datetime) -> None:
    news, told = batch.news, tuple(reader.id for reader, *_ in batch.heard)
    author = session.get(Person, news.author_id) if news.author_id else None
    rows = [_row(news, author, *each, at=at, happened=event.at) for each in batch.heard]
    session.execute(insert(Notice), rows)
    session.execute(update(Person).where(Person.id.in_(told)).values(unread_count=Person.unread_count + 1))
    if news.ticket_id is not None and OF_NOTES not in news.told.values():
        publish(TicketTold(news.ticket_id, event.kind, told, (), event.facts["by"], at))


def _row(
    news: News,
    author: Person | None,
    reader: Actor,
    kind: str,
    way: Way,
    habit: Habit,
    *,
    at: datetime,
    happened: datetime,
) -> dict[str, Any]:
    facts = {"title": news.title, "label": news.label, "path": news.path, "text": news.text}
    if news.moment is not None:
        facts |= {"moment": news.moment.isoformat(), "reason": news.reason}
    return {
        "person_id": reader.id, "kind": kind, "by_id": author.id if author else None, "facts": facts, "at": happened,
        "question_id": news.question_id, "answer_id": news.answer_id, "comment_id": news.comment_id,
        "reply_id": news.reply_id, "ticket_id": news.ticket_id, "entry_id": news.entry_id,
        "issue_id": news.issue_id, "item_id": news.item_id, "consequence_id": news.consequence_id,
        "is_for_digest": way == Way.DIGEST,
        "leaves_at": _leaves(way, kind, habit, at=at),
    }  # fmt: skip


def _leaves(way: Way, kind: str, habit: Habit, *, at: datetime) -> datetime | None:
    if way == Way.DIGEST:
        return next_digest(at, habit)
    return _in_time(kind, habit, at=at) if way == Way.AT_ONCE else None


def _in_time(kind: str, habit: Habit, *, at: datetime) -> datetime:
    return leaves_at(at, habit, window=timedelta(minutes=MAIL_WINDOW()), is_urgent=KINDS[kind].is_urgent)
