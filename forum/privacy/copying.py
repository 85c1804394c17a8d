"""The worker's part of a copy of somebody's data: a zip of JSON and of his files, his alone, and gone after a day."""

import json
import secrets
import tempfile
from contextlib import suppress
from datetime import datetime
from hashlib import file_digest
from shutil import copyfileobj
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from forum.files.actions import address_of
from forum.files.models import StoredFile
from forum.files.storage import Storage
from forum.kernel.db import looking, session, transaction
from forum.kernel.pending import claim_due, mark_done, note_failure
from forum.notifications.actions import tell_of_copy
from forum.privacy.models import DataCopy
from forum.privacy.own_data import COPY_NAME, data_of


def copy_due(storage: Storage, holder: str, at: datetime) -> int:
    """Copies that were due can be fetched, and the people are told; how many."""
    copies = claim_due(DataCopy, holder=holder, at=at, most=1)
    for copy in copies:
        copy_id = copy.id
        try:
            _copy(copy, storage, at=at)
        except Exception as failure:  # whatever is wrong with one copy, others are made
            note_failure(DataCopy, copy_id, f"{type(failure).__name__}: {failure}", at=at)
    return len(copies)


def _copy(copy: DataCopy, storage: Storage, *, at: datetime) -> None:
    with tempfile.TemporaryFile() as file:
        with looking():
            kinds = dict(data_of(copy.person_id, at=at))
        write_copy(file, kinds, storage)
        size, token = file.tell(), secrets.token_hex(16)
        file.seek(0)
        digest = file_digest(file, "sha256").hexdigest()
        file.seek(0)
        storage.keep_from(file, token)
    with transaction():
        stored = StoredFile(
            token=token, name=COPY_NAME, content_type="application/zip", size=size, sha256=digest,
            by_id=copy.person_id, created_at=at,
        )  # fmt: skip  # no post links it: only he may fetch it, and it is swept after a day
        session.add(stored)
        done = session.get_one(DataCopy, copy.id)
        done.path = address_of(stored)
        mark_done(done, at=at)
        tell_of_copy(copy.person_id, at=at)


def write_copy(file: IO[bytes], kinds: dict[str, list[dict[str, Any]]], storage: Storage) -> None:
    """The file is a zip of what `data_of` gave and of the files that it names, and stands at its end."""
    with ZipFile(file, "w", ZIP_DEFLATED) as zipped:
        for name, rows in kinds.items():
            zipped.writestr(f"{name}.json", json.dumps(rows, default=str, ensure_ascii=False, indent=1))
        for row in kinds["files"]:
            name = f"files/{row['token']}-{row['name']}"
            with suppress(FileNotFoundError), storage.open(row["token"]) as kept, zipped.open(name, "w") as entry:
                copyfileobj(kept, entry)
    file.seek(0, 2)
