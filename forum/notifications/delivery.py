"""Notices that are due by mail: all of one person in one mail, and none of what he has read meanwhile."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, exists, not_, select, update

from forum.accounts.actors import Actor, load_actor
from forum.accounts.moments import moments_of
from forum.feedback.queries import link_of
from forum.kernel.db import looking, read, session, transaction
from forum.kernel.events import publish
from forum.kernel.faults import is_away
from forum.kernel.text.shapes import excerpt
from forum.kernel.words import N_, translated
from forum.mail.actions import queue_mail
from forum.mail.models import OWN_DOMAIN, OutgoingMail
from forum.notifications.budget import mails_today
from forum.notifications.choices import habits_of, key_of
from forum.notifications.events import TicketTold
from forum.notifications.kinds import KINDS, OF_NOTES
from forum.notifications.models import Notice
from forum.notifications.news import beginning_of
from forum.notifications.reply_keys import answered_by, key_to
from forum.notifications.rules import next_digest
from forum.notifications.settings import MAILS_A_DAY
from forum.notifications.visibility import html_today, of_removed_post, reader_params, visible_to
from forum.people.models import SYSTEM_PERSON_ID, Person
from forum.questions.models import Follow
from forum.tickets.models import TicketReply

log = logging.getLogger("forum.notifications")
_PEOPLE = 50  # in one look
_LINES = 30  # in one mail
_TRIED_AGAIN = timedelta(hours=1)
_LONGEST_TEXT = 200  # of each of them, in characters
NOBODYS_NAME = N_("A colleague")
_IS_MUTED = and_(
    Notice.ticket_id.is_(None),  # a ticket is not muted with its thread
    exists().where(
        Follow.question_id == Notice.question_id, Follow.person_id == Notice.person_id, Follow.muted_at.is_not(None)
    ),
)
_IN_MAILS = Notice.mail_id.in_(bindparam("mail_ids", expanding=True))
_SEEN = select(Notice.id).where(_IN_MAILS, visible_to(), not_(of_removed_post()))
# Of what happened to a ticket, with the reply that the same act sent: the news stay when its words are hidden.
_SENT_WITH_HIDDEN = (
    select(Notice.id, OutgoingMail.facts)
    .join(OutgoingMail, OutgoingMail.id == Notice.mail_id)
    .join(TicketReply, and_(TicketReply.ticket_id == Notice.ticket_id, TicketReply.at == Notice.at))
    .where(_IN_MAILS, TicketReply.hidden_at.is_not(None))
)


def mail_due_notices(_holder: str, at: datetime) -> int:
    """Whoever has notices that are due by mail has one mail of them in the outbox; how many people were looked at.

    Of a person whose mail cannot be written they wait for another hour, so that nobody waits behind him.
    """
    due = select(Notice.person_id).where(Notice.leaves_at <= at).group_by(Notice.person_id).limit(_PEOPLE)
    with looking():
        people = session.scalars(due).all()
    for person_id in people:
        try:
            with transaction():
                _mail_to(person_id, at=at)
        except Exception as failure:  # whatever is wrong with one person's mail, the others must leave
            if is_away(failure):  # nothing is wrong with this mail
                raise
            _put_off(person_id, at=at)
    return len(people)


def may_leave(mail_ids: Sequence[int], at: datetime) -> set[int]:
    """These mails without those that show what was closed to its reader or removed since; the rest waits anew."""
    with looking():
        of_mails = select(Notice.id, Notice.person_id, Notice.mail_id).where(Notice.mail_id.in_(mail_ids))
        notices = session.execute(of_mails).all()
        seen = {id_ for person_id in {each.person_id for each in notices} for id_ in _seen(person_id, mail_ids, at)}
        whole = seen - _with_hidden_words(mail_ids)
    closed = {notice.mail_id for notice in notices if notice.id not in whole}
    if closed:
        left = [notice.id for notice in notices if notice.mail_id in closed and notice.id in seen]
        with transaction():
            session.execute(update(Notice).where(Notice.id.in_(left)).values(leaves_at=at, mail_id=None))
    return set(mail_ids) - closed


def _seen(person_id: int, mail_ids: Sequence[int], at: datetime) -> Sequence[int]:
    """Of the person's notices in these mails those that he may still see, but for those of posts removed since."""
    reader = load_actor(person_id, at=at)
    return read(_SEEN, {**reader_params(reader), "mail_ids": mail_ids}).scalars().all() if reader else ()


def _with_hidden_words(mail_ids: Sequence[int]) -> set[int]:
    """The notices of these mails that show a reply which was hidden after they had been written."""
    rows = read(_SENT_WITH_HIDDEN, {"mail_ids": mail_ids}).all()
    lines = ((row.id, line) for row in rows for line in row.facts.get("lines", [row.facts]))
    return {id_ for id_, line in lines if line.get("notice") == id_ and line["text"]}


def _put_off(person_id: int, *, at: datetime) -> None:
    log.exception("the mail of somebody's notices cannot be written", extra={"person": person_id})
    session.rollback()
    due = Notice.person_id == person_id, Notice.leaves_at <= at
    with transaction():
        session.execute(update(Notice).where(*due).values(leaves_at=at + _TRIED_AGAIN))


def _mail_to(person_id: int, *, at: datetime) -> None:
    reader = load_actor(person_id, at=at)
    waiting = Notice.person_id == person_id, Notice.leaves_at.is_not(None)
    taken = session.scalars(
        select(Notice).where(*waiting).order_by(Notice.at, Notice.id).with_for_update(skip_locked=True)
    ).all()
    taken = [notice for notice in taken if not notice.is_for_digest or (notice.leaves_at or at) <= at]
    left = _worth_a_mail(taken, reader)
    if reader and left and _is_one_too_many(left, reader, at=at):
        _put_into_digest(left, taken, reader, at=at)
        return
    for notice in taken:
        notice.leaves_at = None
    if reader and left:
        _queue(left, reader, at=at)


