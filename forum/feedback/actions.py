"""Asking whether a fix works, and what follows from what is said. Nothing here commits."""

import secrets
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from forum.accounts.actors import Actor, load_actor
from forum.answers.actions.accept import withdraw_acceptance
from forum.answers.actions.find import find_answer
from forum.conduct.screening import screened_line
from forum.feedback.events import FeedbackGiven
from forum.feedback.models import Feedback, Verdict
from forum.feedback.queries import facts_of
from forum.feedback.rules import check_may_rate, check_may_tell, check_rating, is_same, parts_of
from forum.feedback.settings import CLOSE_AFTER_DAYS
from forum.kernel.db import session
from forum.kernel.errors import NotAllowed, NotFound
from forum.kernel.events import publish
from forum.questions.actions.find import raise_version
from forum.tickets.actions.find import find_tickets, lock_tickets
from forum.tickets.actions.work import change_state, close_unanswered, confirm, reply
from forum.tickets.models import Ticket, TicketState
from forum.tickets.rules import Act
from forum.tickets.sla import add_days
from forum.tickets.timing.calendars import hours_of_team


def ask_of_ticket(ticket: Ticket, *, by_id: int, at: datetime) -> None:
    """The requester is asked once for this resolution; nobody is, where he solved it himself."""
    is_own = ticket.requester_id in (by_id, ticket.owner_id)
    session.add(
        Feedback(
            ticket_id=ticket.id,
            person_id=None if is_own else ticket.requester_id,
            staff_id=ticket.owner_id or by_id,
            secret=secrets.token_hex(16),
            asked_at=at,
            closes_at=_closes_at(ticket.team_id, at=at),
        )
    )
    session.flush()


def ask_of_answer(answer_id: int, *, person_id: int, staff_id: int | None, at: datetime) -> None:
    """The asker is asked whether the answer that somebody accepted for him works."""
    facts = {"secret": secrets.token_hex(16), "asked_at": at, "closes_at": _closes_at(None, at=at)}
    session.add(Feedback(answer_id=answer_id, person_id=person_id, staff_id=staff_id, **facts))
    session.flush()


def ask_anew(feedback_id: int, *, at: datetime) -> None:
    """What was asked counts as asked at this moment, and closes as long after it as it should."""
    asked = session.get_one(Feedback, feedback_id)
    ticket = session.get(Ticket, asked.ticket_id) if asked.ticket_id is not None else None
    asked.asked_at, asked.closes_at = at, _closes_at(ticket.team_id if ticket else None, at=at)


def end_questions(about: ColumnElement[bool], *, at: datetime) -> None:
    """What was asked about these is over; what was said of them stays."""
    session.execute(update(Feedback).where(about, Feedback.ended_at.is_(None)).values(ended_at=at))


def take_up_questions(about: ColumnElement[bool], *, ended_at: datetime) -> None:
    """What was asked about these until then is asked still."""
    session.execute(update(Feedback).where(about, Feedback.ended_at == ended_at).values(ended_at=None))


def tell_verdict(token: str, verdict: Verdict, source: str, html: str, *, signed_in_id: int, at: datetime) -> Feedback:
    """It is known whether the fix works. "Worked" closes the ticket; "not yet" reopens it with the same owner, with
    the words as the requester's reply, or takes an answer's acceptance back. The same said again is no news.

    Publishes FeedbackGiven and what closing, reopening and replying publish. Conflict and NotAllowed as the rules
    say; NotFound for a link that is not ours.
    """
    asked, ticket, by = _found(token, at=at)
    check_may_tell(facts_of(asked), verdict, reader_id=signed_in_id, at=at)
    if asked.verdict is not None:
        return asked
    asked.verdict, asked.answered_at, asked.closes_at = verdict, at, None
    session.flush()
    publish(FeedbackGiven(asked.id, asked.ticket_id, asked.staff_id, verdict, None, by.id, at))
    if asked.answer_id is not None:
        _of_answer(asked.answer_id, verdict, by=by, at=at)
    elif ticket is not None and verdict is Verdict.WORKED:
        confirm(ticket, by=by, at=at)
    elif ticket is not None:
        _reopen(ticket, source, html, by=by, at=at)
    return asked


def rate(token: str, rating: int | None, comment: str, *, signed_in_id: int, at: datetime) -> Feedback:
    """The fix has a rating from 1 to 5, and perhaps words for whose work it was. Publishes FeedbackGiven."""
    asked, _ticket, by = _found(token, at=at)
    check_may_rate(facts_of(asked), reader_id=signed_in_id, at=at)
    asked.rating, asked.comment = check_rating(rating, comment), screened_line(comment.strip(), field="comment")
    session.flush()
    publish(FeedbackGiven(asked.id, asked.ticket_id, asked.staff_id, Verdict.WORKED, asked.rating, by.id, at))
    return asked


def settle(feedback_id: int, *, by: Actor, at: datetime) -> None:
    """The ticket nobody said anything about is closed; an answer is not asked about any more."""
    of = select(Feedback.ticket_id).where(Feedback.id == feedback_id)
    ticket = next(iter(lock_tickets(Ticket.id.in_(of))), None)
    asked = session.get_one(Feedback, feedback_id, with_for_update=True, populate_existing=True)
    if asked.closes_at is None or asked.closes_at > at or asked.ended_at is not None:
        return
    asked.closes_at = None
    if ticket is None:
        asked.ended_at = at
    elif ticket.state == TicketState.RESOLVED:
        close_unanswered(ticket, by=by, at=at)


def _closes_at(team_id: int | None, *, at: datetime) -> datetime | None:
    days = CLOSE_AFTER_DAYS()
    return add_days(hours_of_team(team_id), at, days) if days else None


def _found(token: str, *, at: datetime) -> tuple[Feedback, Ticket | None, Actor]:
    """What was asked, its ticket if it was of one, locked before it as everywhere, and the person it was asked."""
    feedback_id, secret = parts_of(token)
    asked = session.get(Feedback, feedback_id)
    if asked is None or asked.person_id is None or not is_same(asked.secret, secret):
        raise NotFound
    by = load_actor(asked.person_id, at=at)
    if by is None:
        raise NotAllowed("Your account cannot write at the moment. Please call the IT department.")
    ticket = _ticket(asked, by) if asked.ticket_id is not None else None
    return session.get_one(Feedback, asked.id, with_for_update=True, populate_existing=True), ticket, by


def _ticket(asked: Feedback, by: Actor) -> Ticket:
    tickets = find_tickets(Ticket.id == asked.ticket_id, by=by)
    if not tickets:
        raise NotFound
    return tickets[0]


def _reopen(ticket: Ticket, source: str, html: str, *, by: Actor, at: datetime) -> None:
    if ticket.state in (TicketState.RESOLVED, TicketState.CLOSED):
        change_state(ticket, Act.REOPEN, by=by, at=at)
    if source.strip():
        reply(ticket, source, html, by=by, at=at)


def _of_answer(answer_id: int, verdict: Verdict, *, by: Actor, at: datetime) -> None:
    question, answer = find_answer(answer_id, by=by)
    if verdict is Verdict.NOT_YET:
        withdraw_acceptance(question, answer, by=by, at=at)
    raise_version(question.id)  # the thread does not ask any more
