"""Many tickets are changed at once, with a summary, and for ten minutes all of them can be put back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from forum.accounts.actors import Actor
from forum.answers.actions.accept import restore_fix
from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from forum.kernel.events import publish
from forum.tickets.actions.find import find_tickets, label_threads, note_change
from forum.tickets.actions.reword import recategorise
from forum.tickets.actions.work import assign, change_state, check_only_open_one, give_to_team, set_priority
from forum.tickets.desk.models import BulkChange
from forum.tickets.desk.rules import MOST_AT_ONCE, check_may_undo_bulk
from forum.tickets.events import TicketPutBack
from forum.tickets.models import Level, Priority, Ticket, TicketState
from forum.tickets.rules import Act, check_may_work


class BulkAct(StrEnum):
    """What can be done to many tickets in one step."""

    OWNER = "owner"
    STATE = "state"
    PRIORITY = "priority"
    TEAM = "team"
    CATEGORY = "category"


BULK_STATES = (Act.START, Act.WAIT_FOR_THIRD, Act.CLOSE, Act.REOPEN, Act.VOID)  # those that need no words
_REOPENED = ((TicketState.OPEN, TicketState.RESOLVED), (TicketState.OPEN, TicketState.CLOSED))
_KEPT = ("owner_id", "team_id", "priority", "impact", "urgency", "category_id", "state", "resolved_at")


@dataclass(frozen=True)
class Outcome:
    """How it went: the numbers of those changed, and why which were not. `bulk_id` 0: there is nothing to undo."""

    bulk_id: int
    changed: tuple[str, ...]
    refused: tuple[tuple[str, Refusal], ...]


def change_many(
    labels: Sequence[str],
    act: BulkAct,
    value: str | int | None,
    *,
    by: Actor,
    at: datetime,
    check: Callable[[Ticket], object] = lambda _ticket: None,
) -> Outcome:
    """Each of these tickets that the person sees is changed, or named with the reason why not, which `check` may give.

    Publishes what each single change publishes. NotAllowed for others than IT staff; Invalid for none, for more than
    MOST_AT_ONCE, and for a value that is not to be chosen.
    """
    check_may_work(by)
    if not labels:
        raise Invalid("Select at least one ticket.", field="ticket")
    if len(labels) > MOST_AT_ONCE:
        raise Invalid("Change at most %(most)s tickets at once.", field="ticket", most=MOST_AT_ONCE)
    change, refused = _change_of(act, value, by=by, at=at), []
    before_after: dict[str, Any] = {}
    changed = []
    for ticket in find_tickets(Ticket.label.in_(labels), by=by):
        before = _snapshot(ticket)
        try:
            check(ticket)
            change(ticket)
        except (Conflict, NotAllowed) as refusal:
            refused.append((ticket.label, refusal))
        if (after := _snapshot(ticket)) != before:
            before_after[str(ticket.id)] = [before, after]
            changed.append(ticket.label)
    return Outcome(_kept(act, before_after, by=by, at=at), tuple(changed), tuple(refused))


def undo_many(bulk_id: int, *, by: Actor, at: datetime) -> Outcome:
    """The tickets are as they were, but for those that somebody has changed since; those are named.

    Publishes TicketPutBack for each. NotFound for a change of somebody else; Conflict when it is undone already or
    longer ago than ten minutes.
    """
    check_may_work(by)
    bulk = session.get(BulkChange, bulk_id, with_for_update=True)
    if bulk is None or bulk.by_id != by.id:
        raise NotFound
    check_may_undo_bulk(bulk.at, undone=bulk.undone_at is not None, at=at)
    bulk.undone_at = at
    changed, refused = [], []
    for ticket in find_tickets(Ticket.id.in_([int(ticket_id) for ticket_id in bulk.tickets]), by=by):
        before, after = bulk.tickets[str(ticket.id)]
        try:
            _put_back(ticket, before, after, by=by, at=at)
            publish(TicketPutBack(ticket.id, bulk.at, TicketState(after["state"]), ticket.state, by.id, at))
            changed.append(ticket.label)
        except Conflict as refusal:
            refused.append((ticket.label, refusal))
    return Outcome(0, tuple(changed), tuple(refused))


def _change_of(act: BulkAct, value: str | int | None, *, by: Actor, at: datetime) -> Callable[[Ticket], None]:
    number = value if isinstance(value, int) else None
    if act is BulkAct.OWNER:
        return lambda ticket: assign(ticket, number, by=by, at=at)
    if act is BulkAct.TEAM:
        return lambda ticket: give_to_team(ticket, number, by=by, at=at)
    if act is BulkAct.CATEGORY:
        return lambda ticket: recategorise(ticket, number, by=by, at=at)
    if act is BulkAct.PRIORITY and value in set(Priority):
        return lambda ticket: set_priority(ticket, Priority(str(value)), by=by, at=at)
    if act is BulkAct.STATE and value in BULK_STATES:
        return lambda ticket: change_state(ticket, Act(str(value)), by=by, at=at)
    raise Invalid("Choose one of the listed values.", field=act)


def _snapshot(ticket: Ticket) -> dict[str, Any]:
    kept = {name: getattr(ticket, name) for name in _KEPT}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in kept.items()}


def _kept(act: BulkAct, tickets: dict[str, Any], *, by: Actor, at: datetime) -> int:
    if not tickets:
        return 0
    bulk = BulkChange(by_id=by.id, at=at, act=act, tickets=tickets)
    session.add(bulk)
    session.flush()
    return bulk.id


def _put_back(ticket: Ticket, before: dict[str, Any], after: dict[str, Any], *, by: Actor, at: datetime) -> None:
    if _snapshot(ticket) != after:
        raise Conflict("Somebody has changed it meanwhile.")
    old_state, new_state = TicketState(after["state"]), TicketState(before["state"])
    if old_state in (TicketState.VOID, TicketState.CLOSED):
        check_only_open_one(ticket)
    for name in ("owner_id", "team_id", "category_id"):
        setattr(ticket, name, before[name])
    ticket.priority, ticket.state = Priority(before["priority"]), new_state
    ticket.impact, ticket.urgency = (Level(before[side]) if before[side] else None for side in ("impact", "urgency"))
    ticket.resolved_at = datetime.fromisoformat(before["resolved_at"]) if before["resolved_at"] else None
    note_change(ticket, "put_back", by=by, at=at, old=old_state, new=new_state)
    if new_state != old_state and old_state == TicketState.VOID:
        label_threads(ticket)
    if (old_state, new_state) in _REOPENED and ticket.question_id is not None:
        restore_fix(ticket.question_id, ticket.label, by=by, at=at)
