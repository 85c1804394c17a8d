"""Imported authors: people with posts and without an account, until they claim it with their confirmed mail."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select

from forum.importers.models import ImportedPerson
from forum.importers.records import PersonRecord
from forum.kernel.db import session
from forum.kernel.text.skeleton import skeleton
from forum.people.models import Person, PersonState
from forum.people.names import email_key, name_key, plain_handle


def insert_people(batch: Sequence[PersonRecord], source: str) -> int:
    """Everybody in the batch is a person, by mail address one who is known already; how many are new."""
    there = set(_known([record.key for record in batch], source))
    fresh = list({record.key: record for record in batch if record.key not in there}.values())
    if not fresh:
        return 0
    by_mail = _people_by_mail(fresh)
    new = [record for record in fresh if email_key(record.email) not in by_mail]
    handles = _free_handles(new)
    if new:
        session.execute(insert(Person), [_row(record, handles[record.key]) for record in new])
    ids = _ids_of(list(handles.values()))
    links = [_link(r, source, ids[handles[r.key]] if r.key in handles else by_mail[email_key(r.email)]) for r in fresh]
    session.execute(insert(ImportedPerson), links)
    return len(new)


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
    """A handle for each: made from the name, with a number behind it where somebody has it."""
    wanted = {record.key: plain_handle(record.name) for record in records}
    candidates = set(wanted.values())
    taken = set(session.scalars(select(Person.handle).where(Person.handle.in_(candidates))))
    chosen: dict[str, str] = {}
    for key, handle in wanted.items():
        digits = "".join(character for character in key if character.isdigit())
        free = handle if handle not in taken else f"{handle[:24]}.{digits or len(taken)}"
        while free in taken:
            free = f"{free[:30]}.{len(taken)}"
        taken.add(free)
        chosen[key] = free
    return chosen


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
