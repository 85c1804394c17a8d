"""Storing uploads, and marking those that a post uses.

The bytes are written before the transaction, the row inside it: `keep_bytes`, then `record_file`. Bytes whose row
never came are swept by the worker.
"""

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from forum.files.content import Content
from forum.files.models import StoredFile
from forum.files.rules import check_room
from forum.files.settings import PERSON_MEGABYTES, STORE_MEGABYTES
from forum.files.storage import Storage
from forum.kernel.db import session
from forum.kernel.errors import Refusal


@dataclass(frozen=True, slots=True)
class KeptBytes:
    """Content whose bytes are stored under `token`."""

    token: str
    content: Content
    sha256: str


def keep_bytes(content: Content, storage: Storage) -> KeptBytes:
    """The bytes are durable under a new token of 128 random bits. Outside any transaction."""
    token = secrets.token_hex(16)
    storage.keep(token, content.data)
    return KeptBytes(token, content, hashlib.sha256(content.data).hexdigest())


@contextmanager
def rows_of(kept: Sequence[KeptBytes], storage: Storage) -> Iterator[None]:
    """The transaction that writes the rows of these bytes: if it is refused, they are gone at once. Until they were
    swept a day later, who has no more room could fill the disk with what is refused him."""
    try:
        yield
    except Refusal:
        for each in kept:
            storage.discard(each.token)
        raise


def record_file(kept: KeptBytes, *, by_id: int, at: datetime) -> StoredFile:
    """The file has its row, not linked to anything yet; TooLarge if the person's or the store's room is used up."""
    content = kept.content
    check_fits(len(content.data), by_id=by_id)
    file = StoredFile(
        token=kept.token,
        name=content.name,
        content_type=content.content_type,
        size=len(content.data),
        sha256=kept.sha256,
        width=content.width,
        height=content.height,
        by_id=by_id,
        created_at=at,
    )
    session.add(file)
    session.flush()
    return file


def link_files(tokens: Sequence[str], *, at: datetime) -> list[int]:
    """The ids of the stored files with these tokens; they are marked as used, so that they are not swept."""
    if not tokens:
        return []
    ids = list(session.scalars(select(StoredFile.id).where(StoredFile.token.in_(tokens))))
    session.execute(
        update(StoredFile).where(StoredFile.id.in_(ids), StoredFile.linked_at.is_(None)).values(linked_at=at)
    )
    return ids


def release_file(file_id: int) -> None:
    """The file is used no more by what it was stored for: it is swept like an upload that nothing refers to."""
    session.execute(update(StoredFile).where(StoredFile.id == file_id).values(linked_at=None))


def address_of(file: StoredFile) -> str:
    """The path the file is served under."""
    return _address(file.token, file.name)


def markdown_of(file: StoredFile) -> str:
    """The Markdown that shows a picture or leads to another file."""
    return _markdown(address_of(file), file.name, is_picture=file.width is not None)


def markdown_of_kept(kept: KeptBytes) -> str:
    """The same of bytes that have no row yet."""
    name = kept.content.name
    return _markdown(address_of_kept(kept), name, is_picture=kept.content.width is not None)


def address_of_kept(kept: KeptBytes) -> str:
    """The path the file will be served under."""
    return _address(kept.token, kept.content.name)


def check_fits(size: int, *, by_id: int) -> None:
    """TooLarge unless there is room for `size` more bytes of this person."""
    stored = func.coalesce(func.sum(StoredFile.size), 0)
    check_room(
        size,
        used=int(session.scalar(select(stored)) or 0),
        of_person=int(session.scalar(select(stored).where(StoredFile.by_id == by_id)) or 0),
        store_megabytes=STORE_MEGABYTES(),
        person_megabytes=PERSON_MEGABYTES(),
    )


def _address(token: str, name: str) -> str:
    return f"/files/{token}/{name}"


def _markdown(address: str, name: str, *, is_picture: bool) -> str:
    label = name.replace("[", "(").replace("]", ")")
    return f"{'!' if is_picture else ''}[{label}]({address})"
