"""What happens to threads and people also happens to their tickets."""

from sqlalchemy import select

from forum.accounts.actors import Actor, load_actor, system_actor
from forum.accounts.events import AccountClosed, RightsChanged
from forum.accounts.queries import may
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.kernel.events import reaction_to
from forum.kernel.races import insert_new
from forum.people.models import Person
from forum.questions.events import AffectedDeviceNamed, AffectedJoined, AffectedLeft
from forum.questions.models import Affected
from forum.tickets.actions.find import began_private, note_change
from forum.tickets.actions.make import open_ticket_of
from forum.tickets.actions.work import let_go_of_all
from forum.tickets.models import TicketWatcher


@reaction_to(AffectedJoined)
def _colleague_watches(event: AffectedJoined) -> None:
    """Whoever says "I have this too" while a ticket is open hears when it is fixed, unless the ticket is private."""
    ticket = open_ticket_of(event.question_id)
    if ticket is None or ticket.confidential or ticket.requester_id == event.person_id or began_private(ticket):
        return
    device = session.get_one(Affected, (event.question_id, event.person_id)).device
    if insert_new(TicketWatcher, ticket_id=ticket.id, person_id=event.person_id, at=event.at, device=device):
        note_change(ticket, "joined", by=_actor(event.person_id, event), at=event.at)


@reaction_to(AffectedDeviceNamed)
def _device_is_another(event: AffectedDeviceNamed) -> None:
    ticket = open_ticket_of(event.question_id)
    watching = session.get(TicketWatcher, (ticket.id, event.person_id)) if ticket else None
    if watching is not None:
        watching.device = session.get_one(Affected, (event.question_id, event.person_id)).device
        session.flush()


@reaction_to(AffectedLeft)
def _colleague_leaves(event: AffectedLeft) -> None:
    ticket = open_ticket_of(event.question_id)
    watching = session.get(TicketWatcher, (ticket.id, event.person_id)) if ticket else None
    if ticket is not None and watching is not None:
        session.delete(watching)
        note_change(ticket, "left", by=_actor(event.person_id, event), at=event.at)


@reaction_to(AccountClosed)
def _owner_lets_go(event: AccountClosed) -> None:
    """The open tickets of somebody who has left are unassigned in their team's queue."""
    let_go_of_all(event.person_id, by=_actor(event.by_id, event), at=event.at)


@reaction_to(RightsChanged)
def _who_left_it_lets_go(event: RightsChanged) -> None:
    """So are those of somebody who does not work on tickets any more."""
    if not session.scalar(select(Person.id).where(Person.id == event.person_id, may(Permission.WORK_TICKETS))):
        let_go_of_all(event.person_id, by=_actor(event.by_id, event), at=event.at)


def _actor(person_id: int, event: AffectedJoined | AffectedLeft | AccountClosed | RightsChanged) -> Actor:
    """The person; the forum itself where it is his own account that he has closed."""
    return load_actor(person_id, at=event.at) or system_actor(at=event.at)
