"""Restore: a backup's rows and files take the place of what the installation holds.

It is one write transaction, and a failure leaves the rows as they were. On SQLite readers see the old ones until it is
committed; on PostgreSQL they wait for that.
Files are immutable and named at random, so those of the backup only come beside the present ones; what no row of the
backup names is swept by the worker. A mail that waited when the backup was made has probably been sent since, and a
backup is restored into a copy, too: such mails are parked, for the administrator to send again or not.
"""

import gzip
import hashlib
import json
import tarfile
import zlib
from base64 import b64decode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from random import uniform
from time import sleep
from typing import Any

from psycopg.errors import DeadlockDetected, LockNotAvailable
from sqlalchemy import (
    Column,
    Date,
    ForeignKeyConstraint,
    LargeBinary,
    Table,
    bindparam,
    func,
    select,
    text,
    update,
)
from sqlalchemy.exc import OperationalError

from forum.files.models import StoredFile
from forum.files.storage import Storage
from forum.kernel.db import Model, UtcDateTime, gather_statistics, is_sqlite, session, transaction
from forum.kernel.errors import Invalid
from forum.kernel.pending import is_waiting
from forum.kernel.settings.registry import SettingVersion
from forum.mail.models import OutgoingMail
from forum.operations import schema
from forum.operations.backup import ROWS_AT_ONCE
from forum.operations.jobs import PENDING_TABLES
from forum.people.models import Person
from forum.search.index.protocol import RebuildUnderWay
from forum.search.rebuild import rebuild

_LOCK_TRIES = 100
_LOCK_MS = 300  # PostgreSQL looks for deadlocks after a second
_DAMAGE = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, KeyError, ValueError)


@dataclass(frozen=True, slots=True)
class Restored:
    """What the database holds now, and the names of files that the backup lacks or has damaged."""

    rows: int
    parked_mails: int
    faulty_files: tuple[str, ...]


def restore(source: Path, files: Storage, *, at: datetime) -> Restored:
    """The database and the files are as the backup has them. An empty database is given its tables first.

    Invalid if it is no backup, damaged, or made by a version with another schema; the database is then unchanged.
    """
    with _opened(source) as tar:
        manifest = _manifest(tar)
        _check_schema(manifest)
        digests = _restore_files(tar, files)
        with transaction():
            version, epochs = _settings_version(), _session_epochs()
            _empty_all()
            counts = {table.name: _fill(tar, table) for table in Model.metadata.sorted_tables}
            if counts != manifest["rows"]:
                raise ValueError("other rows than the manifest says")
            _set_sequences()
            _make_settings_newer_than(version)
            _keep_sessions_ended(epochs)
            parked = _park_mails(at)
            _give_back_work(at)
            faulty = tuple(name for token, name, digest in _stored_files() if digests.get(token) != digest)
    gather_statistics()
    return Restored(sum(counts.values()), parked, faulty)


def index_again(*, at: datetime) -> int:
    """The index holds what the database holds; how many threads.

    A rebuild that began before may have read rows that are gone: it is waited for, up to five minutes, then
    RebuildUnderWay is raised.
    """
    for _second in range(300):
        try:
            return rebuild(at=at)
        except RebuildUnderWay:
            sleep(1)
    return rebuild(at=at)


def read_manifest(source: Path) -> dict[str, Any]:
    """What the backup says of itself."""
    with _opened(source) as tar:
        return _manifest(tar)


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        tar = tarfile.open(source)  # noqa: SIM115 - closed below
    except (OSError, EOFError, tarfile.TarError, zlib.error):
        raise Invalid("%(file)s is not a backup that can be read.", file=source) from None
    try:
        with tar:
            yield tar
    except _DAMAGE as damage:
        raise Invalid("The backup %(file)s is damaged or incomplete. Nothing was changed.", file=source) from damage


def _manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    member = tar.extractfile("manifest.json")
    return dict(json.load(member)) if member else {}


def _check_schema(manifest: dict[str, Any]) -> None:
    """This program's schema is the backup's, and the database has it."""
    revision, program = manifest["revision"], manifest["program"]
    if not schema.is_known(revision):
        raise Invalid(
            "This backup was made by a newer version (%(program)s). Install that version and restore it there.",
            program=program,
        )
    if revision != schema.newest():
        raise Invalid(
            "This backup was made by an older version (%(program)s). Install that version, restore, and upgrade then.",
            program=program,
        )
    if schema.present() is None:
        schema.upgrade()
    wrong = schema.what_is_wrong()
    if wrong:
        raise Invalid(wrong)


def _restore_files(tar: tarfile.TarFile, files: Storage) -> dict[str, str]:
    """The backup's files are kept; the digest of each by its token."""
    digests = {}
    for member in tar:
        content = tar.extractfile(member) if member.name.startswith("files/") else None
        if content:
            key, kept = member.name.removeprefix("files/"), content.read()
            try:
                files.keep(key, kept)
            except OSError as failure:
                why = failure.strerror
                raise Invalid("The uploaded files cannot be kept: %(why)s. Nothing was changed.", why=why) from None
            digests[key] = hashlib.sha256(kept).hexdigest()
    return digests


