"""Which tickets may be merged, and which may be part of which."""

from dataclasses import dataclass

from forum.kernel.errors import Conflict, NotAllowed
from forum.kernel.words import N_
from forum.tickets.models import TicketState
from forum.tickets.rules import OPEN_STATES, UNSOLVED_STATES


@dataclass(frozen=True)
class Relative:
    """What these rules need to know of a ticket. `merged_into` and `parent` are labels or empty."""

    label: str
    state: TicketState
    requester_id: int
    confidential: bool
    private: bool
    merged_into: str = ""
    parent: str = ""
    has_parts: bool = False


def check_may_merge(one: Relative, into: Relative) -> None:
    """Conflict for a circle, for what is closed, and where an open matter would end unsolved; NotAllowed where somebody
    would read what was kept from him."""
    if one.label == into.label:
        raise Conflict("A ticket cannot be merged into itself.")
    for ticket in (one, into):
        if ticket.merged_into:
            sentence = N_("%(label)s has been merged into %(into)s. Go on there.")
            raise Conflict(sentence, label=ticket.label, into=ticket.merged_into)
        if ticket.state not in OPEN_STATES:
            raise Conflict("%(label)s is closed. Only open tickets can be merged.", label=ticket.label)
    if into.state is TicketState.RESOLVED and one.state in UNSOLVED_STATES:
        sentence = N_("%(into)s is solved, %(label)s is not. Reopen %(into)s first, or merge it into %(label)s.")
        raise Conflict(sentence, label=one.label, into=into.label)
    same_person = one.requester_id == into.requester_id
    if (one.confidential or into.confidential) and not (one.confidential and into.confidential and same_person):
        raise NotAllowed("A confidential ticket can only be merged with another one of the same requester.")
    if into.private and not (same_person and one.private):
        sentence = N_("%(label)s is a private matter. Make both parts of one ticket instead.")
        raise NotAllowed(sentence, label=into.label)


def check_may_be_part(one: Relative, of: Relative) -> None:
    """Conflict for a circle, for more than one level, and for a whole that is not open."""
    if one.label == of.label:
        raise Conflict("A ticket cannot be a part of itself.")
    if of.parent:
        raise Conflict("%(label)s is itself a part of %(parent)s. Choose that one.", label=of.label, parent=of.parent)
    if one.has_parts:
        raise Conflict("%(label)s has parts of its own. Move those first.", label=one.label)
    if of.state not in OPEN_STATES:
        raise Conflict("%(label)s is closed. Choose an open ticket.", label=of.label)
