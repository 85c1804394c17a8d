"""Finding and filling with Whoosh. A search opens its own reader (about a millisecond); arrays are shared."""

import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import NoReturn, TypeVar

from whoosh.reading import IndexReader

from forum.search.index.near import widened
from forum.search.index.protocol import (
    Counts,
    Document,
    Enquiry,
    Explanation,
    Hit,
    IndexUnusable,
    Reading,
    Status,
    found_wrong,
)
from forum.search.index.ranking import Ranking
from forum.search.index.scoring import Mask, postings_of
from forum.search.index.terms import Group, lookup_of
from forum.search.index.weights import IN_USE
from forum.search.index.whoosh import spelling
from forum.search.index.whoosh.corpus import SegmentShelf, WhooshCorpus
from forum.search.index.whoosh.inspection import look_through
from forum.search.index.whoosh.masks import allowed
from forum.search.index.whoosh.postings import Cache
from forum.search.index.whoosh.schema import FORMAT
from forum.search.index.whoosh.store import Store
from forum.search.index.whoosh.writer import ThreadsWriter

log = logging.getLogger("forum.search")
T = TypeVar("T")
_FREE_TRIES = 3


class WhooshIndex:
    """The index in one folder, for reading and for writing."""

    def __init__(self, path: Path, *, cache_megabytes: int = 120) -> None:
        self.store = Store(path)
        self._cache = Cache(cache_megabytes)

    def find(self, enquiry: Enquiry, *, skip: int, most: int) -> Sequence[Hit]:
        """The best threads of the rooms, from place `skip`, at most `most`."""
        return self._read(lambda reader: _hits(*self._ranking(reader, enquiry), skip, most))

    def count(self, enquiry: Enquiry, *, facts: Sequence[str], kinds: Sequence[str]) -> Counts:
        """Threads that `find` finds, all together and by these facts and every fact of these kinds ("tag")."""
        return self._read(lambda reader: _counts(*self._ranking(reader, enquiry), facts, kinds))

    def find_counted(
        self, enquiry: Enquiry, *, most: int, facts: Sequence[str], kinds: Sequence[str]
    ) -> tuple[Sequence[Hit], Counts]:
        """What `find` and `count` say, for hardly more than one of them costs."""

        def work(reader: IndexReader) -> tuple[Sequence[Hit], Counts]:
            corpus, ranking = self._ranking(reader, enquiry)
            return _hits(corpus, ranking, 0, most), _counts(corpus, ranking, facts, kinds)

        return self._read(work)

    def explain(self, enquiry: Enquiry, *, most: int) -> Sequence[Explanation]:
        """The best threads, and how each came by its score."""
        return self._read(lambda reader: self._ranking(reader, enquiry)[1].explained(most=most))

    def words_like(self, word: str) -> Sequence[str]:
        """Known words of threads that everyone may read, like `word`; none if it is known itself."""
        return self._read(lambda reader: spelling.words_like(reader, self._cache, word))

    def words_meant_rather(self, word: str) -> Sequence[str]:
        """Of a known word those a letter different that very many more threads have."""
        return self._read(lambda reader: spelling.words_meant_rather(reader, self._cache, word, IN_USE.rather).words)

    def threads_with(self, word: str, *, most: int) -> Sequence[int]:
        """Up to `most` threads for everyone with this word."""
        return self._read(lambda reader: spelling.threads_with(reader, word, most))

    def digests(self) -> Sequence[tuple[int, str]]:
        """Each thread that is there, with the digest of the document it was indexed from."""
        return self._read(_digests)

    def status(self) -> Status:
        """Counts of what is there."""
        return self._read(lambda reader: Status(reader.doc_count(), len(reader.leaf_readers()), self._bytes(), FORMAT))

    def close(self) -> None:
        """Nothing is held open between two uses, so there is nothing to do."""

    def what_is_wrong(self) -> str:
        """Why the index cannot be used, in a few words; empty if it can. Raises IndexSilent."""
        return found_wrong(self.store.current)

    def look_through(self) -> str:
        """The same after reading all of it; what is found damaged is made again by whoever writes."""
        return found_wrong(lambda: self._read(look_through))

    def change(self, question_ids: Sequence[int], read: Reading) -> None:
        """These threads stand as `read` finds them while nobody else writes, or not at all; durable when this returns.

        A full disk is an OSError and harms nothing that was there; any other failure means a damaged index.
        """
        with self.store.writing():
            documents = read(question_ids)
            folder = self.store.current()
            try:
                fill(folder, documents, question_ids)
            except FileNotFoundError as error:
                self._give_up(folder, error)
            except (OSError, MemoryError):
                raise
            except Exception as error:
                self._give_up(folder, error)

    def make_again(self, documents: Iterable[Document], *, before_exchange: Callable[[], None]) -> None:
        """A new index of the documents is the one in use; the old one was until then. Raises RebuildUnderWay."""
        with self.store.rebuilding():
            try:
                folder = self.store.new_generation()
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

    def _bytes(self) -> int:
        return sum(file.stat().st_size for file in self.store.current().iterdir())

    def _give_up(self, folder: Path, error: Exception) -> NoReturn:
        log.error("the search index is damaged", exc_info=error)
        self.store.note_damage(folder)
        raise IndexUnusable("the index is damaged") from error

    def _ranking(self, reader: IndexReader, enquiry: Enquiry) -> tuple[WhooshCorpus, Ranking]:
        corpus, lookup = WhooshCorpus(reader.leaf_readers(), self._cache), lookup_of(enquiry.wanted, enquiry.weights)
        masks = [allowed(shelf, lookup, enquiry) for shelf in corpus.shelves]
        lookup.groups = widened(
            lookup.groups,
            enquiry.weights.near,
            is_met=lambda group: any(_has(*each, group) for each in zip(corpus.shelves, masks, strict=True)),
            like=lambda word: spelling.words_like(reader, self._cache, word),
            rather=lambda word: spelling.words_meant_rather(reader, self._cache, word, enquiry.weights.rather),
        )
        return corpus, Ranking(corpus.shelves, masks, corpus, lookup, enquiry)


