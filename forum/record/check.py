"""Whether the record is whole: every chain, and that none of a ticket was cut at its end."""

from collections.abc import Iterator, Mapping

from sqlalchemy import String, cast, exists, func, literal, select

from forum.kernel.db import session
from forum.ledger.actions import Break, verify
from forum.ledger.models import LedgerEntry
from forum.ledger.queries import all_chains, digest_at
from forum.record.chains import BESIDE_HISTORY, OF_THREAD, PREFIX, chain_of, ticket_of
from forum.tickets.models import TicketChange

Heads = Mapping[str, tuple[int, str]]
"""Of chains the position and the digest of the entry that was their last once."""


def verified(kept: Heads | None = None) -> Iterator[tuple[str, list[Break]]]:
    """Each chain with the places where it does not hold, none where order, completeness and content are proven.

    `kept` are heads that were noted earlier, elsewhere: a chain without its own was cut, or written anew.
    """
    kept = kept or {}
    chains = all_chains()
    for chain in [*chains, *sorted(set(kept) - set(chains))]:
        yield chain, verify(chain) + cut_short(chain) + _beside(chain, kept)
        session.rollback()
    for chain in chains_gone():
        yield chain, [Break(1, "The ticket has a history since the record began, and this chain is gone.")]


def _beside(chain: str, kept: Heads) -> list[Break]:
    if chain not in kept:
        return []
    position, digest = kept[chain]
    if digest_at(chain, position) == digest:
        return []
    return [Break(position, "This entry stood here when the heads were kept, and does not any more.")]


def chains_gone() -> list[str]:
    """The chains without any entry of tickets to which something has happened since the first chain of a ticket began.

    A ticket that is older, and to which nothing has happened since, has no chain yet.
    """
    first = LedgerEntry.chain.startswith(PREFIX), LedgerEntry.act.in_(("made", "begun"))
    begun = select(func.min(LedgerEntry.at)).where(*first).scalar_subquery()
    chain = literal(PREFIX) + cast(TicketChange.ticket_id, String)
    has_entries = exists().where(LedgerEntry.chain == chain)
    gone = select(TicketChange.ticket_id).where(TicketChange.at > begun, ~has_entries).distinct()
    return [chain_of(ticket_id) for ticket_id in session.scalars(gone.order_by(TicketChange.ticket_id))]


def cut_short(chain: str) -> list[Break]:
    """A chain alone cannot tell that its last entries are gone: a ticket's is held against the ticket's history."""
    ticket_id = ticket_of(chain)
    entries = select(LedgerEntry.act, LedgerEntry.position).where(LedgerEntry.chain == chain)
    acts = {row.position: row.act for row in session.execute(entries)}
    before = _lines_before(chain, acts.get(1, ""))
    if ticket_id is None or before is None:
        return []
    lines = select(func.count()).where(TicketChange.ticket_id == ticket_id, TicketChange.act != "replied")
    if session.scalar(lines) == before + sum(act not in BESIDE_HISTORY for act in acts.values()):
        return []
    return [Break(max(acts), "The ticket's history has other lines than this chain: entries are missing or too many.")]


def _lines_before(chain: str, first: str) -> int | None:
    """How many lines of the history are older than the chain; None if it does not say."""
    if first != "begun":
        return 0 if first == "made" or first in OF_THREAD else None
    opening = select(LedgerEntry.content).where(LedgerEntry.chain == chain, LedgerEntry.position == 1)
    content: dict[str, int] = session.scalars(opening).one()
    return content.get("lines")
