"""Working on a ticket: owner, state, replies, notes."""

from datetime import datetime

from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.accounts.models import Team, TeamMembership
from forum.answers.actions.accept import withdraw_fix
from forum.conduct.actions import check_limit
from forum.conduct.avoiding import check_may_meet
from forum.conduct.limits import Act as Counted
from forum.conduct.screening import screened_line, screened_words
from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.events import publish
from forum.tickets.actions.attach import attach_files, attach_staff_files
from forum.tickets.actions.find import find_colleague, label_threads, lock_tickets, note_change, party_of
from forum.tickets.actions.make import open_ticket_of
from forum.tickets.desk.queries import absence_of
from forum.tickets.events import TicketAssigned, TicketNoted, TicketReplied, TicketStateChanged
from forum.tickets.models import Priority, Ticket, TicketNote, TicketReply, TicketState
from forum.tickets.rules import (
    LONGEST_STEP,
    OPEN_STATES,
    Act,
    check_may_assign,
    check_may_reopen,
    check_may_reply,
    check_may_work,
    checked_text,
    next_state,
)


def assign(ticket: Ticket, owner_id: int | None, *, by: Actor, at: datetime) -> None:
    """The ticket has this owner, his stand-in while he is away, or none; a new one is being worked on from now.

    Publishes TicketAssigned.
    """
    check_may_assign(by)
    if owner_id == ticket.owner_id:
        return
    name = find_colleague(owner_id, field="owner").name if owner_id is not None else ""
    away = absence_of(owner_id, at=at) if owner_id != by.id else None
    if away is not None:
        owner_id, name = away.stand_in_id, away.stand_in_name
        if owner_id == ticket.owner_id:
            return
    if owner_id and owner_id != by.id:
        check_may_meet(owner_id, ticket.requester_id, at=at)
    ticket.owner_id = owner_id
    note_change(ticket, "assigned", by=by, at=at, owner=name, **({"stands_in_for": away.name} if away else {}))
    publish(TicketAssigned(ticket.id, owner_id, by.id, at))
    if owner_id and ticket.state == TicketState.NEW:
        _change(ticket, Act.START, by=by, at=at)


def give_to_team(ticket: Ticket, team_id: int | None, *, by: Actor, at: datetime) -> None:
    """The ticket is this team's, or no team's. An owner from elsewhere lets it go, so that the team sees it unassigned.

    Publishes TicketAssigned if the owner let it go.
    """
    check_may_assign(by)
    if team_id == ticket.team_id:
        return
    team = session.get(Team, team_id) if team_id is not None else None
    if team_id is not None and team is None:
        raise Invalid("Choose one of the teams.", field="team")
    ticket.team_id = team_id
    note_change(ticket, "team", by=by, at=at, team=team.name if team else "")
    if team and ticket.owner_id and session.get(TeamMembership, (team.id, ticket.owner_id)) is None:
        assign(ticket, None, by=by, at=at)


def let_go_of_all(owner_id: int, *, by: Actor, at: datetime) -> None:
    """This person's open tickets have no owner any more. Publishes TicketAssigned for each."""
    for ticket in lock_tickets(Ticket.owner_id == owner_id, Ticket.state.in_(OPEN_STATES)):
        assign(ticket, None, by=by, at=at)


def set_priority(ticket: Ticket, priority: Priority, *, by: Actor, at: datetime) -> None:
    """The ticket has this priority; a new one is chosen directly, so impact and urgency do not say it any more."""
    check_may_work(by)
    if priority == ticket.priority:
        return
    ticket.impact = ticket.urgency = None
    old, ticket.priority = ticket.priority, priority
    note_change(ticket, "priority", by=by, at=at, old=old, new=priority)


def tell_step(ticket: Ticket, step: str, *, by: Actor, at: datetime) -> None:
    """The thread's banner says what is being done; an empty text takes it away."""
    check_may_work(by)
    if len(step) > LONGEST_STEP:
        raise Invalid("Say it in %(most)s characters.", field="step", most=LONGEST_STEP)
    step = screened_line(step, field="step")
    if step != ticket.public_step:
        ticket.public_step = step
        note_change(ticket, "step", by=by, at=at, step=step)


