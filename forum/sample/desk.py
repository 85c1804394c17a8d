"""What happens at the desk beside the threads: private tickets, parts of one outage, and what people say of fixes."""

from datetime import datetime, timedelta

from sqlalchemy import select

from forum.feedback.actions import rate, tell_verdict
from forum.feedback.models import Feedback, Verdict
from forum.kernel.db import session
from forum.kernel.text.markdown import render
from forum.sample.people import actor_called
from forum.tickets.actions.make import PrivateRequest, open_private_ticket
from forum.tickets.actions.resolve import Fix, resolve
from forum.tickets.actions.work import assign
from forum.tickets.family.actions.parts import make_part
from forum.tickets.models import Ticket


def play_desk(outage_question_id: int, *, founded_at: datetime) -> None:
    """Ana is asked whether her laptop's fix worked; Ben's report is a part of the outage. The caller commits."""
    iris = actor_called("iris.tan", at=founded_at)
    asked_at = founded_at - timedelta(hours=27)
    ticket = _private(
        "ana.lim", "My laptop wants the BitLocker key at every start",
        "Since the update on Monday it asks for 48 digits each morning. I have the letter with the key on my desk.",
        at=asked_at,
    )  # fmt: skip
    assign(ticket, iris.id, by=iris, at=asked_at + timedelta(minutes=20))
    words = "The firmware update had reset the TPM. I paused BitLocker and started it again: it stays quiet now."
    resolve(ticket, Fix(words, render(words), publish=False), by=iris, at=founded_at - timedelta(hours=2))
    report = _private(
        "ben.ong", "Calls drop in the meeting room on floor 3",
        "Every call to a customer breaks off after a minute or two. Downstairs it is fine.",
        at=founded_at - timedelta(hours=20),
    )  # fmt: skip
    whole = session.scalars(select(Ticket.label).where(Ticket.question_id == outage_question_id)).one()
    make_part(report.label, whole, by=iris, at=founded_at - timedelta(hours=19))


def say_how_it_was(ticket: Ticket, *, rating: int, comment: str, at: datetime) -> None:
    """The requester says that the fix works and what he thinks of it, which closes the ticket."""
    asked = select(Feedback).where(Feedback.ticket_id == ticket.id, Feedback.ended_at.is_(None))
    token = session.scalars(asked).one().token
    tell_verdict(token, Verdict.WORKED, "", "", signed_in_id=0, at=at)
    rate(token, rating, comment, signed_in_id=0, at=at)


def _private(handle: str, title: str, source: str, *, at: datetime) -> Ticket:
    wish = PrivateRequest(title, source, render(source), None, confidential=False)
    return open_private_ticket(wish, by=actor_called(handle, at=at), at=at)
