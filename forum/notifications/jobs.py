"""Telling people: each pending event becomes a line in the inbox of everybody it concerns, and some a mail."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from forum.accounts.actors import Actor, load_actor
from forum.accounts.settings import COMPANY_LANGUAGE, COMPANY_ZONE
from forum.feedback.queries import link_of
from forum.kernel.db import looking, session, transaction
from forum.kernel.events import publish
from forum.kernel.moments import Moments, zone_named
from forum.kernel.pending import claim_due, mark_done, mark_failed
from forum.kernel.words import N_, translated
from forum.mail.actions import queue_mail
from forum.mail.models import OutgoingMail
from forum.notifications.audience import news_of
from forum.notifications.events import TicketTold
from forum.notifications.kinds import KINDS
from forum.notifications.models import EventPending, Notice
from forum.notifications.news import News
from forum.notifications.visibility import may_see, visible_to
from forum.people.models import Person
from forum.topics.visibility import reader_params

_BATCH = 20
_KEPT = timedelta(days=180)
NOBODYS_NAME = N_("A colleague")


def expand_due_events(holder: str, at: datetime) -> int:
    """Events that are due have been told to everybody who may see what they are about; how many were taken."""
    events = claim_due(EventPending, holder=holder, at=at, most=_BATCH)
    for event in events:
        _expand(event.id, at=at)
    return len(events)


def may_leave(mail_id: int, at: datetime) -> bool:
    """False for the mail of a notice whose subject was closed to its reader after it was queued."""
    with looking():
        person_id = session.scalar(select(Notice.person_id).where(Notice.mail_id == mail_id))
        if person_id is None:
            return True
        reader = load_actor(person_id, at=at)
        seen = select(Notice.id).where(Notice.mail_id == mail_id, visible_to())
        return reader is not None and session.scalar(seen, reader_params(reader)) is not None


def forget_old_notices(at: datetime) -> None:
    """Notices older than 180 days are gone."""
    with transaction():
        session.execute(delete(Notice).where(Notice.at < at - _KEPT))
        session.execute(delete(EventPending).where(EventPending.done_at < at - timedelta(days=7)))


def _expand(event_id: int, *, at: datetime) -> None:
    try:
        with transaction():
            event = session.get_one(EventPending, event_id)
            news = news_of(event)
            if news is not None:
                _tell(news, event, at=at)
            mark_done(event, at=at)
    except (LookupError, ValueError, TypeError) as failure:
        with transaction():
            mark_failed(session.get_one(EventPending, event_id), repr(failure), at=at)


def _tell(news: News, event: EventPending, *, at: datetime) -> None:
    author = session.get(Person, news.author_id) if news.author_id else None
    told, mailed = [], []
    for person_id, kind in sorted(news.told.items()):
        if person_id == event.facts["by"]:
            continue
        reader = load_actor(person_id, at=at)
        if reader is not None and may_see(news, reader):
            mail = _mail(news, kind, reader, author, at=at)
            _add_notice(news, kind, reader, author, mail, at=event.at)
            told.append(person_id)
            mailed += [person_id] if mail else []
    if told and news.ticket_id is not None:
        publish(TicketTold(news.ticket_id, event.kind, tuple(told), tuple(mailed), event.facts["by"], at))


def _add_notice(
    news: News, kind: str, reader: Actor, author: Person | None, mail: OutgoingMail | None, *, at: datetime
) -> None:
    session.add(
        Notice(
            person_id=reader.id,
            kind=kind,
            question_id=news.question_id,
            ticket_id=news.ticket_id,
            entry_id=news.entry_id,
            issue_id=news.issue_id,
            mail_id=mail.id if mail else None,
            by_id=author.id if author else None,
            facts={"title": news.title, "label": news.label, "path": news.path, **_deadline(news)},
            at=at,
        )
    )
    session.execute(update(Person).where(Person.id == reader.id).values(unread_count=Person.unread_count + 1))


def _mail(news: News, kind: str, reader: Actor, author: Person | None, *, at: datetime) -> OutgoingMail | None:
    template = KINDS[kind].template
    if not template or not reader.email:
        return None
    name = author.name if author else translated(reader.language, NOBODYS_NAME)
    facts = {
        "name": reader.name, "by": name, "title": news.title, "label": news.label, "path": news.path, "text": news.text,
        "words": _words(news, kind, reader, name, at=at),
    }  # fmt: skip
    if kind == "ticket_solved" and news.ticket_id:
        facts["worked"] = link_of(news.ticket_id, reader.id)
    return queue_mail(
        person_id=reader.id,
        address=reader.email,
        language=reader.language,
        template=template,
        facts=facts,
        sender_name=_signature(author, name),
        at=at,
    )


def _words(news: News, kind: str, reader: Actor, name: str, *, at: datetime) -> str:
    """What the inbox says, with the exact moment, since a mail is read at any time."""
    zone = zone_named(reader.zone or COMPANY_ZONE())
    when = Moments(reader.language or COMPANY_LANGUAGE(), zone, at).exact(news.moment) if news.moment else ""
    values = {"by": name, "title": news.title, "label": news.label, "reason": news.reason, "when": when}
    return translated(reader.language, KINDS[kind].sentence, **values)


def _deadline(news: News) -> dict[str, str]:
    return {"moment": news.moment.isoformat(), "reason": news.reason} if news.moment else {}


def _signature(author: Person | None, name: str) -> str:
    return f"{name} (IT)" if author is not None and author.is_it_staff else name
