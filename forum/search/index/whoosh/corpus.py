"""What the scoring asks of a Whoosh index: its segments as shelves, and what is known of all of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import SegmentReader

from forum.search.index.scoring import MOST_EXPANSIONS, TEXT_FIELDS, Ids, Mask, Postings
from forum.search.index.whoosh.codec import TermsReader, terms_of
from forum.search.index.whoosh.postings import Cache


@dataclass(frozen=True, slots=True)
class SegmentShelf:
    """One segment of the index."""

    reader: SegmentReader
    cache: Cache

    @property
    def size(self) -> int:
        """How many documents it has, the deleted ones too."""
        return int(self.reader.doc_count_all())

    @property
    def terms(self) -> TermsReader:
        """What stands on disk of its words."""
        return terms_of(self.reader)

    @property
    def questions(self) -> NDArray[np.int64]:
        """The thread of each document."""
        return self.cache.segment(self.reader).questions

    @property
    def created(self) -> NDArray[np.float64]:
        """When each thread was asked, in seconds since 1970."""
        return self.cache.segment(self.reader).created

    def postings(self, form: str) -> Sequence[Postings]:
        """Where a form stands in each field that has it."""
        return self.cache.term(self.reader, form)

    def holding(self, fact: str) -> Ids:
        """The documents of which a fact holds."""
        return self.cache.fact(self.reader, fact)

    def tally(self, kind: str, mask: Mask) -> dict[str, int]:
        """Of how many of the masked documents each fact of the kind holds."""
        known = self.cache.facts(self.reader, kind)
        counts = np.bincount(known.numbers[mask[known.ids]], minlength=len(known.names))
        return {name: int(count) for name, count in zip(known.names, counts, strict=True) if count}


class WhooshCorpus:
    """All segments of one reader."""

    def __init__(self, readers: Iterable[tuple[SegmentReader, int]], cache: Cache) -> None:
        self.shelves = [SegmentShelf(reader, cache) for reader, _ in readers if reader.doc_count_all()]
        self.threads = max(1, sum(shelf.size for shelf in self.shelves))
        self.averages = [self._average(name) for name in TEXT_FIELDS]

    def count(self, _form: str, found: int) -> int:
        """How many threads have a form: as many as were found, since all of them were looked at."""
        return found

    def expanded(self, prefix: str) -> Sequence[str]:
        """Up to MOST_EXPANSIONS forms that begin with the prefix, those that most threads have."""
        threads = Counter[str]()
        for shelf in self.shelves:
            begun = shelf.cache.begun(shelf.reader, prefix)
            threads.update(dict(zip(begun.words.tolist(), begun.counts.tolist(), strict=True)))
        return [form for form, _ in threads.most_common(MOST_EXPANSIONS)]

    def _average(self, name: str) -> float:
        words: list[int] = [shelf.reader.field_length(name) for shelf in self.shelves]
        return max(1.0, sum(words) / self.threads)
