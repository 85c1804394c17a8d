"""How postings stand on disk: plain arrays, read at once, instead of Whoosh's blocks of a hundred pickled ones.

.trm   Whoosh's table of terms, in order: how many postings a term has, and which is the first
.ids   the document of each posting; those of terms that follow each other follow each other
.beg   where the places of each posting begin, and of one more
.plc   the places of all postings

Everything else of a segment (stored fields, columns, deletions) is Whoosh's.
"""

import os
import struct
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3Segment, W3TermsReader
from whoosh.filedb.filestore import Storage
from whoosh.filedb.filetables import OrderedHashWriter
from whoosh.filedb.structfile import StructFile
from whoosh.matching import ListMatcher
from whoosh.reading import SegmentReader

from forum.search.index.whoosh.tables import LAST_PLACE, Table

_MAGIC = b"tanya\0\0\1"
_FILES = {".ids": "<i4", ".beg": "<u4", ".plc": "<u2"}
_FIELD = struct.Struct("!H")
_INFO = struct.Struct("!BfIBBfIIqi")  # of a term, as W3TermInfo has it; the first posting and how many come last
_LENGTHS = struct.Struct("!II")  # before each key and value of the table: of the key, of the value
PLACES = LAST_PLACE + 1  # in a field of a document
_BEHIND = b"\xff"  # no text in UTF-8 has this byte


class TermsWriter:
    """Writes the postings of a new segment, field by field."""

    def __init__(self, storage: Storage, segment: W3Segment) -> None:
        self._terms = OrderedHashWriter(segment.create_file(storage, W3Codec.TERMS_EXT))
        self._fields: dict[str, int] = self._terms.extras.setdefault("fieldmap", {})
        self._files = {ending: segment.create_file(storage, ending) for ending in _FILES}
        self._postings, self._places = 0, 0
        self.is_closed = False
        for file in self._files.values():
            file.write(_MAGIC)

    def write(self, field: str, tables: Iterable[Table]) -> None:
        """The field has these postings; the names of fields come in order."""
        number = self._fields[field] = len(self._fields)
        for table in tables:
            self._write_terms(_FIELD.pack(number), table)
            self._append(".ids", table.ids)
            self._append(".beg", table.starts[:-1] + self._places)
            self._append(".plc", table.places)
            self._postings += len(table.ids)
            self._places += len(table.places)

    def close(self) -> None:
        """All of it is written."""
        self._append(".beg", np.array([self._places]))
        self._terms.close()
        for file in self._files.values():
            file.close()
        self.is_closed = True

    def _write_terms(self, field: bytes, table: Table) -> None:
        bounds = table.bounds.tolist()
        for form, begin, end in zip(table.forms, bounds, bounds[1:], strict=False):
            count = end - begin
            info = _INFO.pack(0, count, count, 0, 0, 1.0, 0, 0, self._postings + begin, count)
            self._terms.add(field + form, info)

    def _append(self, ending: str, values: NDArray[Any]) -> None:
        self._files[ending].write(values.astype(_FILES[ending]).tobytes())


class _Pieces(StructFile):  # type: ignore[misc]
    """A file of which a few bytes are read here and there: Whoosh's own reads 8 kB each time, after a seek."""

    def get(self, position: int, length: int) -> bytes:
        return os.pread(self.file.fileno(), length, position)


