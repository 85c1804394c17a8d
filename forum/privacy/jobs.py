"""What the worker does: takes words and files out of everything, step by step, and forgets them itself."""

from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy import delete, update

from forum.conduct.models import IdempotencyKey
from forum.files.models import StoredFile
from forum.files.storage import Storage
from forum.kernel.db import session, transaction
from forum.kernel.pending import LEASE, claim_due, mark_done, note_failure
from forum.ledger.actions import MODERATION, record
from forum.people.models import Person
from forum.privacy.models import Removal, Stage
from forum.privacy.spellings import Taking, person, secret
from forum.privacy.storage import wipe
from forum.privacy.sweep import Sweeper
from forum.search.rebuild import rebuild

_INDEX_LEASE = timedelta(minutes=30)  # longer than an index takes to be made again


def remove_due(storage: Storage, holder: str, at: datetime) -> int:
    """What was due is gone from texts, files, index and database file, or is tried again; how many removals.

    Each step may be done twice without harm, so a worker that is killed loses nothing.
    """
    removals = claim_due(Removal, holder=holder, at=at, most=1)
    for removal_id in [removal.id for removal in removals]:
        try:
            _remove(removal_id, storage, at=at)
        except Exception as failure:  # its words may be those that are taken out
            note_failure(Removal, removal_id, type(failure).__name__, at=at)
    return len(removals)


def _remove(removal_id: int, storage: Storage, *, at: datetime) -> None:
    removal = session.get_one(Removal, removal_id)
    words = list(removal.words)
    if removal.stage is not Stage.STORAGE:
        sweeper = Sweeper(_taking(removal), by=session.get_one(Person, removal.by_id), at=at)
        _discard_files(removal, storage)
        _sweep(removal_id, sweeper, then=Stage.INDEX, at=at)
        rebuild(at=at)
        _sweep(removal_id, sweeper, then=Stage.STORAGE, at=at)  # what was written from an old copy meanwhile
        _forget_words(removal_id)
    wipe(words)
    _finish(removal_id, at=at)


def _taking(removal: Removal) -> Taking:
    return person(removal.words) if removal.person_id is not None else secret(next(iter(removal.words)))


def _discard_files(removal: Removal, storage: Storage) -> None:
    """The bytes are gone; the row stays for the posts that point at it, without the name that the file had."""
    for token in removal.files:
        storage.discard(token)
    nameless = {"name": "removed", "size": 0, "sha256": ""}
    with transaction():
        session.execute(update(StoredFile).where(StoredFile.token.in_(removal.files)).values(nameless))


def _sweep(removal_id: int, sweeper: Sweeper, *, then: Stage, at: datetime) -> None:
    """Again and again until nothing is found, since the worker itself writes copies of texts meanwhile."""
    found, began = True, monotonic()
    while found:
        found = False
        for table, number in sweeper.sweep():
            found = found or number > 0
            _note(removal_id, table, number, at=at + timedelta(seconds=monotonic() - began))
    with transaction():
        removal = session.get_one(Removal, removal_id)
        removal.stage, removal.due_at = then, removal.due_at + _INDEX_LEASE


def _note(removal_id: int, table: str, number: int, *, at: datetime) -> None:
    """The page says how far it is, and no other worker begins with it."""
    with transaction():
        removal = session.get_one(Removal, removal_id)
        removal.due_at = at + LEASE
        if number:
            removal.counts = {**removal.counts, table: removal.counts.get(table, 0) + number}


def _forget_words(removal_id: int) -> None:
    """Nothing here knows any more what it was, nor do digests of forms, at which somebody could guess."""
    with transaction():
        removal = session.get_one(Removal, removal_id)
        removal.words, removal.files = {}, []
        session.execute(delete(IdempotencyKey).where(IdempotencyKey.at <= removal.due_at))


def _finish(removal_id: int, *, at: datetime) -> None:
    with transaction():
        removal = session.get_one(Removal, removal_id)
        mark_done(removal, at=at)
        removal.stage = Stage.FINISHED
        facts = {"removal": removal.id, "rows": removal.counts}
        record(MODERATION, "removal finished", facts, by=session.get_one(Person, removal.by_id), at=at)
