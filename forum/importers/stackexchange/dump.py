"""Opening a dump and reading its rows one by one."""

import io
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO

import py7zr
from lxml import etree

from forum.importers.records import Read
from forum.kernel.errors import Invalid

FILES = ("Users", "Posts", "PostHistory", "Comments", "PostLinks")
_LARGEST = 200_000_000_000  # bytes; an archive that claims to unpack to more is refused
_SIP = 65_536


class _Counted:
    """A file that tells how many bytes of it were read."""

    def __init__(self, file: IO[bytes], read: Read) -> None:
        self._file, self._read = file, read

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._read(len(data))
        return data


class _Sips(io.FileIO):
    """Reads a little at a time: what a megabyte of bzip2 unpacks to, and its copies, took a hundred in memory."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(_SIP if size is None or size < 0 else min(size, _SIP)) or b""


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """The folder with the dump's XML files; an archive is unpacked into a temporary folder for the while. Invalid if
    there are no posts in it."""
    with nullcontext(path) if path.is_dir() else _unpacked(path) as folder:
        if not (folder / "Posts.xml").exists():
            raise Invalid("%(file)s is no Stack Exchange dump: there is no Posts.xml in it.", file=str(path))
        yield folder


@contextmanager
def _unpacked(path: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="tanya-import-") as folder:
        _unpack(path, Path(folder))
        yield Path(folder)


def _unpack(path: Path, folder: Path) -> None:
    wanted = {f"{name}.xml" for name in FILES}
    try:
        with _Sips(path) as file, py7zr.SevenZipFile(file) as archive:
            members = [info for info in archive.list() if info.filename in wanted]
            if sum(info.uncompressed for info in members) > _LARGEST:
                raise Invalid("%(file)s is too large to be unpacked.", file=str(path))
            archive.extract(folder, targets=[info.filename for info in members])
    except (OSError, py7zr.exceptions.ArchiveError):
        raise Invalid("%(file)s is neither a folder nor a 7z archive that can be read.", file=str(path)) from None


def size(folder: Path, name: str) -> int:
    """How many bytes `rows` will read."""
    path = folder / f"{name}.xml"
    return path.stat().st_size if path.exists() else 0


def rows(folder: Path, name: str, *, kind: str | None = None, read: Read) -> Iterator[Mapping[str, str]]:
    """The attributes of each row of a file, in its order; nothing if the file is missing. Memory stays flat.

    With `kind` only the rows of that PostTypeId. `read` is told the bytes as they are read.
    """
    path = folder / f"{name}.xml"
    if not path.exists():
        return
    with path.open("rb") as file:
        source = _Counted(file, read)
        for _event, element in etree.iterparse(source, tag="row", resolve_entities=False, huge_tree=True, recover=True):
            if kind is None or element.get("PostTypeId") == kind:
                yield dict(element.attrib)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
