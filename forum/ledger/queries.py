"""Reading the record: which chains there are, and their entries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Text, bindparam, cast, func, or_, select
from sqlalchemy.orm import aliased

from forum.kernel.db import read
from forum.ledger.models import LedgerEntry
from forum.people.models import Person

_Later = aliased(LedgerEntry)
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
_last = select(func.max(_Later.position)).where(_Later.chain == LedgerEntry.chain).scalar_subquery()
_HEADS = (
    select(LedgerEntry.chain, LedgerEntry.position, LedgerEntry.digest)
    .where(LedgerEntry.position == _last)
    .order_by(LedgerEntry.chain)
)
_DIGEST = select(LedgerEntry.digest).where(
    LedgerEntry.chain == bindparam("chain"), LedgerEntry.position == bindparam("position")
)
_SOUGHT = (
    select(LedgerEntry.position, LedgerEntry.at, LedgerEntry.act, LedgerEntry.content, Person.name)
    .join(Person, Person.id == LedgerEntry.by_id)
    .where(LedgerEntry.chain == bindparam("chain"), LedgerEntry.position < bindparam("before"))
    .order_by(LedgerEntry.position.desc())
)
_ACTS = select(LedgerEntry.act).where(LedgerEntry.chain == bindparam("chain")).distinct().order_by(LedgerEntry.act)


def all_chains() -> Sequence[str]:
    """The names of all chains, sorted."""
    return list(read(_CHAINS).scalars())


def heads() -> Sequence[Row[Any]]:
    """The last entry of each chain by its position and digest: who keeps them elsewhere can tell when it is gone."""
    return read(_HEADS).all()


def digest_at(chain: str, position: int) -> str:
    """The digest of this entry; empty where there is none."""
    return read(_DIGEST, {"chain": chain, "position": position}).scalar() or ""


def entries_of(chain: str) -> Sequence[Row[Any]]:
    """The entries of a chain in order, each with the name of who did it."""
    return read(_ENTRIES, {"chain": chain}).all()


@dataclass(frozen=True)
class Sought:
    """Which entries somebody looks for; what is empty or None holds for all. `about_id` is a person that the content
    names."""

    who: str = ""  # part of a name, or a handle
    act: str = ""
    since: datetime | None = None
    until: datetime | None = None
    about_id: int | None = None


def entries_sought(chain: str, sought: Sought, *, before: int, most: int) -> Sequence[Row[Any]]:
    """Up to `most` entries of the chain before this position that are sought, newest first."""
    wanted = _SOUGHT.where(*_conditions(sought)).limit(most)
    return read(wanted, {"chain": chain, "before": before}).all()


def acts_of(chain: str) -> Sequence[str]:
    """What is done in the chain, by name, sorted."""
    return read(_ACTS, {"chain": chain}).scalars().all()


def _conditions(sought: Sought) -> Iterator[ColumnElement[bool]]:
    if sought.who:
        yield or_(Person.name_key.contains(sought.who.casefold(), autoescape=True), Person.handle == sought.who)
    if sought.act:
        yield LedgerEntry.act == sought.act
    if sought.since:
        yield LedgerEntry.at >= sought.since
    if sought.until:
        yield LedgerEntry.at < sought.until
    if sought.about_id is not None:
        content, named = cast(LedgerEntry.content, Text), f'"person": {sought.about_id}'
        yield or_(content.contains(f"{named},"), content.contains(f"{named}}}"))
