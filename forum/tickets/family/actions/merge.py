"""Two tickets of the same matter become one."""

from datetime import datetime

from sqlalchemy import select, update

from forum.accounts.actors import Actor
from forum.kernel.db import session
from forum.kernel.events import publish
from forum.kernel.races import insert_new
from forum.tickets.actions.find import label_threads, note_change
from forum.tickets.actions.work import change_state
from forum.tickets.events import TicketMerged
from forum.tickets.family.actions.find import find_both, relative
from forum.tickets.family.rules import check_may_merge
from forum.tickets.models import Ticket, TicketWatcher
from forum.tickets.rules import Act, check_may_work


def merge(label: str, into_label: str, *, by: Actor, at: datetime) -> Ticket:
    """The first ticket is void and leads to the second, whose watchers its requester and watchers are now.

    No word moves: each conversation stays with those who could read it. Threads, parts and tickets merged earlier
    follow. Publishes TicketStateChanged and TicketMerged. Refused as `check_may_merge` says.
    """
    check_may_work(by)
    one, into = find_both(label, into_label, field="into", by=by)
    check_may_merge(relative(one), relative(into))
    change_state(one, Act.MERGE, by=by, at=at)
    one.merged_into_id, one.parent_id = into.id, None
    into.parent_id = None if into.parent_id == one.id else into.parent_id
    session.flush()
    follow = update(Ticket).execution_options(synchronize_session="fetch")
    session.execute(follow.where(Ticket.merged_into_id == one.id).values(merged_into_id=into.id))
    session.execute(follow.where(Ticket.parent_id == one.id).values(parent_id=into.parent_id or into.id))
    if not into.confidential:
        _watch(one, into, at=at)
    note_change(one, "merged", by=by, at=at, into=into.label)
    note_change(into, "took_in", by=by, at=at, label=one.label)
    label_threads(into)
    publish(TicketMerged(one.id, into.id, by.id, at))
    return into


def _watch(one: Ticket, into: Ticket, *, at: datetime) -> None:
    watchers = select(TicketWatcher).where(TicketWatcher.ticket_id == one.id)
    devices = {watcher.person_id: watcher.device for watcher in session.scalars(watchers)}
    for person_id, device in ({one.requester_id: ""} | devices).items():
        if person_id != into.requester_id:
            insert_new(TicketWatcher, ticket_id=into.id, person_id=person_id, at=at, device=device)