def _has(shelf: SegmentShelf, mask: Mask, group: Group) -> bool:
    """Whether one of the masked documents has a form of the group."""
    return any(mask[posting.ids].any() for form in group for posting in postings_of(shelf, form))


def _hits(corpus: WhooshCorpus, ranking: Ranking, skip: int, most: int) -> list[Hit]:
    best = ranking.best(most=skip + most)[skip:]
    return [_hit(corpus.shelves[number], doc, score, ranking.likeness(number, doc)) for number, doc, score in best]


def _counts(corpus: WhooshCorpus, ranking: Ranking, facts: Sequence[str], kinds: Sequence[str]) -> Counts:
    threads, held = 0, Counter[str]()
    for shelf, mask in zip(corpus.shelves, ranking.found(), strict=True):
        threads += int(mask.sum())
        held.update({fact: int(mask[shelf.holding(fact)].sum()) for fact in facts})
        for kind in kinds:
            held.update(shelf.tally(kind, mask))
    return Counts(threads, +held)


def _hit(shelf: SegmentShelf, doc: int, score: float, likeness: float) -> Hit:
    version, _, texts = shelf.reader.stored_fields(doc)["stored"]
    return Hit(int(shelf.questions[doc]), version, score, likeness, texts)


def fill(folder: Path, documents: Iterable[Document], gone: Collection[int] = ()) -> None:
    """The generation in `folder` holds the documents and nothing else of the threads `gone`; one commit."""
    writer = ThreadsWriter(folder)
    try:
        writer.forget(gone)
        for document in documents:
            writer.add_thread(document)
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


def _digests(reader: IndexReader) -> list[tuple[int, str]]:
    return [
        (questions[doc], leaf.stored_fields(doc)["stored"][1])
        for leaf, _ in reader.leaf_readers()
        if leaf.doc_count_all()  # an empty index has a reader of another kind
        for questions in [leaf.column_reader("question")]
        for doc in leaf.all_doc_ids()
    ]
