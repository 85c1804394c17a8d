"""Opening a dump and reading its rows one by one."""

import io
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from lzma import LZMAError
from pathlib import Path
from typing import IO, Any

import py7zr
from lxml import etree

from forum.importers.records import BadRow, CutOff, Read
from forum.kernel.errors import Invalid

FILES = ("Users", "Posts", "PostHistory", "Comments", "PostLinks")
_LARGEST = 200_000_000_000  # bytes; an archive that claims to unpack to more is refused
_SIP = 65_536
_TAIL = 80  # bytes

Row = Mapping[str, str]


class Dump:
    """The files of a folder, row by row, and afterwards what of them could not be read. `read` is told the bytes as
    they are read."""

    def __init__(self, folder: Path, read: Read) -> None:
        self.folder = folder
        self._read = read
        self._damage: dict[str, list[BadRow]] = {}

    def rows(self, name: str, *, kind: str | None = None) -> Iterator[Row]:
        """The attributes of each row of a file, in its order; nothing if the file is missing. Memory stays flat.

        With `kind` only the rows of that PostTypeId. The last row of a file that was cut off may be half: it is left.
        """
        path = self.folder / f"{name}.xml"
        if not path.exists():
            return
        with path.open("rb") as file:
            source, last, last_id = _Told(file, self._read), dict[str, str](), "?"
            parser = etree.iterparse(source, tag="row", resolve_entities=False, huge_tree=True, recover=True)
            for row_id, row in _attributes(parser, kind):
                if last:
                    yield last
                last_id, last = row_id, row
            self._damage[name] = list(_damage(f"{name}.xml", parser, source.tail, last_id))
        if last and not self.is_cut_off(name):
            yield last

    def is_cut_off(self, name: str) -> bool:
        """Whether the file, which was read, ends in the midst."""
        return any(isinstance(fault, CutOff) for fault in self._damage.get(name, ()))

    def damage(self) -> Iterator[BadRow]:
        """What was wrong with the files that were read, once, however often they were."""
        for found in self._damage.values():
            yield from found


class _Told:
    """A file that tells how many bytes of it were read, and what stands at its end.

    The zeros that an interrupted download leaves are passed over: each of a million would be an error of its own.
    """

    def __init__(self, file: IO[bytes], read: Read) -> None:
        self._file, self._read = file, read
        self.tail = b""

    def read(self, size: int = -1) -> bytes:
        while data := self._file.read(size):
            self._read(len(data))
            if words := data.replace(b"\0", b""):
                self.tail = (self.tail + words[-_TAIL:])[-_TAIL:]
                return words
        return b""


class _Sips(io.FileIO):
    """Reads a little at a time: what a megabyte of bzip2 unpacks to, and its copies, took a hundred in memory."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(_SIP if size is None or size < 0 else min(size, _SIP)) or b""


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """The folder with the dump's XML files; an archive is unpacked into a temporary folder for the while. Invalid if
    there are no posts in it, or if it may not be read."""
    with nullcontext(path) if path.is_dir() else _unpacked(path) as folder:
        if not (folder / "Posts.xml").exists():
            raise Invalid("%(file)s is no Stack Exchange dump: there is no Posts.xml in it.", file=str(path))
        for file in (folder / f"{name}.xml" for name in FILES):
            if file.exists() and not os.access(file, os.R_OK):
                raise Invalid("%(file)s may not be read by the user that runs this command.", file=file)
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
    except (OSError, EOFError, LZMAError, py7zr.exceptions.ArchiveError) as failure:
        if isinstance(failure, OSError) and failure.errno:  # nothing is wrong with the archive
            raise Invalid(
                "%(file)s cannot be unpacked into %(folder)s: %(why)s.", file=path, folder=folder, why=failure.strerror
            ) from None
        raise Invalid("%(file)s is neither a folder nor a 7z archive that can be read.", file=str(path)) from None


def size(folder: Path, name: str) -> int:
    """How many bytes `rows` will read."""
    path = folder / f"{name}.xml"
    return path.stat().st_size if path.exists() else 0


def _attributes(parser: Any, kind: str | None) -> Iterator[tuple[str, dict[str, str]]]:
    """The id of each row and what it says; nothing of a row of another kind, whose copy takes a tenth of an import."""
    with suppress(etree.XMLSyntaxError):  # there is nothing at all in the file
        for _event, element in parser:
            is_wanted = kind in (None, element.get("PostTypeId"))
            yield element.get("Id", "?"), dict(element.attrib) if is_wanted else {}
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _damage(name: str, parser: Any, tail: bytes, last_id: str) -> Iterator[BadRow]:
    """What is no XML in the file, a line once; in the place of the faults of its end that it has none."""
    faults = {fault.line: fault for fault in reversed(parser.error_log)}
    if parser.root is None or (faults and not tail.rstrip().endswith(f"</{parser.root.tag}>".encode())):
        faults.pop(max(faults, default=0), None)
        yield CutOff(name, f"the file ends in the midst: row {last_id} and what should follow is missing")
    for line in sorted(faults):
        yield BadRow(f"{name} line {line}", f"this is no XML: {faults[line].message.strip()}")
