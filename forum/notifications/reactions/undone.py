"""What was undone is told to nobody: what waits is dropped, and what was told and is not read yet is gone."""

from sqlalchemy import select

from forum.kernel.db import session
from forum.kernel.events import reaction_to
from forum.moderation.events import MergeUndone
from forum.moderation.models import ThreadMerge
from forum.notifications.actions import take_back, take_back_from_colleagues
from forum.notifications.models import Notice
from forum.notifications.waiting import drop
from forum.questions.events import DuplicateUndone
from forum.questions.models import DuplicateMark
from forum.tickets.events import TicketPutBack, TicketTakenBack
from forum.tickets.models import Ticket


@reaction_to(TicketTakenBack)
def _taken_back(event: TicketTakenBack) -> None:
    take_back_from_colleagues(event.ticket_id, since=event.made_at, at=event.at)


@reaction_to(TicketPutBack)
def _put_back(event: TicketPutBack) -> None:
    """Nobody hears that he is given what he had, or of a solution he knows."""
    ticket = session.get_one(Ticket, event.ticket_id)
    drop("assigned", event.changed_at, ticket=ticket.id)
    drop("ticket_state", event.changed_at, ticket=ticket.id)
    drop("accepted", event.at, question=ticket.question_id)
    take_back(Notice.ticket_id == ticket.id, Notice.at == event.changed_at, at=event.at)


@reaction_to(DuplicateUndone)
def _no_duplicate(event: DuplicateUndone) -> None:
    marked = select(DuplicateMark.at).where(DuplicateMark.question_id == event.question_id)
    told = Notice.kind == "duplicate", Notice.question_id == event.original_id
    take_back(*told, Notice.at.in_(marked), at=event.at)


@reaction_to(MergeUndone)
def _not_merged(event: MergeUndone) -> None:
    merge = session.get_one(ThreadMerge, event.merge_id)
    drop("threads_merged", merge.at, question=merge.question_id)
    take_back(Notice.kind == "merged", Notice.question_id == merge.into_id, Notice.at == merge.at, at=event.at)
