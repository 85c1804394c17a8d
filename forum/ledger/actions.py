"""Adding to the record, and proving that nothing was taken out of it or put in between."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from sqlalchemy import select

from forum.kernel.db import session
from forum.kernel.races import in_turn
from forum.ledger.models import LedgerEntry

ADMINISTRATION, MODERATION = "administration", "moderation"  # the chains that are no ticket's
_BEGINNING = "0" * 64
_REDACTED = "redacted"
_SLICE = 500


class Doer(Protocol):
    """Whoever did it: an actor or a person."""

    @property
    def id(self) -> int:
        """The person's id."""


@dataclass(frozen=True)
class Break:
    """A place where a chain does not hold; `what` is a sentence for the administrator."""

    position: int
    what: str


def record(chain: str, act: str, content: Mapping[str, Any], *, by: Doer, at: datetime) -> LedgerEntry:
    """An entry stands at the end of `chain`, bound to the one before it. The caller commits.

    `content` is what JSON can say: numbers, texts, lists, mappings; moments as ISO texts.
    """
    in_turn(f"ledger {chain}")
    last = session.scalars(
        select(LedgerEntry).where(LedgerEntry.chain == chain).order_by(LedgerEntry.position.desc()).limit(1)
    ).first()
    entry = LedgerEntry(
        chain=chain,
        position=last.position + 1 if last else 1,
        at=at,
        by_id=by.id,
        act=act,
        content=dict(content),
        salt=secrets.token_hex(16),
        previous=last.digest if last else _BEGINNING,
    )
    entry.content_digest = _content_digest(entry.salt or "", entry.content)
    entry.digest = _digest(entry)
    session.add(entry)
    session.flush()
    return entry


def redact(entry: LedgerEntry, *, by: Doer, at: datetime) -> None:
    """The entry's content is gone for good, its salt with it, and the redaction is an entry of its own.

    Without the salt nobody can find the words again by guessing; the digests still prove order and completeness.
    """
    entry.content, entry.salt = {}, None
    record(entry.chain, _REDACTED, {"position": entry.position}, by=by, at=at)


def verify(chain: str) -> list[Break]:
    """Every place where the chain does not hold; an empty list when order, completeness and content are proven."""
    breaks: list[Break] = []
    emptied: set[int] = set()
    position, previous = 0, _BEGINNING
    while entries := _entries_after(chain, position):
        for entry in entries:
            breaks += [Break(entry.position, what) for what in _faults(entry, position, previous)]
            position, previous = entry.position, entry.digest
            if entry.salt is None and not entry.content:
                emptied.add(position)
            if entry.act == _REDACTED:
                emptied.discard(entry.content.get("position", 0))
    return breaks + [Break(each, "The content is gone, and no redaction says so.") for each in sorted(emptied)]


def _entries_after(chain: str, position: int) -> list[LedgerEntry]:
    return list(
        session.scalars(
            select(LedgerEntry)
            .where(LedgerEntry.chain == chain, LedgerEntry.position > position)
            .order_by(LedgerEntry.position)
            .limit(_SLICE)
        )
    )


def _faults(entry: LedgerEntry, position: int, previous: str) -> list[str]:
    faults = []
    if entry.position != position + 1:
        faults.append("Entries before this one are missing.")
    if entry.previous != previous:
        faults.append("The entry before this one is not the one it was written after.")
    if entry.digest != _digest(entry):
        faults.append("Who, when or what was done has been changed.")
    if not _content_holds(entry):
        faults.append("The content has been changed.")
    return faults


def _content_holds(entry: LedgerEntry) -> bool:
    if entry.salt is None:
        return not entry.content
    return entry.content_digest == _content_digest(entry.salt, entry.content)


def _content_digest(salt: str, content: Mapping[str, Any]) -> str:
    return _sha256([salt, content])


def _digest(entry: LedgerEntry) -> str:
    return _sha256(
        [
            entry.previous,
            entry.chain,
            entry.position,
            entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            entry.by_id,
            entry.act,
            entry.content_digest,
        ]
    )


def _sha256(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
