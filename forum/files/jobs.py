"""What the worker does for files: uploads that nothing uses are swept after a day."""

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import ColumnElement, delete, exists, select

from forum.files.models import StoredFile
from forum.files.storage import Storage
from forum.kernel.db import Model, session, transaction

UNUSED_FOR = timedelta(days=1)
_AT_ONCE = 200


def sweep_unused(storage: Storage, *, at: datetime) -> int:
    """Uploads of more than a day ago that no post uses are gone, rows first and bytes afterwards; how many."""
    swept = 0
    while tokens := _delete_rows(before=at - UNUSED_FOR):
        for token in tokens:
            storage.discard(token)
        swept += len(tokens)
    return swept


def sweep_bytes_without_row(storage: Storage, *, at: datetime) -> int:
    """Bytes of more than a day ago whose row never came, because their transaction failed, are gone; how many."""
    old = [key for key, came in storage.kept() if came < at - UNUSED_FOR]
    swept = 0
    for start in range(0, len(old), _AT_ONCE):
        keys = old[start : start + _AT_ONCE]
        known = set(session.scalars(select(StoredFile.token).where(StoredFile.token.in_(keys))))
        session.rollback()
        for key in keys:
            if key not in known:
                storage.discard(key)
                swept += 1
    return swept


def _delete_rows(*, before: datetime) -> list[str]:
    """The tokens of up to `_AT_ONCE` deleted rows; committed."""
    with transaction():
        rows = session.execute(
            select(StoredFile.id, StoredFile.token)
            .where(StoredFile.linked_at.is_(None), StoredFile.created_at < before, *_unreferred())
            .limit(_AT_ONCE)
            .with_for_update(skip_locked=True)
        ).all()
        session.execute(delete(StoredFile).where(StoredFile.id.in_([row.id for row in rows])))
    return [row.token for row in rows]


@cache
def _unreferred() -> tuple[ColumnElement[bool], ...]:
    """Nothing refers to the file: a photo that was released may stand in a post, too. By whatever tables there are."""
    keys = (key for table in Model.metadata.tables.values() for key in table.foreign_keys)
    return tuple(
        ~exists().where(key.parent == StoredFile.id) for key in keys if key.column.table is StoredFile.__table__
    )
