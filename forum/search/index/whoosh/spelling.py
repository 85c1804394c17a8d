"""Words that the index knows, for "did you mean": only from threads that everyone may read.

As in PostgreSQL the first letter is taken to be right, so a few thousand words are left to be compared.
"""

from collections import Counter
from collections.abc import Sequence

from whoosh.reading import IndexReader

from forum.search.index.kept import LONGEST, SHORTEST, errors_allowed, likeliest
from forum.search.index.letters import alike
from forum.search.index.whoosh.codec import terms_of
from forum.search.index.whoosh.postings import Kept


def words_like(reader: IndexReader, kept: Kept, word: str) -> Sequence[str]:
    """Words within one letter of a short word and two of a longer one, or begun by it, the likeliest first."""
    if not reader.doc_count() or not SHORTEST <= len(word) <= LONGEST or ("common", word) in reader:
        return []
    threads, wrong = Counter[str](), dict[str, int]()
    for leaf, _ in reader.leaf_readers():
        known = kept.words(leaf, word[0])
        near, edits = alike(word, known.words, errors_allowed(word))
        words = known.words[near].tolist()
        wrong |= zip(words, edits.tolist(), strict=True)
        threads.update(dict(zip(words, known.counts[near].tolist(), strict=True)))
    return likeliest((other, threads[other], edits) for other, edits in wrong.items())


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
