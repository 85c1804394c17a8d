"""The folder of the index: generations side by side, a file that names the current one, locks that die with a process.

current       "<format> <folder>"
g-6f1c.../    a Whoosh index
writer.lock   held while a generation is changed or exchanged
rebuild.lock  held while a new generation is made
damaged       the folder that a reader could not read
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TextIO
from uuid import uuid4

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from forum.search.index.protocol import NO_INDEX, IndexSilent, IndexUnusable, RebuildUnderWay
from forum.search.index.whoosh.schema import FORMAT, make_schema


class Store:
    """The generations in one folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def current(self) -> Path:
        """The folder of the generation in use; IndexUnusable if there is none that this version can read.

        IndexSilent if there is none, and none can be made either.
        """
        written = self._written("current")
        if not written:
            self._lock_file("writer.lock").close()
            raise IndexUnusable(NO_INDEX)
        if len(written) != 2 or written[0] != FORMAT:
            raise IndexUnusable("the index is of another version")
        folder = self.path / Path(written[1]).name
        if not folder.is_dir():
            raise IndexUnusable("the folder of the index is gone")
        if folder.name in self._written("damaged"):
            raise IndexUnusable("the index is damaged")
        return folder

    def open(self) -> FileIndex:
        """The current generation, as it stands now. Whoosh reads pickles: a damaged file raises anything."""
        return FileIndex(FileStorage(str(self.current()), supports_mmap=True))

    def note_damage(self, folder: Path) -> None:
        """Whoever writes the index will make it again."""
        with suppress(OSError):
            (self.path / "damaged").write_text(folder.name, "utf-8")

    def new_generation(self) -> Path:
        """An empty generation beside the current one. What rebuilds that were killed have left is gone."""
        self.clear()
        folder = self.path / f"g-{uuid4().hex}"
        folder.mkdir(parents=True)
        FileStorage(str(folder)).create_index(make_schema())
        return folder

    def exchange(self, folder: Path) -> None:
        """`folder` is the current generation from now on, the others are gone. The caller holds the writer's lock."""
        new = self.path / f"current.{os.getpid()}"
        with new.open("w", encoding="utf-8") as file:
            file.write(f"{FORMAT} {folder.name}\n")
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path / "current")
        (self.path / "damaged").unlink(missing_ok=True)
        self.clear()

    def clear(self) -> None:
        """Only the generation in use is left. The caller is the one that rebuilds."""
        used = self._written("current")
        for other in self.path.glob("g-*"):
            if other.name not in used:
                shutil.rmtree(other, ignore_errors=True)
        for half_written in self.path.glob("current.*"):
            half_written.unlink(missing_ok=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Nobody else changes or exchanges generations meanwhile; waits for whoever does."""
        with self._locked("writer.lock", fcntl.LOCK_EX):
            yield

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Nobody else makes a new generation meanwhile; RebuildUnderWay if somebody does already."""
        with ExitStack() as stack:
            try:
                stack.enter_context(self._locked("rebuild.lock", fcntl.LOCK_EX | fcntl.LOCK_NB))
            except BlockingIOError:
                raise RebuildUnderWay("The index is being made again already.") from None
            yield

    @contextmanager
    def _locked(self, name: str, how: int) -> Iterator[None]:
        with self._lock_file(name) as file:
            fcntl.flock(file, how)
            yield

    def _lock_file(self, name: str) -> TextIO:
        """The file, open; IndexSilent where the folder is not ours, no folder, or on a full disk."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            return (self.path / name).open("w")
        except OSError as error:
            raise IndexSilent(f"its folder {self.path} cannot be used ({error.strerror})") from error

    def _written(self, name: str) -> list[str]:
        try:
            return (self.path / name).read_text("utf-8").split()
        except (FileNotFoundError, NotADirectoryError, PermissionError, UnicodeDecodeError):
            return []
