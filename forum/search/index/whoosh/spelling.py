"""Words that the index knows, for "did you mean": only from threads that everyone may read.

As in PostgreSQL the first letter is taken to be right, so a few thousand words are left to be compared.
"""

from collections import Counter
from collections.abc import Callable, Sequence

from whoosh.reading import IndexReader

from forum.search.index.letters import LONGEST, SHORTEST, Near, Words, alike, errors_allowed, likeliest, within
from forum.search.index.near import Rather, may_be_mistaken, meant_rather
from forum.search.index.whoosh.codec import terms_of
from forum.search.index.whoosh.postings import Cache


def words_like(reader: IndexReader, cache: Cache, word: str) -> Sequence[str]:
    """Words within one letter of a word, two of a long one, or begun by it, the likeliest first."""
    if not SHORTEST <= len(word) <= LONGEST or _threads_with(reader, word):
        return []
    return likeliest(_near(reader, cache, word, lambda words: alike(word, words, errors_allowed(word))))


def words_meant_rather(reader: IndexReader, cache: Cache, word: str, rather: float) -> Rather:
    """Words a letter different that at least `rather` times as many threads have, the likeliest first."""
    if not may_be_mistaken(word) or not 0 < (threads := _threads_with(reader, word)) * rather <= reader.doc_count():
        return Rather()
    near = _near(reader, cache, word, lambda words: within(word, words, 1))
    return meant_rather(near, threads=threads, least=threads * rather, of=reader.doc_count())


def _threads_with(reader: IndexReader, word: str) -> int:
    slices = [terms_of(leaf).slice_of("common", word) for leaf, _ in reader.leaf_readers() if reader.doc_count()]
    return sum(end - begin for begin, end in slices)


def _near(
    reader: IndexReader, cache: Cache, word: str, compared: Callable[[Words], Near]
) -> list[tuple[str, int, int]]:
    """The known words that are found by comparison, with the threads that have each and the letters that are wrong."""
    threads, wrong = Counter[str](), dict[str, int]()
    for leaf, _ in reader.leaf_readers() if reader.doc_count() else ():
        known = cache.words(leaf, word[0])
        near, edits = compared(known.words)
        words = known.words[near].tolist()
        wrong |= zip(words, edits.tolist(), strict=True)
        threads.update(dict(zip(words, known.counts[near].tolist(), strict=True)))
    return [(other, threads[other], edits) for other, edits in wrong.items()]


def threads_with(reader: IndexReader, word: str, most: int) -> Sequence[int]:
    """Up to `most` threads with the word that are not deleted."""
    found: list[int] = []
    for leaf, _ in reader.leaf_readers() if reader.doc_count() else ():
        terms = terms_of(leaf)
        documents = terms.ids(*terms.slice_of("common", word)).tolist()
        questions = leaf.column_reader("question")
        found.extend(questions[doc] for doc in documents if not leaf.is_deleted(doc))
        if len(found) >= most:
            break
    return found[:most]
