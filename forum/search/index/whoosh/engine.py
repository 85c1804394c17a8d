"""Finding and filling with Whoosh. A search opens its own reader (about a millisecond); arrays are shared."""

import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import NoReturn, TypeVar

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import IndexReader

from forum.search.index.protocol import Document, Enquiry, Explanation, Hit, IndexUnusable, Reading, Status
from forum.search.index.terms import Lookup, lookup_of
from forum.search.index.whoosh import masks, spelling
from forum.search.index.whoosh.explaining import Explainer
from forum.search.index.whoosh.postings import Kept
from forum.search.index.whoosh.schema import FORMAT, fields_of, title_fact
from forum.search.index.whoosh.scoring import Leaf, Scorer, adjusted, new_leaves
from forum.search.index.whoosh.store import Store

log = logging.getLogger("forum.search")
T = TypeVar("T")
WRITER_MEGABYTES = 64
_FREE_TRIES = 3


class WhooshIndex:
    """The index in one folder, for reading and for writing."""

    def __init__(self, path: Path) -> None:
        self.store = Store(path)
        self._kept = Kept()

    def find(self, enquiry: Enquiry, *, skip: int, most: int) -> Sequence[Hit]:
        """The best threads of the rooms, from place `skip`, at most `most`."""
        return self._read(lambda reader: self._found(reader, enquiry, skip, most))

    def explain(self, enquiry: Enquiry, *, most: int) -> Sequence[Explanation]:
        """The best threads, and how each came by its score."""
        return self._read(lambda reader: self._explained(reader, enquiry, most))

    def words_like(self, word: str) -> Sequence[str]:
        """Known words of threads that everyone may read and that differ from `word` by a letter or two."""
        return self._read(lambda reader: spelling.words_like(reader, word))

    def threads_with(self, word: str, *, most: int) -> Sequence[int]:
        """Up to `most` threads for everyone with this word."""
        return self._read(lambda reader: spelling.threads_with(reader, word, most))

    def digests(self) -> Sequence[tuple[int, str]]:
        """Each thread that is there, with the digest of the document it was indexed from."""
        return self._read(_digests)

    def status(self) -> Status:
        """Counts of what is there."""
        folder = self.store.current()
        size = sum(file.stat().st_size for file in folder.iterdir())
        return self._read(lambda reader: Status(reader.doc_count(), len(reader.leaf_readers()), size, FORMAT))

    def what_is_wrong(self) -> str:
        """Why the index cannot be used, in a few words; empty if it can."""
        try:
            self.store.current()
        except IndexUnusable as reason:
            return str(reason)
        return ""

    def change(self, question_ids: Sequence[int], read: Reading) -> None:
        """These threads stand as `read` finds them while nobody else writes, or not at all; durable when this returns.

        A full disk is an OSError and harms nothing that was there; any other failure means a damaged index.
        """
        with self.store.writing():
            documents = read(question_ids)
            folder = self.store.current()
            try:
                fill(folder, documents, set(question_ids) - {document.question_id for document in documents})
            except FileNotFoundError as error:
                self._give_up(folder, error)
            except (OSError, MemoryError):
                raise
            except Exception as error:
                self._give_up(folder, error)

    def make_again(self, documents: Iterable[Document], *, before_exchange: Callable[[], None]) -> None:
        """A new index of the documents is the one in use; the old one was until then. Raises RebuildUnderWay."""
        with self.store.rebuilding():
            folder = self.store.new_generation()
            try:
                fill(folder, documents)
                with self.store.writing():
                    before_exchange()
                    self.store.exchange(folder)
            except BaseException:
                self.store.clear()
                raise

    def _read(self, work: Callable[[IndexReader], T]) -> T:
        """What `work` returns.

        A commit or an exchange may take files away under a reader, which shows as any error. So once more with a new
        reader, and at last while no writer is at work: what fails then is damaged.
        """
        for _ in range(_FREE_TRIES):
            with suppress(Exception):
                return self._read_once(work)
        with self.store.writing():
            try:
                return self._read_once(work)
            except (IndexUnusable, MemoryError):
                raise
            except Exception as error:
                self._give_up(self.store.current(), error)

    def _read_once(self, work: Callable[[IndexReader], T]) -> T:
        with closing(self.store.open().reader()) as reader:
            return work(reader)

    def _give_up(self, folder: Path, error: Exception) -> NoReturn:
        log.error("the search index is damaged", exc_info=error)
        self.store.note_damage(folder)
        raise IndexUnusable("the index is damaged") from error

    def _found(self, reader: IndexReader, enquiry: Enquiry, skip: int, most: int) -> list[Hit]:
        lookup, leaves = lookup_of(enquiry.wanted), new_leaves(reader.leaf_readers())
        scored = self._scored(leaves, lookup, enquiry)
        ranked = _ranked(leaves, scored, most=skip + most)[skip:]
        return [self._hit(leaves[number], doc, score) for number, doc, score in ranked]

    def _explained(self, reader: IndexReader, enquiry: Enquiry, most: int) -> list[Explanation]:
        lookup, leaves = lookup_of(enquiry.wanted), new_leaves(reader.leaf_readers())
        ranked = _ranked(leaves, self._scored(leaves, lookup, enquiry), most=most)
        title = title_fact(enquiry.wanted.words)
        explainer = Explainer(leaves, self._kept, lookup, title=title, at=enquiry.at.timestamp())
        return [explainer.explanation(number, doc, score) for number, doc, score in ranked]

    def _scored(self, leaves: list[Leaf], lookup: Lookup, enquiry: Enquiry) -> list[NDArray[np.float32]]:
        allowed = [masks.allowed(leaf, self._kept, lookup, enquiry) for leaf in leaves]
        if not (lookup.groups or lookup.prefixes):
            return [self._newest_first(leaf, mask) for leaf, mask in zip(leaves, allowed, strict=True)]
        Scorer(leaves, self._kept).score(lookup)
        for leaf, mask in zip(leaves, allowed, strict=True):
            leaf.scores *= mask
        best = max((float(leaf.scores.max()) for leaf in leaves), default=0.0)
        title, at = title_fact(enquiry.wanted.words), enquiry.at.timestamp()
        return [adjusted(leaf, self._kept, best=best, title=title, at=at) for leaf in leaves]

    def _newest_first(self, leaf: Leaf, mask: NDArray[np.bool_]) -> NDArray[np.float32]:
        """Scores where only filters were given: minutes since 1970, which 32 bits hold to the quarter of an hour."""
        return (self._kept.segment(leaf.reader).created / 60 * mask).astype(np.float32)

    def _hit(self, leaf: Leaf, doc: int, score: float) -> Hit:
        version, _, texts = leaf.reader.stored_fields(doc)["kept"]
        return Hit(int(self._kept.segment(leaf.reader).questions[doc]), version, score, texts)


