"""Which threads may be merged, until when that is undone, what may be split off."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from forum.kernel.errors import Conflict, Invalid, NotAllowed
from forum.questions.models import Visibility
from forum.topics.models import Audience

UNDO_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Side:
    """What these rules need to know of a thread. `has_nameless` if its hidden asker has written in it."""

    id: int
    visibility: Visibility
    category_id: int
    audience: Audience
    has_nameless: bool
    has_ticket: bool


def check_may_merge(one: Side, into: Side, *, works_tickets: bool) -> None:
    """Conflict for a circle, for what is merged or removed, and for threads with other readers."""
    if one.id == into.id:
        raise Invalid("A thread cannot be merged into itself.", field="into")
    for side in (one, into):
        if side.visibility is Visibility.MERGED:
            raise Conflict("One of them has been merged already. Go on in the thread that it leads to.")
        if side.visibility is not Visibility.PUBLIC:
            raise Conflict("One of them is out of sight. Bring it back first.")
    is_open = one.audience is Audience.EVERYONE and into.audience is Audience.EVERYONE
    if one.category_id != into.category_id and not is_open:
        raise Conflict("They have other readers. Move one of them into the category of the other first.")
    if one.has_nameless:
        raise Conflict("Its asker wrote there without a name, which would be lost. Mark it as a duplicate instead.")
    if one.has_ticket and into.has_ticket and not works_tickets:
        raise NotAllowed("Both have a ticket, and merging tickets is IT staff's. Ask somebody who is both.")


def check_may_undo(
    *, is_undone: bool, is_of_split: bool, merged_at: datetime, is_merged_on: bool, at: datetime
) -> None:
    """Conflict when it is too late, done, the undoing of a split, or in the way of a later merge."""
    if is_undone:
        raise Conflict("This has been undone already.")
    if is_of_split:
        raise Conflict("By this a split was undone. Split the answers off again instead.")
    if at - merged_at > UNDO_FOR:
        raise Conflict("A merge can be undone for a day. This one is older.")
    if is_merged_on:
        raise Conflict("The other thread has been merged into a third one since. Undo that first.")


def check_may_split(*, chosen: int, found: int, is_nameless: bool, is_of_hidden_asker: bool, is_accepted: bool) -> None:
    """Invalid if no answer of the thread is chosen, Conflict for answers that belong to where they are."""
    if chosen == 0 or chosen != found:
        raise Invalid("Choose at least one answer that stands in this thread.", field="answers")
    if is_nameless:
        raise Conflict("The first of them has no name under it, so nobody could be its asker.")
    if is_of_hidden_asker:
        raise Conflict("The asker wrote some of it without a name, which would be lost. It stays in this thread.")
    if is_accepted:
        raise Conflict("One of them is the accepted answer. Take that back first.")


def check_may_unsplit(*, is_edited: bool, have_tickets: bool) -> None:
    """Conflict where undoing would lose an edit, or make one ticket of two unasked."""
    if is_edited:
        raise Conflict("Its words have been edited since it became a question. Merge the threads instead.")
    if have_tickets:
        raise Conflict("Both threads have an open ticket. Merge the threads instead, where you are asked about them.")
