"""A ticket's record as its reader may see it. Notes, hidden words and what goes on among IT staff are in no line for
others."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel.db import read
from forum.ledger.queries import entries_of
from forum.people.models import Person
from forum.record.chains import OF_THREAD, chain_of
from forum.tickets.queries import hidden_replies

_FOR_ALL = frozenset(
    {"made", "begun", "assigned", "state", "step", "replied", "published", "confidential", "not_confidential", "merged",
     "promised", "promise_moved", "promise_missed", "verdict", "redacted", *OF_THREAD}
)  # fmt: skip
_NAMES = select(Person.id, Person.name).where(Person.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True)
class Line:
    """One entry for its reader. `facts` are what the sentence needs, `words` the Markdown that was said with it.

    `name` is empty for a requester who is not named to the reader. `proof` has the entry as the chain holds it, for
    those who may read the whole chain.
    """

    position: int
    at: datetime
    name: str
    act: str
    facts: dict[str, Any]
    words: str
    digest: str
    proof: dict[str, Any] = field(default_factory=dict)


def record_of(ticket: Row[Any], reader: Actor) -> Sequence[Line]:
    """The ticket's record in order. Only IT staff read all entries, and the whole of each."""
    entries = entries_of(chain_of(ticket.id))
    if reader.may(Permission.WORK_TICKETS):
        shown = [each for each in entries if each.act != "rated" or _may_read_rating(each, ticket, reader)]
        names = _names_of(shown)
        return [_line(each, names, proof=_proof(each)) for each in shown]
    hidden = set(read(hidden_replies, {"ticket_id": ticket.id}).scalars())
    lines = [
        (each, _line(each, {reader.id: reader.name}, is_hidden=_are_hidden(each, ticket, hidden)))
        for each in entries
        if _is_for(each, ticket, reader)
    ]
    return [_nameless(line, each, ticket) if ticket.hides_requester else line for each, line in lines]


def _are_hidden(entry: Row[Any], ticket: Row[Any], hidden: Set[int]) -> bool:
    """The words of a reply, or those that the ticket began with, where they are out of sight."""
    return entry.content.get("reply") in hidden or (entry.act in ("made", "begun") and bool(ticket.opening_hidden))


def _nameless(line: Line, entry: Row[Any], ticket: Row[Any]) -> Line:
    """The line without who asked: neither name nor number."""
    facts = {key: value for key, value in line.facts.items() if key != "requester"}
    return replace(line, facts=facts, name="" if entry.by_id == ticket.requester_id else line.name)


def _is_for(entry: Row[Any], ticket: Row[Any], reader: Actor) -> bool:
    if entry.act == "told":
        return reader.id in _heard(entry)
    if entry.act == "rated":
        return _may_read_rating(entry, ticket, reader)
    return entry.act in _FOR_ALL


def _heard(entry: Row[Any]) -> list[int]:
    return [*entry.content.get("told", ()), *entry.content.get("mailed", ())]


def _may_read_rating(entry: Row[Any], ticket: Row[Any], reader: Actor) -> bool:
    return reader.id in (ticket.requester_id, entry.content.get("staff"))


def _line(
    entry: Row[Any], names: dict[int, str], *, proof: dict[str, Any] | None = None, is_hidden: bool = False
) -> Line:
    facts = {key: value for key, value in entry.content.items() if key not in ("source", "sha256")}
    if entry.act == "told":
        for who in ("told", "mailed"):
            facts[who] = [names[person_id] for person_id in facts.get(who, ()) if person_id in names]
    words = "" if is_hidden else str(entry.content.get("source", ""))
    return Line(entry.position, entry.at, entry.name, entry.act, facts, words, entry.digest, proof or {})


def _names_of(entries: Iterable[Row[Any]]) -> dict[int, str]:
    ids = {person_id for each in entries if each.act == "told" for person_id in _heard(each)}
    return {row.id: row.name for row in read(_NAMES, {"ids": sorted(ids)})} if ids else {}


def _proof(entry: Row[Any]) -> dict[str, Any]:
    kept = ("content", "salt", "content_digest", "previous", "by_id")
    return {name: getattr(entry, name) for name in kept}