def _stored_files() -> Iterable[tuple[str, str, str]]:
    rows = session.execute(select(StoredFile.token, StoredFile.name, StoredFile.sha256))
    return ((row.token, row.name, row.sha256) for row in rows)


def _settings_version() -> int:
    return session.scalar(select(SettingVersion.version)) or 0


def _make_settings_newer_than(version: int) -> None:
    """Running processes read their settings again, and no page that a browser kept is taken for a present one."""
    later = max(version, _settings_version()) + 1
    session.execute(update(SettingVersion).values(version=later))


def _session_epochs() -> list[dict[str, int]]:
    rows = session.execute(select(Person.id, Person.session_epoch).where(Person.session_epoch > 0))
    return [{"who": row.id, "epoch": row.session_epoch} for row in rows]


def _keep_sessions_ended(epochs: list[dict[str, int]]) -> None:
    """No browser is signed in again that was signed out since the backup was made: its cookie may be stolen."""
    is_older = Person.id == bindparam("who"), Person.session_epoch < bindparam("epoch")
    if epochs:
        session.connection().execute(update(Person).where(*is_older).values(session_epoch=bindparam("epoch")), epochs)


def _park_mails(at: datetime) -> int:
    why = "It waited when the backup was made, and may have been sent since."
    result = session.execute(
        update(OutgoingMail).where(is_waiting(OutgoingMail)).values(parked_at=at, holder=None, failure=why)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def _give_back_work(at: datetime) -> None:
    """Work that somebody had begun when the backup was made is due now: nobody is at it in this database."""
    for table in PENDING_TABLES.values():
        begun = table.done_at.is_(None), table.holder.is_not(None)
        session.execute(update(table).where(*begun).values(holder=None, due_at=at))


def _empty_all() -> None:
    """No table has a row, and nobody else can write one until the transaction ends."""
    tables = Model.metadata.sorted_tables
    if not is_sqlite():
        _truncate(tables)
        return
    session.execute(text("PRAGMA defer_foreign_keys = ON"))
    for table in reversed(tables):
        for column in _self_references(table):
            session.execute(update(table).values({column: None}))
        session.execute(table.delete())


def _truncate(tables: Sequence[Table]) -> None:
    """PostgreSQL lets others neither read nor write the tables: to delete row by row, it looked for each row of one
    table through all of every other that points at it, for hours.

    Who holds one of them may wait for another that is locked already: then all are let go, before the server calls it
    a deadlock and ends one of the two, and tried again.
    """
    names = ", ".join(table.name for table in tables)
    for _try in range(_LOCK_TRIES):
        try:
            with session.begin_nested():
                session.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_MS}ms'"))
                session.execute(text(f"TRUNCATE {names}"))
                session.execute(text("SET LOCAL lock_timeout = 0"))
            return
        except OperationalError as failure:
            if not isinstance(failure.orig, (LockNotAvailable, DeadlockDetected)):
                raise
            sleep(uniform(0, _LOCK_MS / 1000))
    raise Invalid("The forum is used without pause. Stop it and try again. Nothing was changed.")


def _fill(tar: tarfile.TarFile, table: Table) -> int:
    later = _self_references(table)
    count = 0
    for rows in _batches(tar, table):
        session.execute(table.insert(), [{k: v for k, v in row.items() if k not in later} for row in rows])
        count += len(rows)
    for rows in _batches(tar, table) if later else ():
        for row in rows:
            links = {key: row[key] for key in later if row[key] is not None}
            if links:
                session.execute(update(table).where(table.c.id == row["id"]).values(links))
    return count


def _batches(tar: tarfile.TarFile, table: Table) -> Iterator[list[dict[str, Any]]]:
    """The table's rows in the backup, some hundred at a time, in the types of its columns."""
    with gzip.open(tar.extractfile(f"tables/{table.name}.jsonl.gz") or "", "rt", encoding="utf-8") as lines:
        columns = [table.c[name] for name in json.loads(next(lines, "null"))]
        rows = (_typed(columns, json.loads(line)) for line in lines)
        while batch := list(islice(rows, ROWS_AT_ONCE)):
            yield batch


def _typed(columns: list[Column[Any]], values: list[Any]) -> dict[str, Any]:
    return {column.name: _of_type(column, value) for column, value in zip(columns, values, strict=True)}


def _of_type(column: Column[Any], value: Any) -> Any:
    if value is not None and isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    if value is not None and isinstance(column.type, Date):
        return date.fromisoformat(value)
    if value is not None and isinstance(column.type, LargeBinary):
        return b64decode(value)
    return value


def _self_references(table: Table) -> list[str]:
    """Columns that point into their own table; filled last, since a row may point at a later one."""
    return [
        column.name
        for constraint in table.constraints
        if isinstance(constraint, ForeignKeyConstraint) and constraint.referred_table is table
        for column in constraint.columns
    ]


def _set_sequences() -> None:
    if is_sqlite():
        return
    for table in Model.metadata.sorted_tables:
        if "id" in table.c and table.c.id.autoincrement:
            highest = session.scalar(select(func.max(table.c.id)))
            sequence = session.scalar(select(func.pg_get_serial_sequence(table.name, "id")))
            if highest and sequence:
                session.execute(select(func.setval(sequence, highest)))
