"""Who hears what of a ticket. Of a note only IT staff hear, and never its words."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from forum.accounts.models import Team
from forum.accounts.queries import administrators, may
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.notifications.kinds import OF_NOTES
from forum.notifications.models import Notice
from forum.notifications.news import News, beginning_of, mentioned
from forum.people.models import Person
from forum.questions.models import QuestionOnBehalf
from forum.tickets.desk.queries import absence_of
from forum.tickets.models import Ticket, TicketChange, TicketNote, TicketReply, TicketState, TicketWatcher
from forum.tickets.rules import OPEN_STATES, UNDO_FOR, UNSOLVED_STATES
from forum.tickets.timing.actions.warnings import is_still_awaited
from forum.tickets.timing.models import Clock, Outcome, Promise, Stage
from forum.tickets.timing.promises import last_promise
from forum.tickets.visibility import unrestricted


def made(facts: dict[str, Any]) -> News | None:
    """Requester and watchers hear of it, unless it was taken back or they have heard of the ticket since.

    Of one without a thread the team's lead hears, and its requester if somebody else opened it. Of a confidential one
    that no owner and no lead reads, administrators hear: nobody else could find it.
    """
    ticket = _ticket(facts["ticket"])
    if ticket.state == TicketState.VOID:
        return None
    if ticket.question_id is None:
        opened_for = {ticket.requester_id: "ticket_made"} if ticket.created_by_id != ticket.requester_id else {}
        return _of(ticket, facts["by"], dict.fromkeys(_first_readers(ticket), "private_ticket") | opened_for)
    told = parties(ticket)
    return _of(ticket, facts["by"], dict.fromkeys(told - _already_told(ticket, told), "ticket_made"))


def merged(facts: dict[str, Any]) -> News | None:
    """Requester and watchers of what was merged hear where it goes on."""
    into = _ticket(facts["into"])
    return _of(into, facts["by"], dict.fromkeys(parties(_ticket(facts["ticket"])), "ticket_merged"))


def replied(facts: dict[str, Any]) -> News | None:
    """Everybody in the conversation hears of it, but for those whom the same act tells more."""
    ticket, said = _ticket(facts["ticket"]), session.get_one(TicketReply, facts["reply"])
    told = parties(ticket) | _owners(ticket, said.at)
    before, after = _state_changed_with(said)
    if after == TicketState.RESOLVED:
        told -= parties(ticket)
    elif after == TicketState.WAITING_REQUESTER:
        told -= {ticket.requester_id}
    elif _is_reopened(before, after):
        told -= _owners(ticket, said.at)
    kinds = {**dict.fromkeys(told, "ticket_reply"), **dict.fromkeys(mentioned(said.source), "mention")}
    return replace(_of(ticket, facts["by"], kinds, said), reply_id=said.id)


def noted(facts: dict[str, Any]) -> News | None:
    """Colleagues of IT staff whom a note names hear that it does. What it says stays where notes are read."""
    ticket, note = _ticket(facts["ticket"]), session.get_one(TicketNote, facts["note"])
    named = Person.id.in_(list(mentioned(note.source)))
    told = session.scalars(select(Person.id).where(named, may(Permission.WORK_TICKETS)))
    news = _of(ticket, facts["by"], dict.fromkeys(told, OF_NOTES))
    return replace(news, path=f"{news.path}#note-{note.id}")


def assigned(facts: dict[str, Any]) -> News | None:
    """The new owner hears of it, unless it was taken back or merged at once."""
    ticket = _ticket(facts["ticket"])
    return None if ticket.state == TicketState.VOID else _of(ticket, facts["by"], {facts["owner"]: "assigned"})


def changed(facts: dict[str, Any]) -> News | None:
    """Solved: all hear how. Waiting for the requester, or begun: he hears. Reopened: the owner hears."""
    ticket = _ticket(facts["ticket"])
    said = _said_with(ticket.id, facts["by"], facts["at"])
    if facts["new"] == TicketState.RESOLVED:
        kind = "promise_kept" if _is_kept(ticket.id, facts["at"]) else "ticket_solved"
        return _of(ticket, facts["by"], dict.fromkeys(parties(ticket), kind), said)
    if facts["new"] == TicketState.WAITING_REQUESTER:
        return _of(ticket, facts["by"], {ticket.requester_id: "ticket_waiting"}, said)
    if _is_reopened(facts["old"], facts["new"]) and ticket.owner_id:
        return _of(ticket, facts["by"], dict.fromkeys(_owners(ticket, facts["at"]), "ticket_reopened"), said)
    return _gone_on(ticket, facts)


def promised(facts: dict[str, Any]) -> News | None:
    """Requester, those affected and the owner hear by when it is solved, and why that has changed; not any more once it
    is solved, as it may be before they have heard that there is a ticket."""
    ticket, promise = _ticket(facts["ticket"]), session.get_one(Promise, facts["promise"])
    if ticket.state not in UNSOLVED_STATES:
        return None
    told = parties(ticket) | ({ticket.owner_id} if ticket.owner_id else set())
    kind = "promise_moved" if promise.reason else "promised"
    news = _of(ticket, facts["by"], dict.fromkeys(told, kind))
    return replace(news, moment=promise.due_at, reason=promise.reason)


def warned(facts: dict[str, Any]) -> News | None:
    """The owner or the lead hears of a deadline, unless what it is about has come meanwhile."""
    ticket, since = _ticket(facts["ticket"]), datetime.fromisoformat(facts["since"])
    if not is_still_awaited(ticket, Clock(facts["clock"]), since):
        return None
    kind = f"{'due' if facts['stage'] == Stage.NEAR else 'late'}_{facts['clock']}"
    return replace(_of(ticket, None, {facts["person"]: kind}), moment=datetime.fromisoformat(facts["due"]))


def parties(ticket: Ticket) -> set[int]:
    """The requester and everybody affected."""
    watchers = session.scalars(select(TicketWatcher.person_id).where(TicketWatcher.ticket_id == ticket.id))
    return {ticket.requester_id, *watchers}


def _owners(ticket: Ticket, at: datetime) -> set[int]:
    """The owner, and his stand-in while he is away."""
    away = absence_of(ticket.owner_id, at=at)
    return ({ticket.owner_id} if ticket.owner_id else set()) | ({away.stand_in_id} if away else set())


def told_of_the_fix(question_id: int, at: datetime) -> set[int]:
    """Who hears that a ticket of the thread was solved at this moment: its fix is no other news to them."""
    ticket = session.scalars(
        select(Ticket).where(unrestricted(), Ticket.question_id == question_id, Ticket.resolved_at == at)
    ).first()
    return parties(ticket) if ticket else set()


def _gone_on(ticket: Ticket, facts: dict[str, Any]) -> News | None:
    """The requester hears that it is begun, or waits for others; not while he is still to hear of the ticket itself."""
    if facts["new"] == TicketState.WAITING_THIRD:
        return _of(ticket, facts["by"], {ticket.requester_id: "ticket_elsewhere"})
    is_fresh = ticket.question_id is not None and facts["at"] < ticket.created_at + UNDO_FOR
    if facts["old"] == TicketState.NEW and facts["new"] == TicketState.OPEN and ticket.owner_id and not is_fresh:
        return _of(ticket, ticket.owner_id, {ticket.requester_id: "ticket_begun"})
    return None


def _is_kept(ticket_id: int, at: datetime) -> bool:
    """Whether the solution at this moment kept a promise."""
    last = last_promise(ticket_id)
    return last is not None and last.outcome == Outcome.KEPT and last.ended_at == at


def _of(ticket: Ticket, by_id: int | None, told: dict[int, str], said: TicketReply | None = None) -> News:
    """With the words of `said`, to which it leads."""
    shown = None if by_id == ticket.requester_id and _is_anonymous(ticket) else by_id
    path, text = f"/tickets/{ticket.label}", ""
    if said is not None:
        path, text = f"{path}#reply-{said.id}", beginning_of(said.html)
    return News(shown, path, ticket.title, told, ticket_id=ticket.id, label=ticket.label, text=text)


def _ticket(ticket_id: int) -> Ticket:
    return session.scalars(select(Ticket).where(unrestricted(), Ticket.id == ticket_id)).one()


def _is_anonymous(ticket: Ticket) -> bool:
    return ticket.question_id is not None and session.get(QuestionOnBehalf, ticket.question_id) is not None


def _first_readers(ticket: Ticket) -> Iterable[int]:
    lead = session.scalar(select(Team.lead_id).where(Team.id == ticket.team_id))
    if lead is not None:
        return [lead]
    if not ticket.confidential or ticket.owner_id is not None:
        return []
    return session.scalars(administrators()).all()


def _already_told(ticket: Ticket, people: set[int]) -> set[int]:
    known = select(Notice.person_id).where(Notice.person_id.in_(people), Notice.ticket_id == ticket.id)
    return set(session.scalars(known))


def _state_changed_with(said: TicketReply) -> tuple[str, str]:
    """The states from which and to which the act led that sent the reply; empty if it only said something."""
    same = TicketChange.ticket_id == said.ticket_id, TicketChange.by_id == said.author_id, TicketChange.at == said.at
    facts = session.scalars(select(TicketChange.facts).where(*same, TicketChange.act == "state")).first()
    return (str(facts["old"]), str(facts["new"])) if facts else ("", "")


def _is_reopened(before: str, after: str) -> bool:
    return before in (TicketState.RESOLVED, TicketState.CLOSED) and after in OPEN_STATES


def _said_with(ticket_id: int, by_id: int, at: datetime) -> TicketReply | None:
    """The reply that the act which changed the state sent with it."""
    same = TicketReply.ticket_id == ticket_id, TicketReply.author_id == by_id, TicketReply.at == at
    return session.scalars(select(TicketReply).where(*same).order_by(TicketReply.id.desc())).first()
