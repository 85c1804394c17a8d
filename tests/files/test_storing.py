"""Storing, room, links and sweeping."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest import MonkeyPatch
from sqlalchemy import select

from forum.app import Tanya
from forum.files.actions import address_of, keep_bytes, link_files, record_file
from forum.files.content import prepared
from forum.files.jobs import sweep_bytes_without_row, sweep_unused
from forum.files.models import StoredFile
from forum.files.settings import PERSON_MEGABYTES, STORE_MEGABYTES
from forum.files.storage import FolderStorage
from forum.kernel import clock
from forum.kernel.db import session
from forum.kernel.errors import TooLarge
from forum.kernel.settings import registry
from forum.people.models import Person
from tests.people import ana


@pytest.fixture
def storage(tmp_path: Path) -> FolderStorage:
    return FolderStorage(tmp_path)


@pytest.fixture
def asker(app: Tanya, noon: datetime) -> Iterator[Person]:
    yield ana()


def upload(storage: FolderStorage, person: Person, text: bytes = b"hello") -> StoredFile:
    """A stored text file of this person's."""
    return record_file(keep_bytes(prepared("a.txt", text), storage), by_id=person.id, at=clock.now())


def test_what_was_stored_is_read_again(storage: FolderStorage, asker: Person) -> None:
    file = upload(storage, asker, b"the words")
    with storage.open(file.token) as bytes_again:
        assert bytes_again.read() == b"the words"
    assert address_of(file) == f"/files/{file.token}/a.txt"


@pytest.mark.parametrize("key", ["../secret", "ab/cd", "", "ab\0"])
def test_no_key_leads_out_of_the_folder(storage: FolderStorage, key: str) -> None:
    with pytest.raises(FileNotFoundError):
        storage.open(key)


@pytest.mark.parametrize("setting", [PERSON_MEGABYTES, STORE_MEGABYTES])
def test_room_that_is_used_up_refuses_the_next_file(storage: FolderStorage, asker: Person, setting: object) -> None:
    registry.store(setting, 1)  # type: ignore[arg-type]
    registry.refresh(session.scalar(select(registry.version_now)))
    upload(storage, asker, b"a" * 600_000)
    with pytest.raises(TooLarge):
        upload(storage, asker, b"b" * 600_000)


def test_an_upload_that_no_post_uses_is_swept_after_a_day(
    storage: FolderStorage, asker: Person, noon: datetime
) -> None:
    token = upload(storage, asker).token
    session.commit()
    assert sweep_unused(storage, at=noon + timedelta(hours=23)) == 0
    assert sweep_unused(storage, at=noon + timedelta(hours=25)) == 1
    with pytest.raises(FileNotFoundError):
        storage.open(token)


def test_an_upload_that_a_post_uses_stays(storage: FolderStorage, asker: Person, noon: datetime) -> None:
    file = upload(storage, asker)
    assert link_files([file.token, "f" * 32], at=noon) == [file.id]
    session.commit()
    assert sweep_unused(storage, at=noon + timedelta(days=9)) == 0


def test_what_a_killed_write_left_is_swept_with_the_rest(app: Tanya, tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    storage = FolderStorage(tmp_path)
    with monkeypatch.context() as killed, pytest.raises(InterruptedError):
        killed.setattr(Path, "replace", _killed)
        storage.keep("ab" * 16, b"half of it")
    far = datetime.now(UTC) + timedelta(days=2)
    assert [sweep_bytes_without_row(storage, at=far) for _night in range(2)] == [1, 0]


def _killed(*_paths: Path) -> None:
    raise InterruptedError


def test_bytes_whose_row_never_came_are_swept(storage: FolderStorage, asker: Person, noon: datetime) -> None:
    kept = upload(storage, asker).token
    lost = keep_bytes(prepared("b.txt", b"lost"), storage).token
    session.commit()
    far = datetime.now(noon.tzinfo) + timedelta(days=2)
    assert sweep_bytes_without_row(storage, at=far) == 1
    with storage.open(kept) as file:
        assert file.read() == b"hello"
    with pytest.raises(FileNotFoundError):
        storage.open(lost)
