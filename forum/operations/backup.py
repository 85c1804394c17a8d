"""Backup: one tar file with every table as JSON lines and every uploaded file, the same for both databases.

A backup is one read transaction, so it is a moment's picture however long it takes. The rows are written in the types
of the models, so a backup made on SQLite can be restored into PostgreSQL and the other way round (`restore.py`).
"""

import gzip
import io
import json
import os
import tarfile
import tempfile
from base64 import b64encode
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Table, select

from forum import __version__
from forum.files.storage import Storage
from forum.kernel.db import Model, one_moment, session
from forum.kernel.errors import Invalid
from forum.operations import schema

ROWS_AT_ONCE = 500


def back_up(target: Path, files: Storage, *, at: datetime) -> dict[str, int]:
    """`target` is a tar file with everything of this moment, readable by its owner alone; the count of rows by table.

    Files come last: what a row of that moment names is there. Invalid with the reason if it cannot be written; what
    stood under that name before then still stands there.
    """
    revision = schema.present()
    session.remove()
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        with _for_the_owner(unfinished) as stream, tarfile.open(fileobj=stream, mode="w") as tar:
            counts = _add_tables(tar)
            added = _add_files(tar, files)
            manifest = {"program": __version__, "revision": revision, "at": at, "rows": counts, "files": added}
            _add_bytes(tar, "manifest.json", json.dumps(manifest, indent=1, default=str).encode())
        unfinished.replace(target)
    except OSError as failure:
        raise Invalid("%(file)s cannot be written: %(why)s.", file=target, why=failure.strerror) from None
    finally:
        unfinished.unlink(missing_ok=True)
    return counts


def _for_the_owner(path: Path) -> IO[bytes]:
    """A new file to write, which nobody else may read: it will hold password hashes and private tickets. What somebody
    has put there before, a link or a file that he may read, is not written to."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _add_tables(tar: tarfile.TarFile) -> dict[str, int]:
    """Every table as it is at one moment."""
    try:
        with one_moment():
            return {table.name: _add_table(tar, table) for table in Model.metadata.sorted_tables}
    finally:
        session.remove()


def _add_table(tar: tarfile.TarFile, table: Table) -> int:
    """The names of the columns in the first line, then a row a line."""
    count = 0
    statement = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=ROWS_AT_ONCE)
    with tempfile.TemporaryFile() as kept:
        with gzip.open(kept, "wt", encoding="utf-8", compresslevel=3) as lines:
            lines.write(json.dumps([column.name for column in table.columns]) + "\n")
            for row in session.execute(statement):
                lines.write(json.dumps([_plain(value) for value in row], ensure_ascii=False) + "\n")
                count += 1
        _add_stream(tar, f"tables/{table.name}.jsonl.gz", kept)
    return count


def _add_files(tar: tarfile.TarFile, files: Storage) -> int:
    """Every stored file; one that is swept at this moment is of no post, and one half written has no row yet."""
    count = 0
    for key, _at in files.kept():
        with suppress(FileNotFoundError), files.open(key) as content:
            content.seek(0, os.SEEK_END)
            _add_stream(tar, f"files/{key}", content)
            count += 1
    return count


def _add_stream(tar: tarfile.TarFile, name: str, stream: IO[bytes]) -> None:
    """All that is in the stream, which stands at its end."""
    info = tarfile.TarInfo(name)
    info.size = stream.tell()
    stream.seek(0)
    tar.addfile(info, stream)


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    tar.addfile(info, io.BytesIO(content))


def _plain(value: Any) -> Any:
    """What JSON can hold: moments as text, bytes in base64."""
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value.isoformat() if isinstance(value, (datetime, date)) else value
