"""Reading the record: which chains there are, and their entries."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from forum.kernel.db import read
from forum.ledger.models import LedgerEntry
from forum.people.models import Person

_CHAINS = select(LedgerEntry.chain).distinct().order_by(LedgerEntry.chain)
_ENTRIES = (
    select(
        LedgerEntry.position, LedgerEntry.at, LedgerEntry.by_id, LedgerEntry.act, LedgerEntry.content,
        LedgerEntry.salt, LedgerEntry.content_digest, LedgerEntry.previous, LedgerEntry.digest, Person.name,
    )
    .join(Person, Person.id == LedgerEntry.by_id)
    .where(LedgerEntry.chain == bindparam("chain"))
    .order_by(LedgerEntry.position)
)  # fmt: skip


def all_chains() -> Sequence[str]:
    """The names of all chains, sorted."""
    return list(read(_CHAINS).scalars())


def entries_of(chain: str) -> Sequence[Row[Any]]:
    """The entries of a chain in order, each with the name of who did it."""
    return read(_ENTRIES, {"chain": chain}).all()
