"""Backup and restore: one tar file with every table as JSON lines and every uploaded file, the same for both databases.

A backup is one read transaction, so it is a moment's picture however long it takes. A restore is one write transaction:
readers see the old rows until it is committed, and a failure leaves them as they were. Because the rows are written in
the types of the models, a backup made on SQLite can be restored into PostgreSQL and the other way round.
"""

import gzip
import io
import json
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Column, ForeignKeyConstraint, Table, func, select, text, update

from forum import __version__
from forum.kernel.db import Model, is_sqlite, reading, session, transaction
from forum.kernel.errors import Invalid
from forum.operations import schema

_ROWS_AT_ONCE = 500


def back_up(target: Path, files: Path, *, at: datetime) -> dict[str, int]:
    """`target` is a tar file with everything of this moment, files added last; the count of rows by table."""
    revision = schema.present()
    session.remove()
    counts = {}
    unfinished = target.with_suffix(target.suffix + ".unfinished")
    with tarfile.open(unfinished, "w") as tar, reading():
        for table in Model.metadata.sorted_tables:
            counts[table.name] = _add_table(tar, table)
        session.rollback()
        if files.is_dir():
            tar.add(files, "files")
        manifest = {"program": __version__, "revision": revision, "at": at.isoformat(), "rows": counts}
        _add_bytes(tar, "manifest.json", json.dumps(manifest, indent=1).encode())
    unfinished.replace(target)
    return counts


def restore(source: Path, files: Path) -> dict[str, int]:
    """The database and the files are as the backup has them; the count of rows by table.

    Invalid if it is no backup, incomplete, or made by a version with another schema.
    """
    with _opened(source) as tar:
        manifest = _manifest(tar)
        if manifest["revision"] != schema.newest():
            raise Invalid(
                "This backup was made by version %(program)s. Install that version, restore, and upgrade then.",
                program=manifest["program"],
            )
        _restore_files(tar, files)
        with transaction():
            _empty_all()
            counts = {table.name: _fill(tar, table) for table in Model.metadata.sorted_tables}
            if counts != {name: manifest["rows"].get(name, 0) for name in counts}:
                raise Invalid("The backup is incomplete. Nothing was changed.")
            _set_sequences()
    return counts


def read_manifest(source: Path) -> dict[str, Any]:
    """What the backup says of itself."""
    with _opened(source) as tar:
        return _manifest(tar)


def _add_table(tar: tarfile.TarFile, table: Table) -> int:
    count = 0
    order = list(table.primary_key.columns)
    with tempfile.TemporaryFile() as kept:
        with gzip.open(kept, "wt", encoding="utf-8", compresslevel=3) as lines:
            rows = (
                session.connection().execution_options(yield_per=_ROWS_AT_ONCE).execute(select(table).order_by(*order))
            )
            for row in rows:
                lines.write(json.dumps([_plain(value) for value in row], ensure_ascii=False) + "\n")
                count += 1
        _add_stream(tar, f"tables/{table.name}.jsonl.gz", kept)
    return count


def _add_stream(tar: tarfile.TarFile, name: str, stream: IO[bytes]) -> None:
    info = tarfile.TarInfo(name)
    info.size = stream.tell()
    stream.seek(0)
    tar.addfile(info, stream)


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    tar.addfile(info, io.BytesIO(content))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (datetime, date)) else value


def _opened(source: Path) -> tarfile.TarFile:
    try:
        return tarfile.open(source)
    except (OSError, tarfile.TarError):
        raise Invalid("%(file)s is not a backup that can be read.", file=str(source)) from None


def _manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    try:
        member = tar.extractfile("manifest.json")
        return dict(json.load(member)) if member else {}
    except (KeyError, tarfile.TarError, ValueError):
        raise Invalid("The backup is incomplete. Nothing was changed.") from None


def _restore_files(tar: tarfile.TarFile, files: Path) -> None:
    members = [member for member in tar.getmembers() if member.name.startswith("files/")]
    tar.extractall(files.parent, members, filter="data")


def _empty_all() -> None:
    if is_sqlite():
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
    for table in reversed(Model.metadata.sorted_tables):
        for column in _self_references(table):
            session.execute(update(table).values({column: None}))
        session.execute(table.delete())


def _fill(tar: tarfile.TarFile, table: Table) -> int:
    later = _self_references(table)
    count = 0
    for rows in batched_rows(tar, table):
        session.execute(table.insert(), [{k: v for k, v in row.items() if k not in later} for row in rows])
        count += len(rows)
    for rows in batched_rows(tar, table) if later else ():
        for row in rows:
            links = {key: row[key] for key in later if row[key] is not None}
            if links:
                session.execute(update(table).where(table.c.id == row["id"]).values(links))
    return count


def batched_rows(tar: tarfile.TarFile, table: Table) -> Iterator[list[dict[str, Any]]]:
    """The table's rows in the backup, some hundred at a time, in the types of its columns."""
    try:
        member = tar.extractfile(f"tables/{table.name}.jsonl.gz")
    except KeyError:
        return
    if member is None:
        return
    columns = list(table.columns)
    with gzip.open(member, "rt", encoding="utf-8") as lines:
        rows = (_typed(columns, json.loads(line)) for line in lines)
        yield from _in_batches(rows)


def _in_batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _ROWS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _typed(columns: list[Column[Any]], values: list[Any]) -> dict[str, Any]:
    return {column.name: _of_type(column, value) for column, value in zip(columns, values, strict=True)}


def _of_type(column: Column[Any], value: Any) -> Any:
    kind = _python_type(column)
    if value is None or kind not in (datetime, date):
        return value
    return kind.fromisoformat(value)


def _python_type(column: Column[Any]) -> type:
    try:
        return column.type.python_type
    except NotImplementedError:
        return object


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