def reply(ticket: Ticket, source: str, html: str, *, by: Actor, at: datetime) -> TicketReply:
    """The reply is read by requester and watchers. The requester's reply ends the waiting for him, and reopens what
    was resolved. Publishes TicketReplied."""
    party = party_of(ticket, by)
    check_may_reply(party, ticket.state)
    check_limit(Counted.TICKET_REPLY, by=by, at=at)
    source, html = screened_words(checked_text(source, field="reply"), html, field="reply")
    said = TicketReply(ticket_id=ticket.id, author_id=by.id, source=source, html=html, at=at)
    session.add(said)
    session.flush()
    attach_files(ticket, source, by=by, at=at)
    note_change(ticket, "replied", by=by, at=at)
    publish(TicketReplied(ticket.id, said.id, by.id, at))
    if party.is_requester and ticket.state == TicketState.WAITING_REQUESTER:
        _change(ticket, Act.START, by=by, at=at)
    elif party.is_requester and ticket.state == TicketState.RESOLVED:
        _change(ticket, Act.REOPEN, by=by, at=at)
    return said


def add_note(ticket: Ticket, source: str, html: str, *, by: Actor, at: datetime) -> TicketNote:
    """IT staff can read the note; nobody else ever does. Publishes TicketNoted."""
    check_may_work(by)
    note = TicketNote(ticket_id=ticket.id, author_id=by.id, source=checked_text(source, field="note"), html=html, at=at)
    session.add(note)
    session.flush()
    attach_staff_files(ticket, source, by=by, at=at)
    note_change(ticket, "noted", by=by, at=at, note=note.id)
    publish(TicketNoted(ticket.id, note.id, by.id, at))
    return note


def change_state(ticket: Ticket, act: Act, *, by: Actor, at: datetime) -> None:
    """The ticket is in the state that the act leads to. Publishes TicketStateChanged; Conflict if it cannot be."""
    if act is Act.REOPEN:
        check_may_reopen(party_of(ticket, by))
        check_only_open_one(ticket)
    else:
        check_may_work(by)
    _change(ticket, act, by=by, at=at)


def confirm(ticket: Ticket, *, by: Actor, at: datetime) -> None:
    """The requester says that it works: the ticket is closed, if it is not yet. Publishes TicketStateChanged."""
    check_may_reopen(party_of(ticket, by))
    if ticket.state == TicketState.RESOLVED:
        _change(ticket, Act.CLOSE, by=by, at=at)


def close_unanswered(ticket: Ticket, *, by: Actor, at: datetime) -> None:
    """The worker closes what was solved, since nobody has said anything. Publishes TicketStateChanged."""
    _change(ticket, Act.CLOSE, by=by, at=at)


def check_only_open_one(ticket: Ticket) -> None:
    """Conflict if another ticket is open of its thread or post, or of one whose ticket was merged into it."""
    origins = select(Ticket.question_id, Ticket.answer_id, Ticket.comment_id).where(
        (Ticket.id == ticket.id) | (Ticket.merged_into_id == ticket.id), Ticket.question_id.is_not(None)
    )
    for question_id, answer_id, comment_id in session.execute(origins).all():
        other = open_ticket_of(question_id or 0, answer_id=answer_id, comment_id=comment_id)
        if other is not None and other.id != ticket.id:
            raise Conflict("The thread has another open ticket, %(label)s. Go on there.", label=other.label)


def _change(ticket: Ticket, act: Act, *, by: Actor, at: datetime) -> None:
    old, new = ticket.state, next_state(act, ticket.state)
    ticket.state = new
    if new != TicketState.CLOSED:  # a closed ticket keeps when it was solved
        ticket.resolved_at = at if new == TicketState.RESOLVED else None
    note_change(ticket, "state", by=by, at=at, old=old, new=new)
    if new == TicketState.VOID or old == TicketState.CLOSED:
        label_threads(ticket)
    if act is Act.REOPEN and ticket.question_id is not None:
        withdraw_fix(ticket.question_id, ticket.label, by=by, at=at)
    publish(TicketStateChanged(ticket.id, old, new, by.id, at))