class TermsReader(W3TermsReader):  # type: ignore[misc]
    """The terms of a segment, and their postings."""

    def __init__(self, codec: W3Codec, storage: Storage, segment: W3Segment) -> None:
        name = segment.make_filename(W3Codec.TERMS_EXT)
        self._files = {ending: _Pieces(segment.open_file(storage, ending).file) for ending in _FILES}
        self.postings = (storage.file_length(segment.make_filename(".ids")) - len(_MAGIC)) // 4
        super().__init__(codec, _Pieces(storage.open_file(name).file), storage.file_length(name), None)

    def slice_of(self, field: str, form: str) -> tuple[int, int]:
        """The first posting of a form in a field, and the one behind its last; the same twice if there is none."""
        info = self._tindex.get(self._keycoder(field, form.encode("utf-8", "replace")))
        return (0, 0) if info is None else _slice(info)

    def slice_from(self, field: str, beginning: str) -> tuple[int, int]:
        """The same for all forms of a field that begin alike."""
        if field not in self._fieldmap:
            return 0, 0
        key = self._keycoder(field, beginning.encode("utf-8", "replace"))
        return self._first_at(key), self._first_at(key + _BEHIND)

    def begun(self, field: str, beginning: str) -> list[tuple[bytes, tuple[int, int]]]:
        """The forms of a field that begin alike, in order, each with the slice of its postings."""
        if field not in self._fieldmap:
            return []
        return list(self._begun(self._keycoder(field, beginning.encode("utf-8", "replace"))))

    def ids(self, begin: int, end: int) -> NDArray[np.int32]:
        """The documents of these postings."""
        return self._read(".ids", begin, end)

    def starts(self, begin: int, end: int) -> NDArray[np.int64]:
        """Where the places of these postings begin, and of the one behind."""
        return self._read(".beg", begin, end + 1).astype(np.int64)

    def places(self, begin: int, end: int) -> NDArray[np.uint16]:
        """These places."""
        return self._read(".plc", begin, end)

    def check_beginnings(self) -> None:
        """Each file begins as it was begun; else a ValueError."""
        if any(file.get(0, len(_MAGIC)) != _MAGIC for file in self._files.values()):
            raise ValueError("a file of postings is overwritten")

    def tables(self) -> Iterable[tuple[str, Table]]:
        """All of it, field by field."""
        for field in sorted(self._fieldmap):
            found = self.begun(field, "")
            begin, end = found[0][1][0], found[-1][1][1]
            starts = self.starts(begin, end)
            bounds = np.array([*(first for _, (first, _) in found), end], np.int64) - begin
            places = self.places(int(starts[0]), int(starts[-1]))
            yield field, Table([form for form, _ in found], bounds, self.ids(begin, end), starts - starts[0], places)

    def close(self) -> None:
        """Nothing of it is open."""
        self._tindex.close()
        for file in self._files.values():
            file.close()

    def _begun(self, beginning: bytes) -> Iterator[tuple[bytes, tuple[int, int]]]:
        """All terms with such a key. They follow each other, so they are read at once."""
        first, end = self._place_of(beginning), self._place_of(beginning + _BEHIND)
        items, at = self._dbfile.get(first, end - first), 0
        while at < len(items):
            length, more = _LENGTHS.unpack_from(items, at)
            key = at + _LENGTHS.size
            at = key + length + more
            yield items[key + _FIELD.size : key + length], _slice(items, key + length)

    def _first_at(self, key: bytes) -> int:
        """The first posting of the first term that is not before the key."""
        place = self._place_of(key)
        if place == self._tindex.endofdata:
            return int(self.postings)
        _, begin, length = self._tindex.key_and_range_at(place)
        return _slice(self._dbfile.get(begin, length))[0]

    def _place_of(self, key: bytes) -> int:
        """Where the first term stands that is not before the key; the end if there is none."""
        place: int | None = self._tindex.closest_key_pos(key)
        return int(self._tindex.endofdata) if place is None else place

    def _read(self, ending: str, begin: int, end: int) -> NDArray[Any]:
        kind = np.dtype(_FILES[ending])
        found = self._files[ending].get(len(_MAGIC) + begin * kind.itemsize, (end - begin) * kind.itemsize)
        if len(found) != (end - begin) * kind.itemsize:
            raise EOFError("the postings are cut")
        return np.frombuffer(found, kind)


def _slice(info: bytes, at: int = 0) -> tuple[int, int]:
    _, _, count, *_, begin, _ = _INFO.unpack_from(info, at)
    return begin, begin + count


class Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's own, with these postings."""

    def field_writer(self, storage: Storage, segment: W3Segment) -> TermsWriter:
        """Of a new segment."""
        return TermsWriter(storage, segment)

    def terms_reader(self, storage: Storage, segment: W3Segment) -> TermsReader:
        """Of a segment that was written by this codec."""
        return TermsReader(self, storage, segment)

    def postings_reader(
        self, _file: Any, _info: Any, _format: Any, term: Any = None, scorer: Any = None
    ) -> ListMatcher:
        """Nobody asks Whoosh for postings: scoring and masks read the arrays."""
        raise NotImplementedError


def terms_of(leaf: SegmentReader) -> TermsReader:
    """The postings of a segment that is open."""
    return leaf._terms  # type: ignore[no-any-return]


def found_places(terms: TermsReader, span: tuple[int, int], among: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Where the form of a slice of postings stands in these documents: document x PLACES + place, in order."""
    ids, starts = terms.ids(*span), terms.starts(*span)
    places = terms.places(int(starts[0]), int(starts[-1]))
    documents = np.repeat(ids, np.diff(starts))
    kept = among[documents] & (places < LAST_PLACE)
    return documents[kept].astype(np.int64) * PLACES + places[kept]
