"""The fix in words closes the circle: it resolves the ticket and comes back to the thread as the accepted answer."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.answers.actions.accept import accept_fix
from forum.answers.actions.post import post_answer
from forum.answers.models import Answer
from forum.kernel.db import session
from forum.questions.actions.find import find_question
from forum.tickets.actions.work import assign, change_state, reply
from forum.tickets.models import Ticket
from forum.tickets.opening import has_public_thread
from forum.tickets.rules import Act, check_may_work, checked_text
from forum.tickets.visibility import unrestricted


@dataclass(frozen=True)
class Fix:
    """What solved it, as its author writes it once; `html` is made from `source` before the transaction."""

    source: str
    html: str
    publish: bool


def resolve(ticket: Ticket, fix: Fix, *, by: Actor, at: datetime) -> Answer | None:
    """The ticket is resolved and the requester told how; with `publish` the fix is the thread's accepted answer, too.
    That of a ticket of one answer or comment is an answer like others: the thread asks something else.

    A ticket of nobody is the solver's from now, so that *Not yet* comes back to him. An answer that the asker chose
    himself stays accepted. If the thread takes no answer, nothing at all happens.
    """
    check_may_work(by)
    checked_text(fix.source, field="fix")
    reply(ticket, fix.source, fix.html, by=by, at=at)
    change_state(ticket, Act.RESOLVE, by=by, at=at)
    if ticket.owner_id is None:  # only now: nobody hears that it is being worked on
        assign(ticket, by.id, by=by, at=at)
    if not fix.publish or not can_publish(ticket):
        return None
    question = find_question(ticket.question_id or 0, by=by)
    answer = post_answer(question, fix.source, fix.html, by=by, at=at)
    if not ticket.is_of_post:
        accept_fix(question, answer, label=ticket.label, by=by, at=at)
    return answer


def can_publish(ticket: Ticket) -> bool:
    """Whether the ticket has a thread that readers see, and is no secret."""
    if ticket.question_id is None or ticket.confidential:
        return False
    mine = select(Ticket.id).where(unrestricted(), Ticket.id == ticket.id, has_public_thread())
    return session.scalar(mine) is not None
