"""Words that the index knows, for "did you mean": only from threads that everyone may read."""

from collections.abc import Sequence

from whoosh.reading import IndexReader

from forum.search.index.kept import LONGEST, SHORTEST, errors_allowed, likeliest
from forum.search.index.whoosh.codec import terms_of


def words_like(reader: IndexReader, word: str) -> Sequence[str]:
    """Words within one letter of a short word and two of a longer one, the likeliest first."""
    if not reader.doc_count() or not SHORTEST <= len(word) <= LONGEST or ("common", word) in reader:
        return []
    near: dict[str, int] = {}
    for edits in range(1, errors_allowed(word) + 1):
        for other in reader.terms_within("common", word, edits, prefix=1):
            near.setdefault(other, edits)
    return likeliest((other, edits, reader.doc_frequency("common", other)) for other, edits in near.items())


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
