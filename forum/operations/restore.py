"""Restore: a backup's rows and files take the place of what the installation holds.

It is one write transaction: readers see the old rows until it is committed, and a failure leaves them as they were.
Files are immutable and named at random, so those of the backup only come beside the present ones; what no row of the
backup names is swept by the worker.
"""

import gzip
import hashlib
import json
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Date, ForeignKeyConstraint, Table, func, select, text, update

from forum.files.models import StoredFile
from forum.kernel.db import Model, UtcDateTime, is_sqlite, session, transaction
from forum.kernel.errors import Invalid
from forum.kernel.settings.registry import SettingVersion
from forum.operations import schema
from forum.operations.backup import ROWS_AT_ONCE

_DAMAGE = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, KeyError, ValueError)


@dataclass(frozen=True, slots=True)
class Restored:
    """How many rows there are now, and the names of files that the backup lacks or has damaged."""

    rows: int
    faulty_files: tuple[str, ...]


def restore(source: Path, files: Path) -> Restored:
    """The database and the files are as the backup has them. An empty database is given its tables first.

    Invalid if it is no backup, damaged, or made by a version with another schema; the database is then unchanged.
    """
    with _opened(source) as tar:
        manifest = _manifest(tar)
        _check_schema(manifest)
        digests = _restore_files(tar, files)
        settings = select(SettingVersion.version)
        with transaction():
            version = session.scalar(settings) or 0
            _empty_all()
            counts = {table.name: _fill(tar, table) for table in Model.metadata.sorted_tables}
            if counts != manifest["rows"]:
                raise ValueError("other rows than the manifest says")
            later = max(version, session.scalar(settings) or 0) + 1  # running processes read their settings again
            session.execute(update(SettingVersion).values(version=later))
            _set_sequences()
            faulty = tuple(name for token, name, digest in _stored_files() if digests.get(token) != digest)
    return Restored(sum(counts.values()), faulty)


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


def _restore_files(tar: tarfile.TarFile, files: Path) -> dict[str, str]:
    """The backup's files are in their places; the digest of each by its token."""
    digests = {}
    for member in tar.getmembers():
        if member.name.startswith("files/"):
            tar.extract(member, files.parent, filter="data")
            path = files.parent / member.name
            with path.open("rb") as content:
                digests[path.name] = hashlib.file_digest(content, "sha256").hexdigest()
    return digests


def _stored_files() -> Iterable[tuple[str, str, str]]:
    rows = session.execute(select(StoredFile.token, StoredFile.name, StoredFile.sha256))
    return ((row.token, row.name, row.sha256) for row in rows)


def _empty_all() -> None:
    """No table has a row, and nobody else can write one until the transaction ends."""
    tables = Model.metadata.sorted_tables
    if is_sqlite():
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
    else:
        session.execute(text("LOCK TABLE " + ", ".join(table.name for table in tables) + " IN EXCLUSIVE MODE"))
    for table in reversed(tables):
        for column in _self_references(table):
            session.execute(update(table).values({column: None}))
        session.execute(table.delete())


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