def fill(folder: Path, documents: Iterable[Document], gone: Iterable[int] = ()) -> None:
    """The generation in `folder` holds the documents and no longer those that are gone; one commit."""
    writer = FileIndex(FileStorage(str(folder))).writer(compound=False, limitmb=WRITER_MEGABYTES)
    try:
        for question_id in gone:
            writer.delete_by_term("key", str(question_id))
        for document in documents:
            writer.delete_by_term("key", str(document.question_id))
            writer.add_document(**fields_of(document))
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


def _digests(reader: IndexReader) -> list[tuple[int, str]]:
    return [
        (questions[doc], leaf.stored_fields(doc)["kept"][1])
        for leaf, _ in reader.leaf_readers()
        if leaf.doc_count_all()  # an empty index has a reader of another kind
        for questions in [leaf.column_reader("question")]
        for doc in leaf.all_doc_ids()
    ]


def _ranked(
    leaves: list[Leaf], scored: list[NDArray[np.float32]], *, most: int
) -> list[tuple[int, int, float]]:  # fmt: skip
    """Leaf, document and score of the best, best first; the newer of equals first, so that pages stay in order."""
    found = [
        (float(scores[doc]), number, int(doc))
        for number, scores in enumerate(scored)
        for doc in _best(scores, most)
    ]  # fmt: skip
    found.sort(key=lambda hit: (-hit[0], -hit[1], -hit[2]))
    return [(number, doc, score) for score, number, doc in found[:most]]


def _best(scores: NDArray[np.float32], most: int) -> NDArray[np.intp]:
    positive = np.flatnonzero(scores > 0)
    if len(positive) <= most:
        return positive
    return positive[np.argpartition(scores[positive], -most)[-most:]]