def _worth_a_mail(taken: Sequence[Notice], reader: Actor | None) -> list[Notice]:
    """Those that the reader has not read and may still see, but for posts removed and threads muted since."""
    if reader is None or not reader.email:
        return []
    among = Notice.id.in_([notice.id for notice in taken])
    mine = select(Notice.id).where(among, visible_to(), not_(of_removed_post()), not_(_IS_MUTED))
    seen = set(session.scalars(mine, reader_params(reader)))
    return [notice for notice in taken if notice.read_at is None and notice.id in seen]


def _is_one_too_many(left: Sequence[Notice], reader: Actor, *, at: datetime) -> bool:
    must_leave = any(notice.is_for_digest or KINDS[notice.kind].is_urgent for notice in left)
    return not must_leave and mails_today(reader.id, reader.zone, at=at) >= MAILS_A_DAY()


def _put_into_digest(left: Sequence[Notice], taken: Sequence[Notice], reader: Actor, *, at: datetime) -> None:
    comes = next_digest(at, habits_of([reader])[reader.id])
    for notice in taken:
        notice.leaves_at, notice.is_for_digest = (comes if notice in left else None), True


def _queue(left: Sequence[Notice], reader: Actor, *, at: datetime) -> None:
    lines = [_line(notice, reader, at=at) for notice in left]
    is_one, reply_to = len(left) == 1, answered_by(left)
    told: dict[str, Any] = lines[0] if is_one else _several(lines)
    mail = queue_mail(
        person_id=reader.id,
        address=reader.email,
        language=reader.language,
        template=KINDS[left[0].kind].template if is_one else "digest",
        facts={**told, "name": reader.name, "unsubscribe": _way_out(left, reader)},
        sender_name=_who_speaks(left, lines),
        at=at,
        in_reply_to=_thread_of(left),
        reply_key=key_to(reply_to) if reply_to else None,
    )
    for notice in left:
        notice.mail_id = mail.id
        _publish(notice, at=at)


def _several(lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    shown = [{**line, "text": excerpt(line["text"], _LONGEST_TEXT)} for line in lines[-_LINES:]]
    return {"lines": shown, "more": max(0, len(lines) - _LINES), "count": len(lines)}


def _thread_of(left: Sequence[Notice]) -> str | None:
    """A Message-ID that no mail has: all mails about one thing refer to it, so mail programs show them together."""
    abouts = {(each.ticket_id, each.entry_id, each.issue_id, each.question_id) for each in left}
    if len(abouts) > 1:
        return None
    names = zip(("ticket", "entry", "issue", "question"), abouts.pop(), strict=True)
    return next((f"{name}-{number}{OWN_DOMAIN}" for name, number in names if number is not None), None)


def _who_speaks(left: Sequence[Notice], lines: Sequence[dict[str, Any]]) -> str:
    """The one person whom all of it is from; nobody where it is from several, or from the forum itself."""
    authors, sentences = {notice.by_id for notice in left}, [KINDS[notice.kind].sentence for notice in left]
    is_of_forum = authors == {None} and not any("%(by)s" in sentence for sentence in sentences)
    if len(authors) > 1 or is_of_forum:
        return ""
    author = session.get(Person, left[0].by_id) if left[0].by_id else None
    name = str(lines[0]["by"])
    return f"{name} (IT)" if author is not None and author.is_it_staff else name


def _publish(notice: Notice, *, at: datetime) -> None:
    if notice.ticket_id is not None and notice.kind != OF_NOTES:
        by_id = notice.by_id or SYSTEM_PERSON_ID
        publish(TicketTold(notice.ticket_id, notice.kind, (), (notice.person_id,), by_id, at))


def _line(notice: Notice, reader: Actor, *, at: datetime) -> dict[str, Any]:
    """What a mail says of one notice: as the inbox does, with the exact moment, since mail is read at any time."""
    facts, author = notice.facts, session.get(Person, notice.by_id) if notice.by_id else None
    line: dict[str, Any] = {name: facts.get(name, "") for name in ("title", "label", "path", "reason")}
    line["notice"] = notice.id
    line["text"] = _text(notice, reader)
    line["by"] = author.name if author else translated(reader.language, NOBODYS_NAME)
    line["words"] = translated(reader.language, KINDS[notice.kind].sentence, **line, when=_when(facts, reader, at=at))
    asked = notice.ticket_id if KINDS[notice.kind].template == "ticket_solved" else None
    return {**line, "worked": link_of(asked, reader.id) if asked else ""}


def _text(notice: Notice, reader: Actor) -> str:
    """The words that the mail shows: of a post those that it has now, since it may have been edited meanwhile."""
    told = str(notice.facts.get("text", ""))
    is_of_post = any((notice.answer_id, notice.comment_id, notice.ticket_id))
    return beginning_of(html_today(notice, reader)) if told and is_of_post else told


def _when(facts: dict[str, Any], reader: Actor, *, at: datetime) -> str:
    if "moment" not in facts:
        return ""
    return moments_of(reader, at=at).exact(datetime.fromisoformat(facts["moment"]))


def _way_out(left: Sequence[Notice], reader: Actor) -> str:
    """The path that stops mails about these matters, without signing in."""
    matters = sorted({KINDS[notice.kind].matter for notice in left})
    return f"/unsubscribe/{key_of(reader.id)}/{'.'.join(matters)}"
