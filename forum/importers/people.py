"""Imported authors: people with posts and without an account, until they claim it with their confirmed mail."""

from collections.abc import Collection, Sequence
from itertools import chain, count
from typing import Any

from sqlalchemy import insert, select

from forum.importers.models import ImportedPerson
from forum.importers.records import PersonRecord
from forum.kernel.db import session
from forum.kernel.text.skeleton import skeleton
from forum.people.models import FormerHandle, Person, PersonState
from forum.people.names import email_key, name_key, plain_handle


def insert_people(batch: Sequence[PersonRecord], source: str) -> int:
    """Everybody in the batch is a person, by mail address one who is known already; how many are new."""
    there = set(_known([record.key for record in batch], source))
    fresh = list({record.key: record for record in batch if record.key not in there}.values())
    if not fresh:
        return 0
    by_mail = _people_by_mail(fresh)
    new = _one_each([record for record in fresh if email_key(record.email) not in by_mail])
    handles = _free_handles(new)
    if new:
        session.execute(insert(Person), [_row(record, handles[record.key]) for record in new])
    ids = _ids_of(list(handles.values()))
    by_mail |= {email_key(record.email): ids[handles[record.key]] for record in new if record.email}
    links = [_link(r, source, ids[handles[r.key]] if r.key in handles else by_mail[email_key(r.email)]) for r in fresh]
    session.execute(insert(ImportedPerson), links)
    return len(new)


def _one_each(records: Sequence[PersonRecord]) -> list[PersonRecord]:
    """Those records, of several with the same mail address the first: they are one person."""
    return list({email_key(record.email) or record.key: record for record in reversed(records)}.values())[::-1]


def _known(keys: Sequence[str], source: str) -> list[str]:
    stored = [f"{source}:{key}" for key in keys]
    found = session.scalars(select(ImportedPerson.key).where(ImportedPerson.key.in_(stored)))
    return [key.removeprefix(f"{source}:") for key in found]


def _people_by_mail(records: Sequence[PersonRecord]) -> dict[str, int]:
    keys = [email_key(record.email) for record in records if record.email]
    if not keys:
        return {}
    rows = session.execute(select(Person.email_key, Person.id).where(Person.email_key.in_(keys)))
    return {row.email_key: row.id for row in rows}


def _free_handles(records: Sequence[PersonRecord]) -> dict[str, str]:
    """A handle for each that nobody has or had: made from the name, with the key's number behind it if it must be."""
    wanted = {record.key: _handles_for(record) for record in records}
    looked_up = {handle for pair in wanted.values() for handle in pair}
    taken = _taken(looked_up)
    chosen: dict[str, str] = {}
    for key, (handle, numbered) in wanted.items():
        further = (f"{numbered}.{number}" for number in count(2))
        free = next(
            each
            for each in chain((handle, numbered), further)
            if each not in taken and (each in looked_up or not _taken({each}))
        )
        taken.add(free)
        chosen[key] = free
    return chosen


def _handles_for(record: PersonRecord) -> tuple[str, str]:
    handle = plain_handle(record.name)
    digits = "".join(character for character in record.key if character.isascii() and character.isdigit())
    return handle, f"{handle[:24].rstrip('.')}.{digits[-8:] or 2}"


def _taken(handles: Collection[str]) -> set[str]:
    """Those that somebody has or had."""
    now = session.scalars(select(Person.handle).where(Person.handle.in_(handles)))
    before = session.scalars(select(FormerHandle.handle).where(FormerHandle.handle.in_(handles)))
    return {*now, *before}


def _ids_of(handles: Sequence[str]) -> dict[str, int]:
    rows = session.execute(select(Person.handle, Person.id).where(Person.handle.in_(handles)))
    return {row.handle: row.id for row in rows}


def _link(record: PersonRecord, source: str, person_id: int) -> dict[str, Any]:
    return {"key": f"{source}:{record.key}", "person_id": person_id}


def _row(record: PersonRecord, handle: str) -> dict[str, Any]:
    return {
        "state": PersonState.IMPORTED,
        "name": record.name[:80],
        "name_key": name_key(record.name),
        "skeleton": skeleton(record.name)[:120],
        "handle": handle,
        "email": record.email or None,
        "email_key": email_key(record.email) if record.email else None,
        "location": record.location[:80],
        "created_at": record.created_at,
    }
