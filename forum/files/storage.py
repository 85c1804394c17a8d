"""Where the bytes are: one protocol, a folder behind it. A bucket would be another class with the same verbs."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from typing import IO, BinaryIO, Protocol
from uuid import uuid4


class Storage(Protocol):
    """Bytes by key. A key is a file's token: lower-case letters and digits."""

    def keep(self, key: str, content: bytes) -> None:
        """The bytes are durable under `key`."""

    def keep_from(self, file: IO[bytes], key: str) -> None:
        """What is read of the file from here on is durable under `key`; it is never in memory as a whole."""

    def open(self, key: str) -> BinaryIO:
        """The bytes to read from; FileNotFoundError if there are none."""

    def discard(self, key: str) -> None:
        """No bytes are left under `key`; there need not have been any."""

    def kept(self) -> Iterator[tuple[str, datetime]]:
        """Every key with the moment (UTC) its bytes came."""


class FolderStorage:
    """Bytes in a folder, spread over sub-folders by the first two letters of their keys."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, key: str, content: bytes) -> None:
        """As `keep_from`."""
        self.keep_from(BytesIO(content), key)

    def keep_from(self, file: IO[bytes], key: str) -> None:
        """The bytes are on the disk under `key`, whole or not at all: what is left of a write that was cut off stands
        under a key of its own, and is swept like all bytes without a row."""
        path, unfinished = self._path(key), self._path(uuid4().hex)
        for each in (path, unfinished):
            each.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as kept:
            copyfileobj(file, kept)
            kept.flush()
            os.fsync(kept.fileno())
        unfinished.replace(path)
        for folder in (path.parent, self._folder):  # a name is durable with its folder only
            _sync(folder)

    def open(self, key: str) -> BinaryIO:
        """The file to read from; FileNotFoundError if there is none."""
        return self._path(key).open("rb")

    def discard(self, key: str) -> None:
        """The file is gone."""
        self._path(key).unlink(missing_ok=True)

    def kept(self) -> Iterator[tuple[str, datetime]]:
        """Every key with the moment (UTC) its file was written."""
        for path in self._folder.glob("??/*"):
            if path.is_file():
                yield path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def _path(self, key: str) -> Path:
        if not (key.isalnum() and key.isascii()):
            raise FileNotFoundError(key)
        return self._folder / key[:2] / key


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
